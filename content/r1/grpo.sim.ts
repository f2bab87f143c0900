import { grpoFrames } from "#domain/grpoExperiment.ts";
import { lastFrame, simulation } from "#sim/contract.ts";

const params = {
  groupSize: { kind: "number", label: "Answers to a question (G)", unit: "sample", default: 16, min: 2, max: 64, step: 1, scale: "log2" },
  gameablePercent: { kind: "number", label: "Questions whose checker a list of numbers fools", unit: "%", default: 0, min: 0, max: 100, step: 5 },
  rewardNoisePercent: { kind: "number", label: "Verdicts turned round by chance", unit: "%", default: 0, min: 0, max: 50, step: 1 },
  slipPercent: { kind: "number", label: "Calculations that slip", unit: "%", default: 25, min: 0, max: 60, step: 1 },
  learningRate: { kind: "number", label: "Learning rate", unit: "ratio", default: 2, min: 0.1, max: 40, scale: "log10" },
  clipRange: { kind: "number", label: "Clip range (epsilon)", unit: "ratio", default: 0.2, min: 0.02, max: 10, scale: "log10" },
  klWeight: { kind: "number", label: "Weight of the divergence (beta)", unit: "ratio", default: 0.001, min: 0, max: 1, step: 0.001 },
  numUpdates: { kind: "number", label: "Updates on the answers of a step", unit: "count", default: 4, min: 1, max: 8, step: 1 },
  isScaled: { kind: "flag", label: "Divide by the group's deviation", default: true },
  numSteps: { kind: "number", label: "Steps", unit: "step", default: 120, min: 20, max: 200, step: 10 },
} as const;

export default simulation({
  question: "What does a policy learn from a checker that grades groups of answers?",
  params,
  sources: [{ cite: "r1-report", where: "Eq. 1-3" }, { cite: "deepseekmath", where: "Eq. 3 and 4" }],
  cost: "heavy",
  run: (values, random) => lastFrame(grpoFrames(values, random)),
  steps: (values, random) => grpoFrames(values, random),
  numSteps: ({ numSteps }) => numSteps,
  checks: [],
});
