import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose, EXERCISE_REACH, isRight } from "./diagnose.ts";
import { sentMistake, sentTruth } from "./exactQuantity.ts";

test("noise of binary fractions does not travel, whole numbers do in full", () => {
  expect([sentTruth(9.80000000000004), sentTruth(0.1 + 0.2), sentTruth(1_748_992_001)]).toEqual([9.8, 0.3, 1_748_992_001]);
  expect([sentMistake(14.757119999999999), sentMistake(301_989_888)]).toEqual([14.75712, 301_989_888]);
});

test("what travels is judged as what was computed", () => {
  const size = fc.double({ min: 1e-6, max: 1e12, noNaN: true });
  fc.assert(fc.property(size, fc.double({ min: 1.01, max: 100, noNaN: true }), (truth, factor) => {
    expect(isRight(truth, { truth: sentTruth(truth), within: 0 })).toBe(true);
    expect(diagnose(truth * factor, { truth: sentTruth(truth), within: 0.005 }, [sentMistake(truth * factor)], EXERCISE_REACH)).toEqual({ kind: "mistake", index: 0 });
  }));
});
