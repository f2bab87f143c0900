import fc from "fast-check";
import { expect, test } from "vitest";
import { spellings } from "./practiceFor.ts";
import { readNumber } from "./readNumber.ts";

test.each([
  ["70272", 70272], ["70,272", 70272], ["70 272", 70272], ["70\u202f272", 70272], ["70'272", 70272], ["7.0272e4", 70272], ["7.0272E+4", 70272],
  ["7.0272 x 10^4", 70272], ["7.0272×10^4", 70272], ["1,234,567.5", 1234567.5], [" 9.2 GB ", 9.2], ["9.2gb", 9.2], ["−3", -3], [".5", 0.5], ["1e-3", 0.001], ["4,997,120 bytes", 4997120],
])("%s is read as %d", (text, value) => expect(readNumber(text, { bytes: 1, byte: 1, GB: 1 })).toEqual({ value }));

test.each([
  ["9210 MB", 9.21], ["9.21e9 bytes", 9.21], ["9.21 billion bytes", 9.21], ["9.21GB", 9.21], ["0.00921 TB", 9.21], ["8.58 GiB", 8.58 * 2 ** 30 / 1e9],
])("%s is read in GB", (text, value) => { expect((readNumber(text, spellings("GB")) as { value: number }).value).toBeCloseTo(value, 12); });

test.each([
  ["80%", "ratio", 0.8], ["1.17 times", "ratio", 1.17], ["5.6 per cent", "%", 5.6], ["$0.002", "USD", 0.002], ["1,152 dollars", "USD", 1152], ["44.04 million", "million", 44.04], ["2.66 billion", "B", 2.66],
  ["101K", "GPU-hour", 101_000], ["2.788 million GPU hours", "GPU-hour", 2_788_000], ["70 thousand", "count", 70_000], ["1.5e-2 s", "ms", 15], ["3831.5 ms", "s", 3.8315], ["20K tokens", "token", 20_000], ["2,500 mm2", "mm²", 2500],
] as const)("%s in the unit %s is %d", (text, unit, value) => { expect((readNumber(text, spellings(unit)) as { value: number }).value).toBeCloseTo(value, 9); });

test.each([
  ["", "empty"], ["   ", "empty"], ["many", "notNumber"], ["12 apples", "notNumber"], ["0x10", "notNumber"], ["1e", "notNumber"], ["GB", "notNumber"],
  ["Infinity", "notNumber"], ["9,2", "grouping"], ["70,27", "grouping"], ["1,2345", "grouping"], ["1.234.567", "grouping"], ["1,234 567", "grouping"], ["1e999", "tooLarge"],
])("%o is refused as %s", (text, problem) => expect(readNumber(text, { GB: 1 })).toEqual({ problem }));

test("every finite number reads back as itself, plain and grouped", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => { expect(readNumber(String(x))).toEqual({ value: Number(String(x)) }); }));
  fc.assert(fc.property(fc.integer(), (x) => { expect(readNumber(new Intl.NumberFormat("en").format(x))).toEqual({ value: x }); }));
});

test("no text makes it throw or give a number that is not finite", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const read = readNumber(text, { GB: 1 });
    expect("problem" in read || Number.isFinite(read.value)).toBe(true);
  }));
});
