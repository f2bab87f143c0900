import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaNumber, countsPrinted, differenceInterval, effectiveTrials, normalCdf, wilsonInterval, zOf } from "./proportions.ts";
import { seeded } from "./random.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const wilson = (p: number, n: number, z = zOf(0.95)) => ({ p, ...wilsonInterval(p, n, z) });

describe("published values", () => {
  test("95% of a normal distribution lies within 1.959964 deviations, 99% within 2.575829", () => {
    expect(zOf(0.95)).toBeCloseTo(1.959964, 6);
    expect(zOf(0.99)).toBeCloseTo(2.575829, 6);
    expect(normalCdf(1)).toBeCloseTo(0.841344746, 9);
  });
  // The cases of a programming puzzle on this interval, with z = 1.96.
  test.each([[0, 1, 0, 0.793456709], [1, 1, 0.206543291, 1], [1, 2, 0.094528655, 0.905471345], [1, 11, 0.016231752, 0.377364625], [10, 100, 0.055228542, 0.174367304]])("Wilson's interval of %i in %i is %d to %d", (count, n, low, high) => {
    expect(wilsonInterval(count / n, n, 1.96)).toEqual({ low: expect.closeTo(low, 8), high: expect.closeTo(high, 8) });
  });
  test("Newcombe's example, 56 of 70 against 48 of 80, gives 0.0524 to 0.3339", () => {
    expect(differenceInterval(wilson(56 / 70, 70), wilson(48 / 80, 80))).toEqual({ low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4) });
  });
});

describe("what must hold", () => {
  test("an interval holds its share, stays from 0 to 1, and narrows with more trials", () => {
    fc.assert(fc.property(share, fc.integer({ min: 1, max: 10_000 }), (p, n) => {
      const [few, many] = [wilson(p, n), wilson(p, 2 * n)];
      expect(few.low).toBeLessThanOrEqual(p + 1e-12);
      expect(few.high).toBeGreaterThanOrEqual(p - 1e-12);
      expect(few.low).toBeGreaterThanOrEqual(0);
      expect(few.high).toBeLessThanOrEqual(1);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }));
  });
  test("exchanging the two sides mirrors their difference, and correlation narrows it", () => {
    fc.assert(fc.property(share, share, fc.integer({ min: 5, max: 500 }), (p, q, n) => {
      const [a, b] = [wilson(p, n), wilson(q, n)];
      const [there, back] = [differenceInterval(a, b), differenceInterval(b, a)];
      expect(there.low).toBeCloseTo(-back.high, 9);
      const paired = differenceInterval(a, b, 0.5);
      expect(paired.high - paired.low).toBeLessThanOrEqual(there.high - there.low + 1e-12);
    }));
  });
  test("a score is worth between one and k trials a question, and more about these very questions", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 64 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (n, k, s) => {
      const trials = effectiveTrials(n, k, s);
      expect(trials).toBeGreaterThanOrEqual(n - 1e-9);
      expect(trials).toBeLessThanOrEqual(n * k + 1e-9);
      expect(effectiveTrials(n, k, s, true)).toBeGreaterThanOrEqual(trials - 1e-9);
    }));
  });
  test("a percentage made from a count is found again", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }).chain((total) => fc.tuple(fc.constant(total), fc.integer({ min: 0, max: total }))), ([total, count]) => {
      const counts = countsPrinted(Number(((100 * count) / total).toFixed(1)), total, 1);
      expect(counts!.low).toBeLessThanOrEqual(count);
      expect(counts!.high).toBeGreaterThanOrEqual(count);
    }));
  });
  test("beta numbers have the mean and the spread asked for", () => {
    for (const [mean, spread] of [[0.71, 0.4], [0.3, 0.05], [0.5, 0.9]] as const) {
      const random = seeded(3);
      const draws = Array.from({ length: 20_000 }, () => betaNumber(mean, spread, random));
      const found = draws.reduce((a, b) => a + b) / draws.length;
      const variance = draws.reduce((a, b) => a + (b - found) ** 2, 0) / draws.length;
      // Four standard errors of the mean of so many draws.
      expect(Math.abs(found - mean)).toBeLessThan(0.014);
      expect(Math.abs(variance / (mean * (1 - mean)) - spread)).toBeLessThan(0.03);
    }
  });
});

describe("edges", () => {
  test("52.7% is no count out of 30, and 79.8% is one out of 30 times 64", () => {
    expect(countsPrinted(52.7, 30, 1)).toBeNull();
    expect(countsPrinted(79.8, 1920, 1)).toEqual({ low: 1532, high: 1533 });
  });
  test("without a trial, outside 0 to 1 or with full certainty there is no interval", () => {
    expect(() => wilsonInterval(0.5, 0, 1.96)).toThrow("out of range: n");
    expect(() => wilsonInterval(1.2, 10, 1.96)).toThrow("out of range: p");
    expect(() => zOf(1)).toThrow("out of range: confidence");
    expect(() => effectiveTrials(30, 1, 1, true)).toThrow("out of range: betweenShare");
  });
  test("at either end of the spread a beta number is the mean, or nothing and everything", () => {
    expect(betaNumber(0.7, 0, seeded(1))).toBe(0.7);
    expect([0, 1]).toContain(betaNumber(0.7, 1, seeded(1)));
  });
});
