/** A bin of a histogram. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Counts of a sorted sample in `numBins` bins of equal width in the logarithm, from its least to its greatest value.
 * A sample without spread is one bin, a hundredth of it to either side.
 *
 * @throws RangeError for an empty sample or one that does not lie above 0
 */
export function logHistogram(sorted: Float64Array, numBins: number): Bin[] {
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || low <= 0) throw new RangeError(`out of range: the least value is ${low}; expected a sample above 0`);
  if (high / low < 1 + 1e-9) return [{ from: low * 0.99, to: low * 1.01, count: sorted.length }];
  const counts = new Array<number>(numBins).fill(0);
  const step = Math.log(high / low) / numBins;
  for (const x of sorted) counts[Math.min(numBins - 1, Math.floor(Math.log(x / low) / step))]!++;
  return counts.map((count, at) => ({ from: low * Math.exp(at * step), to: low * Math.exp((at + 1) * step), count }));
}

/** The value below which a share of a sorted sample lies: its item at `floor(share * length)`, the last one for a share of 1. */
export const quantileOf = (sorted: Float64Array, share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/** The mean of a sample. */
export const meanOf = (sample: Float64Array): number => sample.reduce((sum, x) => sum + x, 0) / sample.length;

/**
 * The share of the variance of one sample that goes with another of the same length: the square of their correlation,
 * `(sum ab)^2 / (sum aa * sum bb)` of the deviations from the means; 0 when either does not vary.
 */
export function sharedVariance(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at]! - meanA, b[at]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  // Below this the deviations are those of rounding.
  const isFlat = (squares: number, mean: number): boolean => squares <= 1e-12 * mean * mean * a.length;
  return isFlat(aa, meanA) || isFlat(bb, meanB) ? 0 : (ab * ab) / (aa * bb);
}
