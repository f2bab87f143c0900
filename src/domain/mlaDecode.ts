import { addWork, scaleWork, type Work } from "./roofline.ts";

/** One layer of Multi-head Latent Attention, as far as a decoding step is concerned. */
export interface MlaLayer {
  readonly hiddenSize: number;
  /** n_h */
  readonly numHeads: number;
  /** d_c: the latent cached for each token. */
  readonly kvLoraRank: number;
  /** d_c', the latent of the queries; 0 when the queries come straight from the hidden state. */
  readonly qLoraRank: number;
  /** d_h, the part of a head without position. */
  readonly qkNopeHeadDim: number;
  /** d_h^R: the rotary key all heads share. */
  readonly qkRopeHeadDim: number;
  readonly vHeadDim: number;
}

/** One layer of attention whose query heads share keys and values in groups. */
export interface GroupedLayer {
  readonly hiddenSize: number;
  readonly numHeads: number;
  /** n_g; equal to numHeads it is multi-head attention, 1 is multi-query attention. */
  readonly numKvGroups: number;
  readonly headDim: number;
}

/**
 * How a decoding step reads what it cached:
 * - `absorbed`: the query is carried into the latent space and compared with the latents themselves;
 * - `rebuilt`: keys and values of every cached token are computed from the latents, every step, and stay on the chip;
 * - `naive`: keys and values of every head are cached in full, as `attn_impl = "naive"` does in DeepSeek's inference code.
 */
export const MLA_MODES = ["absorbed", "rebuilt", "naive"] as const;
/** One of the three ways to read the cache. */
export type MlaMode = (typeof MLA_MODES)[number];

/** What one cached token of one sequence costs a layer in one decoding step: everything that grows with the context. */
export function mlaWorkPerCachedToken(layer: MlaLayer, mode: MlaMode, bytesPerElement: number): Work {
  const { numHeads, kvLoraRank, qkNopeHeadDim, qkRopeHeadDim, vHeadDim } = layer;
  const latentBytes = (kvLoraRank + qkRopeHeadDim) * bytesPerElement;
  // One multiply-add for each dimension of the score and one for each dimension of the weighted sum of values.
  const inLatentSpace = 2 * numHeads * (kvLoraRank + qkRopeHeadDim + kvLoraRank);
  const inHeadSpace = 2 * numHeads * (qkNopeHeadDim + qkRopeHeadDim + vHeadDim);
  if (mode === "absorbed") return { flop: inLatentSpace, bytes: latentBytes };
  if (mode === "naive") return { flop: inHeadSpace, bytes: numHeads * (qkNopeHeadDim + qkRopeHeadDim + vHeadDim) * bytesPerElement };
  return { flop: inHeadSpace + 2 * numHeads * kvLoraRank * (qkNopeHeadDim + vHeadDim), bytes: latentBytes };
}

/** Bytes one token leaves in a layer's cache: what a step must read of it. */
export const mlaCacheBytes = (layer: MlaLayer, mode: MlaMode, bytesPerElement: number): number => mlaWorkPerCachedToken(layer, mode, bytesPerElement).bytes;

/** As `mlaWorkPerCachedToken`, for grouped keys and values: `4 n_h d_h` FLOP and `2 n_g d_h` elements. */
export const groupedWorkPerCachedToken = ({ numHeads, numKvGroups, headDim }: GroupedLayer, bytesPerElement: number): Work => ({
  flop: 4 * numHeads * headDim,
  bytes: 2 * numKvGroups * headDim * bytesPerElement,
});

/** Parameters of a layer's attention projections that every decoding step reads: W^DQ, W^UQ, W^DKV, W^KR, W^UK, W^UV and W^O. */
export function mlaProjectionElements(layer: MlaLayer): number {
  const { hiddenSize, numHeads, kvLoraRank, qLoraRank, qkNopeHeadDim, qkRopeHeadDim, vHeadDim } = layer;
  const queryDim = numHeads * (qkNopeHeadDim + qkRopeHeadDim);
  const query = qLoraRank > 0 ? hiddenSize * qLoraRank + qLoraRank * queryDim : hiddenSize * queryDim;
  return query + hiddenSize * (kvLoraRank + qkRopeHeadDim) + kvLoraRank * numHeads * (qkNopeHeadDim + vHeadDim) + numHeads * vHeadDim * hiddenSize;
}

/** As `mlaProjectionElements`, for grouped keys and values: W^Q, W^K, W^V and W^O. */
export const groupedProjectionElements = ({ hiddenSize, numHeads, numKvGroups, headDim }: GroupedLayer): number => 2 * hiddenSize * headDim * (numHeads + numKvGroups);

/**
 * One decoding step of a layer for `batchSize` sequences: `perToken` for every cached token of each,
 * and, when given, the projections: one multiply-add per parameter and sequence, each parameter read once for the whole batch.
 *
 * The parameters of W^UK and W^UV are counted once per sequence in every mode: absorbed, they map the query and the output;
 * otherwise they expand the new token. What `rebuilt` spends on the old tokens is in `perToken`.
 */
export function decodeStep(perToken: Work, batchSize: number, contextTokens: number, projectionElements = 0, bytesPerElement = 0): Work {
  const attention = scaleWork(perToken, batchSize * contextTokens);
  return addWork(attention, { flop: 2 * projectionElements * batchSize, bytes: projectionElements * bytesPerElement });
}
