import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import costAndScore from "./cost-and-score.sim.ts";

const given = fc.record({
  test: fc.constantFrom(...costAndScore.params.test.options),
  measure: fc.constantFrom(...costAndScore.params.measure.options),
  v3Price: fc.constantFrom(...costAndScore.params.v3Price.options),
  thinkingRatio: fc.integer({ min: 1, max: 64 }),
});
const edge = (values: Parameters<typeof run<typeof costAndScore.params, ReturnType<typeof costAndScore.run>>>[1] = {}): string[] => run(costAndScore, values).offers.filter(({ isOnFrontier }) => isOnFrontier).map(({ model }) => model);
const usd = (model: string, values: Readonly<Record<string, number | string>> = {}): number => run(costAndScore, values).offers.find((offer) => offer.model === model)!.usd;

describe("what is published", () => {
  test("on AIME nothing is cheaper and better than V3 and R1, and o1 costs 27.4 times R1 a token", () => {
    expect(edge()).toEqual(["DeepSeek-V3", "DeepSeek-R1"]);
    expect(usd("o1-1217") / usd("DeepSeek-R1")).toBeCloseTo(27.4, 1);
  });
  test("on SWE Verified Claude, not o1, has the best score, and R1 the next for less", () => {
    expect(edge({ test: "SWE Verified" })).toEqual(["DeepSeek-V3", "DeepSeek-R1", "Claude-3.5-Sonnet-1022"]);
  });
});

describe("what must hold", () => {
  test("along the frontier price and score rise together, and every other model is beaten by one on it", () => {
    fc.assert(fc.property(given, (values) => {
      const { offers } = run(costAndScore, values);
      const best = offers.filter(({ isOnFrontier }) => isOnFrontier);
      for (const [i, offer] of best.entries()) if (i > 0) expect(offer.score).toBeGreaterThan(best[i - 1]!.score);
      for (const offer of offers) if (!offer.isOnFrontier) expect(best.some((other) => other.usd <= offer.usd && other.score >= offer.score)).toBe(true);
    }));
  });
  test("thinking makes a task dearer for the models that think, and for them alone", () => {
    const [little, much] = [2, 20].map((thinkingRatio) => ({ measure: "a task", thinkingRatio }) as const);
    expect(usd("DeepSeek-R1", much)).toBeGreaterThan(5 * usd("DeepSeek-R1", little));
    expect(usd("DeepSeek-V3", much)).toBe(usd("DeepSeek-V3", little));
  });
  test("a task without input and thinking costs the output price of its tokens", () => {
    expect(usd("GPT-4o-0513", { measure: "a task", inputTokens: 0, answerTokens: 2000 })).toBeCloseTo(2000 * 15e-6, 12);
  });
});

test("a model without a score is named and not drawn", () => {
  const { offers, missing } = run(costAndScore, { test: "MMLU-Pro" });
  expect(missing).toEqual(["o1-1217"]);
  expect(offers).toHaveLength(5);
});
