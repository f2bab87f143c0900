import type { ModelConfig } from "../attention.ts";

/** Llama 3.1 405B: the published shape of its grouped-query attention. */
export const llama31405b: ModelConfig = {
  id: "llama-3.1-405b",
  name: "Llama 3.1 405B",
  family: "llama",
  attention: "GQA",
  numLayers: 126,
  hiddenSize: 16384,
  numHeads: 128,
  layers: [{ kind: "grouped", numLayers: 126, numKvHeads: 8, headDim: 128 }],
  vocabSize: 128256,
  feedForward: { numDenseLayers: 126, denseWidth: 53248 },
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/llama3.1-405b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] }],
};
