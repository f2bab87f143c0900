import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./training-bill.figure.ts";
import trainingBill, { RUNS } from "./training-bill.sim.ts";

const R1 = "DeepSeek-R1 on top of V3";

describe("published values", () => {
  test("V3 takes 2,664K + 119K + 5K = 2,788K GPU-hours and 5.328 + 0.238 + 0.01 = 5.576 million dollars", () => {
    const { stages, totalGpuHours, totalUsd } = run(trainingBill);
    expect(stages).toEqual([
      { name: "pre-training", gpuHours: 2_664_000, usd: 5_328_000 },
      { name: "context extension", gpuHours: 119_000, usd: 238_000 },
      { name: "post-training", gpuHours: 5_000, usd: 10_000 },
    ]);
    expect([totalGpuHours, totalUsd]).toEqual([2_788_000, 5_576_000]);
  });

  test("pre-training on 2,048 GPUs takes less than two months, 3.7 days a trillion tokens", () => {
    const out = run(trainingBill);
    expect(out.firstStageDays).toBeCloseTo(54.2, 1);
    expect(out.daysPerTrillionTokens).toBeCloseTo(3.66, 2);
  });

  test("R1 costs 202K + 10K + 82K = 294K dollars on top", () => {
    const out = run(trainingBill, { run: R1, numGpus: 512 });
    expect(out.stages.map((stage) => stage.usd)).toEqual([202_000, 10_000, 82_000]);
    expect(out.totalUsd).toBe(294_000);
  });

  test("R1-Zero on 512 GPUs gives its hours back; the 648 GPUs of some press reports do not", () => {
    const { printedRuns, stages } = run(trainingBill, { run: R1 });
    expect(printedRuns.map((printed) => printed.gpuHours)).toEqual([101_376, 40_960]);
    expect(Math.round((648 * printedRuns[0]!.hours) / 1000) * 1000).not.toBe(stages[0]!.gpuHours);
  });

  test("a thousand times the hours, as one popular account prints them, would be 5.576 billion dollars", () => {
    expect(run(trainingBill, { run: "your own hours", stageGpuHours: [2664e6, 119e6, 5e6] }).totalUsd).toBe(5.576e9);
  });
});

describe("what must hold", () => {
  const given = fc.record({
    run: fc.constantFrom(...RUNS),
    usdPerGpuHour: fc.integer({ min: 1, max: 60 }).map((quarters) => quarters / 4),
    numGpus: fc.integer({ min: 1, max: 8192 }).map((eights) => eights * 8),
    stageGpuHours: fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 12 }),
  });

  test("the stages add up to the totals, and the price of an hour is the same in each", () => {
    fc.assert(fc.property(given, (values) => {
      const out = run(trainingBill, values);
      expect(out.stages.reduce((sum, stage) => sum + stage.gpuHours, 0)).toBeCloseTo(out.totalGpuHours, 3);
      expect(out.stages.reduce((sum, stage) => sum + stage.usd, 0) / Math.max(1, out.totalUsd)).toBeCloseTo(out.totalUsd === 0 ? 0 : 1, 9);
      for (const stage of out.stages) expect(stage.usd).toBeCloseTo(stage.gpuHours * values.usdPerGpuHour, 3);
    }));
  });

  test("more GPUs change the days and never the bill", () => {
    fc.assert(fc.property(given, fc.integer({ min: 1, max: 8192 }), (values, eights) => {
      const [a, b] = [run(trainingBill, values), run(trainingBill, { ...values, numGpus: eights * 8 })];
      expect(a.totalUsd).toBe(b.totalUsd);
      expect(a.days * values.numGpus).toBeCloseTo(b.days * eights * 8, 3);
    }));
  });

  test("V3 and R1 together are the sum of both", () => {
    expect(run(trainingBill, { run: "V3 and R1" }).totalUsd).toBe(5_576_000 + 294_000);
  });
});

describe("edges", () => {
  test("hours of nothing cost nothing, and the figure still draws", () => {
    const given = { run: "your own hours", stageGpuHours: [0] } as const;
    expect(run(trainingBill, given)).toMatchObject({ totalUsd: 0, days: 0 });
    const { caption, wide } = renderFigure(figure, given);
    expect(caption + wide).not.toMatch(/NaN|Infinity|undefined/);
  });
});
