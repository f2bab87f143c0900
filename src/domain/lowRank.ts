import { columnsOf, type Dense, denseOf, gaussianMatrix, orthonormalColumns, product, scaledColumns, sum, terms, transposed, zeros } from "./linearAlgebra.ts";
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
function headDirections(shape: HeadShape, numDirections: number, headSimilarity: number, random: Random): Dense {
  const { numHeads, headDim } = shape;
  const common = gaussianMatrix(2 * headDim, numDirections, random);
  const own = gaussianMatrix(stackedWidth(shape), numDirections, random);
  const alike = denseOf(own.rows, numDirections, (row, column) => {
    const commonRow = (row % headDim) + (row < numHeads * headDim ? 0 : headDim);
    return Math.sqrt(headSimilarity) * common.data[commonRow * numDirections + column]! + Math.sqrt(1 - headSimilarity) * own.data[row * numDirections + column]!;
  });
  return orthonormalColumns(alike, random);
}

/**
 * Stacked keys and values `[numTokens, 2 n_h d_h]` with a spectrum of the caller's.
 *
 * Formula: `U diag(c i^-decay) W^T + noise`, U and W orthonormal and random, c such that the signal's mean square is 1.
 */
export function drawKeysAndValues(shape: HeadShape, numTokens: number, { spectrumDecay, headSimilarity, noise }: Spectrum, random: Random): Dense {
  const width = stackedWidth(shape);
  const numDirections = Math.min(numTokens, width);
  const tokens = orthonormalColumns(gaussianMatrix(numTokens, numDirections, random), random);
  const directions = headDirections(shape, numDirections, headSimilarity, random);
  const falling = Array.from({ length: numDirections }, (_, i) => (i + 1) ** -spectrumDecay);
  const scale = Math.sqrt((numTokens * width) / falling.reduce((total, s) => total + s * s, 0));
  const signal = terms({ u: tokens, s: falling.map((s) => s * scale), v: directions }, 0, numDirections);
  return sum(signal, gaussianMatrix(numTokens, width, random), noise);
}

/**
 * GQA by pooling: the heads of each of `numGroups` contiguous groups share their mean key and mean value.
 * The mean is the best common key in the least-squares sense, and how GQA converts a trained model.
 * Head h belongs to group `floor(h numGroups / numHeads)`.
 *
 * Source: arXiv:2305.13245, Section 2.1 (there on the projection matrices, which comes to the same by linearity).
 */
export function pooledHeads(stacked: Dense, shape: HeadShape, numGroups: number): Dense {
  const { numHeads, headDim } = shape;
  const groupOf = Array.from({ length: numHeads }, (_, head) => Math.floor((head * numGroups) / numHeads));
  const headsWith = groupOf.map((group) => groupOf.flatMap((other, head) => (other === group ? [head] : [])));
  return denseOf(stacked.rows, stacked.columns, (row, column) => {
    const part = column < numHeads * headDim ? 0 : numHeads * headDim;
    const heads = headsWith[Math.floor((column - part) / headDim)]!;
    let total = 0;
    for (const head of heads) total += stacked.data[row * stacked.columns + part + head * headDim + (column % headDim)]!;
    return total / heads.length;
  });
}

/** Each row of scores to weights that add up to 1; less the largest score first, so that no exponential overflows. */
function softmaxRows(scores: Dense): void {
  for (let row = 0; row < scores.rows; row++) {
    const ofQuery = scores.data.subarray(row * scores.columns, (row + 1) * scores.columns);
    const largest = ofQuery.reduce((a, b) => Math.max(a, b));
    let total = 0;
    for (let i = 0; i < ofQuery.length; i++) total += ofQuery[i] = Math.exp(ofQuery[i]! - largest);
    for (let i = 0; i < ofQuery.length; i++) ofQuery[i]! /= total;
  }
}

/**
 * Attention of every query to every token, `softmax(Q K^T / sqrt(d_h)) V` for each head; not causal, as when decoding.
 *
 * @param queries `[numQueries, n_h d_h]`
 * @param stacked `[numTokens, 2 n_h d_h]`
 * @returns `[numQueries, n_h d_h]`
 */
export function attentionOutput(queries: Dense, stacked: Dense, { numHeads, headDim }: HeadShape): Dense {
  const output = zeros(queries.rows, numHeads * headDim);
  for (let head = 0; head < numHeads; head++) {
    const ofHead = (m: Dense, position: number): Dense => columnsOf(m, position * headDim, (position + 1) * headDim);
    const query = scaledColumns(ofHead(queries, head), new Array<number>(headDim).fill(1 / Math.sqrt(headDim)));
    const weights = product(query, transposed(ofHead(stacked, head)));
    softmaxRows(weights);
    const read = product(weights, ofHead(stacked, numHeads + head));
    for (let row = 0; row < read.rows; row++) output.data.set(read.data.subarray(row * headDim, (row + 1) * headDim), row * output.columns + head * headDim);
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
