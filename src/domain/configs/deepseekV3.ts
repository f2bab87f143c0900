import type { ModelConfig } from "../attention.ts";

/** DeepSeek-V3; R1 and V3.1 have the same attention. */
export const deepseekV3: ModelConfig = {
  id: "deepseek-v3",
  name: "DeepSeek-V3",
  family: "deepseek",
  attention: "MLA",
  numLayers: 61,
  hiddenSize: 7168,
  numHeads: 128,
  layers: [{ kind: "latent", numLayers: 61, kvLoraRank: 512, qkRopeHeadDim: 64 }],
  mla: { qLoraRank: 1536, kvLoraRank: 512, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 },
  vocabSize: 129280,
  feedForward: { numDenseLayers: 3, denseWidth: 18432, numRoutedExperts: 256, topK: 8, numSharedExperts: 1, expertWidth: 2048 },
  mtp: { numModules: 1 },
  numParams: { total: 671e9, active: 37e9 },
  sources: [
    { cite: "v3-configs", where: "inference/configs/config_671B.json", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "mla", "vocabSize", "feedForward"] },
    { cite: "v3-report", where: "abstract", gives: ["numParams"] },
    { cite: "v3-report", where: "section 4.2: the depth of multi-token prediction is 1", gives: ["mtp"] },
  ],
};
