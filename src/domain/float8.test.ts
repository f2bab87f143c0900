import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classOf, decode, encode, exponentOf, FLOAT_FORMAT_IDS, floatFormats, maxCodeOf, maxFiniteOf, minSubnormalOf, neighboursOf, numBits, numbersBetween, roundTo, sizeRounder, type FloatFormat, type Overflow } from "./float8.ts";
import { seeded } from "./random.ts";

const { e4m3, e5m2, bf16 } = floatFormats;
const codesOf = (format: FloatFormat): number[] => Array.from({ length: 2 ** numBits(format) }, (_, code) => code);

/** Finite 32-bit floats; every second one near 1, where the 8-bit formats live. */
function sample(count: number): Float32Array<ArrayBuffer> {
  const random = seeded(8);
  const bits = Uint32Array.from({ length: count }, (_, i) => {
    const any = Math.floor(random() * 2 ** 32);
    return i % 2 === 0 ? (any & 0x807fffff) | ((109 + ((any >>> 23) & 0xff) % 37) << 23) : any;
  });
  return new Float32Array(bits.buffer).map((x) => (Number.isFinite(x) ? x : 0));
}

describe("E4M3 and E5M2", () => {
  test("reach the published ends of their ranges", () => {
    // arXiv:2209.05433, Table 1.
    expect([maxFiniteOf(e4m3), 2 ** -6, minSubnormalOf(e4m3)]).toEqual([448, decode(0b0_0001_000, e4m3), 2 ** -9]);
    expect([maxFiniteOf(e5m2), 2 ** -14, minSubnormalOf(e5m2)]).toEqual([57_344, decode(0b0_00001_00, e5m2), 2 ** -16]);
  });
  test("differ in what stands for no number: one NaN a sign and no infinity against three NaNs and an infinity", () => {
    const special = (format: FloatFormat) => codesOf(format).filter((code) => !Number.isFinite(decode(code, format)));
    expect(special(e4m3)).toEqual([0x7f, 0xff]);
    expect(special(e5m2)).toEqual([0x7c, 0x7d, 0x7e, 0x7f, 0xfc, 0xfd, 0xfe, 0xff]);
    expect([0x7c, 0xfc, 0x7d].map((code) => classOf(code, e5m2))).toEqual(["infinity", "infinity", "nan"]);
    expect([0, 1, 8, 0x7f].map((code) => classOf(code, e4m3))).toEqual(["zero", "subnormal", "normal", "nan"]);
  });
  test("saturate past the middle between the greatest number and the next that is missing", () => {
    // 464 lies half way from 448 to 480, whose mantissa would be odd; so does 61,440 from 57,344 to 65,536, whose mantissa would be even.
    expect([464, 464.0001].map((x) => encode(x, e4m3, "ieee"))).toEqual([0x7e, 0x7f]);
    expect([61_439, 61_440].map((x) => encode(x, e5m2, "ieee"))).toEqual([0x7b, 0x7c]);
    expect([-1e9, Infinity, 464].map((x) => decode(encode(x, e4m3, "saturate"), e4m3))).toEqual([-448, 448, 448]);
    expect([Infinity, -Infinity].map((x) => encode(x, e4m3, "ieee"))).toEqual([0x7f, 0xff]);
  });
  test("flush below half of the least number, and to even at the half itself", () => {
    for (const format of [e4m3, e5m2]) {
      const least = minSubnormalOf(format);
      expect([0.5, 0.5000001, 1.5, 2.5].map((steps) => roundTo(steps * least, format) / least)).toEqual([0, 1, 2, 2]);
      expect(encode(-0.4 * least, format)).toBe(0x80);
    }
  });
});

describe.each(FLOAT_FORMAT_IDS)("%s", (id) => {
  const format = floatFormats[id];
  const finite = codesOf(format).filter((code) => Number.isFinite(decode(code, format)));

  test("decodes and encodes every code to itself, whatever overflow does", () => {
    for (const overflow of ["saturate", "ieee"] as const satisfies Overflow[]) expect(finite.filter((code) => encode(decode(code, format), format, overflow) !== code)).toEqual([]);
    if (format.hasInfinity) expect(encode(Infinity, format, "ieee")).toBe(maxCodeOf(format) + 1);
    expect(Number.isNaN(decode(encode(NaN, format), format))).toBe(true);
  });

  test("rounds the middle of every two neighbours to the even mantissa, and a hair off it to the nearer", () => {
    const wrong = finite.filter((code) => code < maxCodeOf(format)).filter((code) => {
      const middle = (decode(code, format) + decode(code + 1, format)) / 2;
      return encode(middle, format) !== (code % 2 === 0 ? code : code + 1) || encode(middle * (1 - 1e-15), format) !== code || encode(middle * (1 + 1e-15), format) !== code + 1;
    });
    expect(wrong).toEqual([]);
  });

  test("rounds sizes for a matrix as it rounds one number", () => {
    const round = sizeRounder(format);
    const expected = (size: number): number => {
      const code = encode(size, format, "ieee");
      return code > maxCodeOf(format) ? Infinity : decode(code, format);
    };
    const between = finite.filter((code) => code < maxCodeOf(format)).flatMap((code) => {
      const [low, high] = [decode(code, format), decode(code + 1, format)];
      return [low, (low + high) / 2, low + 0.3 * (high - low)];
    });
    const sizes = [0, 5e-324, 448, 464, 464.01, 480, 900, 61_439, 61_440, 1e39, 1e308, ...sample(2000).map(Math.abs), ...between];
    expect(sizes.filter((size) => round(size) !== expected(size))).toEqual([]);
  });

  test("names the numbers on either side", () => {
    fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
      const { below, above } = neighboursOf(value, format);
      if (below !== null) expect(below).toBeLessThan(value);
      if (above !== null) expect(above).toBeGreaterThan(value);
      const near = roundTo(value, format);
      expect([below, above, value]).toContain(near === 0 ? 0 : near);
      if (below !== null && above !== null) expect(numbersBetween(below, above, format, 3)).toEqual([...new Set([below, near === value ? near : below, above])]);
    }), { numRuns: 200 });
  });
});

/** The nearest code by exhaustive search in whole numbers of 2^-149, of which every 32-bit float is one; ties to the even code. */
function nearestCode(value: number, format: FloatFormat): number {
  const whole = (x: number): bigint => BigInt(Math.abs(x) * 2 ** 149);
  const size = whole(value);
  let [best, bestDistance] = [0, size];
  for (let code = 1; code <= maxCodeOf(format); code++) {
    const candidate = whole(decode(code, format));
    const distance = candidate > size ? candidate - size : size - candidate;
    if (distance < bestDistance || (distance === bestDistance && code % 2 === 0)) [best, bestDistance] = [code, distance];
  }
  return best + (value < 0 || Object.is(value, -0) ? 128 : 0);
}

test("rounding is the exhaustive search for the nearest number, in whole numbers", () => {
  for (const format of [e4m3, e5m2]) expect(sample(1000).filter((value) => encode(value, format) !== nearestCode(value, format))).toEqual(new Float32Array());
});

test("131,072 numbers round as ml_dtypes 0.6.0 rounds them", () => {
  // SHA-256 of the codes as 16-bit little-endian numbers, from float32 arrays of the same sample cast with numpy 2.4.6 to float8_e4m3fn, float8_e5m2 and bfloat16.
  const digest = (format: FloatFormat): string => createHash("sha256").update(new Uint8Array(Uint16Array.from(sample(2 ** 17), (x) => encode(x, format, "ieee")).buffer)).digest("hex");
  expect([e4m3, e5m2, bf16].map(digest)).toEqual([
    "4d1ec7c257c873f2b33b4b59b7d3a1d58fecd94a297fd524d4f9e2df2af417db",
    "921de8ae588b7234888317ecb19034ab5308dce49194ddd17cd7334b2efb2aee",
    "d59ccb637a600361ea58f76be0f5c2027f918c826335911736bf40f895820d32",
  ]);
});

test("BF16 is the upper half of a 32-bit float, to the last bit of rounding", () => {
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  const wrong = sample(20_000).filter((value) => {
    float[0] = value;
    // The usual trick: add half of the dropped part, less one where the kept part is even.
    const upper = (bits[0]! + 0x7fff + ((bits[0]! >>> 16) & 1)) >>> 16;
    bits[0] = upper << 16;
    return encode(value, bf16, "ieee") !== upper || !Object.is(decode(upper, bf16), float[0]);
  });
  expect(wrong).toEqual(new Float32Array());
});

const half = (globalThis as { Float16Array?: new (buffer: ArrayBuffer) => ArrayLike<number> }).Float16Array;
test.skipIf(!half)("E5M2 is the upper byte of a 16-bit float", () => {
  for (const code of codesOf(e5m2)) expect(decode(code, e5m2)).toEqual(new half!(Uint16Array.of(code << 8).buffer)[0]);
});

test("the exponent of a number is exact at and beside each power of two", () => {
  const powers = Array.from({ length: 2098 }, (_, i) => i - 1074);
  expect(powers.filter((power) => exponentOf(2 ** power) !== power)).toEqual([]);
  expect(powers.filter((power) => power > -1000 && exponentOf(2 ** power * (1 - 2 ** -53)) !== power - 1)).toEqual([]);
});
