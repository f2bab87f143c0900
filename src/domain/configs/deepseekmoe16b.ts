import type { ModelConfig } from "../attention.ts";

/** DeepSeekMoE 16B, the first model with fine-grained and shared experts; its attention is plain MHA. */
export const deepseekmoe16b: ModelConfig = {
  id: "deepseekmoe-16b",
  name: "DeepSeekMoE 16B",
  family: "deepseek",
  attention: "MHA",
  numLayers: 28,
  hiddenSize: 2048,
  numHeads: 16,
  layers: [{ kind: "grouped", numLayers: 28, numKvHeads: 16, headDim: 128 }],
  vocabSize: 102400,
  feedForward: { numDenseLayers: 1, denseWidth: 10944, numRoutedExperts: 64, topK: 6, numSharedExperts: 2, expertWidth: 1408 },
  numParams: { total: 16.4e9, active: 2.8e9 },
  sources: [
    { cite: "moe-paper", where: "section 5.1.2 and Table 7", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "numParams"] },
    { cite: "v3-configs", where: "inference/configs/config_16B.json, of V2-Lite: the paper prints no widths, and these give its 16.4B and 2.8B", gives: ["vocabSize", "feedForward"] },
  ],
};
