import type { ModelConfig } from "../attention.ts";

/** Mixtral 8x7B: the published shape of its grouped-query attention. */
export const mixtral8x7b: ModelConfig = {
  id: "mixtral-8x7b",
  name: "Mixtral 8x7B",
  family: "mistral",
  attention: "GQA",
  numLayers: 32,
  hiddenSize: 4096,
  numHeads: 32,
  layers: [{ kind: "grouped", numLayers: 32, numKvHeads: 8, headDim: 128 }],
  vocabSize: 32000,
  feedForward: { numDenseLayers: 0, numRoutedExperts: 8, topK: 2, numSharedExperts: 0, expertWidth: 14336 },
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/mixtral-8x7b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] }],
};
