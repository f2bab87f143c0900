import type { ModelConfig } from "../attention.ts";

/** Llama 3.1 8B: the published shape of its grouped-query attention. */
export const llama318b: ModelConfig = {
  id: "llama-3.1-8b",
  name: "Llama 3.1 8B",
  family: "llama",
  attention: "GQA",
  numLayers: 32,
  hiddenSize: 4096,
  numHeads: 32,
  layers: [{ kind: "grouped", numLayers: 32, numKvHeads: 8, headDim: 128 }],
  vocabSize: 128256,
  feedForward: { numDenseLayers: 32, denseWidth: 14336 },
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/llama3.1-8b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] }],
};
