import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./silent-groups.figure.ts";
import silentGroups from "./silent-groups.sim.ts";

const values = fc.record({ successPercent: fc.integer({ min: 0, max: 100 }), groupSize: fc.integer({ min: 2, max: 128 }) });

test("by hand: sixteen answers with one right in twenty are all wrong in 0.95^16 of the groups", () => {
  expect(run(silentGroups).current).toMatchObject({ allWrongPercent: expect.closeTo(44.01, 2), allRightPercent: expect.closeTo(0, 12) });
});

test("an answer more never makes silence more likely", () => {
  fc.assert(fc.property(values, ({ successPercent, groupSize }) => {
    const silent = (size: number): number => run(silentGroups, { successPercent, groupSize: size }).current.silentPercent;
    expect(silent(Math.min(128, groupSize + 1))).toBeLessThanOrEqual(silent(groupSize) + 1e-9);
  }), { numRuns: 30 });
});

test("right and wrong can change places", () => {
  fc.assert(fc.property(values, ({ successPercent, groupSize }) => {
    const [a, b] = [successPercent, 100 - successPercent].map((percent) => run(silentGroups, { successPercent: percent, groupSize }).current);
    expect(a!.allWrongPercent).toBeCloseTo(b!.allRightPercent, 9);
  }), { numRuns: 30 });
});

test("a question never or always solved gives no signal to a group of any size", () => {
  for (const successPercent of [0, 100]) expect(run(silentGroups, { successPercent, groupSize: 128 }).current.silentPercent).toBe(100);
});

test("a lone right answer of G has the advantage of the root of G - 1, and the others share its opposite", () => {
  for (const groupSize of [2, 16, 64]) {
    const { loneRight, loneOthers } = run(silentGroups, { groupSize });
    expect(loneRight).toBeCloseTo(Math.sqrt(groupSize - 1), 9);
    expect(loneOthers).toBeCloseTo(-1 / Math.sqrt(groupSize - 1), 9);
  }
});

test("every setting draws", () => {
  for (const given of [{}, { successPercent: 0 }, { successPercent: 100, groupSize: 2 }, { groupSize: 128 }]) expect(JSON.stringify(renderFigure(figure, given))).not.toMatch(/NaN|undefined|Infinity/);
});
