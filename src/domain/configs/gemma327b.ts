import type { ModelConfig } from "../attention.ts";

/** Gemma 3 27B: five layers with a window of 1,024 tokens to each global one; 62 layers end on two windowed ones, so 10 are global. */
export const gemma327b: ModelConfig = {
  id: "gemma-3-27b",
  name: "Gemma 3 27B",
  family: "gemma",
  attention: "GQA, part windowed",
  numLayers: 62,
  hiddenSize: 5376,
  numHeads: 32,
  layers: [
    { kind: "grouped", numLayers: 10, numKvHeads: 16, headDim: 128 },
    { kind: "grouped", numLayers: 52, numKvHeads: 16, headDim: 128, slidingWindow: 1024 },
  ],
  sources: [{ cite: "gemma", where: "gemma/gm/nn/_gemma.py, Gemma3_27B and GEMMA3_ATTENTION_PATTERN", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
