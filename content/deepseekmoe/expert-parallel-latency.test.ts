import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import expertParallelLatency from "./expert-parallel-latency.sim.ts";

const given = fc.record({
  linkGBps: fc.integer({ min: 10, max: 2000 }),
  schedule: fc.constantFrom("two-overlapped", "two-in-turn", "one"),
  computeMicroseconds: fc.integer({ min: 0, max: 1000 }),
  tokensPerDevice: fc.integer({ min: 1, max: 1024 }),
  numLayers: fc.integer({ min: 1, max: 128 }),
});

describe("what is published", () => {
  test("the true hidden size and the 58 layers with experts move the bound by less than three per cent", () => {
    const printed = run(expertParallelLatency).tpotMs;
    const changed = (values: Readonly<Record<string, unknown>>) => run(expertParallelLatency, values).tpotMs / printed;
    expect(changed({ hiddenSize: 7168 })).toBeCloseTo(7.168 / 7, 12);
    expect(changed({ numLayers: 58 })).toBeCloseTo(58 / 61, 12);
    expect(Math.abs(changed({ hiddenSize: 7168, numLayers: 58 }) - 1)).toBeLessThan(0.03);
  });
  test("at 40 GB/s, which the paper calls effective (isca25, section 4.3), a token takes 18.4 ms", () => {
    expect(run(expertParallelLatency, { linkGBps: 40 }).tpotMs).toBeCloseTo(18.4464, 9);
  });
});

describe("what must hold", () => {
  test("a faster link is never slower, and where only the link counts twice the bandwidth is half the time", () => {
    fc.assert(fc.property(given, (values) => {
      const faster = { ...values, linkGBps: Math.min(2000, values.linkGBps * 2) };
      expect(run(expertParallelLatency, faster).tpotMs).toBeLessThanOrEqual(run(expertParallelLatency, values).tpotMs);
    }));
    expect(run(expertParallelLatency, { linkGBps: 100 }).tpotMs).toBeCloseTo(run(expertParallelLatency).tpotMs / 2, 12);
  });
  test("the three parts agree: layers make the token, the token makes the speed", () => {
    fc.assert(fc.property(given, (values) => {
      const out = run(expertParallelLatency, values);
      expect((out.layerMicroseconds * values.numLayers) / 1000 / out.tpotMs).toBeCloseTo(1, 12);
      expect(out.tokensPerSecond * out.tpotMs).toBeCloseTo(1000, 9);
      const expected = values.schedule === "two-overlapped" ? Math.max(out.commMsPerToken, out.computeMsPerToken) : out.commMsPerToken + out.computeMsPerToken;
      expect(out.tpotMs / expected).toBeCloseTo(1, 12);
    }));
  });
  test("overlapped, a GPU delivers no fewer tokens than in turn or alone", () => {
    fc.assert(fc.property(given, (values) => {
      const [overlapped, inTurn, one] = run(expertParallelLatency, values).rows.map((row) => row.tokensPerSecondPerDevice);
      expect(overlapped! / inTurn!).toBeGreaterThanOrEqual(1 - 1e-12);
      expect(inTurn! / one!).toBeCloseTo(1, 12);
    }));
  });
  test("the curve falls, and passes the named links", () => {
    const { curve, links } = run(expertParallelLatency, { computeMicroseconds: 20 });
    for (const [i, point] of curve.entries()) if (i > 0) expect(point.tpotMs).toBeLessThanOrEqual(curve[i - 1]!.tpotMs);
    for (const link of links) expect(link.tpotMs).toBe(run(expertParallelLatency, { computeMicroseconds: 20, linkGBps: link.linkGBps }).tpotMs);
  });
});

describe("edges", () => {
  test("with nothing to compute, one micro-batch answers twice as fast at the same tokens per GPU", () => {
    const [overlapped, , one] = run(expertParallelLatency).rows;
    expect(one!.tokensPerSecond / overlapped!.tokensPerSecond).toBeCloseTo(2, 12);
    expect(one!.tokensPerSecondPerDevice / overlapped!.tokensPerSecondPerDevice).toBeCloseTo(1, 12);
  });
  test("computing longer than moving hides the link: bandwidth no longer matters", () => {
    const at = (linkGBps: number) => run(expertParallelLatency, { computeMicroseconds: 500, linkGBps });
    expect(at(50)).toMatchObject({ isBoundByLink: false, tpotMs: 61 });
    expect(at(900).tpotMs).toBe(61);
  });
});
