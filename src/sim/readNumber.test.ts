import fc from "fast-check";
import { expect, test } from "vitest";
import { readNumber } from "./readNumber.ts";

test.each([
  ["70272", 70272], ["70,272", 70272], ["70 272", 70272], ["70\u202f272", 70272], ["70'272", 70272], ["7.0272e4", 70272], ["7.0272E+4", 70272],
  ["7.0272 x 10^4", 70272], ["7.0272×10^4", 70272], ["1,234,567.5", 1234567.5], [" 9.2 GB ", 9.2], ["9.2gb", 9.2], ["−3", -3], [".5", 0.5], ["1e-3", 0.001], ["4,997,120 bytes", 4997120],
])("%s is read as %d", (text, value) => expect(readNumber(text, ["bytes", "byte", "GB"])).toEqual({ value }));

test.each([
  ["", "empty"], ["   ", "empty"], ["many", "notNumber"], ["12 apples", "notNumber"], ["0x10", "notNumber"], ["1e", "notNumber"], ["GB", "notNumber"],
  ["Infinity", "notNumber"], ["9,2", "grouping"], ["70,27", "grouping"], ["1,2345", "grouping"], ["1.234.567", "grouping"], ["1,234 567", "grouping"], ["1e999", "tooLarge"],
])("%o is refused as %s", (text, problem) => expect(readNumber(text, ["GB"])).toEqual({ problem }));

test("every finite number reads back as itself, plain and grouped", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => { expect(readNumber(String(x))).toEqual({ value: Number(String(x)) }); }));
  fc.assert(fc.property(fc.integer(), (x) => { expect(readNumber(new Intl.NumberFormat("en").format(x))).toEqual({ value: x }); }));
});

test("no text makes it throw or give a number that is not finite", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const read = readNumber(text, ["GB"]);
    expect("problem" in read || Number.isFinite(read.value)).toBe(true);
  }));
});
