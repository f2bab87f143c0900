import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import practice from "./exercises.ts";
import exportThresholds from "./export-thresholds.sim.ts";

/** Bytes of a step over NVLink on one GPU, and over a node's GPUs when attention is split: 7/8 of the tensor twice, forward and backward, 61 layers. */
const EXCHANGE = 30_720 * 8 * 7168 * 3 * 58 * 2;
const SUMS = 2 * 61 * 2 * (7 / 8) * (8 * 30_720 * 7168 * 2);
const COMPUTE = (250e9 * 30_720) / 385e12;

// Worked by hand, to hold the simulations that compute the answers.
const BY_HAND = [2368, 2625, 2500, EXCHANGE / 160e9, (2 * EXCHANGE) / COMPUTE / 0.8 / 1e9, 2_664_000 * ((COMPUTE + SUMS / 160e9) / (COMPUTE + SUMS / 360e9) - 1)];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("a chip of 250 TFLOP/s in 16 bits is free above 2,500 mm² and in the lower tier below", () => {
  const reach = (customDieMm2: number) => run(exportThresholds, { chip: "custom", customTeraOps: 250, customDieMm2 }).rules[1]!.reach;
  expect([reach(2499), reach(2501)]).toEqual(["3A090.b", "none"]);
});

test("the truths of both predictions are 216 days and a step that is no longer", () => {
  expect(practice.predictions["h800-window"]!.truth()).toBe(216);
  expect(practice.predictions["cut-costs"]!.truth()).toBeCloseTo(100, 12);
});
