import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Param } from "#sim/contract.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./attention-variants.figure.ts";
import attentionVariants from "./attention-variants.sim.ts";

const whole = (param: Param & { kind: "number" }): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: Math.round((param.max - param.min) / param.step!) }).map((k) => param.min + k * param.step!);
const values = fc.record(Object.fromEntries(Object.entries(attentionVariants.params).map(([name, param]) => [name, whole(param)])));
const elements = (given: Readonly<Record<string, unknown>> = {}): number[] => run(attentionVariants, given).variants.map((variant) => variant.elementsPerToken);

describe("published values", () => {
  test("in DeepSeek-V2's shape MLA caches as much as 2.25 groups of GQA", () => {
    expect(run(attentionVariants).mlaAsGqaGroups).toBe(2.25);
  });

  test("in DeepSeek-V2's shape the four keep 1,966,080, 122,880, 15,360 and 34,560 elements per token", () => {
    expect(run(attentionVariants).variants.map((variant) => variant.name)).toEqual(["MHA", "GQA", "MQA", "MLA"]);
    expect(elements()).toEqual([1_966_080, 122_880, 15_360, 34_560]);
  });

  test("the small pair of models of the V2 report keeps 110.6K and 15.6K elements", () => {
    const [mha, , , mla] = elements({ numLayers: 27, numHeads: 16 });
    expect([mha, mla]).toEqual([110_592, 15_552]);
  });
});

describe("laws over the whole ranges", () => {
  test("every number is finite and positive, and MQA <= GQA <= MHA", () => {
    fc.assert(
      fc.property(values, (given) => {
        const out = run(attentionVariants, given);
        for (const { elementsPerToken, bytesPerToken, ratioToMha } of out.variants) for (const x of [elementsPerToken, bytesPerToken, ratioToMha]) expect(x > 0 && Number.isFinite(x)).toBe(true);
        const [mha, gqa, mqa] = out.variants.map((variant) => variant.elementsPerToken) as [number, number, number];
        expect(mqa).toBeLessThanOrEqual(gqa);
        expect(gqa).toBeLessThanOrEqual(mha);
      }),
    );
  });

  test("GQA with mlaAsGqaGroups groups caches what MLA caches", () => {
    fc.assert(
      fc.property(values, (given) => {
        const out = run(attentionVariants, given);
        const [, , mqa, mla] = out.variants.map((variant) => variant.elementsPerToken) as [number, number, number, number];
        expect(mqa * out.mlaAsGqaGroups).toBeCloseTo(mla, 4);
      }),
    );
  });

  test("GQA with one group is MQA and with one per head is MHA", () => {
    fc.assert(
      fc.property(values, (given) => {
        const [, one, mqa] = elements({ ...given, numKvGroups: 1 });
        const [mha, all] = elements({ ...given, numKvGroups: given.numHeads });
        expect([one, all]).toEqual([mqa, mha]);
      }),
    );
  });

  test("MLA does not depend on the heads", () => {
    fc.assert(
      fc.property(values, whole(attentionVariants.params.numHeads), whole(attentionVariants.params.headDim), (given, numHeads, headDim) => {
        expect(elements({ ...given, numHeads, headDim })[3]).toBe(elements(given)[3]);
      }),
    );
  });
});

describe("edges", () => {
  test("more groups than heads are used as one per head, and the answer says so", () => {
    const out = run(attentionVariants, { numHeads: 4, numKvGroups: 8 });
    expect(out.numKvGroupsUsed).toBe(4);
    expect(out.variants[1]!.ratioToMha).toBe(1);
    expect(renderFigure(figure, { numHeads: 4, numKvGroups: 8 }).caption).toContain("GQA was given 8 groups for 4 heads");
  });

  test("groups that do not divide the heads are reported and change no size", () => {
    expect(run(attentionVariants, { numKvGroups: 8 }).groupsDivideHeads).toBe(true);
    const out = run(attentionVariants, { numKvGroups: 7 });
    expect(out.groupsDivideHeads).toBe(false);
    expect(out.variants[1]!.elementsPerToken).toBe((elements()[1]! * 7) / 8);
  });
});

const extremes = (pick: "min" | "max"): Record<string, number> => Object.fromEntries(Object.entries(attentionVariants.params).map(([name, param]) => [name, param[pick]]));
test.each([{}, extremes("min"), extremes("max"), { headDim: 1, numHeads: 1, kvLoraRank: 8192 }, { headDim: 1024, numHeads: 256, kvLoraRank: 1, qkRopeHeadDim: 0 }, ...Object.values(figure.presets ?? {})])("the figure draws %o inside its frame", (given) => {
  const { wide, narrow, caption, table } = renderFigure(figure, given);
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const [svg, width] of [[wide, 680], [narrow, 340]] as const) {
    const ends = [...svg.matchAll(/<rect [^>]*>/g)].map(([rect]) => ["x", "width"].reduce((end, name) => end + Number(new RegExp(` ${name}="([\\d.]+)"`).exec(rect)![1]), 0));
    expect(ends.length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...ends)).toBeLessThanOrEqual(width);
  }
});
