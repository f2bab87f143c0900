import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./expert-combinations.figure.ts";
import expertCombinations from "./expert-combinations.sim.ts";

const values = fc.record({ numExperts: fc.integer({ min: 2, max: 256 }), topK: fc.integer({ min: 1, max: 64 }), segmentation: fc.integer({ min: 1, max: 16 }) });

test("the paper's example, exactly", () => {
  const { before, after } = run(expertCombinations);
  expect([before.combinations, after.combinations]).toEqual(["120", "4426165368"]);
});

test("cutting keeps the share at work and never takes a choice away", () => {
  fc.assert(fc.property(values, (given) => {
    const { before, after, activeShare } = run(expertCombinations, given);
    for (const cut of [before, after]) expect(cut.topK / cut.numExperts).toBeCloseTo(activeShare, 14);
    expect(BigInt(after.combinations)).toBeGreaterThanOrEqual(BigInt(before.combinations));
  }), { numRuns: 40 });
});

test("not cut, nothing changes", () => {
  const { before, after } = run(expertCombinations, { segmentation: 1 });
  expect(after).toEqual(before);
});

test("the largest inputs give every digit and a finite drawing", () => {
  const given = { numExperts: 256, topK: 64, segmentation: 16 };
  const { after } = run(expertCombinations, given);
  expect(after.combinations).toMatch(/^[1-9]\d{900,}$/);
  expect(after.log10).toBeCloseTo(after.combinations.length - 1 + Math.log10(Number(`${after.combinations[0]}.${after.combinations.slice(1, 15)}`)), 9);
  for (const text of Object.values(renderFigure(figure, given))) expect(JSON.stringify(text)).not.toMatch(/NaN|Infinity|undefined/);
});

test("more experts a token than there are is told, not thrown", () => {
  expect(run(expertCombinations, { numExperts: 4, topK: 9 }).before).toMatchObject({ topK: 4, combinations: "1" });
  expect(renderFigure(figure, { numExperts: 4, topK: 9 }).caption).toContain("Only 4 can be used of 4.");
});
