import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import whatBandwidthCosts from "./what-bandwidth-costs.sim.ts";

const of = (given: Readonly<Record<string, unknown>> = {}) => run(whatBandwidthCosts, given);
const given = fc.record({
  linkGBps: fc.integer({ min: 50, max: 1800 }),
  copies: fc.constantFrom("per-node-limited", "per-node", "per-expert"),
  dispatchIsFp8: fc.boolean(),
  linksRunAtOnce: fc.boolean(),
  hidesBehindCompute: fc.boolean(),
  splitsAttention: fc.boolean(),
  ibGBps: fc.integer({ min: 5, max: 400 }),
  computeTflops: fc.integer({ min: 50, max: 2000 }),
});

describe("what is published", () => {
  test("the step of 19.9 seconds needs no time for exchange that computing does not hide", () => {
    const { cut } = of();
    expect(cut.exposedSeconds).toBe(0);
    expect(cut.stepSeconds).toBeCloseTo(250 * 30_720 / 385_000, 9);
  });
  test("a token's copies take 306 GB of InfiniBand a step, worked by hand", () => {
    expect(of().cut.infinibandSeconds).toBeCloseTo((30_720 * 7168 * 3 * 58 * 2 * 4) / 50e9, 9);
  });
});

describe("what must hold", () => {
  test("a slower link never makes a step shorter, and never below computing", () => {
    fc.assert(fc.property(given, (values) => {
      const [slow, fast] = [of({ ...values, linkGBps: values.linkGBps / 2 < 50 ? 50 : Math.floor(values.linkGBps / 2) }), of(values)];
      expect(slow.cut.stepSeconds).toBeGreaterThanOrEqual(fast.cut.stepSeconds - 1e-9);
      expect(fast.cut.stepSeconds).toBeGreaterThanOrEqual(fast.cut.computeSeconds - 1e-9);
    }));
  });
  test("no choice of V3 makes a step longer, but one copy an expert trades one link for the other", () => {
    fc.assert(fc.property(given, (values) => {
      const base = of(values).cut.stepSeconds;
      for (const better of [{ dispatchIsFp8: true }, { linksRunAtOnce: true }, { hidesBehindCompute: true }, { splitsAttention: false }, ...(values.copies === "per-node" ? [{ copies: "per-node-limited" }] : [])]) {
        expect(of({ ...values, ...better }).cut.stepSeconds).toBeLessThanOrEqual(base + 1e-9);
      }
    }));
  });
  test("each row is what the run gives for that design", () => {
    const { rows } = of({ splitsAttention: true });
    expect(rows.find(({ id }) => id === "splitsAttention")!.cut).toEqual(of().cut);
    expect(rows.find(({ id }) => id === "dispatchIsFp8")!.cut).toEqual(of({ splitsAttention: true, dispatchIsFp8: false }).cut);
  });
});

describe("edges", () => {
  test("the link of an H100 costs nothing in any design", () => {
    for (const { extraPercent } of of({ linkGBps: 900 }).rows) expect(extraPercent).toBe(0);
  });
  test("at the tolerated link the exchange over NVLink takes exactly as long as what hides it", () => {
    const { toleratedGBps } = of();
    expect(of({ linkGBps: Math.ceil(toleratedGBps) }).cut.exposedSeconds).toBeCloseTo(0, 9);
    expect(of({ linkGBps: Math.floor(toleratedGBps) }).cut.exposedSeconds).toBeGreaterThan(0);
  });
});
