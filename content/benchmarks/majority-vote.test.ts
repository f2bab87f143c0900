import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "#domain/random.ts";
import { run } from "#sim/run.ts";
import majorityVote, { type VoteOut } from "./majority-vote.sim.ts";

const end = ({ points }: VoteOut): number => points.at(-1)!.majorityPercent;
const small = { numTests: 120 };

describe("what is published", () => {
  test("71.0 becomes about 86.7 with 64 answers under three unlike pictures of the problems", () => {
    for (const picture of [{}, { spreadPercent: 20, rivalPercent: 80 }, { spreadPercent: 60, rivalPercent: 15 }]) {
      const out = run(majorityVote, picture);
      expect(Math.abs(out.points[0]!.majorityPercent - 71)).toBeLessThan(1.2);
      // A standard error of 480 tests of 30 problems is about 0.3.
      expect(Math.abs(end(out) - 86.7)).toBeLessThan(1.2);
    }
  });
  test("the pictures differ in what one of 64 answers gets right", () => {
    const [alike, unlike] = [{ spreadPercent: 20, rivalPercent: 80 }, { spreadPercent: 60, rivalPercent: 15 }].map((picture) => run(majorityVote, picture).points.at(-1)!.passPercent);
    expect(alike! - unlike!).toBeGreaterThan(3);
  });
});

describe("what must hold", () => {
  const picture = fc.record({ meanPercent: fc.integer({ min: 5, max: 95 }), spreadPercent: fc.integer({ min: 0, max: 100 }), rivalPercent: fc.integer({ min: 0, max: 100 }), maxVotes: fc.integer({ min: 1, max: 32 }) });
  test("a majority cannot be right where no answer is, and pass@k never falls", () => {
    fc.assert(fc.property(picture, (values) => {
      const { points } = run(majorityVote, { ...values, numTests: 40 });
      for (const [i, point] of points.entries()) {
        // pass@k is exact for each problem and the majority is drawn, so they differ by chance.
        expect(point.majorityPercent).toBeLessThan(point.passPercent + 5);
        if (i > 0) expect(point.passPercent).toBeGreaterThanOrEqual(points[i - 1]!.passPercent - 1e-9);
      }
    }), { numRuns: 25 });
  });
  test("the more wrong answers agree, the less a vote gains", () => {
    const ends = [0, 30, 60, 100].map((rivalPercent) => end(run(majorityVote, { ...small, rivalPercent })));
    expect(ends).toEqual([...ends].sort((a, b) => b - a));
  });
  test("where no problem is luck, a vote changes nothing", () => {
    const { points } = run(majorityVote, { ...small, spreadPercent: 100 });
    for (const { majorityPercent, passPercent } of points) {
      expect(majorityPercent).toBe(points[0]!.majorityPercent);
      expect(passPercent).toBe(points[0]!.majorityPercent);
    }
  });
  test("the tenths of difficulty add up to all problems", () => {
    expect(run(majorityVote, small).bins.reduce((a, b) => a + b)).toBeCloseTo(100, 9);
  });
});

describe("edges", () => {
  test("below the threshold a vote makes a weak model worse", () => {
    const out = run(majorityVote, { ...small, meanPercent: 20, spreadPercent: 5, rivalPercent: 100 });
    expect(end(out)).toBeLessThan(out.points[0]!.majorityPercent / 3);
  });
  test("one vote is one answer, and the last of 40 frames is the answer", () => {
    const values = { meanPercent: 71, spreadPercent: 40, rivalPercent: 41, maxVotes: 1, numProblems: 30, numTests: 80 };
    const frames = [...majorityVote.steps!(values, seeded(1))];
    expect(frames).toHaveLength(40);
    expect(frames.at(-1)!.points).toHaveLength(1);
    expect(frames.at(-1)!.numTests).toBe(80);
  });
});
