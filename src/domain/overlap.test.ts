import fc from "fast-check";
import { expect, test } from "vitest";
import { COMPUTE_PARTS, NETWORK_PARTS, overlapPair, overlapSummary, type OverlapPart, type PartTimes } from "./overlap.ts";

const PARTS = [...COMPUTE_PARTS, ...NETWORK_PARTS];
const anyTimes = fc.tuple(...PARTS.map(() => fc.double({ min: 0, max: 10, noNaN: true }))).map((list) => Object.fromEntries(PARTS.map((part, i) => [part, list[i]!])) as Record<OverlapPart, number>);
const even: PartTimes = { attnF: 1, mlpF: 1, attnB: 1, attnW: 1, mlpB: 1, mlpW: 1, combineB: 1, dispatchF: 1, dispatchB: 1, combineF: 1 };
const sum = (times: PartTimes, parts: readonly OverlapPart[]): number => parts.reduce((total, part) => total + times[part], 0);

test("a pair takes no less than either lane alone and no more than both in turn", () => {
  fc.assert(fc.property(anyTimes, fc.integer({ min: 1, max: 6 }), (times, numLayers) => {
    const { total, compute, network, both } = overlapSummary(overlapPair(times, numLayers));
    expect(compute).toBeCloseTo(numLayers * sum(times, COMPUTE_PARTS), 8);
    expect(network).toBeCloseTo(numLayers * sum(times, NETWORK_PARTS), 8);
    expect(total).toBeGreaterThanOrEqual(Math.max(compute, network) - 1e-9);
    expect(total).toBeLessThanOrEqual(compute + network + 1e-9);
    expect(both).toBeLessThanOrEqual(Math.min(compute, network) + 1e-9);
  }), { numRuns: 100 });
});

test("each pass goes attention, dispatch, MLP, combine, and its gradient the other way", () => {
  fc.assert(fc.property(anyTimes, (times) => {
    const stretches = overlapPair(times, 3);
    const at = (part: OverlapPart, layer: number) => stretches.find((stretch) => stretch.part === part && stretch.layer === layer)!;
    for (let layer = 0; layer < 3; layer++) for (const way of [["attnF", "dispatchF", "mlpF", "combineF"], ["combineB", "mlpB", "dispatchB", "attnB"]] as const) {
      for (const [i, part] of way.entries()) {
        const before = i > 0 ? at(way[i - 1]!, layer) : layer > 0 ? at(way[3], layer - 1) : undefined;
        if (before) expect(at(part, layer).start).toBeGreaterThanOrEqual(before.end);
      }
    }
  }), { numRuns: 50 });
});

test("with communication free, a pair takes its computing", () => {
  const { total, compute, both } = overlapSummary(overlapPair({ ...even, combineB: 0, dispatchF: 0, dispatchB: 0, combineF: 0 }, 4));
  expect({ total, compute, both }).toEqual({ total: 24, compute: 24, both: 0 });
});
