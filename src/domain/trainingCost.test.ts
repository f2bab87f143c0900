import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deepseekV2 } from "./configs/deepseekV2.ts";
import { deepseekV3 } from "./configs/deepseekV3.ts";
import { gemma327b } from "./configs/gemma327b.ts";
import { llama31405b } from "./configs/llama31405b.ts";
import { attentionFlopPerToken, attentionShapeOf, daysOf, gpuHoursOf, matrixFlopPerToken, priceStages, R1_RUNS, R1_STAGES, V3_STAGES } from "./trainingCost.ts";

const v3 = attentionShapeOf(deepseekV3);
const v2 = attentionShapeOf(deepseekV2);
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

describe("what is published", () => {
  test("the stages of V3 add up to 2,788K GPU-hours, those of R1 to 147K", () => {
    expect([V3_STAGES, R1_STAGES].map((stages) => sum(stages.map((stage) => stage.gpuHours)))).toEqual([2_788_000, 147_000]);
  });
  test("R1's GPUs times its hours give its GPU-hours to the thousand", () => {
    for (const { name, numGpus, hours } of R1_RUNS) expect(Math.round((numGpus * hours) / 1000) * 1000).toBe(R1_STAGES.find((stage) => stage.name === name)!.gpuHours);
  });
  test("37B parameters and causal attention over 4,096 tokens are near 250 GFLOP for V3, 21B near 155 for V2", () => {
    // Two per cent: the activated parameters are printed to two digits.
    expect((matrixFlopPerToken(37e9) + attentionFlopPerToken(v3, 4096, true)) / 250e9).toBeCloseTo(1.01, 2);
    expect((matrixFlopPerToken(21e9) + attentionFlopPerToken(v2, 4096, true)) / 155e9).toBeCloseTo(1.01, 2);
  });
  test("counting without the causal mask raises V3's rate as printed: 432 over 385 TFLOP/s", () => {
    const counted = (isCausal: boolean): number => matrixFlopPerToken(37e9) + attentionFlopPerToken(v3, 4096, isCausal);
    expect(counted(false) / counted(true)).toBeCloseTo(432 / 385, 2);
  });
  test("250 GFLOP a token at 385 TFLOP/s make the 180K GPU-hours per trillion tokens", () => {
    expect(gpuHoursOf(250e9 * 1e12, 385, 1) / 180_000).toBeCloseTo(1, 2);
  });
});

describe("shapes", () => {
  test("a head of V3 scores with 192 dimensions and carries values of 128; one of Llama 405B has 128 of both", () => {
    expect(v3).toEqual({ numLayers: 61, numHeads: 128, qkHeadDim: 192, vHeadDim: 128 });
    expect(attentionShapeOf(llama31405b)).toEqual({ numLayers: 126, numHeads: 128, qkHeadDim: 128, vHeadDim: 128 });
  });
  test("a model with windowed layers is refused", () => {
    expect(() => attentionShapeOf(gemma327b)).toThrow("unsupported: gemma-3-27b has layers of several kinds");
  });
});

describe("what must hold", () => {
  const positive = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
  test("the causal mask halves attention", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (contextTokens) => void expect(2 * attentionFlopPerToken(v3, contextTokens, true)).toBe(attentionFlopPerToken(v3, contextTokens, false))));
  });
  test("a stage's price over its hours is the price of an hour", () => {
    fc.assert(fc.property(positive, positive, (gpuHours, price) => void expect(priceStages([{ name: "a", gpuHours }], price)[0]!.usd / gpuHours / price).toBeCloseTo(1, 9)));
  });
  test("twice the GPUs need half the days", () => {
    fc.assert(fc.property(positive, fc.integer({ min: 1, max: 1e6 }), (gpuHours, numGpus) => void expect((daysOf(gpuHours, 2 * numGpus) * 2) / daysOf(gpuHours, numGpus)).toBeCloseTo(1, 9)));
  });
});
