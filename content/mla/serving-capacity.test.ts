import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import servingCapacity from "./serving-capacity.sim.ts";

const given = fc.record({
  contextTokens: fc.integer({ min: 1, max: 1_048_576 }),
  gpu: fc.constantFrom("h800", "h100", "h20", "custom"),
  numGpus: fc.integer({ min: 1, max: 512 }),
  numKvGroups: fc.integer({ min: 1, max: 128 }),
  bytesPerElement: fc.constantFrom(0.5, 1, 2, 4),
  weightsB: fc.integer({ min: 1, max: 2000 }),
  reservedPercent: fc.integer({ min: 0, max: 90 }),
});

describe("what is published", () => {
  test("a token takes 70,272 bytes with MLA; GQA with eight groups and MHA follow from their formula", () => {
    expect(run(servingCapacity).rows.map((row) => row.bytesPerToken)).toEqual([70_272, 61 * 2 * 8 * 128 * 2, 61 * 2 * 128 * 128 * 2]);
  });
});

describe("what must hold", () => {
  test("what is free is the memory less a tenth of it and the weights", () => {
    expect(run(servingCapacity)).toMatchObject({ memoryBytes: 1280e9, reservedBytes: 128e9, weightBytes: 671e9, freeBytes: 481e9 });
  });
  test("what fits fits, and one more does not", () => {
    fc.assert(fc.property(given, (values) => {
      const { rows, freeBytes } = run(servingCapacity, values);
      for (const { maxSequences, bytesPerSequence, maxTokens, bytesPerToken } of rows) {
        expect(maxSequences * bytesPerSequence).toBeLessThanOrEqual(freeBytes);
        expect((maxSequences + 1) * bytesPerSequence).toBeGreaterThan(freeBytes);
        expect(maxTokens * bytesPerToken).toBeLessThanOrEqual(freeBytes);
        expect(maxTokens).toBeGreaterThanOrEqual(maxSequences * values.contextTokens);
      }
    }));
  });
  test("a longer context or heavier weights never fit more; more GPUs never fewer", () => {
    fc.assert(fc.property(given, (values) => {
      const of = (changed: Partial<typeof values>) => run(servingCapacity, { ...values, ...changed }).rows.map((row) => row.maxSequences);
      const base = of({});
      const longer = of({ contextTokens: Math.min(1_048_576, values.contextTokens * 2) });
      const heavier = of({ weightsB: Math.min(2000, values.weightsB + 50) });
      const more = of({ numGpus: Math.min(512, values.numGpus + 1) });
      for (const [i, x] of base.entries()) {
        expect(longer[i]).toBeLessThanOrEqual(x);
        expect(heavier[i]).toBeLessThanOrEqual(x);
        expect(more[i]).toBeGreaterThanOrEqual(x);
      }
    }));
  });
  test("the curve passes through the rows where their context is on it", () => {
    const { rows, curve } = run(servingCapacity);
    for (const row of rows) expect(curve.find((point) => point.variant === row.variant && point.contextTokens === 32_768)?.maxSequences).toBe(row.maxSequences);
  });
  test("MHA is GQA with a group for every head", () => {
    const [, gqa, mha] = run(servingCapacity, { numKvGroups: 128 }).rows;
    expect(gqa!.bytesPerToken).toBe(mha!.bytesPerToken);
  });
});

describe("edges", () => {
  test("eight H800 cannot hold the weights, so nothing is served", () => {
    const { weightsFit, freeBytes, rows, curve } = run(servingCapacity, { numGpus: 8 });
    expect([weightsFit, freeBytes]).toEqual([false, 0]);
    expect([...rows, ...curve].map((row) => row.maxSequences).filter((n) => n !== 0)).toEqual([]);
  });
  test("weights that fill the memory exactly fit, and leave nothing", () => {
    expect(run(servingCapacity, { gpu: "custom", customMemoryGB: 100, numGpus: 8, weightsB: 800, reservedPercent: 0 })).toMatchObject({ weightsFit: true, freeBytes: 0 });
  });
});
