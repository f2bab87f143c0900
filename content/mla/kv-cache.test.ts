import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import { renderFigure } from "#sim/render.ts";
import figure from "./kv-cache.figure.ts";
import kvCache, { type CacheRow } from "./kv-cache.sim.ts";

const { contextTokens, batchSize, bytesPerElement } = kvCache.params;
const context = fc.integer({ min: contextTokens.min, max: contextTokens.max });
const batch = fc.integer({ min: batchSize.min, max: batchSize.max });
const precision = fc.integer({ min: 0, max: (bytesPerElement.max - bytesPerElement.min) / bytesPerElement.step }).map((k) => bytesPerElement.min + k * bytesPerElement.step);
const row = (model: string, given: Readonly<Record<string, unknown>> = {}): CacheRow => run(kvCache, given).rows.find((found) => found.model === model)!;

describe("published values", () => {
  test.each([
    ["deepseek-v3", 70_272],
    ["qwen2.5-72b", 327_680],
    ["llama-3.1-405b", 516_096],
    ["deepseek-67b", 389_120],
    ["kimi-k2", 70_272],
    ["minimax-m1", 40_960],
    ["gemma-3-27b", 81_920],
    ["gpt-oss-120b", 36_864],
  ])("%s grows by %i bytes per token at two bytes per element", (model, bytes) => {
    expect(row(model, { bytesPerElement: 2 }).bytesPerToken).toBe(bytes);
  });

  test("the four MLA models keep 576 elements per layer", () => {
    const mla = run(kvCache).rows.filter((found) => found.attention === "MLA");
    expect(mla.map((found) => found.model)).toEqual(["deepseek-v2", "deepseek-v2-lite", "deepseek-v3", "kimi-k2"]);
    for (const found of mla) expect(found.elementsPerToken / found.numLayers).toBe(576);
  });
});

describe("laws over the whole ranges", () => {
  test("every answer is a positive whole number of half bytes, exactly representable", () => {
    fc.assert(
      fc.property(context, batch, precision, (c, b, p) => {
        for (const found of run(kvCache, { contextTokens: c, batchSize: b, bytesPerElement: p }).rows) {
          expect(found.cacheBytes).toBeGreaterThan(0);
          expect(Number.isSafeInteger(found.cacheBytes * 2)).toBe(true);
        }
      }),
    );
  });

  test("doubling context doubles the cache of models without windows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: contextTokens.max / 2 }), (c) => {
        for (const found of run(kvCache, { contextTokens: c }).rows.filter((one) => !one.attention.includes("windowed"))) expect(row(found.model, { contextTokens: 2 * c }).cacheBytes).toBe(2 * found.cacheBytes);
      }),
    );
  });

  test("beyond its window each model grows by bytesPerToken a token, and never shrinks before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: contextTokens.max - 1 }), (c) => {
        const after = run(kvCache, { contextTokens: c + 1 }).rows;
        run(kvCache, { contextTokens: c }).rows.forEach((before, i) => {
          const growth = after[i]!.cacheBytes - before.cacheBytes;
          if (c >= 1024) expect(growth).toBe(before.bytesPerToken);
          else expect(growth).toBeGreaterThanOrEqual(before.bytesPerToken);
        });
      }),
    );
  });

  test("batch and precision scale every cache in proportion", () => {
    fc.assert(
      fc.property(batch, precision, (b, p) => {
        const one = run(kvCache, { batchSize: 1, bytesPerElement: 1 }).rows;
        run(kvCache, { batchSize: b, bytesPerElement: p }).rows.forEach((found, i) => expect(found.cacheBytes).toBe(one[i]!.cacheBytes * b * p));
      }),
    );
  });
});

describe("edges", () => {
  test("at one token a windowed layer counts like any other", () => {
    expect(row("gemma-3-27b", { contextTokens: 1, bytesPerElement: 2 }).cacheBytes).toBe(507_904);
  });

  test("the windows of Gemma 3 add 436,207,616 bytes and no more", () => {
    const full = row("gemma-3-27b", { contextTokens: 1_048_576, bytesPerElement: 2 });
    expect(full.cacheBytes - full.bytesPerToken * 1_048_576).toBe(436_207_616);
  });

  test("constant states are reported and left out of the cache", () => {
    const hybrid = row("minimax-m1", { contextTokens: 1, batchSize: 2, bytesPerElement: 2 });
    expect(hybrid.stateElements).toBe(2 * 70 * 64 * 128 * 128);
    expect(hybrid.cacheBytes).toBe(2 * 40_960);
  });

  test("no context at all is refused", () => {
    expect(() => run(kvCache, { contextTokens: 0 })).toThrow("out of range: contextTokens is 0 token; expected 1 to 1048576 token");
  });
});

test.each([{}, { contextTokens: 1, bytesPerElement: 0.5 }, { contextTokens: 1_048_576, batchSize: 4096, bytesPerElement: 4 }, ...Object.values(figure.presets ?? {})])("the figure draws %o without a missing number", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, given);
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(wide.match(/data-read/g)).toHaveLength(run(kvCache).rows.length);
});
