import fc from "fast-check";
import { expect, test } from "vitest";
import type { Params } from "./contract.ts";
import { nearestAllowed } from "./slider.ts";
import { readState, unknownFigures, writeState } from "./urlState.ts";
import { defaultValues } from "./values.ts";

const params = {
  contextTokens: { kind: "number", label: "Context", unit: "token", default: 4096, min: 1, max: 1_048_576, step: 1 },
  share: { kind: "number", label: "Share", unit: "ratio", default: 0.5, min: -1e300, max: 1e300 },
  shape: { kind: "choice", label: "Shape", default: "line", options: ["line", "a b&c=d", "50%", "x+y#z", "ä"] },
  isBold: { kind: "flag", label: "Bold", default: false },
} satisfies Params;
const sim = { params };

const state = fc.record({
  contextTokens: fc.double({ min: 1, max: 1_048_576, noNaN: true }).map((x) => nearestAllowed(params.contextTokens, x)),
  // A link cannot tell -0 from 0, and neither can a simulation.
  share: fc.double({ min: -1e300, max: 1e300, noNaN: true }).map((x) => x + 0),
  shape: fc.constantFrom(...params.shape.options),
  isBold: fc.boolean(),
});

test("what is written into an address is read back, whatever the page's own state is", () => {
  fc.assert(fc.property(state, state, (values, base) => {
    const read = readState(writeState("?utm_source=a%20b&other.x=1", "kv-cache", sim, values, base), "kv-cache", sim, base);
    expect(read.values).toEqual(values);
    expect(read.corrections).toEqual([]);
  }));
});

test("only what differs from the page's own state is written", () => {
  expect(writeState("", "kv-cache", sim, defaultValues(sim))).toBe("");
  expect(writeState("", "kv-cache", sim, { ...defaultValues(sim), contextTokens: 131_072 })).toBe("?kv-cache.contextTokens=131072");
});

test("a default is written where the page's own state differs from it", () => {
  expect(writeState("", "kv-cache", sim, defaultValues(sim), { ...defaultValues(sim), isBold: true })).toBe("?kv-cache.isBold=false");
});

test("keys of others stay, letter for letter", () => {
  const search = "?utm_source=a%20b&roofline.batch=8&kv-cache.isBold=true&flag";
  expect(writeState(search, "kv-cache", sim, defaultValues(sim))).toBe("?utm_source=a%20b&roofline.batch=8&flag");
});

test("a figure whose name begins like another's is another figure", () => {
  expect(writeState("?kv-cache-2.isBold=true", "kv-cache", sim, defaultValues(sim))).toBe("?kv-cache-2.isBold=true");
  expect(readState("?kv-cache-2.isBold=true", "kv-cache", sim).isGiven).toBe(false);
});

test("no address makes reading throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (tail) => {
    const { values } = readState(`?kv-cache.share=${tail}&kv-cache.${tail}`, "kv-cache", sim);
    expect(Object.keys(values)).toEqual(Object.keys(params));
  }));
});

test("figures that the page does not have are named once; keys without a dot are not ours", () => {
  expect(unknownFigures("?nope.a=1&nope.b=2&kv-cache.share=1&utm_source=x", ["kv-cache"])).toEqual(["nope"]);
});
