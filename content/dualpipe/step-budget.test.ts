import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import stepBudget from "./step-budget.sim.ts";

test("a step of 15,360 sequences of 4,096 tokens in 19.926 s is 272.8 billion tokens a day", () => {
  expect(run(stepBudget).tokensPerDay / 1e9).toBeCloseTo((15_360 * 4096 * 86_400) / 19.926 / 1e9, 9);
});

test("each device does each micro-batch once: pairs and passes alone make up all of them", () => {
  for (let depth = 0; depth < 8; depth++) {
    const { rows, numMicrobatches, numPairs } = run(stepBudget, { depth });
    const count = (id: string): number => rows.find((row) => row.id === id)!.count!;
    expect(numPairs + count("forward")).toBe(numMicrobatches);
    expect(numPairs + count("backward")).toBe(numMicrobatches);
  }
});

test("pairs are M - 1.5 PP + depth + 1, less the one that a middle device runs apart", () => {
  expect([0, 3, 6, 7].map((depth) => run(stepBudget, { depth }).numPairs)).toEqual([97, 100, 103, 103]);
});

describe("against the trace and the ideal schedule", () => {
  test("one sequence a micro-batch makes a pair 5 to 12% longer than the trace's, on any device", () => {
    for (let depth = 0; depth < 8; depth++) {
      const { pairMs, tracePairMs } = run(stepBudget, { depth });
      expect(pairMs / tracePairMs).toBeGreaterThan(1.04);
      expect(pairMs / tracePairMs).toBeLessThan(1.12);
    }
  });
  test("two sequences a micro-batch do not fit: a pair would have to be a third longer than two of the trace", () => {
    const { pairMs, tracePairMs } = run(stepBudget, { sequencesPerMicrobatch: 2 });
    expect(pairMs / tracePairMs).toBeGreaterThan(1.3);
  });
  test("the printed bubble exceeds the ideal one by 40 to 80%, on any device", () => {
    for (let depth = 0; depth < 8; depth++) {
      const { bubbleOverSimulated } = run(stepBudget, { depth });
      expect(bubbleOverSimulated).toBeGreaterThan(1.35);
      expect(bubbleOverSimulated).toBeLessThan(1.85);
    }
  });
});
