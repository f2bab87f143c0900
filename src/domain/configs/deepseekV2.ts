import type { ModelConfig } from "../attention.ts";

/** DeepSeek-V2, the first model with MLA. */
export const deepseekV2: ModelConfig = {
  id: "deepseek-v2",
  name: "DeepSeek-V2",
  family: "deepseek",
  attention: "MLA",
  numLayers: 60,
  hiddenSize: 5120,
  numHeads: 128,
  layers: [{ kind: "latent", numLayers: 60, kvLoraRank: 512, qkRopeHeadDim: 64 }],
  mla: { qLoraRank: 1536, kvLoraRank: 512, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 },
  vocabSize: 102400,
  feedForward: { numDenseLayers: 1, denseWidth: 12288, numRoutedExperts: 160, topK: 6, numSharedExperts: 2, expertWidth: 1536 },
  numParams: { total: 236e9, active: 21e9 },
  sources: [
    { cite: "v3-configs", where: "inference/configs/config_236B.json", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "mla", "vocabSize", "feedForward"] },
    { cite: "v2-report", where: "abstract", gives: ["numParams"] },
  ],
};
