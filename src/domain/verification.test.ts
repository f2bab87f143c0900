import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deepseek67b } from "./configs/deepseek67b.ts";
import { deepseekV3 } from "./configs/deepseekV3.ts";
import { gpus } from "./gpus.ts";
import type { CountedConfig } from "./parameters.ts";
import { distinctExperts, draftCosts, passTime } from "./verification.ts";

const v3 = deepseekV3 as CountedConfig;
const h800 = gpus.h800;
const sequences = fc.integer({ min: 1, max: 16_384 });
const context = fc.integer({ min: 0, max: 131_072 });

describe("distinct experts", () => {
  test("one token reads its eight, two read 15.75 of 256, very many read all", () => {
    expect(distinctExperts(256, 8, 1)).toBe(8);
    expect(distinctExperts(256, 8, 2)).toBeCloseTo(15.75, 12);
    expect(distinctExperts(256, 8, 10_000)).toBeCloseTo(256, 9);
  });

  test("agree with a count over all pairs of tokens in a small layer", () => {
    // Two experts of four for each of two tokens: 36 pairs of choices.
    const choices = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]];
    const sizes = choices.flatMap((a) => choices.map((b) => new Set([...a, ...b]).size));
    expect(distinctExperts(4, 2, 2)).toBeCloseTo(sizes.reduce((x, y) => x + y, 0) / sizes.length, 12);
  });

  test("more choices than experts are refused", () => expect(() => distinctExperts(4, 5, 1)).toThrow("out of range: topK is 5 expert; expected at most 4"));
});

describe("a pass of V3", () => {
  test("one token without context reads its activated weights, and waits for memory", () => {
    const { weights, weightsBound, seconds } = passTime(v3, h800, { numSequences: 1, tokensPerSequence: 1, contextTokens: 0, numCopies: 1 });
    expect(weights.bytes / 1e9).toBeCloseTo(36.63, 2);
    expect(weights.flop).toBe(2 * weights.bytes);
    expect(weightsBound).toBe("memory");
    expect(seconds).toBeCloseTo(weights.bytes / 3.35e12, 12);
  });

  test("very many tokens read every weight but the embedding once, and wait for arithmetic", () => {
    const { weights, weightsBound } = passTime(v3, h800, { numSequences: 16_384, tokensPerSequence: 1, contextTokens: 0, numCopies: 1 });
    expect(weights.bytes / 1e9).toBeCloseTo(671.03 - 0.93, 1);
    expect(weightsBound).toBe("compute");
  });

  test("takes longer with each further sequence, token and cached token", () => {
    fc.assert(
      fc.property(sequences, context, fc.integer({ min: 1, max: 4 }), (numSequences, contextTokens, tokensPerSequence) => {
        const base = passTime(v3, h800, { numSequences, tokensPerSequence, contextTokens, numCopies: 1 }).seconds;
        expect(passTime(v3, h800, { numSequences: numSequences + 1, tokensPerSequence, contextTokens, numCopies: 1 }).seconds).toBeGreaterThanOrEqual(base);
        expect(passTime(v3, h800, { numSequences, tokensPerSequence: tokensPerSequence + 1, contextTokens, numCopies: 1 }).seconds).toBeGreaterThanOrEqual(base);
        expect(passTime(v3, h800, { numSequences, tokensPerSequence, contextTokens: contextTokens + 1, numCopies: 1 }).seconds).toBeGreaterThan(base);
      }),
    );
  });

  test("a further copy of what is no routed expert is read as well", () => {
    const bytes = (numCopies: number): number => passTime(v3, h800, { numSequences: 64, tokensPerSequence: 1, contextTokens: 0, numCopies }).weights.bytes;
    expect((bytes(144) - bytes(1)) / 143 / 1e9).toBeCloseTo(36.63 - (58 * 8 * 3 * 7168 * 2048) / 1e9, 2);
  });

  test("a model without MLA is refused by name", () => expect(() => passTime(deepseek67b as CountedConfig, h800, { numSequences: 1, tokensPerSequence: 1, contextTokens: 0, numCopies: 1 })).toThrow("unsupported: DeepSeek 67B has no MLA"));
});

describe("costs of a draft", () => {
  test("lie between nothing and a whole pass", () => {
    fc.assert(
      fc.property(sequences, context, fc.integer({ min: 1, max: 4 }), (numSequences, contextTokens, depth) => {
        const { draftCost, verifyCost } = draftCosts(v3, h800, { numSequences, contextTokens, numCopies: 1 }, depth);
        expect(draftCost).toBeGreaterThan(0);
        expect(draftCost).toBeLessThan(0.1);
        expect(verifyCost).toBeGreaterThan(-1e-12);
        expect(verifyCost).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test("verification is dear for one sequence, nearly free for some hundreds, and costs a pass for very many", () => {
    const verify = (numSequences: number): number => draftCosts(v3, h800, { numSequences, contextTokens: 0, numCopies: 1 }, 1).verifyCost;
    expect(verify(1)).toBeGreaterThan(0.5);
    expect(verify(512)).toBeLessThan(0.001);
    expect(verify(16_384)).toBeCloseTo(1, 9);
  });

  test("alone with a sequence, the module costs its share of the activated weights", () => {
    const used = 0.688 + 0.9267;
    expect(draftCosts(v3, h800, { numSequences: 1, contextTokens: 0, numCopies: 1 }, 1).draftCost).toBeCloseTo(used / 36.63, 3);
  });
});
