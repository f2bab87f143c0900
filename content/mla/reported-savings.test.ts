import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./reported-savings.figure.ts";
import reportedSavings, { BASELINES, COMMON_BITS } from "./reported-savings.sim.ts";

const bits = fc.integer({ min: 4, max: 64 }).map((halves) => halves / 2);
const baseline = fc.constantFrom(...BASELINES);

describe("published values", () => {
  test("six bits against 67B at sixteen gives the printed 93.3%: 25,920 against 389,120 bytes", () => {
    const out = run(reportedSavings);
    expect(out).toMatchObject({ bytesPerToken: 25_920, baselineBytesPerToken: 389_120, matchesPrinted: true, printedPercent: 93.3 });
    expect(out.savingPercent).toBeCloseTo(93.34, 2);
  });

  test("like for like the saving is 82.2%, and it is not the printed one", () => {
    const out = run(reportedSavings, { bitsPerElement: 16 });
    expect(out.savingPercent).toBeCloseTo(82.24, 2);
    expect(out.likeForLikePercent).toBe(out.savingPercent);
    expect(out.matchesPrinted).toBe(false);
  });

  test("with a baseline of 16 or 8 bits, of all common precisions only six bits against the published 67B match", () => {
    const matches = [16, 8].flatMap((baselineBitsPerElement) => run(reportedSavings, { baselineBitsPerElement }).conventions).filter((found) => found.matchesPrinted);
    expect(matches.map((found) => [found.baseline, found.bitsPerElement, found.baselineBitsPerElement])).toEqual([["67B with GQA-8, as published", 6, 16]]);
  });

  test("against MHA in V2's own shape the latent saves 98.2%, against GQA-8 there 71.9%", () => {
    expect(run(reportedSavings, { bitsPerElement: 16, baseline: "V2's shape with MHA" }).savingPercent).toBeCloseTo(98.24, 2);
    expect(run(reportedSavings, { bitsPerElement: 16, baseline: "V2's shape with GQA-8" }).savingPercent).toBeCloseTo(71.88, 2);
  });
});

describe("laws over the whole ranges", () => {
  test("the saving is finite, below 100%, and agrees with the two sizes", () => {
    fc.assert(
      fc.property(bits, bits, baseline, (bitsPerElement, baselineBitsPerElement, chosen) => {
        const out = run(reportedSavings, { bitsPerElement, baselineBitsPerElement, baseline: chosen });
        expect(Number.isFinite(out.savingPercent)).toBe(true);
        expect(out.savingPercent).toBeLessThan(100);
        expect(out.baselineBytesPerToken * (1 - out.savingPercent / 100)).toBeCloseTo(out.bytesPerToken, 6);
        expect(out.conventions).toHaveLength(BASELINES.length * COMMON_BITS.length);
      }),
    );
  });

  test("equal bits on both sides give the like-for-like saving, whatever they are", () => {
    fc.assert(
      fc.property(bits, baseline, (both, chosen) => {
        const out = run(reportedSavings, { bitsPerElement: both, baselineBitsPerElement: both, baseline: chosen });
        expect(out.savingPercent).toBeCloseTo(out.likeForLikePercent, 9);
      }),
    );
  });

  test("fewer bits for V2 never save less", () => {
    fc.assert(
      fc.property(bits, bits, baseline, (a, b, chosen) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)].map((bitsPerElement) => run(reportedSavings, { bitsPerElement, baseline: chosen }).savingPercent) as [number, number];
        expect(fewer).toBeGreaterThanOrEqual(more);
      }),
    );
  });
});

describe("edges", () => {
  test("a cache that grew is a negative saving and the caption calls it larger", () => {
    const given = { bitsPerElement: 32, baselineBitsPerElement: 2 };
    expect(run(reportedSavings, given).savingPercent).toBeCloseTo(-184.21, 2);
    expect(renderFigure(figure, given).caption).toContain("184.2% larger, not the printed 93.3%");
  });

  test("an unknown baseline is refused with the ones there are", () => {
    expect(() => run(reportedSavings, { baseline: "GPT-4" })).toThrow('unknown baseline: "GPT-4"; expected one of 67B with GQA-8, as published,');
  });
});

test.each([{}, { bitsPerElement: 2, baselineBitsPerElement: 32 }, { bitsPerElement: 32, baselineBitsPerElement: 2, baseline: "V2's shape with GQA-8" }, ...Object.values(figure.presets ?? {})])("the figure draws %o without a missing number", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, given);
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(wide.match(/data-read/g)).toHaveLength(BASELINES.length * COMMON_BITS.length + 1);
});
