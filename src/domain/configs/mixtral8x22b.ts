import type { ModelConfig } from "../attention.ts";

/** Mixtral 8x22B: the published shape of its grouped-query attention. */
export const mixtral8x22b: ModelConfig = {
  id: "mixtral-8x22b",
  name: "Mixtral 8x22B",
  family: "mistral",
  attention: "GQA",
  numLayers: 56,
  hiddenSize: 6144,
  numHeads: 48,
  layers: [{ kind: "grouped", numLayers: 56, numKvHeads: 8, headDim: 128 }],
  vocabSize: 32768,
  feedForward: { numDenseLayers: 0, numRoutedExperts: 8, topK: 2, numSharedExperts: 0, expertWidth: 16384 },
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/mixtral-8x22b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] }],
};
