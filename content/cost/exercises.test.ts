import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import practice from "./exercises.ts";
import whatIsLeftOut from "./what-is-left-out.sim.ts";

// Worked by hand from the published numbers, to hold the simulations that compute the answers.
const V2_ATTENTION = (0.5 * 6 * 4096 * 60 * 128 * (192 + 128)) / 1e9;
const BY_HAND = [
  0.002, 648 * 198, 250e9 / 385 / 3600, 126 + V2_ATTENTION, (405 * 15) / (37 * 14.8), (100 * 3 * 87_072) / 562_100,
  (100 * (23_940 + 71_820 + 184_800 - 87_072)) / 87_072, (0.25 - 0.00348) / 0.02784, (100 * 112 ** 2) / (112 ** 2 + 40 ** 2),
];

const answers = practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []));

test("the answers are those worked by hand", () => {
  expect(answers).toEqual(BY_HAND.map((x) => expect.closeTo(x, 3)));
});

test("the predictions are those worked by hand: 56.7 days, 16.1 times, 84.5%", () => {
  const truths = ["days-of-training", "dense-price", "share-of-revenue"].map((name) => practice.predictions[name]!.truth());
  expect(truths.map((x) => Number(x.toFixed(1)))).toEqual([56.7, 16.1, 84.5]);
});

test("drawing gives the share of variance that the widths predict", () => {
  const closed = { researchLow: 1, researchHigh: 1, ablationsLow: 1, ablationsHigh: 1, failedLow: 0, failedHigh: 0, dataLow: 0, dataHigh: 0 };
  const hardware = run(whatIsLeftOut, closed).items.find((item) => item.id === "hardware")!;
  // 20,000 draws know a share of this size to less than a point.
  expect(Math.abs(100 * hardware.varianceShare - answers.at(-1)!)).toBeLessThan(1);
});
