import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes, formatInteger, formatNumber, formatQuantity, formatUsd, formatUsdBriefly, texInteger, texNumber } from "./format.ts";

describe("formatNumber", () => {
  test("groups thousands and keeps whole numbers exact", () => expect(formatNumber(4997120)).toBe("4,997,120"));
  test("rounds to the digits asked for", () => expect(formatNumber(82.2368, 3)).toBe("82.2"));
  test("writes very small and very large numbers with a power of ten", () => {
    expect(formatNumber(0.00001234)).toBe("1.23 × 10^-5");
    expect(formatNumber(3.4e24, 2)).toBe("3.4 × 10^24");
  });
  test("never prints NaN for a finite number", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => void expect(formatNumber(x)).not.toMatch(/NaN|Infinity/)));
  });
});

test("formatInteger prints a whole number in full", () => expect(formatInteger(70272)).toBe("70,272"));

test("inside TeX a comma between digits is one character, not a sign with a space behind it", () => {
  expect([texInteger(70_272.4), texNumber(70_272.4, 6), texNumber(0.25)]).toEqual(["70{,}272", "70{,}272.4", "0.25"]);
});

describe("formatBytes", () => {
  test("uses powers of ten", () => {
    expect(formatBytes(70272)).toBe("70.3 kB");
    expect(formatBytes(1e9)).toBe("1 GB");
    expect(formatBytes(0)).toBe("0 B");
  });
  test("carries a rounding into the next unit", () => expect(formatBytes(999_960)).toBe("1 MB"));
  test("never prints a thousand of a unit or a unit that is undefined", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 9e20, noNaN: true }), (x) => void expect(formatBytes(x)).not.toMatch(/^1,000 [kMGTP]?B$|undefined/)));
  });
});

describe("formatQuantity", () => {
  test("agrees in number with the value", () => {
    expect(formatQuantity(1, "token")).toBe("1 token");
    expect([1, 2].map((x) => formatQuantity(x, "microbatch"))).toEqual(["1 micro-batch", "2 micro-batches"]);
    expect(formatQuantity(131072, "token")).toBe("131,072 tokens");
  });
  test("prints no unit for a ratio and no space before a per cent sign", () => {
    expect(formatQuantity(2.25, "ratio")).toBe("2.25");
    expect(formatQuantity(93.34, "%", 3)).toBe("93.3%");
  });
  test("puts the dollar sign in front", () => {
    expect([5_576_000, 0.55, -2].map((usd) => formatQuantity(usd, "USD"))).toEqual(["$5,576,000", "$0.55", "-$2"]);
  });
});

test("formatUsdBriefly prints a letter for a thousand, a million and a billion", () => {
  expect([2, 999, 87_072, 238_000, 5_328_000, 999_900_000, -1.6e9].map((usd) => formatUsdBriefly(usd))).toEqual(["$2", "$999", "$87.1K", "$238K", "$5.33M", "$1B", "-$1.6B"]);
});

describe("formatUsd", () => {
  test("prints dollars in full below a million and by name above", () => {
    expect([2, 0.14, 87_072, 294_000, 5_576_000, 1.6e9, -12].map((usd) => formatUsd(usd))).toEqual(["$2", "$0.14", "$87,072", "$294,000", "$5.576 million", "$1.6 billion", "-$12"]);
  });
  test("never prints a thousand of a name that has a next one", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 9e11, noNaN: true }), (usd) => void expect(formatUsd(usd)).not.toMatch(/^\$1,000 million|NaN/)));
  });
});
