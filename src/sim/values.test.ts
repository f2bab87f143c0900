import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Params } from "./contract.ts";
import { changedValues, correctValues, defaultValues, resolveValues } from "./values.ts";

const sim = {
  params: {
    contextTokens: { kind: "number", label: "Context", unit: "token", default: 4096, min: 1, max: 1_048_576, step: 1, scale: "log2" },
    share: { kind: "number", label: "Share", unit: "ratio", default: 0.5, min: 0, max: 1 },
    coarse: { kind: "number", label: "Coarse", unit: "count", default: 1, min: 1, max: 10, step: 4 },
    shape: { kind: "choice", label: "Shape", default: "line", options: ["line", "a b&c=d"] },
    isBold: { kind: "flag", label: "Bold", default: false },
  },
} satisfies { params: Params };

describe("correcting a reader's values", () => {
  test("a number out of range moves to the nearer bound and says so", () => {
    expect(correctValues(sim, { contextTokens: "0" })).toEqual({ values: { ...defaultValues(sim), contextTokens: 1 }, corrections: ["out of range: contextTokens is 0 token; expected 1 to 1048576 token; using 1"] });
    expect(correctValues(sim, { share: "-Infinity" }).values.share).toBe(0);
  });
  test("a number off its grid moves to the nearest step, never past the range", () => {
    expect(correctValues(sim, { contextTokens: "4096.4" }).values.contextTokens).toBe(4096);
    expect(correctValues(sim, { coarse: "10" }).values.coarse).toBe(9);
  });
  test("an unknown choice, a non-number and an empty text fall back to the base", () => {
    const base = { ...defaultValues(sim), shape: "a b&c=d", share: 0.25 };
    const { values, corrections } = correctValues(sim, { shape: "round", share: "many", contextTokens: " " }, base);
    expect(values).toEqual(base);
    expect(corrections).toEqual([
      'unknown shape: "round"; expected one of line, a b&c=d; using a b&c=d',
      'invalid: share is "many"; expected 0 to 1; using 0.25',
      'invalid: contextTokens is " "; expected 1 to 1048576 token; using 4096',
    ]);
  });
  test("an unknown parameter is reported and leaves no trace", () => {
    const { values, corrections } = correctValues(sim, Object.fromEntries([["__proto__", "1"], ["constructor", "1"]]));
    expect(values).toEqual(defaultValues(sim));
    expect(corrections).toHaveLength(2);
  });
  test("whatever is given, the corrected values are allowed, and correcting them again changes nothing", () => {
    const raw = fc.oneof(fc.string(), fc.double(), fc.integer().map(String), fc.boolean(), fc.constantFrom("line", "", null, undefined));
    fc.assert(fc.property(fc.record({ contextTokens: raw, share: raw, coarse: raw, shape: raw, isBold: raw }), (given) => {
      const { values } = correctValues(sim, given);
      expect(resolveValues(sim, values)).toEqual(values);
      expect(correctValues(sim, values)).toEqual({ values, corrections: [] });
    }));
  });
});

describe("resolving values", () => {
  test("a value that a correction would move is refused with the same reason", () => {
    expect(() => resolveValues(sim, { coarse: 10 })).toThrow("invalid: coarse is 10; expected 1 to 10 in steps of 4");
  });
  test("only what differs from the base is a change", () => {
    const values = { ...defaultValues(sim), isBold: true, share: 0.25 };
    expect(changedValues(sim, values)).toEqual({ share: 0.25, isBold: true });
    expect(changedValues(sim, values, { ...defaultValues(sim), isBold: true })).toEqual({ share: 0.25 });
  });
});
