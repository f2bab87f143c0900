import type { ModelConfig } from "./attention.ts";

/** A part of a training run and the time it took, added over all GPUs. */
export interface StageHours {
  readonly name: string;
  readonly gpuHours: number;
}

/** A stage with its price. */
export interface StageCost extends StageHours {
  readonly usd: number;
}

/**
 * DeepSeek-V3's official run on H800 GPUs.
 *
 * Source: arXiv:2412.19437, Table 1.
 */
export const V3_STAGES: readonly StageHours[] = [
  { name: "pre-training", gpuHours: 2_664_000 },
  { name: "context extension", gpuHours: 119_000 },
  { name: "post-training", gpuHours: 5_000 },
];

/**
 * What DeepSeek-R1 adds to the base model of V3, on H800 GPUs.
 *
 * Source: arXiv:2501.12948v2, Table 7; read in copies.
 */
export const R1_STAGES: readonly StageHours[] = [
  { name: "R1-Zero", gpuHours: 101_000 },
  { name: "fine-tuning data", gpuHours: 5_000 },
  { name: "R1", gpuHours: 41_000 },
];

/**
 * The two parts of R1 whose time is printed as well: 64 nodes of 8 GPUs for about this long.
 *
 * Source: arXiv:2501.12948v2, Appendix B.4.4; read in copies.
 */
export const R1_RUNS = [
  { name: "R1-Zero", numGpus: 512, hours: 198 },
  { name: "R1", numGpus: 512, hours: 80 },
] as const;

/** Each stage at a price: `usd = gpuHours * usdPerGpuHour`. */
export const priceStages = (stages: readonly StageHours[], usdPerGpuHour: number): StageCost[] => stages.map(({ name, gpuHours }) => ({ name, gpuHours, usd: gpuHours * usdPerGpuHour }));

/** Days that so many GPUs need when none is ever idle: `gpuHours / numGpus / 24`. */
export const daysOf = (gpuHours: number, numGpus: number): number => gpuHours / numGpus / 24;

/** The attention of a model, as far as its arithmetic goes. */
export interface AttentionShape {
  readonly numLayers: number;
  readonly numHeads: number;
  /** Dimensions of a head's query and key. */
  readonly qkHeadDim: number;
  readonly vHeadDim: number;
}

/**
 * The attention of a published shape, all of whose layers see the whole context.
 *
 * @throws RangeError when it has layers of several kinds, whose arithmetic differs
 */
export function attentionShapeOf({ id, numLayers, numHeads, layers, mla }: ModelConfig): AttentionShape {
  const [layer] = layers;
  if (mla) return { numLayers, numHeads, qkHeadDim: mla.qkNopeHeadDim + mla.qkRopeHeadDim, vHeadDim: mla.vHeadDim };
  if (layers.length !== 1 || layer?.kind !== "grouped" || layer.slidingWindow !== undefined) throw new RangeError(`unsupported: ${id} has layers of several kinds; expected one kind that sees the whole context`);
  return { numLayers, numHeads, qkHeadDim: layer.headDim, vHeadDim: layer.headDim };
}

/**
 * Arithmetic of the scores and of the weighted sum of values, for one token in training:
 * `3 * 2 * contextTokens * numLayers * numHeads * (qkHeadDim + vHeadDim)`, half of it when causal.
 *
 * A multiply-add counts as 2 FLOP, and the backward pass as twice the forward pass, hence the 3.
 * Under the causal mask a token sees half of the sequence on average; a kernel that computes the other half too does twice the work.
 */
export const attentionFlopPerToken = ({ numLayers, numHeads, qkHeadDim, vHeadDim }: AttentionShape, contextTokens: number, isCausal: boolean): number =>
  (isCausal ? 0.5 : 1) * 6 * contextTokens * numLayers * numHeads * (qkHeadDim + vHeadDim);

/**
 * Arithmetic of all matrices for one token in training: `6 * activatedParameters`.
 *
 * Each parameter is multiplied and added once forward and twice backward: 2 + 4 FLOP. Recomputed activations are not counted.
 * Source: arXiv:2001.08361, section 2.1.
 */
export const matrixFlopPerToken = (activatedParameters: number): number => 6 * activatedParameters;

/** GPU-hours of so much arithmetic: `totalFlop / (peakTflops * 10^12 * utilization) / 3600`. */
export const gpuHoursOf = (totalFlop: number, peakTflops: number, utilization: number): number => totalFlop / (peakTflops * 1e12 * utilization) / 3600;
