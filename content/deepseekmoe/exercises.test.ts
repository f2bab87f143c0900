import { expect, test } from "vitest";
import practice from "./exercises.ts";

/** The share of devices that a token misses: all 6 experts among the 140 elsewhere. */
const missed = [0, 1, 2, 3, 4, 5].reduce((share, i) => (share * (140 - i)) / (160 - i), 1);

/** An expert of V3: three matrices. */
const EXPERT = 3 * 7168 * 2048;
/** V2-Lite's activated parameters in billions: attention and norms of 27 layers, the last norm, a dense FFN, 26 layers with experts and gate, embedding and head. */
const V2_LITE = (27 * (2048 * 16 * 192 + 2048 * 576 + 512 + 512 * 16 * 256 + 16 * 128 * 2048 + 2 * 2048) + 2048 + 3 * 2048 * 10_944 + 26 * (8 * 3 * 2048 * 1408 + 2048 * 64) + 2 * 102_400 * 2048) / 1e9;

// Worked by hand from the released configs and the papers, to hold the simulations that compute the answers.
// V3's total is that of its checkpoint, 671,026,419,200, without the 58 x 256 biases of its routers, which are no weights.
const BY_HAND = [
  EXPERT / 1e6, (16 * 15 * 14 * 13) / 24, (100 * 58 * 256 * EXPERT) / 671_026_404_352, V2_LITE, 183 / (1033 / 12) - 1,
  0.5 / 0.8, (100 * 15_360 * 4096) / 1e9, 8 * (1 - missed), 183 / 156, (61 * 2 * 3 * 32 * 9 * 7168) / 40e6,
];

test("the answers are those worked by hand", () => {
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 6)));
});

test("eight even choices among eight nodes touch 5.29 of them", () => {
  const missedNode = [0, 1, 2, 3, 4, 5, 6, 7].reduce((share, i) => (share * (224 - i)) / (256 - i), 1);
  expect(practice.predictions["nodes-touched"]!.truth()).toBeCloseTo(8 * (1 - missedNode), 9);
});

test("chance alone moves the busiest of 64 experts by two to four standard deviations", () => {
  const deviation = Math.sqrt(1 - 6 / 64) / Math.sqrt(384);
  const deviations = practice.predictions["sampling-floor"]!.truth() / deviation;
  expect(deviations).toBeGreaterThan(2);
  expect(deviations).toBeLessThan(4);
});
