import { exponentOf, maxFiniteOf, sizeRounder, type FloatFormat } from "./float8.ts";
import { gaussian, type Random } from "./random.ts";

/** A matrix of activations, row-major: `[tokens, channels]`. */
export interface Activations {
  readonly numTokens: number;
  readonly numChannels: number;
  readonly values: Float64Array;
}

/** How many values share one scale: the whole tensor, blocks of 128 tokens by 128 channels, or tiles of one token by 128 channels. */
export const GRANULARITIES = ["tensor", "block", "tile"] as const;
/** A granularity of scales. */
export type Granularity = (typeof GRANULARITIES)[number];

/** The side of a block and the length of a tile. Source: arXiv:2412.19437, section 3.3.2. */
export const GROUP_SIZE = 128;
/** The least maximum that the released code scales by. Source: DeepSeek-V3, inference/kernel.py, act_quant_kernel. */
export const LEAST_MAXIMUM = 1e-4;

/** How a scale is found. */
export interface Scaling {
  /** Rounded up to a power of two, as V3.1's UE8M0 and V3's dispatched activations have it. */
  readonly isPowerOfTwo: boolean;
  /** The maximum that the scale assumes, as a share of the true one: 1 when it is measured now, less when taken from a history that the present exceeds. */
  readonly assumedShare: number;
}

/** The scale of a group: `max(maximum, 1e-4) * assumedShare / maxFinite`, and on to the next power of two where wanted. */
export function scaleOf(maximum: number, format: FloatFormat, { isPowerOfTwo, assumedShare }: Scaling): number {
  const scale = (Math.max(maximum, LEAST_MAXIMUM) * assumedShare) / maxFiniteOf(format);
  if (!isPowerOfTwo) return scale;
  const below = 2 ** exponentOf(scale);
  return below === scale ? scale : 2 * below;
}

/** What rounding did to a matrix. Errors are of Frobenius norms: `|rounded - exact| / |exact|`. */
export interface QuantizationError {
  readonly numScales: number;
  /** Of all values; outliers, where there are any, dominate it. */
  readonly totalError: number;
  /** Of the values that are no outliers. */
  readonly ordinaryError: number;
  /** Ordinary values that became zero, and values that were beyond the greatest number. */
  readonly underflowPercent: number;
  readonly saturationPercent: number;
}

/** The rows and columns that share a scale. */
function* groupsOf({ numTokens, numChannels }: Activations, granularity: Granularity): Generator<readonly [fromToken: number, toToken: number, fromChannel: number, toChannel: number]> {
  const height = granularity === "tensor" ? numTokens : granularity === "block" ? GROUP_SIZE : 1;
  const width = granularity === "tensor" ? numChannels : GROUP_SIZE;
  for (let token = 0; token < numTokens; token += height) for (let channel = 0; channel < numChannels; channel += width) yield [token, Math.min(numTokens, token + height), channel, Math.min(numChannels, channel + width)];
}

/**
 * Rounds each value of a matrix to `scale * round(value / scale)`, with a scale for each group, and measures what was lost.
 *
 * @param isOutlier of each value, row-major: 1 where it counts as an outlier
 */
export function quantizationError(activations: Activations, isOutlier: Uint8Array, granularity: Granularity, format: FloatFormat, scaling: Scaling): QuantizationError {
  const { values, numChannels } = activations;
  const round = sizeRounder(format);
  const greatest = maxFiniteOf(format);
  let [numScales, error, size, ordinaryError, ordinarySize, numOrdinary, numUnderflow, numSaturated] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const [fromToken, toToken, fromChannel, toChannel] of groupsOf(activations, granularity)) {
    let maximum = 0;
    for (let token = fromToken; token < toToken; token++) for (let at = token * numChannels + fromChannel; at < token * numChannels + toChannel; at++) maximum = Math.max(maximum, Math.abs(values[at]!));
    const scale = scaleOf(maximum, format, scaling);
    numScales++;
    for (let token = fromToken; token < toToken; token++) for (let at = token * numChannels + fromChannel; at < token * numChannels + toChannel; at++) {
      const exact = Math.abs(values[at]!);
      const rounded = round(exact / scale);
      if (rounded > greatest) numSaturated++;
      const off = (Math.min(rounded, greatest) * scale - exact) ** 2;
      error += off;
      size += exact * exact;
      if (isOutlier[at] === 1) continue;
      numOrdinary++;
      ordinaryError += off;
      ordinarySize += exact * exact;
      if (rounded === 0 && exact > 0) numUnderflow++;
    }
  }
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return { numScales, totalError: Math.sqrt(ratio(error, size)), ordinaryError: Math.sqrt(ratio(ordinaryError, ordinarySize)), underflowPercent: 100 * ratio(numUnderflow, numOrdinary), saturationPercent: (100 * numSaturated) / values.length };
}

/** Where outliers are: in all values of some tokens, in all values of some channels, or anywhere. */
export const OUTLIER_PATTERNS = ["tokens", "channels", "scattered"] as const;
/** A pattern of outliers. */
export type OutlierPattern = (typeof OUTLIER_PATTERNS)[number];

/** Which values are outliers: `percent` of the tokens, of the channels or of all values, rounded to a whole number of them and drawn without preference. */
export function drawOutliers(numTokens: number, numChannels: number, pattern: OutlierPattern, percent: number, random: Random): Uint8Array {
  const numPlaces = pattern === "tokens" ? numTokens : pattern === "channels" ? numChannels : numTokens * numChannels;
  const chosen = new Uint8Array(numPlaces);
  for (let left = Math.round((numPlaces * percent) / 100); left > 0;) {
    const place = Math.floor(random() * numPlaces);
    if (chosen[place] === 0) left--;
    chosen[place] = 1;
  }
  return Uint8Array.from({ length: numTokens * numChannels }, (_, at) => chosen[pattern === "tokens" ? Math.floor(at / numChannels) : pattern === "channels" ? at % numChannels : at]!);
}

/** Normally distributed activations without outliers, of standard deviation 1. */
export const drawActivations = (numTokens: number, numChannels: number, random: Random): Activations => ({ numTokens, numChannels, values: Float64Array.from({ length: numTokens * numChannels }, () => gaussian(random)) });

/** The same activations with the outliers made `factor` times larger. */
export const withOutliers = (activations: Activations, isOutlier: Uint8Array, factor: number): Activations => ({ ...activations, values: activations.values.map((value, at) => (isOutlier[at] === 1 ? factor * value : value)) });
