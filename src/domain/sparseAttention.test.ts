import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparseModels, v32Sparse, v3Dense, v41Flash, v4Flash, v4Pro } from "./sparseModels.ts";
import { breakEvenTokens, coreFlopPerEntry, decodeCost, entriesRead, growingBytesPerToken, indexerFlopPerKey, keptBytes, numEntries, windowBytes } from "./sparseAttention.ts";
import { mlaWorkPerCachedToken } from "./mlaDecode.ts";

const anyModel = fc.constantFrom(...sparseModels);
const anyContext = fc.integer({ min: 0, max: 2_000_000 });

describe("published values", () => {
  test.each([[v3Dense, 70_272], [v32Sparse, 48_068], [v4Pro, 5031.4375], [v4Flash, 3514.25], [v41Flash, 890]])("the cache of $name grows by the bytes of its shape", (model, bytes) => {
    expect(growingBytesPerToken(model)).toBe(bytes);
  });
  test.each([[v3Dense, 61], [v32Sparse, 61], [v4Pro, 61], [v4Flash, 43], [v41Flash, 40]])("$name has all its layers", (model, layers) => {
    expect(model.layers.reduce((sum, run) => sum + run.numLayers, 0)).toBe(layers);
  });
  // V4 report, section 3.6.2: approximately 8 times, said of entries, so without keys.
  test.each([v4Pro, v4Flash])("kept for every token, windows of $name are about eight times its compressed entries", (model) => {
    const entries = model.layers.reduce((sum, { numLayers, tokensPerEntry }) => sum + (tokensPerEntry === 0 ? 0 : (numLayers * model.entryBytes) / tokensPerEntry), 0);
    const everyToken = model.layers.reduce((sum, { numLayers }) => sum + numLayers * model.windowEntryBytes, 0);
    expect(everyToken / entries).toBeCloseTo(8, 0);
  });
  test("dense MLA does what the absorbed mode of MLA does", () => {
    const { flop, bytes } = mlaWorkPerCachedToken({ hiddenSize: 7168, numHeads: 128, kvLoraRank: 512, qLoraRank: 1536, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 }, "absorbed", 2);
    const cost = decodeCost(v3Dense, 1000);
    expect([cost.coreFlop, cost.coreBytes, cost.indexerFlop]).toEqual([61 * 1000 * flop, 61 * 1000 * bytes, 0]);
  });
});

describe("laws", () => {
  test("no cost falls as the context grows", () => {
    fc.assert(
      fc.property(anyModel, anyContext, anyContext, (model, a, b) => {
        const [short, long] = [decodeCost(model, Math.min(a, b)), decodeCost(model, Math.max(a, b))];
        for (const key of Object.keys(short) as (keyof typeof short)[]) expect(long[key]).toBeGreaterThanOrEqual(short[key]);
        expect(keptBytes(model, Math.max(a, b))).toBeGreaterThanOrEqual(keptBytes(model, Math.min(a, b)));
      }),
    );
  });
  test("no layer reads more entries than there are, or more than it may choose, besides its window", () => {
    fc.assert(
      fc.property(anyModel, anyContext, (model, context) => {
        for (const layers of model.layers) {
          const chosen = entriesRead(layers, context) - Math.min(layers.windowTokens, context);
          expect(chosen).toBeLessThanOrEqual(Math.min(numEntries(layers, context), layers.topK ?? Infinity));
        }
      }),
    );
  });
  test("what is kept is what it grows by, to within one unfinished entry a layer", () => {
    fc.assert(
      fc.property(anyModel, anyContext, (model, context) => {
        const kept = keptBytes(model, context) - windowBytes(model, context);
        expect(kept).toBeLessThanOrEqual(growingBytesPerToken(model) * context + 1e-6 * kept);
        expect(kept).toBeGreaterThan(growingBytesPerToken(model) * context - 61 * 2000);
      }),
    );
  });
  test("at the break-even both ways cost the same, and beyond it choosing costs less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e5 }), fc.integer({ min: 2, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (topK, entry, key) => {
        fc.pre(key < entry);
        const tokens = breakEvenTokens(topK, entry, key);
        expect(topK * entry + tokens * key).toBeCloseTo(tokens * entry, -3);
        expect(topK * entry + 2 * tokens * key).toBeLessThan(2 * tokens * entry);
      }),
    );
  });
});

test("V3.2 pays from 2,176 tokens on, and a scorer as dear as reading never does", () => {
  expect(breakEvenTokens(2048, coreFlopPerEntry(v3Dense), indexerFlopPerKey(v32Sparse.layers[0]!.indexer!))).toBeCloseTo(2176, 9);
  expect(breakEvenTokens(2048, 5, 5)).toBe(Infinity);
});

test("nothing is read before the first token, and half a token is refused", () => {
  for (const model of sparseModels) expect(Object.values(decodeCost(model, 0)).every((x) => x === 0)).toBe(true);
  expect(() => decodeCost(v3Dense, 0.5)).toThrow("out of range: contextTokens is 0.5 token");
});
