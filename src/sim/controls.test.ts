import fc from "fast-check";
import { expect, test } from "vitest";
import { writeNumber } from "./controls.ts";

test("a field shows a number in full below a thousand million and with a power above", () => {
  expect([0, 0.3894, 4096, 5_576_000, 37e9, 14.8e12, 1e15].map(writeNumber)).toEqual(["0", "0.3894", "4096", "5576000", "37e9", "14.8e12", "1e15"]);
});

test("what a field shows is the very number", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => { expect(Number(writeNumber(x))).toBe(x === 0 ? 0 : x); }));
});
