import type { ModelConfig } from "../attention.ts";

/** Llama 3.1 70B: the published shape of its grouped-query attention. */
export const llama3170b: ModelConfig = {
  id: "llama-3.1-70b",
  name: "Llama 3.1 70B",
  family: "llama",
  attention: "GQA",
  numLayers: 80,
  hiddenSize: 8192,
  numHeads: 64,
  layers: [{ kind: "grouped", numLayers: 80, numKvHeads: 8, headDim: 128 }],
  vocabSize: 128256,
  feedForward: { numDenseLayers: 80, denseWidth: 28672 },
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/llama3.1-70b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] }],
};
