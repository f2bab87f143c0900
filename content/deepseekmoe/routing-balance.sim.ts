import { frames } from "#domain/routingExperiment.ts";
import { lastFrame, simulation } from "#sim/contract.ts";

const params = {
  gamma: { kind: "number", label: "Bias step (gamma)", unit: "ratio", default: 0.01, min: 0.0001, max: 0.3, scale: "log10" },
  alpha: { kind: "number", label: "Weight of the auxiliary loss (alpha)", unit: "ratio", default: 0.01, min: 0, max: 0.2, step: 0.001 },
  skew: { kind: "number", label: "How uneven the demand is (Zipf exponent)", unit: "ratio", default: 1, min: 0, max: 1.5, step: 0.05 },
  driftPercent: { kind: "number", label: "Clusters that change their popularity, per batch", unit: "%", default: 0, min: 0, max: 10, step: 0.1 },
  maxNodes: { kind: "number", label: "Nodes a token may use, of eight", unit: "node", default: 8, min: 1, max: 8, step: 1 },
  numExperts: { kind: "number", label: "Experts", unit: "expert", default: 64, min: 16, max: 256, step: 16 },
  topK: { kind: "number", label: "Experts per token", unit: "expert", default: 6, min: 1, max: 12, step: 1 },
  tokensPerBatch: { kind: "number", label: "Tokens per batch", unit: "token", default: 4096, min: 256, max: 8192, step: 256, scale: "log2" },
  numBatches: { kind: "number", label: "Batches", unit: "count", default: 160, min: 10, max: 200, step: 10 },
  capacityFactor: { kind: "number", label: "Capacity factor, for counting drops", unit: "ratio", default: 1.25, min: 1, max: 4, step: 0.05 },
} as const;

export default simulation({
  question: "How do the ways to balance experts compare on one stream of tokens?",
  params,
  sources: [{ cite: "lossfree-paper", where: "sections 2 and 3, Algorithm 1" }, { cite: "v3-report", where: "section 2.1.2, Eq. 12-20" }, { cite: "v3-code", where: "inference/model.py, class Gate" }],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: (values, random) => frames(values, random),
  numSteps: ({ numBatches }) => numBatches,
  checks: [],
});
