import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand, to hold the simulations that compute the answers.
const V3 = 671_026_404_352;
/** 58 layers, 4 nodes, forward and backward: half of 7,168 numbers of two bytes saved, 56 scales of four bytes added. */
const SAVED_PER_TOKEN = 58 * 4 * 2 * (7168 - 56 * 4);
const BY_HAND = [6.5, 20, 22, 3.125, 16_384, (4 * V3) / 1e12, (SAVED_PER_TOKEN * 4096) / 40e6, 458_752];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("the predictions' truths are those worked by hand", () => {
  const truth = (name: string): number => practice.predictions[name]!.truth();
  expect(truth("bytes-per-parameter")).toBeCloseTo(13, 2);
  expect([truth("outlier-tolerance"), truth("traffic-saved")]).toEqual([28_672, 25]);
});
