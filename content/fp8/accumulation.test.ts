import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import accumulation from "./accumulation.sim.ts";

const few = { numSums: 20 };

describe("sums of 4,096 products", () => {
  const signed = run(accumulation).here;
  const positive = run(accumulation, { ...few, mean: 2 }).here;
  test("lose at least five times more in the tensor core than when moved every 128", () => {
    expect(signed.tensorCore.largest).toBeGreaterThan(5 * signed.promoted.largest);
    expect(signed.fp32.largest).toBeLessThan(1e-6);
  });
  test("come out too small by several per cent when nearly all entries are positive", () => {
    const { bias } = positive.tensorCore;
    expect(bias).toBeLessThan(-0.05);
    expect(bias).toBeGreaterThan(-0.1);
  });
  test("are not off by the reported two per cent with entries of either kind", () => {
    expect(signed.tensorCore.largest).toBeLessThan(0.01);
    expect(positive.tensorCore.largest).toBeGreaterThan(0.05);
  });
});

test("one-sided errors of the tensor core grow with the length, those of moved sums do not", () => {
  const { byLength } = run(accumulation, { ...few, mean: 2 });
  const [short, long] = [byLength.find((d) => d.length === 512)!.errors, byLength.find((d) => d.length === 8192)!.errors];
  expect(long.tensorCore.typical).toBeGreaterThan(10 * short.tensorCore.typical);
  expect(long.promoted.typical).toBeLessThan(1.5 * short.promoted.typical);
});

test("a sum moved less often loses more", () => {
  const { byInterval } = run(accumulation, { ...few, mean: 2 });
  for (let i = 1; i < byInterval.length; i++) expect(byInterval[i]!.errors.typical).toBeGreaterThan(byInterval[i - 1]!.errors.typical);
});

test("with a move as long as the sum, moved or not is the same but for the last rounding", () => {
  fc.assert(fc.property(fc.constantFrom(128, 512, 2048), fc.constantFrom(8, 13, 20), (innerSize, fractionBits) => {
    const { here } = run(accumulation, { ...few, innerSize, interval: innerSize, fractionBits });
    expect(here.promoted.largest).toBeCloseTo(here.tensorCore.largest, 6);
  }), { numRuns: 5 });
});

test("each bit more about halves what is lost", () => {
  const at = (fractionBits: number): number => run(accumulation, { ...few, mean: 2, innerSize: 1024, fractionBits }).here.promoted.typical;
  expect(at(12) / at(14)).toBeGreaterThan(2.5);
});
