import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import decodeRoofline from "./decode-roofline.sim.ts";

const row = (given: Parameters<typeof run>[1], mode: string) => run(decodeRoofline, given).rows.find((r) => r.mode === mode)!;

describe("what is published", () => {
  test("the cache of one token of DeepSeek-V3 is 70,272 bytes (isca25, Table 1)", () => {
    expect(row({ batchSize: 1, contextTokens: 1 }, "absorbed").bytes).toBe(70_272);
  });
  test("128 heads feed each byte 242 FLOP, within a tenth of what an H800 computes under load (flashmla: 865 TFLOP/s)", () => {
    expect(row({}, "absorbed").intensity).toBeCloseTo(241.78, 2);
    // The source rounds (d_k + d_v) / d_k = 1.89 up to 2 and so finds 256, which it compares with 865 / 3.35 = 258.
    expect(row({ gpu: "custom", customTflops: 865, customBandwidthTBps: 3.35 }, "absorbed").attainableTflops).toBeGreaterThan(0.9 * 865);
  });
});

describe("what must hold", () => {
  const sizes = { batchSize: fc.integer({ min: 1, max: 4096 }), contextTokens: fc.integer({ min: 1, max: 1_048_576 }) };
  const bytesPerElement = fc.constantFrom(0.5, 1, 2, 4);
  const gpu = fc.constantFrom("h800", "h100", "h20", "custom");

  test("without the projections, neither batch nor context changes an intensity", () => {
    fc.assert(fc.property(fc.record({ ...sizes, bytesPerElement }), (given) => {
      const alone = run(decodeRoofline, { bytesPerElement: given.bytesPerElement }).rows;
      for (const [i, { intensity }] of run(decodeRoofline, given).rows.entries()) expect(intensity / alone[i]!.intensity).toBeCloseTo(1, 9);
    }));
  });
  test("with the projections, a larger batch never lowers an intensity", () => {
    fc.assert(fc.property(fc.record({ ...sizes, bytesPerElement }), (given) => {
      const of = (batchSize: number) => run(decodeRoofline, { ...given, batchSize, countsProjections: true }).rows.map((r) => r.intensity);
      const [small, large] = [of(given.batchSize), of(Math.min(4096, given.batchSize * 2))];
      for (const [i, x] of small.entries()) expect(large[i]! / x).toBeGreaterThan(1 - 1e-9);
    }));
  });
  test("absorption never takes longer than rebuilding, on any GPU, for any model with MLA", () => {
    fc.assert(fc.property(fc.record({ ...sizes, bytesPerElement, gpu, model: fc.constantFrom(...decodeRoofline.params.model.options), countsProjections: fc.boolean() }), (given) => {
      expect(row(given, "absorbed").seconds).toBeLessThanOrEqual(row(given, "rebuilt").seconds);
    }));
  });
  test("counting the projections never makes a step shorter", () => {
    fc.assert(fc.property(fc.record({ ...sizes, bytesPerElement, gpu }), (given) => {
      const [without, withThem] = [run(decodeRoofline, given).rows, run(decodeRoofline, { ...given, countsProjections: true }).rows];
      for (const [i, { seconds }] of without.entries()) expect(withThem[i]!.seconds).toBeGreaterThanOrEqual(seconds);
    }));
  });
});

describe("edges", () => {
  test("on an H20 arithmetic binds absorbed MLA, and GQA with eight groups is faster", () => {
    const [absorbed, gqa] = [row({ gpu: "h20" }, "absorbed"), row({ gpu: "h20" }, "gqa")];
    expect([absorbed.bound, gqa.bound]).toEqual(["compute", "memory"]);
    expect(gqa.seconds).toBeLessThan(absorbed.seconds);
  });
  test("sixteen heads leave absorbed MLA bound by memory", () => {
    expect(row({ model: "deepseek-v2-lite" }, "absorbed")).toMatchObject({ bound: "memory", intensity: 2 * 16 * (2 * 512 + 64) / (2 * 576) });
  });
  test("keys and values kept in full outgrow the GPU first", () => {
    expect(run(decodeRoofline).rows.map((r) => [r.mode, r.fitsMemory])).toEqual([["absorbed", true], ["rebuilt", true], ["naive", false], ["gqa", false]]);
  });
  test("Llama 3.1 70B reads 327,680 bytes per token and feeds each eight FLOP", () => {
    expect(row({ peer: "llama-3.1-70b", batchSize: 1, contextTokens: 1 }, "gqa")).toMatchObject({ bytes: 327_680, intensity: 8 });
  });
});
