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
    ["deepseek-67b", "computed", 389_120],
    ["deepseek-v2", "computed", 69_120],
    ["deepseek-v3", "published", 70_272],
    ["deepseek-v3.2", "computed", 48_068],
    ["deepseek-v4-pro", "estimate", 5031],
    ["deepseek-v4-flash", "published", 3514],
    ["deepseek-v4.1-flash", "published", 890],
  ])("%s is %s: %i bytes per token", (model, kind, bytes) => {
    const found = rung(model);
    expect([found.kind, Math.round(found.bytes)]).toEqual([kind, bytes]);
  });

  test("V4-Pro rounds to the published 10% of V3.2 and V4-Flash to the published 7%", () => {
    const share = (model: string): number => Math.round((100 * rung(model).bytes) / rung("deepseek-v3.2").bytes);
    expect([share("deepseek-v4-pro"), share("deepseek-v4-flash")]).toEqual([10, 7]);
  });

  test("an FP8 index key would make V4-Pro 11% of V3.2, which is not what is published", () => {
    const withFp8Key = rung("deepseek-v4-pro").bytes + (30 * (128 + 4 - 68)) / 4;
    expect(Math.round(withFp8Key)).toBe(5511);
    expect(Math.round((100 * withFp8Key) / rung("deepseek-v3.2").bytes)).toBe(11);
  });

  test("the printed size of V4-Flash is that of 21 and 20 layers of 584-byte entries with an FP4 index key, not an FP8 one", () => {
    const withKey = (bytes: number): number => Math.round((21 * (584 + bytes)) / 4 + (20 * 584) / 128);
    expect(rung("deepseek-v4-flash").bytes).toBe(withKey(64 + 4));
    expect(withKey(128 + 4)).toBe(3850);
  });

  test("890 bytes is a quarter of V4-Flash, as the abstract says", () => {
    expect(890 / rung("deepseek-v4-flash").bytes).toBeCloseTo(0.25, 2);
  });

  test("from V3 in BF16 to V4.1 in FP4 is a factor of 79, from V3.2 in FP8 of 54", () => {
    expect(Math.round(run(shrinkingCache, { compareWith: "deepseek-v3" }).factor)).toBe(79);
    expect(Math.round(run(shrinkingCache, { compareWith: "deepseek-v3.2" }).factor)).toBe(54);
  });

  test("at equal precision V3.2 keeps more than V3, by one index key of 128 per layer", () => {
    const given = { storage: "all at 16 bits" };
    expect(rung("deepseek-v3.2", given).bytes - rung("deepseek-v3", given).bytes).toBe(61 * 128 * 2);
  });
});

describe("laws over all values", () => {
  test("every rung has a size, a format, a source and a note", () => {
    fc.assert(
      fc.property(anyValues, (given) => {
        for (const { bytes, source, storage: stored, note } of run(shrinkingCache, given).rows) {
          expect(bytes > 0 && Number.isFinite(bytes)).toBe(true);
          for (const text of [source.cite, source.where, stored, note]) expect(text).not.toBe("");
        }
      }),
    );
  });

  test("every model before the last kept more than the last", () => {
    fc.assert(
      fc.property(anyValues, (given) => {
        expect(run(shrinkingCache, given).factor).toBeGreaterThan(1);
      }),
    );
  });

  test("an answer is a copy: changing it changes no later one", () => {
    run(shrinkingCache).rows[0]!.bytes = 1;
    expect(rung("deepseek-67b").bytes).toBe(389_120);
  });
});

test.each(storage.options.flatMap((stored) => compareWith.options.map((model) => ({ storage: stored, compareWith: model }))))("the figure draws %o without a missing number", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, given);
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const svg of [wide, narrow]) expect(svg.match(/data-read/g)).toHaveLength(7);
});
