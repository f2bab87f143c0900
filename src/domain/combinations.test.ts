import fc from "fast-check";
import { expect, test } from "vitest";
import { combinations, log10 } from "./combinations.ts";

const sizes = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 600 })).map(([n, k]) => [n, Math.min(k, n)] as const);

test("the counts printed by the paper", () => {
  expect(combinations(16, 2)).toBe(120n);
  expect(combinations(64, 8)).toBe(4_426_165_368n);
});

test("Pascal's rule, and choosing is leaving the rest", () => {
  fc.assert(fc.property(sizes, ([n, k]) => {
    expect(combinations(n, k)).toBe(combinations(n, n - k));
    if (k > 0) expect(combinations(n, k)).toBe(combinations(n - 1, k - 1) + combinations(n - 1, k));
  }), { numRuns: 40 });
});

test("all choices of any size are the subsets", () => {
  for (const n of [0, 1, 5, 64]) expect(Array.from({ length: n + 1 }, (_, k) => combinations(n, k)).reduce((a, b) => a + b)).toBe(2n ** BigInt(n));
});

test("more than there are can be chosen in no way, and half a thing is refused", () => {
  expect(combinations(2, 3)).toBe(0n);
  expect(() => combinations(2.5, 1)).toThrow("out of range: n is 2.5; expected a whole number from 0");
  expect(() => combinations(2, -1)).toThrow("out of range: k is -1");
});

test("its logarithm holds beyond the largest double", () => {
  expect(log10(120n)).toBeCloseTo(Math.log10(120), 14);
  expect(log10(10n ** 900n)).toBeCloseTo(900, 10);
  fc.assert(fc.property(fc.bigInt(1n, 2n ** 60n), (count) => { expect(log10(count)).toBeCloseTo(Math.log10(Number(count)), 10); }));
});
