import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import data from "./data/scores.json" with { type: "json" };
import possibleScores from "./possible-scores.sim.ts";

const impossible = (tableId: string, benchmark: string, numQuestions: number, numRuns: number): string[] => {
  const table = data.find(({ id }) => id === tableId)!;
  const row = table.rows.find((found) => found.benchmark === benchmark)!;
  return table.models.filter((_, i) => row.scores[i] != null && !run(possibleScores, { score: row.scores[i]!, numQuestions, numRuns }).isPossible);
};

describe("what is published", () => {
  test("of seven AIME scores said to average 16 runs, GPT-4o's alone is no count out of 480", () => {
    expect(impossible("v3-chat", "aime-2024", 30, 16)).toEqual(["GPT-4o-0513"]);
  });
  test("three of seven MATH-500 scores said to be greedy are no count out of 500", () => {
    expect(impossible("v3-chat", "math-500", 500, 1)).toEqual(["DeepSeek-V2-0506", "DeepSeek-V2.5-0905", "Claude-3.5-Sonnet-1022"]);
  });
  test("two votes on AIME are no count out of 30: GPT-4o's and that of the smallest distilled model", () => {
    expect(impossible("r1-distilled", "aime-2024-64-votes", 30, 1)).toEqual(["GPT-4o-0513", "DeepSeek-R1-Distill-Qwen-1.5B"]);
  });
  test("every AIME score of the R1 tables is a count out of 1,920", () => {
    for (const table of ["r1", "r1-distilled", "r1-zero", "r1-32b"]) expect(impossible(table, "aime-2024", 30, 64)).toEqual([]);
  });
});

describe("what must hold", () => {
  test("a share of right answers, rounded to one decimal, is possible", () => {
    fc.assert(fc.property(fc.integer({ min: 5, max: 500 }), fc.integer({ min: 1, max: 64 }), fc.double({ min: 0, max: 1, noNaN: true }), (numQuestions, numRuns, share) => {
      const total = numQuestions * numRuns;
      const score = Number(((100 * Math.round(share * total)) / total).toFixed(1));
      expect(run(possibleScores, { score, numQuestions, numRuns }).isPossible).toBe(true);
    }));
  });
  test("with a thousand answers every score of one decimal is possible", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), (tenths) => {
      expect(run(possibleScores, { score: tenths / 10, numQuestions: 1000, numRuns: 1 }).isPossible).toBe(true);
    }));
  });
  test("the neighbours enclose the printed score", () => {
    const { below, above } = run(possibleScores);
    expect(below).toBeLessThan(9.3);
    expect(above).toBeGreaterThan(9.3);
    expect([below, above]).toEqual([expect.closeTo(100 * 44 / 480, 9), expect.closeTo(100 * 45 / 480, 9)]);
  });
});

test("nothing and everything right are always possible", () => {
  for (const score of [0, 100]) expect(run(possibleScores, { score, numQuestions: 7, numRuns: 1 })).toMatchObject({ isPossible: true, fewestRuns: 1 });
});
