import type { ModelConfig } from "../attention.ts";

/** Qwen2.5 72B: the published shape of its grouped-query attention. */
export const qwen2572b: ModelConfig = {
  id: "qwen2.5-72b",
  name: "Qwen2.5 72B",
  family: "qwen",
  attention: "GQA",
  numLayers: 80,
  hiddenSize: 8192,
  numHeads: 64,
  layers: [{ kind: "grouped", numLayers: 80, numKvHeads: 8, headDim: 128 }],
  sources: [{ cite: "qwen25-card", where: "config.json, read in a copy", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
