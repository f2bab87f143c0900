import { type Dense, gaussianMatrix, relativeError, sum, svd, terms, zeros } from "#domain/linearAlgebra.ts";
import { affordableGroups, attentionOutput, curveRanks, drawKeysAndValues, type HeadShape, pooledHeads, stackedWidth } from "#domain/lowRank.ts";
import { lastFrame, simulation, type Random, type Values } from "#sim/contract.ts";

/** Relative Frobenius errors of one way to cache, at a price in numbers per token. */
export interface ErrorPoint {
  readonly cachedFloats: number;
  readonly keyError: number;
  readonly valueError: number;
  /** Of keys and values stacked. */
  readonly jointError: number;
  /** Of `softmax(Q K^T / sqrt(d)) V` for random queries that see every token. */
  readonly attentionError: number;
}

export interface PooledPoint extends ErrorPoint {
  readonly numGroups: number;
}

const NUM_QUERIES = 32;
const CURVE_POINTS = 14;

const params = {
  rank: { kind: "number", label: "Latent: numbers cached per token", unit: "dimension", default: 32, min: 1, max: 384, step: 1, scale: "log2" },
  spectrumDecay: { kind: "number", label: "How fast the spectrum falls", unit: "ratio", default: 1, min: 0, max: 3, step: 0.05 },
  headSimilarity: { kind: "number", label: "How alike the heads are", unit: "ratio", default: 0.5, min: 0, max: 1, step: 0.05 },
  noise: { kind: "number", label: "Noise", unit: "ratio", default: 0.05, min: 0, max: 2, step: 0.01 },
  numHeads: { kind: "number", label: "Heads", unit: "head", default: 8, min: 1, max: 8, step: 1 },
  headDim: { kind: "number", label: "Head dimension", unit: "dimension", default: 16, min: 2, max: 24, step: 1 },
  numTokens: { kind: "number", label: "Tokens", unit: "token", default: 256, min: 8, max: 384, step: 1 },
  scoreSpread: { kind: "number", label: "Spread of the scores", unit: "ratio", default: 2, min: 0, max: 8, step: 0.25 },
} as const;

/** The answer; while `steps` runs, `curve` grows and all else stands. */
export interface LowRankOut extends ErrorPoint {
  /** The rank, held to the number of tokens and of stacked columns: beyond either nothing is left to keep. */
  readonly effectiveRank: number;
  readonly maxRank: number;
  /** `2 n_h d_h`: what multi-head attention caches per token. */
  readonly fullFloats: number;
  readonly compressionRatio: number;
  /** The part of the spectrum beyond the rank, `sqrt(sum of s_i^2 beyond) / sqrt(sum of s_i^2)`; Eckart and Young: equal to jointError. */
  readonly tailError: number;
  readonly singularValues: readonly number[];
  /** Pooled heads for at most as many numbers; null when not even one group is affordable. */
  readonly pooled: PooledPoint | null;
  readonly curve: readonly ErrorPoint[];
  readonly pooledCurve: readonly PooledPoint[];
}

function* frames({ rank, numTokens, numHeads, headDim, scoreSpread, ...spectrum }: Values<typeof params>, random: Random): Generator<LowRankOut> {
  const shape: HeadShape = { numHeads, headDim };
  const fullFloats = stackedWidth(shape);
  const maxRank = Math.min(numTokens, fullFloats);
  const effectiveRank = Math.min(rank, maxRank);
  const stacked = drawKeysAndValues(shape, numTokens, spectrum, random);
  const unit = gaussianMatrix(NUM_QUERIES, numHeads * headDim, random);
  const queries = sum(zeros(unit.rows, unit.columns), unit, scoreSpread);
  const output = attentionOutput(queries, stacked, shape);
  const measure = (approximation: Dense, cachedFloats: number): ErrorPoint => ({
    cachedFloats,
    keyError: relativeError(stacked, approximation, 0, fullFloats / 2),
    valueError: relativeError(stacked, approximation, fullFloats / 2),
    jointError: relativeError(stacked, approximation),
    attentionError: relativeError(output, attentionOutput(queries, approximation, shape)),
  });
  const decomposition = svd(stacked);
  const singularValues = decomposition.s;
  const power = (values: readonly number[]): number => Math.sqrt(values.reduce((total, s) => total + s * s, 0));
  const pooledCurve = Array.from({ length: numHeads }, (_, i) => ({ numGroups: i + 1, ...measure(pooledHeads(stacked, shape, i + 1), 2 * headDim * (i + 1)) }));
  const answer = {
    effectiveRank, maxRank, fullFloats, singularValues, pooledCurve,
    ...measure(terms(decomposition, 0, effectiveRank), effectiveRank),
    compressionRatio: fullFloats / effectiveRank,
    tailError: power(singularValues.slice(effectiveRank)) / power(singularValues),
    pooled: pooledCurve[affordableGroups(effectiveRank, shape) - 1] ?? null,
  };
  const curve: ErrorPoint[] = [];
  yield { ...answer, curve: [] };
  // Each point adds the terms since the last, so the whole curve costs one full product.
  let kept = zeros(numTokens, fullFloats);
  let numTerms = 0;
  for (const next of curveRanks(maxRank, effectiveRank, CURVE_POINTS)) {
    kept = sum(kept, terms(decomposition, numTerms, next));
    numTerms = next;
    curve.push(measure(kept, next));
    yield { ...answer, curve: [...curve] };
  }
}

export default simulation({
  question: "How much of the keys and values survives when all heads share one short latent per token?",
  params,
  sources: [
    { cite: "v2-report", where: "section 2.1.2, Eq. 9-11: joint compression of keys and values" },
    { cite: "eckart-young", where: "the truncated decomposition is the nearest matrix of its rank" },
    { cite: "gqa-paper", where: "section 2.1: heads of a group are mean-pooled" },
  ],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: frames,
  numSteps: ({ rank, numTokens, numHeads, headDim }) => {
    const maxRank = Math.min(numTokens, stackedWidth({ numHeads, headDim }));
    return 1 + curveRanks(maxRank, Math.min(rank, maxRank), CURVE_POINTS).length;
  },
  checks: [],
});
