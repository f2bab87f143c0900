import type { ModelConfig } from "../attention.ts";

/** gpt-oss-120b: every second layer, from the first, sees only the newest 128 tokens. */
export const gptOss120b: ModelConfig = {
  id: "gpt-oss-120b",
  name: "gpt-oss-120b",
  family: "gpt",
  attention: "GQA, part windowed",
  numLayers: 36,
  hiddenSize: 2880,
  numHeads: 64,
  layers: [
    { kind: "grouped", numLayers: 18, numKvHeads: 8, headDim: 64 },
    { kind: "grouped", numLayers: 18, numKvHeads: 8, headDim: 64, slidingWindow: 128 },
  ],
  numParams: { total: 117e9, active: 5.1e9 },
  sources: [
    { cite: "gpt-oss", where: "gpt_oss/torch/model.py, ModelConfig and AttentionBlock", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] },
    { cite: "gpt-oss", where: "README.md", gives: ["numParams"] },
  ],
};
