import type { ModelConfig } from "../attention.ts";

/** Kimi K2: V3's attention with half the heads, so a cache of the same size. */
export const kimiK2: ModelConfig = {
  id: "kimi-k2",
  name: "Kimi K2",
  family: "kimi",
  attention: "MLA",
  numLayers: 61,
  hiddenSize: 7168,
  numHeads: 64,
  layers: [{ kind: "latent", numLayers: 61, kvLoraRank: 512, qkRopeHeadDim: 64 }],
  mla: { qLoraRank: 1536, kvLoraRank: 512, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 },
  vocabSize: 163840,
  feedForward: { numDenseLayers: 1, denseWidth: 18432, numRoutedExperts: 384, topK: 8, numSharedExperts: 1, expertWidth: 2048 },
  numParams: { total: 1e12, active: 32e9 },
  sources: [
    { cite: "kimi-k2", where: "README.md, Model Summary", gives: ["numLayers", "hiddenSize", "numHeads", "numParams"] },
    { cite: "maxtext-configs", where: "src/maxtext/configs/models/kimi-k2-1t.yml", gives: ["layers", "mla", "vocabSize", "feedForward"] },
  ],
};
