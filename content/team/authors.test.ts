import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import authors, { KNOWN } from "./authors.sim.ts";

const given = fc.record({ total: fc.integer({ min: KNOWN, max: 260 }), authors: fc.integer({ min: KNOWN, max: 260 }) });
const at = (total: number) => run(authors, { total }).findings.filter((finding) => finding.doesFit).map((finding) => finding.id);

test("of 201 three of five printed shares come out: not the 89% nor the 54%", () => {
  const { findings, numFitting, numPrinted } = run(authors);
  expect([numFitting, numPrinted]).toEqual([3, 5]);
  expect(findings.filter((finding) => finding.printedPercent !== null && !finding.doesFit).map((finding) => [finding.id, Number(finding.percent.toFixed(1))])).toEqual([["ever-china", 98], ["never-left", 55.2]]);
});

test("no single total gives all five, and 197 is 89% of 221 or 222 only", () => {
  for (let total = KNOWN; total <= 260; total++) expect(at(total).length).toBeLessThan(5);
  expect(run(authors).findings[0]!.fittingTotals).toEqual([221, 222]);
});

test("totals said to fit do fit, and those next to them do not", () => {
  for (const { count, printedPercent, fittingTotals } of run(authors).findings) {
    if (fittingTotals === null) continue;
    const rounded = (total: number): number => Math.round((100 * count) / total);
    expect(fittingTotals.map(rounded)).toEqual([printedPercent, printedPercent]);
    expect([rounded(fittingTotals[0] - 1), rounded(fittingTotals[1] + 1)]).not.toContain(printedPercent);
  }
});

test("the share among the known lies within the bounds for all, which close when all are known", () => {
  fc.assert(fc.property(given, ({ authors: all }) => {
    for (const { count, lowPercent, highPercent } of run(authors, { authors: all }).findings) {
      expect(lowPercent).toBeLessThanOrEqual((100 * count) / KNOWN + 1e-9);
      expect(highPercent).toBeGreaterThanOrEqual((100 * count) / KNOWN - 1e-9);
      expect(highPercent).toBeLessThanOrEqual(100 + 1e-9);
      if (all === KNOWN) expect(highPercent).toBeCloseTo(lowPercent, 9);
    }
  }), { numRuns: 40 });
});

test("a stricter tie is rarer: any, more than a year, now", () => {
  const of = (id: string): number => run(authors).findings.find((finding) => finding.id === id)!.count;
  expect([of("any-us"), of("us-longer"), of("now-us")]).toEqual([49, 18, 15]);
});
