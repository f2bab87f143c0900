import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupedElements, growingElementsPerToken, kvCacheElements, latentElements, mlaAsGqaGroups, stateElements, windowElements } from "./attention.ts";
import { modelById, models } from "./configs/models.ts";

const dim = fc.integer({ min: 1, max: 4096 });

describe("cached elements", () => {
  test("MLA in DeepSeek-V2 caches as much as 2.25 GQA groups", () => {
    expect(mlaAsGqaGroups(512, 64, 128)).toBe(2.25);
  });

  test("GQA with as many groups as MLA is worth caches exactly as much as MLA", () => {
    fc.assert(
      fc.property(dim, dim, dim, (kvLoraRank, qkRopeHeadDim, headDim) => {
        expect(groupedElements(mlaAsGqaGroups(kvLoraRank, qkRopeHeadDim, headDim), headDim)).toBeCloseTo(latentElements(kvLoraRank, qkRopeHeadDim), 6);
      }),
    );
  });

  test("a full layer grows without end and a windowed one stops at its window", () => {
    const layers = [
      { kind: "grouped", numLayers: 1, numKvHeads: 1, headDim: 4 },
      { kind: "grouped", numLayers: 1, numKvHeads: 1, headDim: 4, slidingWindow: 10 },
      { kind: "recurrent", numLayers: 3, stateElements: 5 },
    ] as const;
    expect([1, 10, 11, 1000].map((context) => kvCacheElements({ layers }, context))).toEqual([16, 160, 168, 8080]);
    expect(windowElements({ layers }, 1e9)).toBe(80);
    expect(stateElements({ layers })).toBe(15);
  });

  test("no context means no cache, and a negative one is refused", () => {
    for (const model of models) expect(kvCacheElements(model, 0)).toBe(0);
    expect(() => kvCacheElements(modelById("deepseek-v3"), -1)).toThrow("out of range: contextTokens is -1 token");
    expect(() => kvCacheElements(modelById("deepseek-v3"), NaN)).toThrow(RangeError);
  });
});

describe("published shapes", () => {
  test("the list holds every file of the folder, once", () => {
    expect(models).toHaveLength(Object.keys(import.meta.glob("./configs/*.ts")).length - 1);
    expect(new Set(models.map((model) => model.id)).size).toBe(models.length);
  });

  test.each(models)("$id names a source for each of its values", (model) => {
    const given = new Set<string>(model.sources.flatMap((source) => source.gives));
    const values = ["numLayers", "hiddenSize", "numHeads", "layers", "mla", "vocabSize", "feedForward", "hasQkNorm", "mtp", "numParams"].filter((key) => key in model);
    expect([...given].sort()).toEqual(values.sort());
  });

  test.each(models)("$id counts each layer once", (model) => {
    expect(model.layers.reduce((count, layers) => count + layers.numLayers, 0)).toBe(model.numLayers);
  });

  test.each(models.filter((model) => model.mla))("$id has the same latent in its layers as in its MLA dimensions", (model) => {
    for (const layers of model.layers) expect(layers).toMatchObject({ kind: "latent", kvLoraRank: model.mla!.kvLoraRank, qkRopeHeadDim: model.mla!.qkRopeHeadDim });
  });

  test("Gemma 3 has 10 global layers, gpt-oss 18: the growth per token at two bytes is 81,920 and 36,864", () => {
    expect(growingElementsPerToken(modelById("gemma-3-27b")) * 2).toBe(81_920);
    expect(growingElementsPerToken(modelById("gpt-oss-120b")) * 2).toBe(36_864);
  });

  test("an unknown model is refused with the names there are", () => {
    expect(() => modelById("gpt-5")).toThrow(/unknown model: "gpt-5"; expected one of deepseek-67b, deepseekmoe-16b, deepseek-v2/);
  });
});
