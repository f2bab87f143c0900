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
  numParams: { total: 671e9, active: 37e9 },
  sources: [
    { cite: "v3-configs", where: "inference/configs/config_671B.json", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "mla"] },
    { cite: "v3-report", where: "abstract", gives: ["numParams"] },
  ],
};
