import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./sparse-attention.figure.ts";
import sparseAttention, { type SparseRow } from "./sparse-attention.sim.ts";

const { measure, counting, storage } = sparseAttention.params;
const row = (model: string, given: Readonly<Record<string, unknown>> = {}): SparseRow => run(sparseAttention, given).rows.find((found) => found.model === model)!;
const MILLION = 1_048_576;

describe("published values", () => {
  test("counted in FP8 FLOP both published shares of V4 come out, counted plainly that of V4-Flash does not", () => {
    const shares = (how: string): number[] => ["deepseek-v4-pro", "deepseek-v4-flash"].map((model) => Math.round(row(model, { counting: how }).percentOfV32));
    expect(shares("whole model, in FP8 FLOP")).toEqual([27, 10]);
    expect(shares("whole model, each FLOP once")).toEqual([26, 12]);
  });
  // The labels of the report's Figure 1: the arithmetic comes near them and misses both, so they are no checks of the simulation.
  test("where the report prints 3.7 and 9.8 times less arithmetic, 3.77 and 10.07 come out", () => {
    const factors = ["deepseek-v4-pro", "deepseek-v4-flash"].map((model) => 100 / row(model, { counting: "whole model, in FP8 FLOP" }).percentOfV32);
    expect(factors).toEqual([expect.closeTo(3.774, 3), expect.closeTo(10.072, 3)]);
  });
  // Said of arithmetic in decoding, from 4K to 1M; seen in one reader's notes alone, so no check of the simulation.
  test("from 4K to 1M the arithmetic of V4.1 grows by 28%, where its makers say about a quarter", () => {
    expect(row("deepseek-v4.1-flash", { counting: "whole model, in FP8 FLOP" }).timesAt4K).toBeCloseTo(1.283, 3);
  });
  test("at 16 bits V3.2 keeps more than V3, by its index keys", () => {
    const given = { measure: "bytes kept", storage: "all at 16 bits" };
    expect(row("deepseek-v3.2", given).value - row("deepseek-v3", given).value).toBe(61 * 256 * MILLION);
  });
});

describe("by hand", () => {
  test("at a million tokens scoring is 97% of V3.2's attention, at 34,816 tokens half", () => {
    const share = (contextTokens: number): number => row("deepseek-v3.2", { contextTokens }).indexer / row("deepseek-v3.2", { contextTokens }).value;
    expect(share(MILLION)).toBeCloseTo((MILLION * 16_384) / (MILLION * 16_384 + 2048 * 278_528), 12);
    expect(share(34_816)).toBeCloseTo(0.5, 12);
  });
  test("choosing pays in arithmetic from 2,176 tokens on, in reading from 2,564", () => {
    expect(run(sparseAttention).breakEvenTokens).toBeCloseTo(2176, 9);
    expect(run(sparseAttention, { measure: "bytes read" }).breakEvenTokens).toBeCloseTo((2048 * 656) / (656 - 132), 9);
    expect(run(sparseAttention, { measure: "bytes kept" }).breakEvenTokens).toBeNull();
  });
  test("an indexer that costs as much as reading never pays", () => {
    expect(run(sparseAttention, { indexHeads: 128, indexDim: 512 }).breakEvenTokens).toBeCloseTo((2048 * 278_528) / (278_528 - 131_072), 6);
    expect(run(sparseAttention, { measure: "bytes read", indexDim: 512, storage: "all at 16 bits" }).breakEvenTokens).toBeCloseTo((2048 * 1152) / (1152 - 1024), 6);
  });
});

const anyValues = fc.record({
  measure: fc.constantFrom(...measure.options), counting: fc.constantFrom(...counting.options), storage: fc.constantFrom(...storage.options),
  contextTokens: fc.integer({ min: 1024, max: MILLION }), topK: fc.integer({ min: 64, max: 131_072 }), indexHeads: fc.integer({ min: 1, max: 128 }), indexDim: fc.integer({ min: 16, max: 512 }),
});

test("parts add up, and what is kept does not depend on what is chosen", () => {
  fc.assert(
    fc.property(anyValues, (given) => {
      for (const { indexer, core, rest, value } of run(sparseAttention, given).rows) expect(indexer + core + rest).toBeCloseTo(value, 3);
      const kept = { ...given, measure: "bytes kept" };
      expect(row("deepseek-v3.2", { ...kept, topK: 64, indexHeads: 1 }).value).toBe(row("deepseek-v3.2", kept).value);
    }),
    { numRuns: 40 },
  );
});

test("with as many chosen as there are, V3.2 reads what dense attention reads, and scores besides", () => {
  const given = { contextTokens: 65_536, topK: 131_072 };
  expect(row("deepseek-v3.2", given).core).toBe(row("deepseek-v3", given).core);
  expect(row("deepseek-v3.2", given).value).toBeGreaterThan(row("deepseek-v3", given).value);
});

test.each(measure.options.flatMap((one) => counting.options.map((how) => ({ measure: one, counting: how }))))("the figure draws %o without a missing number", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, { ...given, contextTokens: 1024 });
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const svg of [wide, narrow]) expect(svg.match(/data-read/g)).toHaveLength(5);
});
