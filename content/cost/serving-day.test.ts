import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./serving-day.figure.ts";
import servingDay from "./serving-day.sim.ts";

const tokens = fc.integer({ min: 1, max: 1e5 }).map((x) => x * 1e9);
const given = fc.record({
  numNodes: fc.integer({ min: 4, max: 8000 }).map((quarters) => quarters / 4),
  inputTokens: tokens,
  cachedTokens: fc.integer({ min: 0, max: 2000 }).map((x) => x * 1e9),
  outputTokens: tokens,
  billedPercent: fc.integer({ min: 0, max: 100 }),
  v3Percent: fc.integer({ min: 0, max: 100 }),
  nightPercent: fc.integer({ min: 0, max: 100 }),
});

describe("the published day", () => {
  test("226.75 nodes of 8 GPUs at 2 dollars cost 87,072 dollars", () => expect(run(servingDay)).toMatchObject({ numGpus: 1814, costUsd: 87_072 }));

  test("the printed revenue of 562,027 dollars lies within the rounding of the token counts", () => {
    const { revenueUsd, revenueLow, revenueHigh } = run(servingDay);
    expect(revenueUsd).toBeCloseTo(562_100, 6);
    expect([revenueLow <= 562_027, 562_027 <= revenueHigh]).toEqual([true, true]);
    expect(revenueHigh - revenueUsd).toBeCloseTo(1_575, 6);
  });

  test("545% is a markup: as a share of revenue the profit is 84.5%", () => {
    const { markupPercent, marginPercent } = run(servingDay);
    expect(((562_027 - 87_072) / 87_072) * 100).toBeCloseTo(545, 0);
    expect(markupPercent).toBeCloseTo(545.6, 1);
    expect(marginPercent).toBeCloseTo(84.5, 1);
  });
});

describe("what must hold", () => {
  test("markup and margin tell the same profit", () => {
    fc.assert(fc.property(given, (values) => {
      const out = run(servingDay, values);
      expect((out.markupPercent * out.costUsd) / Math.max(out.costUsd, out.revenueUsd)).toBeCloseTo((out.marginPercent * out.revenueUsd) / Math.max(out.costUsd, out.revenueUsd), 6);
      expect(out.marginPercent).toBeLessThan(100);
    }));
  });

  test("what is billed is never more than the theory, and all of it is when all is billed", () => {
    fc.assert(fc.property(given, (values) => {
      const out = run(servingDay, values);
      expect(out.billedUsd).toBeLessThanOrEqual(out.revenueUsd * (1 + 1e-9));
      expect(run(servingDay, { ...values, billedPercent: 100, v3Percent: 0, nightPercent: 0 }).billedUsd / out.revenueUsd).toBeCloseTo(1, 9);
    }));
  });

  test("billing just the break-even share leaves nothing", () => {
    const { breakEvenPercent, revenueUsd, costUsd } = run(servingDay);
    expect((breakEvenPercent / 100) * revenueUsd).toBeCloseTo(costUsd, 6);
    expect(run(servingDay, { billedPercent: 15 }).billedMarkupPercent).toBeLessThan(0);
    expect(run(servingDay, { billedPercent: 16 }).billedMarkupPercent).toBeGreaterThan(0);
  });

  test("at night R1 costs a quarter and V3 a half", () => {
    const { revenueUsd } = run(servingDay);
    expect(run(servingDay, { nightPercent: 100 }).billedUsd / revenueUsd).toBeCloseTo(0.25, 9);
    const [day, night] = [0, 100].map((nightPercent) => run(servingDay, { v3Percent: 100, nightPercent }).billedUsd);
    expect(night! / day!).toBeCloseTo(0.5, 9);
  });
});

describe("edges", () => {
  test("more found in the cache than was asked counts as all of it", () => {
    const { lines } = run(servingDay, { inputTokens: 1e9, cachedTokens: 2e12 });
    expect(lines.map((line) => line.tokens)).toEqual([1e9, 0, 168e9]);
  });
  test("a service that bills nothing loses its cost", () => {
    const { caption } = renderFigure(figure, { billedPercent: 0 });
    expect(caption).toContain("$87,072 short of the cost");
  });
});
