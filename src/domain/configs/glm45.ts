import type { ModelConfig } from "../attention.ts";

/** GLM-4.5: the published shape of its grouped-query attention. */
export const glm45: ModelConfig = {
  id: "glm-4.5",
  name: "GLM-4.5",
  family: "glm",
  attention: "GQA",
  numLayers: 92,
  hiddenSize: 5120,
  numHeads: 96,
  layers: [{ kind: "grouped", numLayers: 92, numKvHeads: 8, headDim: 128 }],
  sources: [{ cite: "glm45-bridge", where: "test_glm45_bridge.py, glm45_355b_config", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
