import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Params } from "./contract.ts";
import { describeList, readItems, type ListParam } from "./readItems.ts";
import { readState, writeState } from "./urlState.ts";
import { changedValues, correctValues, defaultValues, resolveValues } from "./values.ts";

const weights: ListParam = { kind: "list", label: "Load", unit: "token", default: [90, 132, 40], min: 0, max: 1000, step: 1, minLength: 2, maxLength: 4 };
const shares: ListParam = { kind: "list", label: "Shares", unit: "ratio", default: [], min: -1e300, max: 1e300, minLength: 0, maxLength: 300 };
const sim = { params: { weights, shares } } satisfies { params: Params };
const expected = "expected 2 to 4 numbers, each 0 to 1000 token in steps of 1";
const read = (raw: unknown): unknown => { const reading = readItems("weights", weights, raw); return "value" in reading ? reading.value : reading.refusal; };

describe("reading a list", () => {
  test.each([
    ["commas", "90,132,40"], ["commas and spaces", " 90, 132 , 40 "], ["spaces", "90 132  40"], ["semicolons", "90; 132;40"], ["a column", "90\n132\r\n40\r\n"], ["a row of a spreadsheet", "90\t132\t40"], ["JSON", "[90, 132, 40]"],
    ["JSON over lines", "[\n  90,\n  132,\n  40\n]"], ["a comma at the end", "90, 132, 40,"], ["powers of ten", "9e1, 1.32e2, 40.0"], ["an array", [90, 132, 40]], ["an array of texts", ["90", "132", "40"]],
  ])("takes %s", (_, raw) => expect(read(raw)).toEqual([90, 132, 40]));

  test.each([
    ["90, 132, x", `invalid: weights item 3 is "x"; ${expected}`],
    ["90, , 40", `missing: weights item 2 is empty; ${expected}`],
    ["90\t\t40", `missing: weights item 2 is empty; ${expected}`],
    [",90, 40", `missing: weights item 1 is empty; ${expected}`],
    ["90, 1001", `out of range: weights item 2 is 1001 token; ${expected}`],
    ["90, 1.5", `invalid: weights item 2 is 1.5 token; ${expected}`],
    ["90", `out of range: weights has 1 number; ${expected}`],
    ["1 2 3 4 5", `out of range: weights has 5 numbers; ${expected}`],
    [" ", `missing: weights is empty; ${expected}`],
    ["[90, 132", `invalid: weights item 1 is "[90"; ${expected}`],
    [`1, ${"y".repeat(99)}`, `invalid: weights item 2 is "${"y".repeat(24)}…"; ${expected}`],
    [[90, null], `invalid: weights item 2 is "object"; ${expected}`],
    [[90, [1]], `invalid: weights item 2 is "object"; ${expected}`],
    [[90, Infinity], `invalid: weights item 2 is "Infinity"; ${expected}`],
    [true, `invalid: weights is "true"; ${expected}`],
  ])("refuses %j with position and reason", (raw, reason) => expect(read(raw)).toBe(reason));

  test("the last comma and brackets do not hide an empty list", () => {
    expect(readItems("shares", shares, "[]")).toEqual({ value: [] });
    expect(readItems("shares", shares, "")).toEqual({ value: [] });
  });

  test("a page may print the largest number in its own way", () => expect(describeList(weights, "1,000 tokens")).toContain("each 0 to 1,000 tokens in steps of 1"));
  test("a list of one length says so", () => expect(describeList({ ...weights, minLength: 4 })).toBe("4 numbers, each 0 to 1000 token in steps of 1"));
});

describe("a list among a simulation's values", () => {
  test("what a correction would change is refused with the same reason", () => {
    expect(() => resolveValues(sim, { weights: "90,x" })).toThrow(`invalid: weights item 2 is "x"; ${expected}`);
    expect(resolveValues(sim, { weights: "1 2" }).weights).toEqual([1, 2]);
  });

  test("numbers out of range or off the grid move to the nearest allowed ones", () => {
    expect(correctValues(sim, { weights: "-5,1.4,2000" })).toEqual({ values: { weights: [0, 1, 1000], shares: [] }, corrections: [`out of range: weights item 1 is -5 token; ${expected}; using [0, 1, 1000]`] });
  });

  test.each(["90,x", "90", "1,2,3,4,5", "", "90,,1"])("a list broken like %j falls back to the base, and says so", (raw) => {
    const { values, corrections } = correctValues(sim, { weights: raw }, { weights: [7, 8], shares: [] });
    expect(values.weights).toEqual([7, 8]);
    expect(corrections).toHaveLength(1);
    expect(corrections[0]).toMatch(/weights.*; using \[7, 8\]$/);
  });

  test("a list with the items of the base is no change", () => {
    expect(changedValues(sim, { weights: [90, 132, 40], shares: [] })).toEqual({});
    expect(changedValues(sim, { weights: [90, 132], shares: [] })).toEqual({ weights: [90, 132] });
    expect(changedValues(sim, { weights: [90, 40, 132], shares: [] })).toEqual({ weights: [90, 40, 132] });
  });

  test("whatever is given, the corrected values are allowed, and correcting them again changes nothing", () => {
    const item = fc.oneof(fc.string(), fc.double(), fc.integer({ min: -2, max: 1002 }), fc.constantFrom(null, undefined, ""));
    const raw = fc.oneof(fc.string({ unit: fc.constantFrom("1", "9", ".", "e", "-", ",", ";", " ", "\t", "\n", "[", "]", "x") }), fc.array(item, { maxLength: 6 }), item);
    fc.assert(fc.property(fc.record({ weights: raw, shares: raw }), (given) => {
      const { values } = correctValues(sim, given);
      expect(resolveValues(sim, values)).toEqual(values);
      expect(correctValues(sim, values)).toEqual({ values, corrections: [] });
    }));
  });
});

describe("a list in an address", () => {
  test("is written without escapes", () => {
    expect(writeState("", "fig", sim, { ...defaultValues(sim), weights: [1, 2, 3] })).toBe("?fig.weights=1,2,3");
  });

  test("is read back as it was, the empty one too", () => {
    const state = fc.record({ weights: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 4 }), shares: fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }).map((x) => x + 0), { maxLength: 300 }) });
    fc.assert(fc.property(state, state, (values, base) => {
      const read = readState(writeState("?other.x=a,b", "fig", sim, values, base), "fig", sim, base);
      expect(read.values).toEqual(values);
      expect(read.corrections).toEqual([]);
    }));
  });
});
