import { describe, expect, test } from "vitest";
import { growingBytesPerToken } from "#domain/sparseAttention.ts";
import { sparseModels } from "#domain/sparseModels.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./lineage.figure.ts";
import lineage from "./lineage.sim.ts";

const { models } = run(lineage);
const MODELS = lineage.params.from.options;

describe("published values", () => {
  test("every size that a maker printed is the one its shape gives, to a byte", () => {
    const printed = models.filter((model) => model.kvStanding === "published");
    expect(printed.map((model) => model.short)).toEqual(["V3", "V3.2", "V4-Flash", "V4.1-Flash"]);
    for (const model of printed) expect(Math.floor(growingBytesPerToken(sparseModels.find((shape) => shape.id === model.model)!))).toBe(model.kvBytes);
  });
  test("V4-Pro is an estimate of 5,031 bytes", () => {
    const pro = models.find((model) => model.short === "V4-Pro")!;
    expect([pro.kvStanding, Math.round(pro.kvBytes)]).toEqual(["estimate", 5031]);
  });
  test("from V3 to V4.1-Flash the cache falls by a factor of 79", () => {
    expect(Math.round(run(lineage).cacheFactor)).toBe(79);
  });
});

describe("a descent", () => {
  test("every parent but the first model's is in the list, and older", () => {
    expect(models.filter((model) => model.parent === "").map((model) => model.short)).toEqual(["V2"]);
    for (const model of models.slice(1)) expect(models.find((one) => one.model === model.parent)!.year).toBeLessThan(model.year);
  });
  test("who goes on from weights has as many parameters as its parent", () => {
    for (const model of models.filter((one) => one.keepsWeights)) expect(models.find((one) => one.model === model.parent)!.totalB).toBe(model.totalB);
  });
});

test("factors of there and back are inverse", () => {
  for (const from of MODELS) for (const to of MODELS) expect(run(lineage, { from, to }).cacheFactor * run(lineage, { from: to, to: from }).cacheFactor).toBeCloseTo(1, 12);
});

test.each(MODELS)("the figure from %s names every mark twice and misses no number", (from) => {
  const { wide, narrow, caption, table } = renderFigure(figure, { from });
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const svg of [wide, narrow]) expect(svg.match(/data-read/g)).toHaveLength(16);
});
