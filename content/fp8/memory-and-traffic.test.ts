import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import { activationBytesPerToken, BITS, bytesOf, PLAIN_RECIPE } from "#domain/trainingMemory.ts";
import { modelById } from "#domain/configs/models.ts";
import type { CountedConfig } from "#domain/parameters.ts";
import memory from "./memory-and-traffic.sim.ts";

describe("DeepSeek-V3", () => {
  const out = run(memory);

  test("keeps a little over 13 bytes for each parameter, where 16 and 32 bits keep 18", () => {
    // By hand: 1 + 4 + 4 + 2 + 2, one byte more for the 0.28% that stay in BF16, and a scale of 4 bytes for each 16,384 weights.
    const high = (2 * 129_280 * 7168 + 58 * 256 * 7168 + 61 * (2 * 7168 + 1536 + 512) + 7168) / out.totalParameters;
    expect(out.mine.bytesPerParameter).toBeCloseTo(13 + high + (1 - high) * (4 / 16_384), 9);
    expect(out.plain.bytesPerParameter).toBe(18);
  });

  test("sends 10 MB for each token, of which answers in BF16 are two thirds", () => {
    expect(out.mine.dispatchBytesPerToken).toBe(58 * 4 * 2 * (7168 + 56 * 4));
    expect(out.mine.combineBytesPerToken).toBe(58 * 4 * 2 * 2 * 7168);
    expect(out.savedPercent.traffic).toBeCloseTo(25 - 100 * (56 * 4) / (4 * 7168), 9);
  });

  test("keeps E5M6 behind attention and E4M3 elsewhere", () => {
    const attention = (7168 + 1536 + 512) * (1 + 4 / 128) + 16_384 * (1.5 + 4 / 128);
    const experts = 9 * (7168 + 2 * 2048) * (1 + 4 / 128);
    const dense = (7168 + 2 * 18_432) * (1 + 4 / 128);
    expect(out.mine.activationBytesPerToken).toBeCloseTo(61 * attention + 58 * experts + 3 * dense, 6);
  });
});

const recipe = fc.record({
  model: fc.constantFrom("deepseek-v3", "deepseek-v2", "deepseek-v2-lite"), weights: fc.constantFrom("fp8", "bf16"), moments: fc.constantFrom("bf16", "fp32"),
  activations: fc.constantFrom("fp8", "bf16"), dispatch: fc.constantFrom("fp8", "bf16"), combine: fc.constantFrom("bf16", "fp8"), copies: fc.integer({ min: 1, max: 8 }),
});

test("no recipe needs more than 16 and 32 bits do, and none saves half", () => {
  fc.assert(fc.property(recipe, (given) => {
    const { savedPercent } = run(memory, given);
    for (const share of Object.values(savedPercent)) {
      expect(share).toBeGreaterThanOrEqual(-1e-9);
      expect(share).toBeLessThan(50);
    }
    expect(savedPercent.state).toBeLessThan(30);
  }), { numRuns: 60 });
});

test("traffic grows with the nodes that a token is sent to, and saves the same share", () => {
  const [one, eight] = [run(memory, { copies: 1 }), run(memory, { copies: 8 })];
  expect(eight.mine.combineBytesPerToken).toBe(8 * one.mine.combineBytesPerToken);
  expect(eight.savedPercent.traffic).toBeCloseTo(one.savedPercent.traffic, 9);
});

test("a scale adds to FP8 alone, and attention without MLA is refused", () => {
  expect(BITS.e5m6).toBe(12);
  expect([bytesOf(128, "fp8", 128), bytesOf(128, "bf16", 128), bytesOf(128, "e5m6", 128)]).toEqual([132, 256, 192]);
  expect(() => activationBytesPerToken(modelById("llama-3.1-8b") as CountedConfig, PLAIN_RECIPE)).toThrow("unsupported");
});
