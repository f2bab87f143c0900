import type { ModelConfig } from "../attention.ts";

/**
 * Qwen3-Next-80B-A3B: gated attention in every fourth layer; the other 36 keep a 128 by 128 state for each of 32 value heads
 * (their short convolution's last inputs, a few thousand elements, are not counted).
 */
export const qwen3Next80b: ModelConfig = {
  id: "qwen3-next-80b-a3b",
  name: "Qwen3-Next 80B",
  family: "qwen",
  attention: "GQA, part linear",
  numLayers: 48,
  hiddenSize: 2048,
  numHeads: 16,
  layers: [
    { kind: "grouped", numLayers: 12, numKvHeads: 2, headDim: 256 },
    { kind: "recurrent", numLayers: 36, stateElements: 32 * 128 * 128 },
  ],
  sources: [{ cite: "maxtext-configs", where: "src/maxtext/configs/models/qwen3-next-80b-a3b.yml", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
