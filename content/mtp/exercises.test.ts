import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the reports and papers, to hold the simulations that compute the answers.
const BY_HAND = [
  1.85 / 1.8, 4096 + 4095, 102.760448, 1 + 0.8 + 0.64 + 0.512, 0.8, 0.75, 256 * (1 - (31 / 32) ** 4),
  (0.5 + 0.25 + 0.125 + 0.0625) / 4 - 0.05, (100 * (3.5 / 3.05 - 1)) / 3, 69 / 0.88,
];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("the predictions: 1.9 tokens, half a pass, and a layer of 671 billion", () => {
  expect(practice.predictions["tokens-a-pass"]!.truth()).toBeCloseTo(1.9, 12);
  // Without context: 7.75 experts of 58 layers besides the activated weights.
  expect(practice.predictions["one-sequence"]!.truth()).toBeCloseTo((100 * 58 * 7.75 * 3 * 7168 * 2048) / 36_627e6, 0);
  expect(practice.predictions["module-share"]!.truth()).toBeCloseTo((100 * 11.610_067_968) / 671.026_404_352, 9);
});
