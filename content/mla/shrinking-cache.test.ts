import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./shrinking-cache.figure.ts";
import shrinkingCache, { type Rung } from "./shrinking-cache.sim.ts";

const { storage, compareWith } = shrinkingCache.params;
const rung = (model: string, given: Readonly<Record<string, unknown>> = {}): Rung => run(shrinkingCache, given).rows.find((found) => found.model === model)!;
const anyValues = fc.record({ storage: fc.constantFrom(...storage.options), compareWith: fc.constantFrom(...compareWith.options) });

describe("published and computed values", () => {
  test.each([
    ["deepseek-67b", "computed", 389_120, 389_120],
    ["deepseek-v2", "computed", 69_120, 69_120],
    ["deepseek-v3", "published", 70_272, 70_272],
    ["deepseek-v3.2", "computed", 48_068, 48_068],
    ["deepseek-v4-pro", "range", 5031, 5511],
    ["deepseek-v4-flash", "published", 3514, 3514],
    ["deepseek-v4.1-flash", "published", 890, 890],
  ])("%s is %s: %i to %i bytes per token", (model, kind, low, high) => {
    const found = rung(model);
    expect([found.kind, Math.round(found.low), Math.round(found.high)]).toEqual([kind, low, high]);
  });

  // Consistency checks, no derivations: an FP4 index key fits what is published, an FP8 one does not.
  test("the low end of V4-Pro rounds to the published 10% of V3.2, the high end does not, and V4-Flash to the published 7%", () => {
    const share = (model: string, end: "low" | "high"): number => Math.round((100 * rung(model)[end]) / rung("deepseek-v3.2").low);
    expect([share("deepseek-v4-pro", "low"), share("deepseek-v4-pro", "high"), share("deepseek-v4-flash", "low")]).toEqual([10, 11, 7]);
  });

  test("the printed size of V4-Flash is that of 21 and 20 layers of 584-byte entries with an FP4 index key, not an FP8 one", () => {
    const withKey = (bytes: number): number => Math.round((21 * (584 + bytes)) / 4 + (20 * 584) / 128);
    expect(rung("deepseek-v4-flash").low).toBe(withKey(64 + 4));
    expect(withKey(128 + 4)).toBe(3850);
  });

  test("890 bytes is a quarter of V4-Flash, as the abstract says", () => {
    expect(890 / rung("deepseek-v4-flash").low).toBeCloseTo(0.25, 2);
  });

  test("from V3 in BF16 to V4.1 in FP4 is a factor of 79, from V3.2 in FP8 of 54", () => {
    expect(Math.round(run(shrinkingCache, { compareWith: "deepseek-v3" }).factorLow)).toBe(79);
    expect(Math.round(run(shrinkingCache, { compareWith: "deepseek-v3.2" }).factorLow)).toBe(54);
  });

  test("at equal precision V3.2 keeps more than V3, by one index key of 128 per layer", () => {
    const given = { storage: "all at 16 bits" };
    expect(rung("deepseek-v3.2", given).low - rung("deepseek-v3", given).low).toBe(61 * 128 * 2);
  });
});

describe("laws over all values", () => {
  test("low never passes high, only a range has two ends, and every rung names its source", () => {
    fc.assert(
      fc.property(anyValues, (given) => {
        for (const { low, high, kind, source, storage: stored, note } of run(shrinkingCache, given).rows) {
          expect(low > 0 && Number.isFinite(high) && low <= high).toBe(true);
          expect(low < high).toBe(kind === "range");
          for (const text of [source.cite, source.where, stored, note]) expect(text).not.toBe("");
        }
      }),
    );
  });

  test("the factor is above one and between its bounds", () => {
    fc.assert(
      fc.property(anyValues, (given) => {
        const { factorLow, factorHigh } = run(shrinkingCache, given);
        expect(factorLow).toBeGreaterThan(1);
        expect(factorHigh).toBeGreaterThanOrEqual(factorLow);
      }),
    );
  });

  test("an answer is a copy: changing it changes no later one", () => {
    run(shrinkingCache).rows[0]!.low = 1;
    expect(rung("deepseek-67b").low).toBe(389_120);
  });
});

test.each(storage.options.flatMap((stored) => compareWith.options.map((model) => ({ storage: stored, compareWith: model }))))("the figure draws %o without a missing number", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, given);
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const svg of [wide, narrow]) expect(svg.match(/data-read/g)).toHaveLength(7);
});
