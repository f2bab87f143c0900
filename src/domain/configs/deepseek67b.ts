import type { ModelConfig } from "../attention.ts";

/** DeepSeek LLM 67B, the baseline of DeepSeek-V2's reported savings. */
export const deepseek67b: ModelConfig = {
  id: "deepseek-67b",
  name: "DeepSeek 67B",
  family: "deepseek",
  attention: "GQA",
  numLayers: 95,
  hiddenSize: 8192,
  numHeads: 64,
  layers: [{ kind: "grouped", numLayers: 95, numKvHeads: 8, headDim: 128 }],
  vocabSize: 102400,
  feedForward: { numDenseLayers: 95, denseWidth: 22016 },
  numParams: { total: 67e9, active: 67e9 },
  sources: [
    { cite: "dsllm-readme", where: "README.md: the 67B model uses Grouped-Query Attention; the numbers are in config.json of models derived from it", gives: ["numLayers", "hiddenSize", "numHeads", "layers", "vocabSize", "feedForward"] },
    { cite: "dsllm-readme", where: "README.md, introduction", gives: ["numParams"] },
  ],
};
