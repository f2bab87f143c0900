import { GROUP_SIZE } from "./quantization.ts";
import { countParameters, type CountedConfig, type Part } from "./parameters.ts";

/** Formats that a part of training can be held in. */
export type Precision = "fp8" | "e5m6" | "bf16" | "fp32";
/** Bits of one number. */
export const BITS: Readonly<Record<Precision, number>> = { fp8: 8, e5m6: 12, bf16: 16, fp32: 32 };
/** Bytes of a scale, a 32-bit float. Source: DeepSeek-V3, README_WEIGHTS.md. */
const SCALE_BYTES = 4;

/** Which precision where. What is not listed is fixed: master weights and gradients are FP32. */
export interface Recipe {
  /** Weights that the linear layers multiply by. */
  readonly weights: "fp8" | "bf16";
  /** Inputs of linear layers, kept for the backward pass. */
  readonly activations: "fp8" | "bf16";
  /** Both moments of AdamW. */
  readonly moments: "bf16" | "fp32";
  /** Tokens on the way to experts, and gradients on theirs. */
  readonly dispatch: "fp8" | "bf16";
  /** Answers of experts on the way back, and their gradients. */
  readonly combine: "fp8" | "bf16";
}

/** DeepSeek-V3's. Source: arXiv:2412.19437, section 3.3. */
export const V3_RECIPE: Recipe = { weights: "fp8", activations: "fp8", moments: "bf16", dispatch: "fp8", combine: "bf16" };
/** 16 bits for what multiplies and travels, 32 for what the optimizer keeps. */
export const PLAIN_RECIPE: Recipe = { weights: "bf16", activations: "bf16", moments: "fp32", dispatch: "bf16", combine: "bf16" };

/** Parts whose weights stay above FP8. Source: arXiv:2412.19437, section 3.3.1. Attention there is the operator; its projections are linear layers. */
const KEPT_HIGH: readonly Part["part"][] = ["embedding", "output head", "gate", "norms"];
/** Whether the weights of a part stay above FP8. */
export const isKeptHigh = (part: Part["part"]): boolean => KEPT_HIGH.includes(part);

/** Bytes of `count` numbers, with a scale for each `perScale` of them where they are in FP8. */
export const bytesOf = (count: number, precision: Precision, perScale: number): number => (count * BITS[precision]) / 8 + (precision === "fp8" ? (count / perScale) * SCALE_BYTES : 0);

/** What training keeps for all parameters, in bytes, over the whole cluster and once: copies in parallel groups are not counted. */
export interface StateBytes {
  readonly kind: "weights in use" | "master weights" | "gradients" | "moments";
  readonly bytes: number;
}

/**
 * Bytes of weights and of what the optimizer keeps.
 *
 * `weights in use`: linear layers in `recipe.weights`, with a scale for each block of 128 x 128 in FP8, the rest in BF16.
 * `master weights` and `gradients`: 4 bytes each. `moments`: two of `recipe.moments`. Source: arXiv:2412.19437, section 3.3.3.
 */
export function stateBytes(config: CountedConfig, recipe: Recipe): StateBytes[] {
  const parts = countParameters(config, "both");
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return [
    { kind: "weights in use", bytes: parts.reduce((sum, { part, total: count }) => sum + bytesOf(count, isKeptHigh(part) ? "bf16" : recipe.weights, GROUP_SIZE * GROUP_SIZE), 0) },
    { kind: "master weights", bytes: bytesOf(total, "fp32", 1) },
    { kind: "gradients", bytes: bytesOf(total, "fp32", 1) },
    { kind: "moments", bytes: 2 * bytesOf(total, recipe.moments, 1) },
  ];
}

/**
 * Bytes of one token's inputs of linear layers, over all layers, as the backward pass needs them for the gradients of weights.
 *
 * A layer's attention: its input, the latents of query and of key and value, and what goes into the output projection (E5M6 where activations are in FP8).
 * A feed-forward network: its input, and the two inputs of the SwiGLU, whose output is recomputed; for each expert that the token uses.
 * Norms, the attention operator and the residual stream are left out. Source: arXiv:2412.19437, section 3.3.3; which tensors these are is our count.
 *
 * @throws RangeError for a model without MLA
 */
export function activationBytesPerToken({ mla, hiddenSize, numHeads, numLayers, feedForward }: CountedConfig, { activations }: Recipe): number {
  if (!mla) throw new RangeError("unsupported: activations are counted for models with MLA");
  const bytes = (count: number): number => bytesOf(count, activations, GROUP_SIZE);
  const behindAttention = numHeads * mla.vHeadDim;
  const attention = bytes(hiddenSize + mla.qLoraRank + mla.kvLoraRank) + (activations === "fp8" ? bytesOf(behindAttention, "e5m6", 1) + (behindAttention / GROUP_SIZE) * SCALE_BYTES : bytes(behindAttention));
  const network = (width = 0): number => bytes(hiddenSize + 2 * width);
  const { numDenseLayers, denseWidth, topK = 0, numSharedExperts = 0, expertWidth } = feedForward;
  return numLayers * attention + numDenseLayers * network(denseWidth) + (numLayers - numDenseLayers) * (topK + numSharedExperts) * network(expertWidth);
}

/**
 * Bytes that one token sends between nodes in a step of training: out and back, forward and backward, over all layers with experts.
 *
 * `numExpertLayers * copies * 2 * (dispatch + combine)` with `hiddenSize` numbers each and a scale for each tile in FP8.
 * Source: arXiv:2412.19437, section 3.3.3, Low-Precision Communication.
 */
export function trafficBytesPerToken({ hiddenSize, numLayers, feedForward: { numDenseLayers } }: CountedConfig, { dispatch, combine }: Recipe, copies: number): { readonly dispatch: number; readonly combine: number } {
  const trips = (numLayers - numDenseLayers) * copies * 2;
  return { dispatch: trips * bytesOf(hiddenSize, dispatch, GROUP_SIZE), combine: trips * bytesOf(hiddenSize, combine, GROUP_SIZE) };
}
