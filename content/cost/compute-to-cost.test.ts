import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./compute-to-cost.figure.ts";
import computeToCost from "./compute-to-cost.sim.ts";

const given = fc.record({
  activatedParameters: fc.integer({ min: 1, max: 1e5 }).map((x) => x * 1e8),
  tokens: fc.integer({ min: 1, max: 5e4 }).map((x) => x * 2e10),
  contextTokens: fc.integer({ min: 1, max: 1_048_576 }),
  attention: fc.constantFrom("causal", "without a mask", "not at all"),
  shape: fc.constantFrom("DeepSeek-V3", "DeepSeek-V2", "Llama 3.1 405B", "Llama 3.1 70B"),
  utilization: fc.integer({ min: 1, max: 100 }).map((x) => x / 100),
});

describe("what is published", () => {
  test("V3's arithmetic, time, price and days come out within 1.3% of the report's pre-training", () => {
    const out = run(computeToCost);
    expect(out.gpuHours / 2_664_000).toBeCloseTo(1.012, 3);
    expect(out.usd / 5_328_000).toBeCloseTo(1.012, 3);
    expect(out.days).toBeCloseTo(54.9, 1);
  });
  test("two papers agree: 250 GFLOP a token at 385 TFLOP/s miss the report's hours by a quarter of a per cent", () => {
    expect(run(computeToCost).atPublishedRate.gpuHours / 2_664_000).toBeCloseTo(1.0022, 3);
  });
  test("the published utilization with and without a mask describes one run: both give the same hours", () => {
    const [causal, full] = [run(computeToCost), run(computeToCost, { attention: "without a mask", utilization: 0.4373 })];
    expect(full.gpuHours / causal.gpuHours).toBeCloseTo(1, 2);
  });
  test("Llama 3.1 405B on 15.6T tokens needs about 3.8 × 10^25 FLOP", () => {
    expect(run(computeToCost, { activatedParameters: 405e9, tokens: 15.6e12, attention: "not at all" }).totalFlop).toBeCloseTo(3.79e25, -23.5);
  });
});

describe("what must hold", () => {
  test("cost is proportional to tokens, and falls with utilization", () => {
    fc.assert(fc.property(given, (values) => {
      const base = run(computeToCost, values);
      expect(run(computeToCost, { ...values, tokens: values.tokens / 2 }).usd / base.usd).toBeCloseTo(0.5, 9);
      expect(run(computeToCost, { ...values, utilization: 1 }).usd).toBeLessThanOrEqual(base.usd);
      expect(base.flopPerToken).toBeCloseTo(base.matrixFlopPerToken + base.attentionFlopPerToken, -6);
    }));
  });
  test("a sparse model costs as much as a dense one of its used parameters and never more than one of all", () => {
    fc.assert(fc.property(given, fc.integer({ min: 1, max: 1e5 }).map((x) => x * 1e8), (values, totalParameters) => {
      const out = run(computeToCost, { ...values, totalParameters });
      expect(out.denseActivated.usd).toBe(out.usd);
      expect(out.denseTotal.usd).toBeGreaterThanOrEqual(out.usd);
    }));
  });
  test("both curves rise, and pass through the run", () => {
    fc.assert(fc.property(given, (values) => {
      const { overParameters, overTokens, usd } = run(computeToCost, values);
      for (const curve of [overParameters, overTokens]) {
        expect(curve.every((point, at) => at === 0 || point.usd > curve[at - 1]!.usd)).toBe(true);
        expect([curve[0]!.usd < usd, curve.at(-1)!.usd > usd]).toEqual([true, true]);
      }
    }));
  });
  test("attention without a mask counts twice", () => {
    expect(run(computeToCost, { attention: "without a mask" }).attentionFlopPerToken).toBe(2 * run(computeToCost).attentionFlopPerToken);
  });
});

describe("edges", () => {
  test("fewer parameters in all than in use are taken as dense", () => {
    const given = { activatedParameters: 1e12, totalParameters: 1e8 };
    expect(run(computeToCost, given).denseTotal.parameters).toBe(1e12);
    expect(renderFigure(figure, given).caption).not.toContain("dense model");
  });
});
