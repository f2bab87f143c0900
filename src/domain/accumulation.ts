import { exponentOf, maxFiniteOf, minExponentOf, sizeRounder, type FloatFormat } from "./float8.ts";

/** A vector in a floating-point format, with the exponent of each value: that of the least normal number for subnormal ones. */
export interface FloatVector {
  readonly values: Float64Array;
  /** `ZERO_EXPONENT` where the value is 0. */
  readonly exponents: Int16Array;
}

/** Below every exponent that a product can have. */
const ZERO_EXPONENT = -1000;
/** The least exponent of a 32-bit float that is normal. */
const LEAST_EXPONENT = -126;

/** How many products one instruction of the tensor core adds to the sum. Source: arXiv:2412.19437, section 3.3.2: 128 elements are 4 WGMMAs. */
export const PRODUCTS_PER_INSTRUCTION = 32;

/** A vector scaled so that its largest value is the greatest number of the format, then rounded; its values stay scaled. */
export function roundVector(vector: Float64Array, format: FloatFormat): FloatVector {
  const round = sizeRounder(format);
  const greatest = maxFiniteOf(format);
  const low = minExponentOf(format);
  const maximum = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const values = vector.map((x) => Math.sign(x) * Math.min(greatest, maximum === 0 ? 0 : round((Math.abs(x) / maximum) * greatest)));
  return { values, exponents: Int16Array.from(values, (x) => (x === 0 ? ZERO_EXPONENT : Math.max(low, exponentOf(Math.abs(x))))) };
}

/** A size cut to `fractionBits` bits behind its leading one, towards zero. */
export function truncate(x: number, fractionBits: number): number {
  if (x === 0) return 0;
  const step = 2 ** (Math.max(LEAST_EXPONENT, exponentOf(Math.abs(x))) - fractionBits);
  return Math.trunc(x / step) * step;
}

/**
 * One instruction of the tensor core, as published: products of a vector pair from `from` to `to`, added to a sum.
 *
 * Every product and the sum are aligned to the largest exponent among them, which is that of the factors added, and cut towards zero
 * `fractionBits` bits behind it; the cut terms are added exactly, and the result is cut to `fractionBits` bits again.
 * With 13 bits it is the model of Hopper's FP8 instruction that MMA-Sim found to match the hardware bit for bit.
 * Source: arXiv:2412.19437, section 3.5.2 (right shift to the maximum exponent, truncation to about 14 bits); arXiv:2511.10909.
 */
export function addProducts(sum: number, a: FloatVector, b: FloatVector, from: number, to: number, fractionBits: number): number {
  let largest = sum === 0 ? ZERO_EXPONENT : Math.max(LEAST_EXPONENT, exponentOf(Math.abs(sum)));
  for (let i = from; i < to; i++) largest = Math.max(largest, a.exponents[i]! + b.exponents[i]!);
  if (largest <= ZERO_EXPONENT / 2) return 0;
  const up = 2 ** (fractionBits - largest);
  let total = Math.trunc(sum * up);
  for (let i = from; i < to; i++) total += Math.trunc(a.values[i]! * b.values[i]! * up);
  return truncate(total / up, fractionBits);
}

/** A running dot product: `sum` after each instruction may be read, so that one pass gives every length. */
export interface Accumulator {
  /** Takes the products from `from` to `to`, at most one instruction's. */
  readonly add: (from: number, to: number) => void;
  readonly sum: () => number;
}

/** The tensor core's own sum, never moved anywhere. */
export function tensorCore(a: FloatVector, b: FloatVector, fractionBits: number): Accumulator {
  let sum = 0;
  return { add: (from, to) => { sum = addProducts(sum, a, b, from, to, fractionBits); }, sum: () => sum };
}

/**
 * The tensor core's sum, added to a 32-bit register and cleared after every `interval` products.
 *
 * Source: arXiv:2412.19437, section 3.3.2 and Figure 7(b); `interval` is N_C, 128 in V3.
 */
export function promoted(a: FloatVector, b: FloatVector, fractionBits: number, interval: number): Accumulator {
  let [wide, narrow, held] = [0, 0, 0];
  return {
    add: (from, to) => {
      narrow = addProducts(narrow, a, b, from, to, fractionBits);
      held += to - from;
      if (held < interval) return;
      [wide, narrow, held] = [Math.fround(wide + narrow), 0, 0];
    },
    sum: () => Math.fround(wide + narrow),
  };
}

/** A sum in 32-bit floats, one exact product after the other, rounded to the nearest after each. */
export function float32(a: FloatVector, b: FloatVector): Accumulator {
  let sum = 0;
  return { add: (from, to) => { for (let i = from; i < to; i++) sum = Math.fround(sum + a.values[i]! * b.values[i]!); }, sum: () => sum };
}

/** The exact sum: products of FP8 numbers are multiples of a power of two, and up to 2^16 of them fit a 64-bit float without rounding. */
export function exact(a: FloatVector, b: FloatVector): Accumulator {
  let sum = 0;
  return { add: (from, to) => { for (let i = from; i < to; i++) sum += a.values[i]! * b.values[i]!; }, sum: () => sum };
}

/** What was lost over a sample of sums. */
export interface SumErrors {
  /** Root of the mean squared error, over that of the exact sums. */
  readonly typical: number;
  /** The largest error of any sum, over the root of the mean square of the exact sums. */
  readonly largest: number;
  /** The largest error of a sum over that sum itself; sums that are 0 are left out. Without bound where sums may nearly cancel. */
  readonly largestRelative: number;
  /** The mean error over the mean exact size: negative where sums come out too small. */
  readonly bias: number;
}

/** Compares sums with the exact ones. */
export function sumErrors(sums: readonly number[], exactSums: readonly number[]): SumErrors {
  const errors = sums.map((sum, i) => sum - exactSums[i]!);
  const root = (list: readonly number[]): number => Math.sqrt(list.reduce((total, x) => total + x * x, 0) / list.length);
  const over = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const size = root(exactSums);
  return {
    typical: over(root(errors), size),
    largest: over(Math.max(...errors.map(Math.abs)), size),
    largestRelative: Math.max(...errors.map((error, i) => over(Math.abs(error), Math.abs(exactSums[i]!)))),
    bias: over(errors.reduce((total, error, i) => total + error * Math.sign(exactSums[i]!), 0), exactSums.reduce((total, sum) => total + Math.abs(sum), 0)),
  };
}
