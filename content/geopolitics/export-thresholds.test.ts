import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXPORT_CHIP_IDS, exportChips } from "#domain/exportControls.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import { loadLedger } from "../../src/ledger.ts";
import figure from "./export-thresholds.figure.ts";
import exportThresholds from "./export-thresholds.sim.ts";

const verdicts = (given: Readonly<Record<string, unknown>>) => run(exportThresholds, given).rules.map(({ controlled }) => controlled);

describe("what is published", () => {
  test("the H800 was free under the rule of 2022 and is controlled under that of 2023", () => {
    expect(verdicts({ chip: "h800" })).toEqual([false, true, true, true]);
  });
  test("the H20 was free until the letter of April 2025", () => {
    expect(verdicts({ chip: "h20" })).toEqual([false, false, true, true]);
  });
  test("the rule of 2026 leaves the H200 controlled and opens it to review", () => {
    const rule = run(exportThresholds, { chip: "h200" }).rules.at(-1)!;
    expect([rule.controlled, rule.because.includes("case by case")]).toEqual([true, true]);
  });
});

describe("what must hold", () => {
  test("a chip of one's own with the H800's figures gets the H800's verdicts", () => {
    expect(verdicts({ chip: "custom", customTeraOps: 1979, customBits: 8, customDieMm2: 814, customLinkGBps: 528, customMemoryTBps: 3.4 })).toEqual(verdicts({ chip: "h800" }));
  });
  test("cutting the link of any chip below 600 GB/s frees it from the first rule and from no later threshold", () => {
    fc.assert(fc.property(fc.integer({ min: 10, max: 10_000 }), fc.integer({ min: 50, max: 4000 }), (customTeraOps, customDieMm2) => {
      const [fast, slow] = [900, 599].map((customLinkGBps) => run(exportThresholds, { chip: "custom", customTeraOps, customDieMm2, customLinkGBps }).rules);
      expect(slow![0]!.controlled).toBe(false);
      expect(slow![1]).toEqual(fast![1]);
    }));
  });
});

describe("edges", () => {
  test("where only the area could tell, the answer is that it cannot be told", () => {
    const { rules, performanceDensity } = run(exportThresholds, { chip: "ascend-910b" });
    expect([performanceDensity, rules[1]!.controlled]).toEqual([null, true]);
  });
  test("a caption of a Chinese chip says that no export stands before its sale", () => {
    expect(renderFigure(figure, { chip: "ascend-910c" }).caption).toContain("made in China");
  });
});

test("the table of the ledger has the figures that are computed with", () => {
  const table = loadLedger().tables.get("geo.chips")!;
  const chips = EXPORT_CHIP_IDS.map((id) => exportChips[id]).map(({ name, peaks, linkGBps, hostGBps, dieMm2, memoryTBps }) => [name, peaks[0]!.teraOps, peaks[0]!.bits, [linkGBps, hostGBps].filter((x) => x > 0).join("+"), dieMm2 ?? "–", memoryTBps]);
  expect([...table.rows].sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual(chips.sort((a, b) => String(a[0]).localeCompare(String(b[0]))));
});
