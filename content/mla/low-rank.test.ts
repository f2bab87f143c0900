import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { denseOf, gaussianMatrix } from "#domain/linearAlgebra.ts";
import { affordableGroups, attentionOutput, curveRanks, pooledHeads } from "#domain/lowRank.ts";
import { seeded } from "#domain/random.ts";
import { run, runSteps } from "#sim/run.ts";
import lowRank from "./low-rank.sim.ts";

// Small, so that the many runs of a property take seconds.
const small = fc.record({
  numTokens: fc.integer({ min: 8, max: 40 }), numHeads: fc.integer({ min: 1, max: 4 }), headDim: fc.integer({ min: 2, max: 6 }),
  spectrumDecay: fc.constantFrom(0, 0.5, 1, 3), headSimilarity: fc.constantFrom(0, 0.5, 1), noise: fc.constantFrom(0, 0.1, 2), rank: fc.integer({ min: 1, max: 384 }),
});
const length = (values: readonly number[]): number => Math.hypot(...values);

describe("what must hold", () => {
  test("the error of truncation is the tail of the spectrum (Eckart and Young)", () => {
    fc.assert(fc.property(small, (given) => {
      const out = run(lowRank, given);
      // 1e-9: the error is a sum of some thousand squared differences, each rounded at 1e-16 of a number near 1.
      expect(Math.abs(out.jointError - out.tailError)).toBeLessThan(1e-9);
      for (const { cachedFloats, jointError } of out.curve) expect(Math.abs(jointError - length(out.singularValues.slice(cachedFloats)) / length(out.singularValues))).toBeLessThan(1e-9);
    }), { numRuns: 40 });
  });
  test("errors of keys and values never rise with the rank and vanish at the full one", () => {
    fc.assert(fc.property(small, (given) => {
      const { curve, maxRank } = run(lowRank, given);
      for (const key of ["keyError", "valueError", "jointError"] as const) {
        for (const [i, point] of curve.entries()) if (i > 0) expect(point[key]).toBeLessThanOrEqual(curve[i - 1]![key] + 1e-9);
      }
      expect(curve.at(-1)!.cachedFloats).toBe(maxRank);
      expect(Math.max(curve.at(-1)!.jointError, curve.at(-1)!.attentionError)).toBeLessThan(1e-9);
    }), { numRuns: 40 });
  });
  test("a latent loses no more of keys and values than pooled heads for as many numbers", () => {
    fc.assert(fc.property(small, (given) => {
      // Pooled keys and values span at most as many directions as are cached, so the best matrix of that rank is at least as near.
      for (const { numGroups, cachedFloats, jointError } of run(lowRank, given).pooledCurve) {
        const { jointError: latent, effectiveRank } = run(lowRank, { ...given, rank: cachedFloats });
        if (effectiveRank === cachedFloats) expect(latent, `${numGroups} groups`).toBeLessThanOrEqual(jointError + 1e-9);
      }
    }), { numRuns: 15 });
  });
  test("the answer does not depend on the rank except where it must", () => {
    const [a, b] = [run(lowRank, { rank: 3, numTokens: 20, headDim: 4 }), run(lowRank, { rank: 9, numTokens: 20, headDim: 4 })];
    expect(a.singularValues).toEqual(b.singularValues);
    expect(a.pooledCurve).toEqual(b.pooledCurve);
  });
  test("as many frames come as are promised, the last is the answer", () => {
    fc.assert(fc.property(small, (given) => {
      const frames = [...runSteps(lowRank, given, 5)];
      expect(frames.map(({ done }) => done * frames.length).map(Math.round)).toEqual(frames.map((_, i) => i + 1));
      expect(frames.at(-1)).toEqual({ out: run(lowRank, given, 5), done: 1 });
    }), { numRuns: 15 });
  });
});

describe("edges", () => {
  test("a rank beyond the tokens is held to them", () => {
    expect(run(lowRank, { rank: 384, numTokens: 10, headDim: 4 })).toMatchObject({ effectiveRank: 10, maxRank: 10, cachedFloats: 10 });
  });
  test("fewer numbers than one group needs buy no pooled heads", () => {
    expect(run(lowRank, { rank: 31, numTokens: 32 }).pooled).toBeNull();
    expect(run(lowRank, { rank: 32, numTokens: 32 }).pooled).toMatchObject({ numGroups: 1, cachedFloats: 32 });
    expect([affordableGroups(95, { numHeads: 8, headDim: 16 }), affordableGroups(9999, { numHeads: 8, headDim: 16 })]).toEqual([2, 8]);
  });
  test("without noise the singular values fall as asked", () => {
    const { singularValues: s } = run(lowRank, { noise: 0, spectrumDecay: 2, numTokens: 64, headDim: 8 });
    for (const [i, x] of s.slice(0, 20).entries()) expect(x / s[0]!).toBeCloseTo((i + 1) ** -2, 9);
  });
  test("heads exactly alike lose nothing to pooling: equal columns have equal means", () => {
    const same = denseOf(5, 12, (row, column) => row + (column % 3) + (column < 6 ? 0 : 10));
    expect([...pooledHeads(same, { numHeads: 2, headDim: 3 }, 1).data]).toEqual([...same.data]);
  });
  test("pooling three heads into two groups keeps the first two together", () => {
    const stacked = denseOf(1, 6, (_, column) => column);
    expect([...pooledHeads(stacked, { numHeads: 3, headDim: 1 }, 2).data]).toEqual([0.5, 0.5, 2, 3.5, 3.5, 5]);
  });
  test("attention to one token returns its value, however large the scores", () => {
    const stacked = denseOf(1, 4, (_, column) => 1e6 * (column + 1));
    expect([...attentionOutput(gaussianMatrix(2, 2, seeded(1)), stacked, { numHeads: 1, headDim: 2 }).data]).toEqual([3e6, 4e6, 3e6, 4e6]);
  });
  test("a curve has rising ranks from 1 to the largest, the reader's among them", () => {
    expect(curveRanks(256, 32, 5)).toEqual([1, 4, 16, 32, 64, 256]);
    expect(curveRanks(1, 1, 5)).toEqual([1]);
  });
});
