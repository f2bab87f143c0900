import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { impliedCost, tokensPerPass } from "#domain/speculation.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./speculative-decoding.figure.ts";
import speculativeDecoding from "./speculative-decoding.sim.ts";

describe("published values", () => {
  test("85 and 90 per cent give 1.85 and 1.90 tokens a pass, so a speed of 1.8 leaves 2.8 and 5.6 per cent of a pass for the rest", () => {
    const tokens = [0.85, 0.9].map((acceptance) => run(speculativeDecoding, { acceptance, numTokens: 1000 }).expected.tokensPerPass);
    expect(tokens).toEqual([1.85, 1.9]);
    expect(tokens.map((x) => Number((100 * impliedCost(x, 1.8, 1)).toFixed(1)))).toEqual([2.8, 5.6]);
  });

  test("80 per cent, the low end of the later paper, leaves nothing for drafting at a speed of 1.8", () => {
    expect(impliedCost(tokensPerPass(0.8, 1), 1.8, 1)).toBeCloseTo(0, 12);
  });

  test("one acceptance for all depths promises more than Gloeckle et al. measured: 2.65 and 3.34 against 2.57 and 3.12", () => {
    expect([2, 3].map((depth) => Number(run(speculativeDecoding, { acceptance: 0.88, depth, numTokens: 1000 }).expected.tokensPerPass.toFixed(2)))).toEqual([2.65, 3.34]);
  });
});

describe("formula and count", () => {
  test("agree within four standard errors, and the text has the model's own distribution", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 }), (twentieths, depth) => {
        const { expected, simulated, standardError, largestDeviation, tokensWritten } = run(speculativeDecoding, { acceptance: twentieths / 20, depth, numTokens: 20_000 });
        expect(Math.abs(simulated.tokensPerPass - expected.tokensPerPass)).toBeLessThanOrEqual(4 * standardError + 1e-9);
        expect(largestDeviation).toBeLessThan(5 * Math.sqrt(0.25 / tokensWritten));
      }),
      { numRuns: 30 },
    );
  });

  test("shares of run lengths sum to one, counted and computed", () => {
    const { runLengths } = run(speculativeDecoding, { acceptance: 0.6, depth: 5, numTokens: 5000 });
    for (const key of ["expected", "simulated"] as const) expect(runLengths.reduce((sum, each) => sum + each[key], 0)).toBeCloseTo(1, 9);
  });
});

test("where a pass only computes, drafts slow decoding down, and the caption says so", () => {
  expect(run(speculativeDecoding, { verifyCost: 1, numTokens: 1000 }).expected.speedup).toBeLessThan(1);
  expect(renderFigure(figure, { verifyCost: 1, numTokens: 1000 }).caption).toContain("slower than without, 0.92 times as fast");
});

test("all drafts accepted: every pass yields one token more than its drafts", () => {
  const { simulated, runLengths } = run(speculativeDecoding, { acceptance: 1, depth: 3, numTokens: 4000 });
  expect(simulated.tokensPerPass).toBe(4);
  expect(runLengths.map((each) => each.simulated)).toEqual([0, 0, 0, 1]);
});
