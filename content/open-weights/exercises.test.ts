import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the published sizes, to hold the simulations that compute the answers.
const BY_HAND = [800, 10, 16 * 24 * 3, 7, 0.5714, (2 * 92 * 8 * 128 * 131_072) / 1e9, 8];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 3)));
});

test("the predictions are those worked by hand: nine GPUs, one maker", () => {
  expect(["gpus-for-r1", "own-files"].map((name) => practice.predictions[name]!.truth())).toEqual([9, 1]);
});
