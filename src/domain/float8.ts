/** A floating-point format: a sign bit, then an exponent field, then a mantissa field. */
export interface FloatFormat {
  readonly name: string;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** With infinities and many NaN patterns in the top exponent, as IEEE 754 has it; E4M3 uses that exponent for numbers and keeps one NaN pattern for each sign. */
  readonly hasInfinity: boolean;
}

/** The formats of a menu. */
export const FLOAT_FORMAT_IDS = ["e4m3", "e5m2", "bf16"] as const;
/** A format by its place in `floatFormats`. */
export type FloatFormatId = (typeof FLOAT_FORMAT_IDS)[number];

/**
 * E4M3 is the form without infinity that the Open Compute Project and NVIDIA use: its greatest number is 448 and S.1111.111 is NaN.
 * BF16 is the upper half of a 32-bit float. Source: arXiv:2209.05433, Table 1; OCP 8-bit Floating Point Specification, revision 1.0.
 */
export const floatFormats: Readonly<Record<FloatFormatId, FloatFormat>> = {
  e4m3: { name: "E4M3", exponentBits: 4, mantissaBits: 3, hasInfinity: false },
  e5m2: { name: "E5M2", exponentBits: 5, mantissaBits: 2, hasInfinity: true },
  bf16: { name: "BF16", exponentBits: 8, mantissaBits: 7, hasInfinity: true },
};

/** What becomes of a number that rounds to beyond the greatest one: the greatest one, or infinity (NaN in E4M3, which has no infinity). */
export type Overflow = "saturate" | "ieee";

/** The bits of a code, field by field. */
export interface Fields {
  readonly sign: 0 | 1;
  readonly exponent: number;
  readonly mantissa: number;
}

/** The exponent of a number of size > 0: `floor(log2(size))`, exactly, where a library's logarithm may be off by a rounding. */
export function exponentOf(size: number): number {
  const near = Math.floor(Math.log2(size));
  return 2 ** near > size ? near - 1 : 2 ** (near + 1) <= size ? near + 1 : near;
}

/** How many bits a code has. */
export const numBits = ({ exponentBits, mantissaBits }: FloatFormat): number => 1 + exponentBits + mantissaBits;
/** What is subtracted from the exponent field: `2^(exponentBits - 1) - 1`. */
export const biasOf = ({ exponentBits }: FloatFormat): number => 2 ** (exponentBits - 1) - 1;
/** The exponent of the least normal number, and of all subnormal ones: `1 - bias`. */
export const minExponentOf = (format: FloatFormat): number => 1 - biasOf(format);
/** The least number above 0. */
export const minSubnormalOf = (format: FloatFormat): number => 2 ** (minExponentOf(format) - format.mantissaBits);

/** The code of the greatest finite number: the one before infinity, or before E4M3's NaN. */
export function maxCodeOf({ exponentBits, mantissaBits, hasInfinity }: FloatFormat): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  return hasInfinity ? all - 2 ** mantissaBits : all - 1;
}
/** The greatest finite number: 448 for E4M3, 57,344 for E5M2. */
export const maxFiniteOf = (format: FloatFormat): number => decode(maxCodeOf(format), format);

/** The fields of a code. */
export function fieldsOf(code: number, { exponentBits, mantissaBits }: FloatFormat): Fields {
  return { sign: ((code >> (exponentBits + mantissaBits)) & 1) as 0 | 1, exponent: (code >> mantissaBits) & (2 ** exponentBits - 1), mantissa: code & (2 ** mantissaBits - 1) };
}

/**
 * The number that a code stands for; may be infinite or NaN.
 *
 * `(-1)^sign * 2^(exponent - bias) * (1 + mantissa / 2^mantissaBits)`; where the exponent field is 0, subnormal: `(-1)^sign * 2^(1 - bias) * mantissa / 2^mantissaBits`.
 */
export function decode(code: number, format: FloatFormat): number {
  const { sign, exponent, mantissa } = fieldsOf(code, format);
  const size = code & (2 ** (numBits(format) - 1) - 1);
  const signed = (x: number): number => (sign === 1 ? -x : x);
  if (size > maxCodeOf(format)) return format.hasInfinity && mantissa === 0 ? signed(Infinity) : NaN;
  const significand = exponent === 0 ? mantissa : mantissa + 2 ** format.mantissaBits;
  return signed(significand * 2 ** (Math.max(exponent, 1) - biasOf(format) - format.mantissaBits));
}

/** What a code is. */
export type FloatClass = "zero" | "subnormal" | "normal" | "infinity" | "nan";

/** The class of a code. */
export function classOf(code: number, format: FloatFormat): FloatClass {
  const value = decode(code, format);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : "infinity";
  return value === 0 ? "zero" : fieldsOf(code, format).exponent === 0 ? "subnormal" : "normal";
}

/** A number of steps, to the nearest whole one, halves to the even one. */
function nearestEven(steps: number): number {
  const below = Math.floor(steps);
  const rest = steps - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** The code of the size that `size` rounds to, as if the exponent had no end; exact, since a step is a power of two. */
function roundedSize(size: number, format: FloatFormat): number {
  const low = minExponentOf(format);
  const exponent = size === 0 ? low : Math.max(low, exponentOf(size));
  const steps = nearestEven(size / 2 ** (exponent - format.mantissaBits));
  // Below the least normal number the steps are the code; a carry into the next exponent is the next code.
  return (exponent - low) * 2 ** format.mantissaBits + steps;
}

/**
 * The code of a number: rounded to the nearest, ties to the even mantissa, subnormals included.
 * What lies beyond the greatest number, after rounding, saturates or overflows. The sign of zero is kept. NaN gives the pattern with all bits set below the sign.
 */
export function encode(value: number, format: FloatFormat, overflow: Overflow = "saturate"): number {
  const signBit = value < 0 || Object.is(value, -0) ? 2 ** (numBits(format) - 1) : 0;
  const max = maxCodeOf(format);
  if (Number.isNaN(value)) return 2 ** (numBits(format) - 1) - 1;
  const size = Number.isFinite(value) ? roundedSize(Math.abs(value), format) : max + 1;
  if (size <= max) return signBit + size;
  return signBit + (overflow === "saturate" ? max : max + 1);
}

/** A number as the format holds it, saturated; the value of its code. */
export const roundTo = (value: number, format: FloatFormat): number => decode(encode(value, format), format);

/**
 * A function that rounds sizes, for matrices: the same number as `decode(encode(size, format, "ieee"), format)`, without the code; infinite beyond the greatest number.
 *
 * Adding 2^52 steps and taking them away rounds to a whole number of steps, halves to the even one, as 64-bit addition does.
 */
export function sizeRounder(format: FloatFormat): (size: number) => number {
  const low = minExponentOf(format);
  const max = maxFiniteOf(format);
  const high = exponentOf(max);
  const shifts = Float64Array.from({ length: high - low + 1 }, (_, i) => 2 ** (52 + low + i - format.mantissaBits));
  // The exponent field of a 64-bit float, read from its upper word; machines that run this store the lower word first.
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  return (size) => {
    if (size >= 2 * max) return Infinity;
    float[0] = size;
    const shift = shifts[Math.max(0, Math.min(high, (words[1]! >>> 20) - 1023) - low)]!;
    const rounded = size + shift - shift;
    return rounded > max ? Infinity : rounded;
  };
}

/** The place of a code on the number line: 0 for zero, `k` for the k-th number above it, `-k` below it. */
const placeOf = (code: number, format: FloatFormat): number => (code & (2 ** (numBits(format) - 1) - 1)) * (fieldsOf(code, format).sign === 1 ? -1 : 1);
/** The number at a place of the number line; undefined beyond the greatest. */
function numberAt(place: number, format: FloatFormat): number | undefined {
  if (Math.abs(place) > maxCodeOf(format)) return undefined;
  return place === 0 ? 0 : Math.sign(place) * decode(Math.abs(place), format);
}

/** The nearest finite numbers of a format strictly below and strictly above a value; null where it has none. */
export function neighboursOf(value: number, format: FloatFormat): { readonly below: number | null; readonly above: number | null } {
  const at = placeOf(encode(value, format), format);
  const near = numberAt(at, format)!;
  return { below: (near < value ? near : numberAt(at - 1, format)) ?? null, above: (near > value ? near : numberAt(at + 1, format)) ?? null };
}

/** The finite numbers of a format from `low` to `high`, ascending; undefined when there are more than `most`. */
export function numbersBetween(low: number, high: number, format: FloatFormat, most: number): number[] | undefined {
  const [from, to] = [placeOf(encode(low, format), format), placeOf(encode(high, format), format)];
  if (to - from + 1 > most + 2) return undefined;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => numberAt(from + i, format)!).filter((x) => x >= low && x <= high);
}
