import type { ModelConfig } from "../attention.ts";

/** DeepSeek-V2-Lite; its queries are not compressed. */
export const deepseekV2Lite: ModelConfig = {
  id: "deepseek-v2-lite",
  name: "DeepSeek-V2-Lite",
  family: "deepseek",
  attention: "MLA",
  numLayers: 27,
  hiddenSize: 2048,
  numHeads: 16,
  layers: [{ kind: "latent", numLayers: 27, kvLoraRank: 512, qkRopeHeadDim: 64 }],
  mla: { qLoraRank: 0, kvLoraRank: 512, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 },
  vocabSize: 102400,
  feedForward: { numDenseLayers: 1, denseWidth: 10944, numRoutedExperts: 64, topK: 6, numSharedExperts: 2, expertWidth: 1408 },
  numParams: { total: 15.7e9, active: 2.4e9 },
  sources: [
    { cite: "v3-configs", where: "inference/configs/config_16B.json", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "mla", "vocabSize", "feedForward"] },
    { cite: "v2-report", where: "Appendix B", gives: ["numParams"] },
  ],
};
