import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import profile from "./data/training-profile.json" with { type: "json" };
import overlap from "./overlap.sim.ts";

describe("the published trace", () => {
  test("has the ten parts in each of its four layers, and no two of a lane at once", () => {
    expect(profile.parts).toHaveLength(10 * profile.numLayers);
    const { stretches } = run(overlap).measured;
    for (const lane of ["compute", "network"]) {
      const own = stretches.filter((stretch) => stretch.lane === lane).sort((a, b) => a.start - b.start);
      for (const [i, { start }] of own.entries()) if (i > 0) expect(start).toBeGreaterThanOrEqual(own[i - 1]!.end);
    }
  });
  test("counts time once: one, the other, both and neither make the span", () => {
    const { computeMs, networkMs, bothMs, neitherMs, totalMs } = run(overlap).measured;
    expect(computeMs + networkMs - bothMs + neitherMs).toBeCloseTo(totalMs, 9);
  });
  test("runs its parts in the order that the model assumes", () => {
    const order = (list: readonly { part: string; layer: number; start: number; lane: string }[], lane: string) => list.filter((d) => d.lane === lane).sort((a, b) => a.start - b.start).map((d) => `${d.part}/${d.layer}`);
    const { stretches, measured } = run(overlap);
    for (const lane of ["compute", "network"]) expect(order(measured.stretches, lane)).toEqual(order(stretches, lane));
  });
  test("hides no more than two lanes at work at random would: computing is hardly ever at rest", () => {
    const { computeMs, networkMs, bothMs, totalMs } = run(overlap).measured;
    expect(bothMs / ((computeMs * networkMs) / totalMs)).toBeCloseTo(1, 2);
  });
});

const settings = fc.record({ computeToNetwork: fc.integer({ min: 5, max: 80 }).map((n) => n / 20), attentionPercent: fc.integer({ min: 10, max: 90 }), computeMs: fc.integer({ min: 1, max: 100 }), numLayers: fc.integer({ min: 1, max: 8 }) });

describe("what must hold", () => {
  test("the settings are what the model runs on", () => {
    fc.assert(fc.property(settings, (values) => {
      const out = run(overlap, values);
      expect(out.computeMs).toBeCloseTo(values.computeMs * values.numLayers, 6);
      expect(out.computeMs / out.networkMs).toBeCloseTo(values.computeToNetwork, 9);
      const attention = out.stretches.filter(({ part }) => part.startsWith("attn")).reduce((sum, { start, end }) => sum + end - start, 0);
      expect((100 * attention) / out.computeMs).toBeCloseTo(values.attentionPercent, 9);
    }), { numRuns: 50 });
  });
  test("overlap is never slower than turns, never faster than the busier side, and saves half at most", () => {
    fc.assert(fc.property(settings, (values) => {
      const { overlappedMs, inTurnMs, boundMs, savedPercent } = run(overlap, values);
      expect(overlappedMs).toBeLessThanOrEqual(inTurnMs + 1e-9);
      expect(overlappedMs).toBeGreaterThanOrEqual(boundMs - 1e-9);
      expect(savedPercent).toBeLessThanOrEqual(50 + 1e-9);
    }), { numRuns: 50 });
  });
});

describe("edges", () => {
  test("with a network twice as fast, computing alone sets the time", () => {
    const { overlappedMs, computeMs, hiddenPercent } = run(overlap, { computeToNetwork: 2.2 });
    expect(overlappedMs).toBeCloseTo(computeMs, 9);
    expect(hiddenPercent).toBeCloseTo(100, 9);
  });
  test("with a network half as fast, the network sets it", () => {
    const { overlappedMs, networkMs } = run(overlap, { computeToNetwork: 0.55 });
    expect(overlappedMs / networkMs).toBeCloseTo(1, 2);
  });
});
