import fc from "fast-check";
import { expect, test } from "vitest";
import { models } from "#domain/configs/models.ts";
import { countParameters, isCounted } from "#domain/parameters.ts";
import { run } from "#sim/run.ts";
import released from "./data/weights.json" with { type: "json" };
import openToWhom from "./open-to-whom.sim.ts";

const given = fc.record({ bits: fc.integer({ min: 1, max: 16 }), memoryGB: fc.integer({ min: 8, max: 288 }) });

test("V3 at one byte needs nine GPUs of 80 GB, and its demo is started on sixteen", () => {
  const v3 = run(openToWhom).models.find((model) => model.id === "deepseek-v3")!;
  expect(v3).toMatchObject({ gigabytes: 671, fewestGpus: 9, usualGpus: 16, usdPerDay: 768 });
});

test("no model of DeepSeek's own training but V2-Lite fits a card of 24 GB at four bits", () => {
  const fits = run(openToWhom, { bits: 4, memoryGB: 24 }).models.filter((model) => model.fewestGpus === 1).map((model) => model.id);
  expect(fits).toEqual(["r1-distill-15b", "r1-distill-8b", "deepseek-v2-lite", "r1-distill-32b"]);
});

test("fewer bits or larger GPUs never need more GPUs", () => {
  fc.assert(fc.property(given, ({ bits, memoryGB }) => {
    const numGpus = (values: { bits: number; memoryGB: number }): number[] => run(openToWhom, values).models.map((model) => model.fewestGpus);
    const here = numGpus({ bits, memoryGB });
    for (const easier of [numGpus({ bits: Math.max(1, bits - 1), memoryGB }), numGpus({ bits, memoryGB: Math.min(288, memoryGB + 8) })]) {
      for (const [at, count] of easier.entries()) expect(count).toBeLessThanOrEqual(here[at]!);
    }
  }), { numRuns: 50 });
});

test("stated sizes are those that the configs give, to three per cent", () => {
  const counted = released.flatMap((model) => models.filter((config) => config.id === model.id).filter(isCounted).map((config) => [model.totalParameters, countParameters(config, "both").reduce((sum, part) => sum + part.total, 0)] as const));
  expect(counted.length).toBeGreaterThanOrEqual(3);
  for (const [stated, count] of counted) expect(Math.abs(count / stated - 1)).toBeLessThan(0.03);
});
