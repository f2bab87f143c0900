import type { ModelConfig } from "../attention.ts";

/** Qwen3 235B-A22B: the published shape of its grouped-query attention. */
export const qwen3235b: ModelConfig = {
  id: "qwen3-235b-a22b",
  name: "Qwen3 235B-A22B",
  family: "qwen",
  attention: "GQA",
  numLayers: 94,
  hiddenSize: 4096,
  numHeads: 64,
  layers: [{ kind: "grouped", numLayers: 94, numKvHeads: 4, headDim: 128 }],
  vocabSize: 151936,
  feedForward: { numDenseLayers: 0, numRoutedExperts: 128, topK: 8, numSharedExperts: 0, expertWidth: 1536 },
  hasQkNorm: true,
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/qwen3-235b-a22b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward", "hasQkNorm"] }],
};
