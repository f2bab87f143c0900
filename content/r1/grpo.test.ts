import { describe, expect, test } from "vitest";
import { BASE_POLICY, grpoFrames, type GrpoExperiment, LIST, outcome, problemKinds, procedures, rightProcedure } from "#domain/grpoExperiment.ts";
import { seeded } from "#domain/random.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./grpo.figure.ts";
import grpo from "./grpo.sim.ts";

const DEFAULTS: GrpoExperiment = { groupSize: 16, learningRate: 2, clipRange: 0.2, klWeight: 0.001, numUpdates: 4, rewardNoisePercent: 0, gameablePercent: 0, slipPercent: 25, isScaled: true, numSteps: 120 };
const small = { numSteps: 20, groupSize: 8 };

test("the procedures work the sums out as they say", () => {
  expect(problemKinds.map((_, kind) => [0, 1, 2, 3].map((procedure) => outcome(kind, procedure, [7, 3, 2])))).toEqual([
    [20, 13, 12, 10], [20, 13, 12, 10], [2, 6, 12, 4], [2, 6, 12, 4],
  ]);
  expect(outcome(0, LIST, [7, 3, 2])).toBeUndefined();
  expect(BASE_POLICY.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(BASE_POLICY).toHaveLength(procedures.length);
});

describe("with a sound checker", () => {
  const out = run(grpo);
  const [first, last] = [out.steps[0]!, out.steps.at(-1)!];

  test("the accepted answers are the right ones, at each step and in each run", () => {
    for (const { reward, success } of out.steps) expect(reward).toEqual(success);
  });
  test("the right procedure is learned for every kind, and success comes near what slips leave", () => {
    for (const [kind, probabilities] of out.policy.entries()) expect(probabilities[rightProcedure[kind]!]).toBeGreaterThan(0.9);
    expect(first.success.mean).toBeLessThan(0.3);
    expect(last.success.low).toBeGreaterThan(0.65);
    expect(last.success.high).toBeLessThan(0.85);
  });
  test("entropy falls and the divergence from the reference rises", () => {
    expect(last.entropyBits.mean).toBeLessThan(first.entropyBits.mean / 4);
    expect(first.klBits.high).toBe(0);
    expect(last.klBits.low).toBeGreaterThan(2);
  });
});

test("a checker that a list fools is ever more content, while right answers rise at first and then vanish", () => {
  const { steps, listShare } = run(grpo, { gameablePercent: 100 });
  const [first, last] = [steps[0]!, steps.at(-1)!];
  expect(last.reward.low).toBeGreaterThan(0.9);
  expect(Math.max(...steps.map((d) => d.success.mean))).toBeGreaterThan(first.success.mean + 0.05);
  expect(last.success.mean).toBeLessThan(first.success.mean / 2);
  expect(listShare).toBeGreaterThan(0.9);
});

test("a checker fooled on four questions of ten is not gamed in the end: the honest procedure pays more", () => {
  const { policy, listShare } = run(grpo, { gameablePercent: 40, learningRate: 4, numSteps: 100 });
  for (const [kind, probabilities] of policy.entries()) expect(probabilities[rightProcedure[kind]!]).toBeGreaterThan(0.8);
  expect(listShare).toBeLessThan(0.1);
});

test("verdicts by the toss of a coin teach nothing: success stays where it began", () => {
  const { steps } = run(grpo, { rewardNoisePercent: 50, numSteps: 60 });
  expect(Math.abs(steps.at(-1)!.success.mean - steps[0]!.success.mean)).toBeLessThan(0.08);
});

test("small groups more often have one verdict for all", () => {
  const silent = (groupSize: number): number => {
    const { allRejected, allAccepted } = run(grpo, { groupSize, numSteps: 20 }).steps[0]!;
    return allRejected.mean + allAccepted.mean;
  };
  expect(silent(2)).toBeGreaterThan(silent(16) + 0.2);
  expect(silent(16)).toBeGreaterThan(silent(64));
});

test("a policy held to its reference stays nearer to it", () => {
  const far = run(grpo).steps.at(-1)!.klBits.mean;
  expect(run(grpo, { klWeight: 0.5 }).steps.at(-1)!.klBits.mean).toBeLessThan(0.8 * far);
});

test("with one update the clip makes no difference, since each ratio is 1", () => {
  const policyOf = (clipRange: number) => run(grpo, { ...small, numUpdates: 1, clipRange }).policy;
  expect(policyOf(0.02)).toEqual(policyOf(10));
});

test("the last frame is the answer, there is one a step, and the same seed gives the same run", () => {
  const frames = [...grpoFrames({ ...DEFAULTS, ...small }, seeded(3))];
  expect(frames.map((frame) => frame.steps.length)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect([...grpoFrames({ ...DEFAULTS, ...small }, seeded(3))].at(-1)).toEqual(frames.at(-1));
});

test("every preset draws, and the fall is told", () => {
  for (const given of Object.values(figure.presets!)) expect(JSON.stringify(renderFigure(figure, { ...given, numSteps: 20 }))).not.toMatch(/NaN|undefined|Infinity/);
  expect(renderFigure(figure, { gameablePercent: 100 }).caption).toMatch(/It had been \d+% at step \d+\./);
});
