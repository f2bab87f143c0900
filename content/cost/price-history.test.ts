import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./price-history.figure.ts";
import priceHistory from "./price-history.sim.ts";

const DAYS = priceHistory.params.day.options;
const given = fc.record({
  measure: fc.constantFrom(...priceHistory.params.measure.options),
  rivals: fc.constantFrom(...priceHistory.params.rivals.options),
  isOffPeak: fc.boolean(),
  day: fc.constantFrom(...DAYS),
  taskInputTokens: fc.integer({ min: 0, max: 100 }).map((x) => x * 100),
  taskOutputTokens: fc.integer({ min: 1, max: 100 }).map((x) => x * 100),
});

describe("what is published", () => {
  test("on R1's day a million tokens of output cost 2.19 dollars against o1's 60, 27.4 times as much", () => {
    const { deepseek, rival } = run(priceHistory);
    expect([deepseek!.model, rival!.model]).toEqual(["R1", "o1"]);
    expect(rival!.usd / deepseek!.usd).toBeCloseTo(27.4, 1);
  });
  test("DeepSeek's prices rose as well as fell: output of its chat model", () => {
    const chat = run(priceHistory).steps.filter((step) => step.seriesId === "deepseek-chat").map((step) => step.usd);
    expect(chat).toEqual([0.28, 1.1, 1.1, 1.68, 0.42, 0.28, 0.28, 1.32, 1.2]);
  });
  test("at night R1 was sold at V3's night price", () => {
    const night = run(priceHistory, { isOffPeak: true }).steps.filter((step) => step.date === "2025-02-26");
    expect(night.map((step) => step.usd)).toEqual([0.55, 0.55]);
  });
});

describe("what must hold", () => {
  test("the steps of a line follow each other without gap, unless a price was not published", () => {
    const { steps } = run(priceHistory, { rivals: "all three" });
    for (const [at, step] of steps.entries()) {
      expect(step.to, `${step.name} ${step.date}`).toBeGreaterThan(step.from);
      if (steps[at + 1]?.seriesId === step.seriesId) expect(steps[at + 1]!.from).toBe(step.to);
    }
  });
  test("off-peak is never dearer, and cached input never dearer than fresh", () => {
    fc.assert(fc.property(given, (values) => {
      const [day, night] = [false, true].map((isOffPeak) => run(priceHistory, { ...values, isOffPeak }).steps);
      for (const [at, step] of night!.entries()) expect(step.usd).toBeLessThanOrEqual(day![at]!.usd);
    }));
    const input = new Map(run(priceHistory, { measure: "input", rivals: "all three" }).steps.map((step) => [`${step.seriesId} ${step.date}`, step.usd]));
    for (const step of run(priceHistory, { measure: "input from the cache", rivals: "all three" }).steps) expect(step.usd).toBeLessThan(input.get(`${step.seriesId} ${step.date}`)!);
  });
  test("at the break-even number of tokens the task costs the same on both sides", () => {
    const ratio = 27.25;
    const { breakEvenTokens } = run(priceHistory, { measure: "a task", taskInputTokens: 0 });
    expect(breakEvenTokens).toBeCloseTo(60 / 2.19, 9);
    const below = run(priceHistory, { measure: "a task", taskInputTokens: 0, deepseekTokensRatio: ratio });
    const above = run(priceHistory, { measure: "a task", taskInputTokens: 0, deepseekTokensRatio: ratio + 0.25 });
    expect([below.deepseek!.usd < below.rival!.usd, above.deepseek!.usd < above.rival!.usd]).toEqual([true, false]);
  });
  test("whatever is measured, what is in force is sorted and was on sale that day", () => {
    fc.assert(fc.property(given, (values) => {
      const { inForce } = run(priceHistory, values);
      expect(inForce.map((step) => step.usd)).toEqual(inForce.map((step) => step.usd).sort((a, b) => a - b));
      expect(new Set(inForce.map((step) => step.seriesId)).size).toBe(inForce.length);
    }));
  });
});

describe("edges", () => {
  test("a day before Google's first price has no rival, and the caption says so", () => {
    expect(run(priceHistory, { rivals: "Google" }).rival).toBeNull();
    expect(renderFigure(figure, { rivals: "Google" }).caption).toContain("no price of both sides");
  });
});
