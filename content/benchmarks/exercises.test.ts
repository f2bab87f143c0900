import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import practice from "./exercises.ts";
import majorityVote from "./majority-vote.sim.ts";

const Z2 = 1.959963984540054 ** 2;
const centre = (0.591 + Z2 / 396) / (1 + Z2 / 198);
const half = Math.sqrt(Z2 * ((0.591 * 0.409) / 198 + Z2 / (4 * 198 ** 2))) / (1 + Z2 / 198);

test("the answers are those worked by hand", () => {
  const BY_HAND = [1.5, 188, 100 * (centre - half), 518, 100 * (1 - 0.8 ** 4), 20, 0.022175 / 0.0175, 2];
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("R1's lead is 0.6 per cent of 30 problems", () => expect(practice.predictions["lead-in-problems"]!.truth()).toBeCloseTo(0.18, 9));

test("a right answer in four of ten wins a vote of 64, by more than three standard deviations of the difference", () => {
  expect(practice.predictions["vote-of-a-weak-model"]!.truth()).toBe(100);
  const [right, rival] = [0.4, 0.6 * 0.2];
  expect((64 * (right - rival)) / Math.sqrt(64 * (right + rival - (right - rival) ** 2))).toBeGreaterThan(3);
  expect(run(majorityVote, { spreadPercent: 0, meanPercent: 40, rivalPercent: 20, numTests: 40 }).points.at(-1)!.majorityPercent).toBeGreaterThan(99.5);
});
