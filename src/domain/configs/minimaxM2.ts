import type { ModelConfig } from "../attention.ts";

/** MiniMax-M2: the published shape of its grouped-query attention. */
export const minimaxM2: ModelConfig = {
  id: "minimax-m2",
  name: "MiniMax-M2",
  family: "minimax",
  attention: "GQA",
  numLayers: 62,
  hiddenSize: 3072,
  numHeads: 48,
  layers: [{ kind: "grouped", numLayers: 62, numKvHeads: 8, headDim: 128 }],
  sources: [{ cite: "minimax-m2", where: "config.json of MiniMax-M2.1, read in a copy", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
