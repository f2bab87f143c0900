import type { ModelConfig } from "../attention.ts";

/** GLM-4.5-Air: the published shape of its grouped-query attention. */
export const glm45Air: ModelConfig = {
  id: "glm-4.5-air",
  name: "GLM-4.5-Air",
  family: "glm",
  attention: "GQA",
  numLayers: 46,
  hiddenSize: 4096,
  numHeads: 96,
  layers: [{ kind: "grouped", numLayers: 46, numKvHeads: 8, headDim: 128 }],
  sources: [{ cite: "glm45-bridge", where: "test_glm45_bridge.py, glm45_air_106b_config", gives: ["numLayers", "hiddenSize", "numHeads", "layers"] }],
};
