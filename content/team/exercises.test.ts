import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the published counts, to hold the simulations that compute the answers.
const BY_HAND = [(100 * 197) / 201, 4900 / 199, 41, (100 * 18) / 201, 1 / 0.55, 8000 / 232, 26_500 / 30];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("the predictions are those worked by hand: 50 names, 55.2%", () => {
  expect(["still-there", "never-left"].map((name) => Number(practice.predictions[name]!.truth().toFixed(1)))).toEqual([50, 55.2]);
});
