import { floatFormats } from "#domain/float8.ts";
import { drawActivations, drawOutliers, GRANULARITIES, OUTLIER_PATTERNS, quantizationError, withOutliers, type Granularity, type QuantizationError } from "#domain/quantization.ts";
import { lastFrame, simulation, type Random, type Values } from "#sim/contract.ts";

const params = {
  outlierFactor: { kind: "number", label: "Outliers are this many times larger", unit: "ratio", default: 30_000, min: 1, max: 1_000_000, scale: "log10" },
  outlierPattern: { kind: "choice", label: "Outliers are", default: "tokens", options: OUTLIER_PATTERNS },
  outlierPercent: { kind: "number", label: "How many of them", unit: "%", default: 2, min: 0, max: 10, step: 0.1 },
  format: { kind: "choice", label: "Format", default: "e4m3", options: ["e4m3", "e5m2"], optionLabels: { e4m3: "E4M3", e5m2: "E5M2" } },
  isPowerOfTwo: { kind: "flag", label: "Scales are powers of two", default: false },
  assumedShare: { kind: "number", label: "Maximum assumed, of the true one", unit: "ratio", default: 1, min: 0.05, max: 4, step: 0.05 },
  numTokens: { kind: "number", label: "Tokens", unit: "token", default: 256, min: 128, max: 512, step: 128 },
  numChannels: { kind: "number", label: "Channels", unit: "dimension", default: 256, min: 128, max: 512, step: 128 },
} as const;

/** Sizes of outliers on the curve, four to a power of ten. */
const FACTORS = Array.from({ length: 25 }, (_, i) => 10 ** (i / 4));

/** One way to share scales, at the reader's size of outliers and along a curve of sizes. */
export interface GranularityOut extends QuantizationError {
  readonly granularity: Granularity;
  readonly curve: readonly { readonly factor: number; readonly ordinaryError: number; readonly underflowPercent: number }[];
}

/** The answer; while `steps` runs, the curves grow and all else stands. */
export interface QuantizationOut {
  readonly granularities: readonly GranularityOut[];
}

function* frames({ outlierFactor, outlierPattern, outlierPercent, format: id, numTokens, numChannels, ...scaling }: Values<typeof params>, random: Random): Generator<QuantizationOut> {
  const format = floatFormats[id];
  const plain = drawActivations(numTokens, numChannels, random);
  const isOutlier = drawOutliers(numTokens, numChannels, outlierPattern, outlierPercent, random);
  const measure = (factor: number): QuantizationError[] => {
    const activations = withOutliers(plain, isOutlier, factor);
    return GRANULARITIES.map((granularity) => quantizationError(activations, isOutlier, granularity, format, scaling));
  };
  const here = measure(outlierFactor);
  const curves: GranularityOut["curve"][number][][] = GRANULARITIES.map(() => []);
  const answer = (): QuantizationOut => ({ granularities: GRANULARITIES.map((granularity, i) => ({ granularity, ...here[i]!, curve: [...curves[i]!] })) });
  yield answer();
  for (const factor of FACTORS) {
    measure(factor).forEach(({ ordinaryError, underflowPercent }, i) => curves[i]!.push({ factor, ordinaryError, underflowPercent }));
    yield answer();
  }
}

export default simulation({
  question: "What do a few large values cost all others, and how far does one scale for few of them contain the damage?",
  params,
  sources: [{ cite: "v3-report", where: "section 3.3.2, Fine-Grained Quantization; Appendix B.2" }, { cite: "v3-code", where: "inference/kernel.py, act_quant_kernel" }],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: frames,
  numSteps: () => 1 + FACTORS.length,
  checks: [],
});
