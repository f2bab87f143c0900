import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./score-noise.figure.ts";
import scoreNoise from "./score-noise.sim.ts";

const given = fc.record({
  scoreA: fc.integer({ min: 0, max: 1000 }).map((x) => x / 10),
  scoreB: fc.integer({ min: 0, max: 1000 }).map((x) => x / 10),
  numQuestions: fc.integer({ min: 5, max: 2000 }),
  samplesPerQuestion: fc.integer({ min: 1, max: 64 }),
  betweenPercent: fc.integer({ min: 0, max: 19 }).map((x) => 5 * x),
});

describe("what is published", () => {
  test("79.8 and 79.2 on 30 questions differ by less than a fifth of a question, and the order is open", () => {
    const out = run(scoreNoise);
    expect(out.differenceQuestions).toBeCloseTo(0.18, 6);
    expect(out.isSettled).toBe(false);
    expect(out.rightOrderPercent).toBeLessThan(60);
  });
  test("the order stays open whatever share of the variance lies between the questions", () => {
    for (const betweenPercent of [0, 25, 50, 75, 95]) expect(run(scoreNoise, { betweenPercent }).isSettled).toBe(false);
  });
  test("V3's lead over GPT-4o on MMLU is settled, its distance to Claude on GPQA is not", () => {
    expect(run(scoreNoise, { scoreA: 88.5, scoreB: 87.2, numQuestions: 14_042, samplesPerQuestion: 1 }).isSettled).toBe(true);
    expect(run(scoreNoise, { scoreA: 59.1, scoreB: 65, numQuestions: 198, samplesPerQuestion: 1 }).isSettled).toBe(false);
  });
});

describe("what must hold", () => {
  test("exchanging the scores changes the sign and nothing else", () => {
    fc.assert(fc.property(given, (values) => {
      const [there, back] = [run(scoreNoise, values), run(scoreNoise, { ...values, scoreA: values.scoreB, scoreB: values.scoreA })];
      expect(there.lowDifference).toBeCloseTo(-back.highDifference, 9);
      expect(there.rightOrderPercent).toBeCloseTo(back.rightOrderPercent, 9);
      expect(there.isSettled).toBe(back.isSettled);
    }));
  });
  test("the right order is at least as likely as a coin, and certain only with much evidence", () => {
    fc.assert(fc.property(given, (values) => {
      const { rightOrderPercent } = run(scoreNoise, values);
      expect(rightOrderPercent).toBeGreaterThanOrEqual(50 - 1e-9);
      expect(rightOrderPercent).toBeLessThanOrEqual(100);
    }));
  });
  test("with as many questions as asked for, the normal interval of the difference just leaves out 0", () => {
    const values = { scoreA: 97.3, scoreB: 96.4, numQuestions: 500, samplesPerQuestion: 16 };
    const needed = run(scoreNoise, values).questionsToSettle!;
    const then = run(scoreNoise, { ...values, numQuestions: needed });
    expect(then.rightOrderPercent).toBeGreaterThanOrEqual(97.5);
    expect(run(scoreNoise, { ...values, numQuestions: Math.floor(0.99 * needed) }).rightOrderPercent).toBeLessThan(97.5);
  });
  test("more answers to each question narrow the interval, and never below that of the questions", () => {
    const width = (samplesPerQuestion: number): number => { const out = run(scoreNoise, { samplesPerQuestion }); return out.highA - out.lowA; };
    expect(width(4)).toBeLessThan(width(1));
    expect(width(256)).toBeGreaterThan(width(1) / 2);
  });
});

describe("edges", () => {
  test("equal scores need no number of questions", () => {
    expect(run(scoreNoise, { scoreB: 79.8 }).questionsToSettle).toBeNull();
    expect(renderFigure(figure, { scoreB: 79.8 }).caption).toContain("Equal scores settle nothing");
  });
  test("nothing and everything right still have an interval", () => {
    const out = run(scoreNoise, { scoreA: 100, scoreB: 0, samplesPerQuestion: 1 });
    expect(out.lowA).toBeLessThan(100);
    expect(out.highB).toBeGreaterThan(0);
    expect(out.isSettled).toBe(true);
  });
});
