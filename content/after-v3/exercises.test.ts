import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the published shapes, to hold the simulations that compute the answers.
const BY_HAND = [
  (21 * 652) / 4 + (20 * 584) / 128,
  2.5 * (288 + 68),
  2048 * 17,
  (21 * 32_768 * 68 + (21 * 640 + 20 * 1152 + 2 * 128) * 584) / 1e6,
  131_072 * (1 / 2 - 1 / 17),
  (100 * (90_194_313_216 + 131_072 * (21 * 640 + 20 * 8320 + 256) + 26e9)) / (1_048_576 * 61 * 16_384 + 2048 * 61 * 278_528 + 74e9),
];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("the predictions are 890 bytes and 97%", () => {
  expect(practice.predictions["bytes-today"]!.truth()).toBe(890);
  expect(practice.predictions["indexer-share"]!.truth()).toBeCloseTo((100 * 1_048_576) / (1_048_576 + 34_816), 9);
});
