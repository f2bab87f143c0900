import { kvCacheElements } from "./attention.ts";
import type { Gpu } from "./gpus.ts";
import { mlaWorkPerCachedToken } from "./mlaDecode.ts";
import { type CountedConfig, countParameters, mtpParameters } from "./parameters.ts";
import { type Bound, boundOf, leastSeconds, type Work } from "./roofline.ts";

/** A decoding pass: so many sequences, each with so many new tokens and so many cached ones. */
export interface Pass {
  readonly numSequences: number;
  /** 1 without drafts, 1 + depth when drafts are verified. */
  readonly tokensPerSequence: number;
  readonly contextTokens: number;
  /** Copies of all weights but the routed experts, as when each GPU of a group has its own; every copy is read in every pass. */
  readonly numCopies: number;
}

/** The least time of a pass and what sets it. */
export interface PassTime {
  /** Routed experts of a layer that at least one token chose, in the mean. */
  readonly distinctExperts: number;
  readonly weights: Work;
  readonly weightsBound: Bound;
  /** In seconds, for one GPU that holds everything; divided by their number, for GPUs that share it evenly. */
  readonly seconds: number;
}

/**
 * Routed experts that a pass must read, when each token chooses evenly and independently.
 *
 * Formula: `N (1 - (1 - K / N)^tokens)`.
 *
 * @throws RangeError when a token would choose more experts than there are
 */
export function distinctExperts(numExperts: number, topK: number, numTokens: number): number {
  if (topK > numExperts) throw new RangeError(`out of range: topK is ${topK} expert; expected at most ${numExperts}`);
  return numExperts === 0 ? 0 : numExperts * (1 - (1 - topK / numExperts) ** numTokens);
}

/**
 * The least time of a pass of a model with MLA, weights in FP8 and cache in BF16.
 *
 * Weights are read once for the whole pass: all but the routed experts and the embedding, and of the experts those that a token chose.
 * The arithmetic is 2 FLOP for each activated weight and token, at twice the BF16 peak. Attention, in absorbed form, reads each cached token once
 * for all new tokens of its sequence and computes for each of them. The two follow each other; within each, reading and computing overlap.
 * Left out: communication, launching kernels, an uneven load. Spread evenly over more GPUs both parts shrink alike.
 * Source: arXiv:2412.19437, section 3.3.1 (FP8 doubles the speed of BF16); arXiv:2405.04434, section 2.1 (absorbed attention).
 *
 * @throws RangeError for a model without MLA
 */
export function passTime(config: CountedConfig, gpu: Gpu, { numSequences, tokensPerSequence, contextTokens, numCopies }: Pass, extraWeights = 0): PassTime {
  const { mla, numLayers, hiddenSize, numHeads, feedForward } = config;
  if (!mla) throw new RangeError(`unsupported: ${config.name} has no MLA; expected a model with it`);
  const numTokens = numSequences * tokensPerSequence;
  const parts = countParameters(config, "head");
  const routed = parts.find(({ part }) => part === "routed experts")!;
  const activated = parts.reduce((sum, part) => sum + part.activated, 0) + extraWeights;
  const { numRoutedExperts = 0, topK = 0 } = feedForward;
  const distinct = distinctExperts(numRoutedExperts, topK, numTokens);
  const expertBytes = numRoutedExperts === 0 ? 0 : (routed.total * distinct) / numRoutedExperts;
  const weights: Work = { flop: 2 * activated * numTokens, bytes: numCopies * (activated - routed.activated) + expertBytes };
  const perCachedToken = mlaWorkPerCachedToken({ hiddenSize, numHeads, ...mla }, "absorbed", 2);
  const attention: Work = { flop: perCachedToken.flop * numLayers * contextTokens * numTokens, bytes: 2 * kvCacheElements(config, contextTokens) * numSequences };
  const fp8 = { ...gpu, peakTflops: 2 * gpu.peakTflops };
  return { distinctExperts: distinct, weights, weightsBound: boundOf(fp8, weights), seconds: leastSeconds(fp8, weights) + leastSeconds(gpu, attention) };
}

/**
 * Costs of a draft in plain passes: that of an MTP module for one token of each sequence, and what each drafted token adds to the pass that verifies it.
 *
 * `draftCost = time(module) / time(1)`, `verifyCost = (time(1 + depth) / time(1) - 1) / depth`, with `passTime` for each.
 * The module is a model of one layer with experts, the shared head and the projection. Source: arXiv:2412.19437, Eq. 21-23.
 */
export function draftCosts(config: CountedConfig, gpu: Gpu, service: Omit<Pass, "tokensPerSequence">, depth: number): { readonly draftCost: number; readonly verifyCost: number; readonly plain: PassTime; readonly verifying: PassTime } {
  const pass = (tokensPerSequence: number): PassTime => passTime(config, gpu, { ...service, tokensPerSequence });
  const oneLayer: CountedConfig = { ...config, numLayers: 1, layers: config.layers.map((run) => ({ ...run, numLayers: 1 })), feedForward: { ...config.feedForward, numDenseLayers: 0 }, mtp: { numModules: 1 } };
  const module = passTime(oneLayer, gpu, { ...service, tokensPerSequence: 1 }, mtpParameters(oneLayer).projection);
  const [plain, verifying] = [pass(1), pass(1 + depth)];
  return { draftCost: module.seconds / plain.seconds, verifyCost: (verifying.seconds / plain.seconds - 1) / depth, plain, verifying };
}
