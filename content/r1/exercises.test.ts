import { expect, test } from "vitest";
import practice from "./exercises.ts";

test("the answers are those worked by hand", () => {
  const BY_HAND = [Math.sqrt(3), 101_376, 1 - Math.LN2, -1.5, 332_800 / 88_000, 0.18, 75, 59];
  expect(practice.exercises.flatMap((exercise) => ("answer" in exercise ? [exercise.answer()] : []))).toEqual(BY_HAND.map((x) => expect.closeTo(x, 9)));
});

test("one in twenty, sixteen times: 44 groups of a hundred are silent", () => {
  expect(practice.predictions["silent-share"]!.truth()).toBeCloseTo(100 * 0.95 ** 16, 6);
});

test("R1-Zero took 101 of 147 thousand hours", () => expect(practice.predictions["zero-share"]!.truth()).toBeCloseTo((100 * 101) / 147, 9));

test("a fooled checker leaves next to no right answer, and each other choice is far from that", () => {
  const { truth, mistakes } = practice.predictions["gamed-success"]!;
  expect(truth()).toBeGreaterThan(0);
  expect(truth()).toBeLessThan(5);
  for (const { value } of mistakes) expect(value()).toBeGreaterThan(15);
});
