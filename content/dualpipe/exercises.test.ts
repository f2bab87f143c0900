import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the published formulas and the counts of the trace, to hold the simulations that compute the answers.
const BY_HAND = [
  (4 - 1) * (1 + 2), 8 + 1, (8 - 1) * (1 + 2 - 2 * 0.8), (16 / 2 - 1) * (2 + 2 - 3), (15_360 / 2048) * 16,
  Math.max(3 * (3.5 + 1 - 2), 3 * (3.5 + 2.5 - 3) - 1), (124_366 + 113_030 - 128_515) / 1000,
];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6) as number));
});

test("sixteen stages with 64 micro-batches wait for 15 of 79", () => {
  expect(practice.predictions["share-idle"]!.truth()).toBeCloseTo((100 * 15) / 79, 9);
});

test("without any gain from overlap DualPipe waits for one unit less than ZB1P", () => {
  expect(practice.predictions["dual-over-zb"]!.truth()).toBeCloseTo((8 / 2 - 1) * (3 + 2 - 3), 9);
});
