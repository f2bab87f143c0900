import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the released configs, to hold the simulations that compute the answers.
const BY_HAND = [(512 + 64) * 60, ((512 + 64) * 61 * 2 * 131_072) / 1e9, 2.25, (10 * 8192 * 131_072 + 52 * 8192 * 1024) / 1e9, (0.067 * 389_120 * 8) / 34_560, (16 * 2 * (576 + 512)) / (576 * 2), 208 / 58];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.map((exercise) => exercise.answer())).toEqual(BY_HAND.map((x) => expect.closeTo(x, 9)));
});

test("the predictions name the wrong answers of tools in use", () => {
  const { truth, mistakes } = practice.predictions["bytes-per-token"]!;
  expect(truth()).toBe(70_272);
  expect(mistakes.map((mistake) => mistake.value())).toEqual(expect.arrayContaining([62_464, 124_928, 4_997_120]));
  // 2 x layers x heads x (hidden / heads) x 2 bytes: the generic formula applied to this shape, 24.9 times the truth.
  expect(mistakes.map((mistake) => mistake.value())).toContain(1_748_992);
});

test("absorbed decoding of V3 does 128 (576 + 512) / 576 FLOP a byte", () => {
  expect(practice.predictions["absorbed-intensity"]!.truth()).toBeCloseTo((128 * (576 + 512)) / 576, 9);
});
