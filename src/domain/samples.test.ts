import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logHistogram, meanOf, quantileOf, sharedVariance } from "./samples.ts";

const sample = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 2, maxLength: 200 }).map((list) => Float64Array.from(list).sort());

describe("logHistogram", () => {
  test("holds every value once, in bins that follow each other", () => {
    fc.assert(fc.property(sample, fc.integer({ min: 1, max: 60 }), (sorted, numBins) => {
      const bins = logHistogram(sorted, numBins);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(sorted.length);
      for (const [at, bin] of bins.entries()) if (bins[at + 1]) expect(bins[at + 1]!.from / bin.to).toBeCloseTo(1, 9);
    }));
  });
  test("spreads powers of ten evenly", () => expect(logHistogram(Float64Array.of(1, 5, 20, 50, 500, 1000), 3).map((bin) => bin.count)).toEqual([2, 2, 2]));
  test("a sample without spread is one bin", () => expect(logHistogram(Float64Array.of(7, 7, 7), 10)).toEqual([{ from: 6.93, to: 7.07, count: 3 }]));
  test("a value of 0 has no logarithm and is refused", () => expect(() => logHistogram(Float64Array.of(0, 1), 3)).toThrow("out of range: the least value is 0"));
});

describe("quantileOf", () => {
  test("is an item of the sample, from the first to the last", () => {
    const sorted = Float64Array.of(1, 2, 3, 4);
    expect([0, 0.25, 0.5, 0.99, 1].map((share) => quantileOf(sorted, share))).toEqual([1, 2, 3, 4, 4]);
  });
});

describe("sharedVariance", () => {
  test("is 1 for a sample and a line of it, 0 for what does not vary", () => {
    const a = Float64Array.of(1, 2, 4, 8);
    expect(sharedVariance(a, a.map((x) => 5 - 3 * x))).toBeCloseTo(1, 12);
    expect(sharedVariance(a, Float64Array.of(2, 2, 2, 2))).toBe(0);
  });
  test("is 0 for samples that vary crosswise", () => expect(sharedVariance(Float64Array.of(1, -1, 1, -1), Float64Array.of(1, 1, -1, -1))).toBe(0));
  test("lies between 0 and 1 and does not mind the order", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })), { minLength: 2 }), (pairs) => {
      const [a, b] = [0, 1].map((at) => Float64Array.from(pairs.map((pair) => pair[at]!))) as [Float64Array, Float64Array];
      expect(sharedVariance(a, b)).toBe(sharedVariance(b, a));
      expect(sharedVariance(a, b)).toBeLessThanOrEqual(1 + 1e-9);
      expect(sharedVariance(a, b)).toBeGreaterThanOrEqual(0);
    }));
  });
});

test("meanOf adds up and divides", () => expect(meanOf(Float64Array.of(1, 2, 6))).toBe(3));
