import { expect, test } from "vitest";
import practice from "./exercises.ts";

// Worked by hand from the released configs, to hold the simulations that compute the answers.
const BY_HAND = [(512 + 64) * 60, ((512 + 64) * 61 * 2 * 131_072) / 1e9, 2.25, (10 * 8192 * 131_072 + 52 * 8192 * 1024) / 1e9, (0.067 * 389_120 * 8) / 34_560, (16 * 2 * (576 + 512)) / (576 * 2), 208 / 58];

test("the answers are those worked by hand", () => {
  const answers = practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []));
  expect(answers).toEqual(BY_HAND.map((x) => expect.closeTo(x, 9)));
});

test("the models stand in the order of their caches", () => {
  const [ordering] = practice.exercises.filter((exercise) => exercise.kind === "ordering");
  // 27 (512 + 64) 2, 61 (512 + 64) 2, 28 x 2 x 16 x 128 x 2 and 126 x 2 x 8 x 128 x 2 bytes.
  expect(ordering!.steps()).toEqual(["DeepSeek-V2-Lite", "DeepSeek-V3", "DeepSeekMoE 16B", "Llama 3.1 405B"]);
});

test("only a smaller element passes the ridge of 295 FLOP a byte", () => {
  const [choice] = practice.exercises.filter((exercise) => exercise.kind === "choice");
  expect(choice!.options.filter(({ isRight }) => isRight()).map(({ says }) => says)).toEqual(["Store the cache at one byte an element"]);
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
