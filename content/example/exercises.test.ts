import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand, so that a mistake in the simulation cannot hide in the answer it computes.

test("the standard error of 2,500 fair flips is 0.5 / 50", () => {
  expect(practice.exercises.map((exercise) => exercise.answer())).toEqual([expect.closeTo(0.01, 9)]);
});

test("four times the flips halve the standard error", () => {
  expect(practice.predictions["four-times"]!.truth()).toBeCloseTo(1 / 2, 9);
});
