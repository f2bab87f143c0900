import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run, runSteps } from "#sim/run.ts";
import schedule from "./schedule.sim.ts";

const chunk = (min: number, max: number) => fc.integer({ min: Math.round(min * 20), max: Math.round(max * 20) }).map((n) => n / 20);
/** What a reader may set, as far as it changes the schedule. */
const given = fc.record({
  method: fc.constantFrom("1f1b", "zb1p", "dualpipe", "dualpipev"),
  numStages: fc.integer({ min: 1, max: 4 }).map((half) => 2 * half),
  numMicrobatches: fc.integer({ min: 1, max: 12 }).map((half) => 2 * half),
  forwardTime: chunk(0.1, 4), backwardTime: chunk(0.1, 8), weightTime: chunk(0.1, 4), overlappedTime: chunk(0.1, 12),
});

describe("the default is Figure 5 of the report", () => {
  const out = run(schedule);
  const kinds = (device: number) => out.events.filter((event) => event.device === device).map(({ kind, direction }) => `${kind[0]!}${direction}`).join(" ");

  test("devices 0 and 7 do the same in opposite directions", () => {
    expect(kinds(7).replace(/\d/g, (d) => String(1 - Number(d)))).toBe(kinds(0));
  });
  test("device 0 starts with seven forwards, then takes turns with those from the other end", () => {
    expect(kinds(0).startsWith("f0 f0 f0 f0 f0 f0 f0 f1 i1 w1 f1 i1 w1 f1 i1 w1 f1 o0")).toBe(true);
  });
  test("the whole run takes 66 forwards, and every device waits for 6 of them", () => {
    expect(out).toMatchObject({ makespan: 66, bubbleTime: Array<number>(8).fill(6) });
  });
});

test("where the formula is called exact, it is", () => {
  fc.assert(fc.property(given, (values) => {
    const out = run(schedule, values);
    fc.pre(out.isFormulaExact);
    expect(out.longestBubble).toBeCloseTo(out.publishedBubble, 8);
  }), { numRuns: 60 });
});

test("idle stretches add up to the idle time of each device", () => {
  fc.assert(fc.property(given, (values) => {
    const { idle, bubbleTime } = run(schedule, values);
    for (const [device, time] of bubbleTime.entries()) expect(idle.filter((gap) => gap.device === device).reduce((sum, { start, end }) => sum + end - start, 0)).toBeCloseTo(time, 8);
  }), { numRuns: 40 });
});

test("a frame of the play shows what had begun by then, and no more", () => {
  for (const { out } of runSteps(schedule, { numStages: 4, numMicrobatches: 8 })) {
    for (const { start, end } of out.events) {
      expect(start).toBeLessThan(out.now);
      expect(end).toBeLessThanOrEqual(out.now);
    }
  }
});

describe("edges", () => {
  test("too few micro-batches are raised to the fewest the schedule takes, and the answer says so", () => {
    expect(run(schedule, { numStages: 8, numMicrobatches: 2 }).usedMicrobatches).toBe(16);
    expect(run(schedule, { method: "dualpipev", numStages: 8, numMicrobatches: 2 }).usedMicrobatches).toBe(8);
    expect(run(schedule, { method: "1f1b", numMicrobatches: 2 }).usedMicrobatches).toBe(2);
  });
  test("two stages under DualPipe leave no bubble", () => {
    expect(run(schedule, { numStages: 2 })).toMatchObject({ longestBubble: 0, publishedBubble: 0, idle: [] });
  });
  test("the view stays inside the run at any zoom", () => {
    for (const lookAt of [0, 37, 100]) {
      const { view, makespan } = run(schedule, { zoom: 4, lookAt });
      expect(view.start).toBeGreaterThanOrEqual(0);
      expect(view.end).toBeLessThanOrEqual(makespan + 1e-9);
      expect(view.end - view.start).toBeCloseTo(makespan / 4, 9);
    }
  });
});
