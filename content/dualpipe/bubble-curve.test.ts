import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import bubbleCurve from "./bubble-curve.sim.ts";
import schedule from "./schedule.sim.ts";

const rowsOf = (given: Readonly<Record<string, unknown>> = {}) => run(bubbleCurve, given).rows;

test("a point of the curve is the schedule of the same settings", () => {
  for (const { method, curve } of rowsOf()) for (const { x, bubblePercent } of curve) {
    expect(bubblePercent).toBeCloseTo(run(schedule, { method, numMicrobatches: method === "dualpipev" ? x / 2 : x }).bubblePercent, 9);
  }
});

test("1F1B waits for (PP - 1) / (M + PP - 1) of the run, whatever the times", () => {
  for (const times of [{}, { forwardTime: 0.4, backwardTime: 3 }]) {
    for (const { x, bubblePercent } of rowsOf(times)[0]!.curve) expect(bubblePercent).toBeCloseTo((100 * 7) / (x + 7), 9);
    for (const { x, bubblePercent } of rowsOf({ ...times, along: "stages", numMicrobatches: 40 })[0]!.curve) expect(bubblePercent).toBeCloseTo((100 * (x - 1)) / (40 + x - 1), 9);
  }
});

test("the idle time itself does not grow with the micro-batches", () => {
  for (const { curve } of rowsOf()) {
    const settled = curve.filter(({ x }) => x >= 8).map(({ bubble }) => bubble);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(1e-9);
  }
});

test("two DualPipeV pipelines on half the devices each wait as long as one DualPipe", () => {
  const [dual, v] = rowsOf({ overlappedTime: 2.2, weightTime: 0.7 }).slice(2);
  expect(v!.curve).toEqual(dual!.curve.map((point) => ({ ...point, bubble: expect.closeTo(point.bubble, 9) as number, bubblePercent: expect.closeTo(point.bubblePercent, 9) as number })));
});

describe("edges", () => {
  test("DualPipe has no point where it takes no such shape", () => {
    const [, , dual] = rowsOf({ numStages: 16, numMicrobatches: 28 });
    expect(dual).toMatchObject({ chosen: null });
    expect(dual!.curve.map(({ x }) => x)).toEqual([32, 48]);
  });
});
