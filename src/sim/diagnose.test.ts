import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose, EXERCISE_REACH, isClose, isRight, isShifted, PREDICTION_REACH, reaches } from "./diagnose.ts";
import { exactQuantity } from "./exactQuantity.ts";
import { strip } from "./strip.ts";

const v3 = { truth: 70_272, within: 0.005 };
/** The wrong answers of three calculators in use: no rotary key, the latent twice, plain multi-head attention. */
const known = [62_464, 124_928, 1_748_992];

test.each([
  [70_272, { kind: "right" }], [70_300, { kind: "right" }], [62_464, { kind: "mistake", index: 0 }], [62_000, { kind: "mistake", index: 0 }],
  [125_000, { kind: "mistake", index: 1 }], [1_700_000, { kind: "mistake", index: 2 }], [1_000, { kind: "low" }], [400_000, { kind: "high" }], [68_000, { kind: "low" }],
])("a prediction of %d is diagnosed as %o", (guess, diagnosis) => expect(diagnose(guess, v3, known, PREDICTION_REACH)).toEqual(diagnosis));

test("an exercise forgives rounding of a known mistake, not a guess near it", () => {
  expect(diagnose(125_000, v3, known, EXERCISE_REACH)).toEqual({ kind: "mistake", index: 1 });
  expect(diagnose(130_000, v3, known, EXERCISE_REACH)).toEqual({ kind: "high" });
});

test("a tolerance of zero accepts the exact answer and no neighbour", () => {
  expect(isRight(34_560, { truth: 34_560, within: 0 })).toBe(true);
  expect(isRight(34_561, { truth: 34_560, within: 0 })).toBe(false);
  expect(isRight(0.1 + 0.2, { truth: 0.3, within: 0 })).toBe(true);
  expect(isRight(0, { truth: 0, within: 0.01 })).toBe(true);
});

const positive = fc.double({ min: 1e-6, max: 1e18, noNaN: true });

test("a wrong guess is low exactly when it is below the truth, unless a mistake explains it", () => {
  fc.assert(fc.property(positive, positive, (guess, truth) => {
    const { kind } = diagnose(guess, { truth, within: 0.01 }, [], PREDICTION_REACH);
    expect(kind).toBe(Math.abs(guess - truth) <= (0.01 + 1e-9) * truth ? "right" : guess < truth ? "low" : "high");
  }));
});

test("both marks stand inside the strip, in the order of their values", () => {
  fc.assert(fc.property(positive, positive, fc.integer({ min: 240, max: 720 }), (guess, truth, width) => {
    const svg = strip(width, { value: truth, label: "t" }, { value: guess, label: "g" }, "d");
    expect(svg).not.toMatch(/NaN|Infinity/);
    const t = Number(/strip-truth" d="M([\d.]+)/.exec(svg)![1]);
    const g = Number(/cx="([\d.]+)"/.exec(svg)![1]);
    for (const x of [t, g]) expect(x > 0 && x < width).toBe(true);
    if (guess < truth) expect(g).toBeLessThanOrEqual(t);
  }));
});

test("labels cannot break out of the drawing", () => expect(strip(300, { value: 1, label: "<script>" }, undefined, '"><script>')).not.toContain("<script>"));
test("zero has no place on a logarithmic strip", () => expect(() => strip(300, { value: 0, label: "" }, undefined, "")).toThrow("expected numbers above 0"));

test("an answer that is a whole number is printed in full", () => {
  expect(exactQuantity(1_748_992, "byte")).toBe("1,748,992 bytes");
  expect(exactQuantity(9.210691584, "GB")).toBe("9.21069 GB");
});

test("a mistake looks half-way to the next at most, and never farther than an exercise forgives", () => {
  expect(reaches([100, 200])).toEqual([EXERCISE_REACH, EXERCISE_REACH]);
  expect(reaches([100, 101])).toEqual([expect.closeTo(0.5 / 101, 12), expect.closeTo(0.5 / 101, 12)]);
  expect(reaches([5])).toEqual([EXERCISE_REACH]);
});

test("a right number at the wrong power of ten is a slip of the unit, and the right one is none", () => {
  const target = { truth: 9.21, within: 0.01 };
  expect([9210, 0.00921, 92.1].map((guess) => isShifted(guess, target))).toEqual([true, true, true]);
  expect([9.21, 9500, -9210, 0].map((guess) => isShifted(guess, target))).toEqual([false, false, false, false]);
});

test("a number within five per cent of the answer is close", () => {
  expect([96, 105, 94, -100].map((guess) => isClose(guess, 100))).toEqual([true, true, false, false]);
});
