import { gaussianMatrix, Matrix, orthonormalColumns } from "./linearAlgebra.ts";
import type { Random } from "./random.ts";

/** How keys and values lie in one row of a stacked matrix `[K; V]`: numHeads keys of headDim, then as many values. */
export interface HeadShape {
  readonly numHeads: number;
  readonly headDim: number;
}

/** Keys and values of one token, `2 n_h d_h` numbers. */
export const stackedWidth = ({ numHeads, headDim }: HeadShape): number => 2 * numHeads * headDim;

/** What the synthetic keys and values look like. */
export interface Spectrum {
  /** Singular value i, from 1, is proportional to `i^-spectrumDecay`. */
  readonly spectrumDecay: number;
  /** The share of each direction's power that all heads have in common, before orthogonalisation; 0 to 1. */
  readonly headSimilarity: number;
  /** Standard deviation of what is added to every number, where the signal's is 1. */
  readonly noise: number;
}

/** Directions across the stacked columns `[2 n_h d_h, numDirections]`, orthonormal, alike across heads as far as asked. */
function headDirections(shape: HeadShape, numDirections: number, headSimilarity: number, random: Random): Matrix {
  const { numHeads, headDim } = shape;
  const common = gaussianMatrix(2 * headDim, numDirections, random);
  const drawn = gaussianMatrix(stackedWidth(shape), numDirections, random).mul(Math.sqrt(1 - headSimilarity));
  const weight = Math.sqrt(headSimilarity);
  for (let row = 0; row < drawn.rows; row++) {
    const isValue = row >= numHeads * headDim;
    const shared = (row % headDim) + (isValue ? headDim : 0);
    for (let column = 0; column < numDirections; column++) drawn.set(row, column, drawn.get(row, column) + weight * common.get(shared, column));
  }
  return orthonormalColumns(drawn);
}

/**
 * Stacked keys and values `[numTokens, 2 n_h d_h]` with a spectrum of the caller's.
 *
 * Formula: `U diag(c i^-decay) W^T + noise`, U and W orthonormal and random, c such that the signal's mean square is 1.
 */
export function drawKeysAndValues(shape: HeadShape, numTokens: number, { spectrumDecay, headSimilarity, noise }: Spectrum, random: Random): Matrix {
  const width = stackedWidth(shape);
  const numDirections = Math.min(numTokens, width);
  const tokens = orthonormalColumns(gaussianMatrix(numTokens, numDirections, random));
  const directions = headDirections(shape, numDirections, headSimilarity, random);
  const falling = Array.from({ length: numDirections }, (_, i) => (i + 1) ** -spectrumDecay);
  const scale = Math.sqrt((numTokens * width) / falling.reduce((sum, s) => sum + s * s, 0));
  const signal = tokens.mulRowVector(falling.map((s) => s * scale)).mmul(directions.transpose());
  return signal.add(gaussianMatrix(numTokens, width, random).mul(noise));
}

/**
 * GQA by pooling: the heads of each of `numGroups` contiguous groups share their mean key and mean value.
 * The mean is the best common key in the least-squares sense, and how GQA converts a trained model.
 * Head h belongs to group `floor(h numGroups / numHeads)`.
 *
 * Source: arXiv:2305.13245, Section 2.1 and Figure 1 (there on the projection matrices, which comes to the same by linearity).
 */
export function pooledHeads(stacked: Matrix, shape: HeadShape, numGroups: number): Matrix {
  const { numHeads, headDim } = shape;
  const pooled = Matrix.zeros(stacked.rows, stacked.columns);
  const groupOf = Array.from({ length: numHeads }, (_, head) => Math.floor((head * numGroups) / numHeads));
  const sizes = Array.from({ length: numGroups }, (_, group) => groupOf.filter((g) => g === group).length);
  for (let row = 0; row < stacked.rows; row++) {
    for (const part of [0, numHeads * headDim]) {
      const means = new Float64Array(numGroups * headDim);
      for (let column = 0; column < numHeads * headDim; column++) {
        const group = groupOf[Math.floor(column / headDim)]!;
        means[group * headDim + (column % headDim)]! += stacked.get(row, part + column) / sizes[group]!;
      }
      for (let column = 0; column < numHeads * headDim; column++) pooled.set(row, part + column, means[groupOf[Math.floor(column / headDim)]! * headDim + (column % headDim)]!);
    }
  }
  return pooled;
}

/**
 * Attention of every query to every token, `softmax(Q K^T / sqrt(d_h)) V` for each head; not causal, as when decoding.
 *
 * @param queries `[numQueries, n_h d_h]`
 * @param stacked `[numTokens, 2 n_h d_h]`
 * @returns `[numQueries, n_h d_h]`
 */
export function attentionOutput(queries: Matrix, stacked: Matrix, { numHeads, headDim }: HeadShape): Matrix {
  const output = Matrix.zeros(queries.rows, numHeads * headDim);
  for (let head = 0; head < numHeads; head++) {
    const part = (m: Matrix, start: number): Matrix => m.subMatrix(0, m.rows - 1, start, start + headDim - 1);
    const scores = part(queries, head * headDim).mmul(part(stacked, head * headDim).transpose()).div(Math.sqrt(headDim));
    for (let row = 0; row < scores.rows; row++) {
      const ofQuery = scores.getRow(row);
      // Less the largest score, so that no exponential overflows.
      const largest = ofQuery.reduce((a, b) => Math.max(a, b));
      const powers = ofQuery.map((score) => Math.exp(score - largest));
      const total = powers.reduce((a, b) => a + b, 0);
      scores.setRow(row, powers.map((power) => power / total));
    }
    output.setSubMatrix(scores.mmul(part(stacked, (numHeads + head) * headDim)), 0, head * headDim);
  }
  return output;
}

/** Whole groups that `floats` numbers per token can pay for: each costs a key and a value; at most one per head. */
export const affordableGroups = (floats: number, { numHeads, headDim }: HeadShape): number => Math.min(numHeads, Math.floor(floats / (2 * headDim)));

/** Ranks at which to draw a curve from 1 to `maxRank`, about evenly on a log scale, `marked` among them, rising. */
export function curveRanks(maxRank: number, marked: number, numPoints: number): number[] {
  const spread = Array.from({ length: numPoints }, (_, i) => Math.round(maxRank ** (i / (numPoints - 1))));
  return [...new Set([...spread, marked])].sort((a, b) => a - b);
}
