import type { ModelConfig } from "../attention.ts";

/** MiniMax-M1: softmax attention in every eighth layer; the other 70 keep a 128 by 128 state for each of 64 heads. */
export const minimaxM1: ModelConfig = {
  id: "minimax-m1",
  name: "MiniMax-M1",
  family: "minimax",
  attention: "GQA, part linear",
  numLayers: 80,
  hiddenSize: 6144,
  numHeads: 64,
  layers: [
    { kind: "grouped", numLayers: 10, numKvHeads: 8, headDim: 128 },
    { kind: "recurrent", numLayers: 70, stateElements: 64 * 128 * 128 },
  ],
  numParams: { total: 456e9, active: 45.9e9 },
  sources: [
    { cite: "minimax-m1", where: "config.json, attn_type_list, and modeling_minimax_m1.py L297 (the state)", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] },
    { cite: "minimax-m1", where: "README.md", gives: ["numParams"] },
  ],
};
