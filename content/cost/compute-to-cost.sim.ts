import { deepseekV2 } from "#domain/configs/deepseekV2.ts";
import { deepseekV3 } from "#domain/configs/deepseekV3.ts";
import { llama31405b } from "#domain/configs/llama31405b.ts";
import { llama3170b } from "#domain/configs/llama3170b.ts";
import { attentionFlopPerToken, attentionShapeOf, daysOf, gpuHoursOf, matrixFlopPerToken, V3_STAGES } from "#domain/trainingCost.ts";
import { simulation } from "#sim/contract.ts";

const shapes = { "DeepSeek-V3": deepseekV3, "DeepSeek-V2": deepseekV2, "Llama 3.1 405B": llama31405b, "Llama 3.1 70B": llama3170b } as const;

/** What DeepSeek publish of V3: the arithmetic of a token, and how fast a GPU worked at it. */
const PUBLISHED = { flopPerToken: 250e9, tflops: 385, gpuHours: V3_STAGES[0]!.gpuHours, activatedParameters: 37e9, tokens: 14.8e12 } as const;

/** What a training run takes. */
export interface RunCost {
  readonly flopPerToken: number;
  readonly totalFlop: number;
  readonly gpuHours: number;
  readonly usd: number;
  readonly days: number;
}
/** A point of a curve: `x` in parameters or in tokens. */
export interface CostPoint extends RunCost {
  readonly x: number;
}

export interface ComputeOut extends RunCost {
  /** The matrices' part of the arithmetic of a token, and that of attention. */
  readonly matrixFlopPerToken: number;
  readonly attentionFlopPerToken: number;
  /** What a GPU does in a second, in 10^12 FLOP. */
  readonly achievedTflops: number;
  /** A dense model with as many parameters as this one has in all; it uses every one for each token. */
  readonly denseTotal: RunCost & { readonly parameters: number };
  /** A dense model with as many parameters as this one uses for a token. */
  readonly denseActivated: RunCost & { readonly parameters: number };
  /** The same tokens at V3's published 250 GFLOP a token and 385 TFLOP/s a GPU. */
  readonly atPublishedRate: RunCost;
  /** Pre-training of V3 as its report counts it, at the price given. */
  readonly reported: { readonly activatedParameters: number; readonly tokens: number; readonly gpuHours: number; readonly usd: number };
  readonly overParameters: CostPoint[];
  readonly overTokens: CostPoint[];
}

const spread = (from: number, to: number): number[] => Array.from({ length: 33 }, (_, at) => from * (to / from) ** (at / 32));

const isca = (where: string) => ({ cite: "isca25", where });

export default simulation({
  question: "What does it cost to train a model of so many parameters on so many tokens?",
  params: {
    activatedParameters: { kind: "number", label: "Parameters used for a token", unit: "count", default: 37e9, min: 1e8, max: 1e13, step: 1e8, scale: "log10" },
    totalParameters: { kind: "number", label: "Parameters in all", unit: "count", default: 671e9, min: 1e8, max: 1e13, step: 1e8, scale: "log10" },
    tokens: { kind: "number", label: "Training tokens", unit: "token", default: 14.8e12, min: 1e10, max: 1e15, step: 1e10, scale: "log10" },
    contextTokens: { kind: "number", label: "Context in training", unit: "token", default: 4096, min: 1, max: 1_048_576, step: 1, scale: "log2" },
    attention: { kind: "choice", label: "Attention is counted", default: "causal", options: ["causal", "without a mask", "not at all"] },
    shape: { kind: "choice", label: "Attention has the shape of", default: "DeepSeek-V3", options: ["DeepSeek-V3", "DeepSeek-V2", "Llama 3.1 405B", "Llama 3.1 70B"] },
    peakTflops: { kind: "number", label: "Peak of a GPU", unit: "TFLOP/s", default: 989.5, min: 10, max: 20_000, step: 0.5, scale: "log10" },
    utilization: { kind: "number", label: "Share of the peak reached", unit: "ratio", default: 0.3894, min: 0.01, max: 1, step: 0.0001 },
    usdPerGpuHour: { kind: "number", label: "Price of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.05, scale: "log2" },
    numGpus: { kind: "number", label: "GPUs at a time", unit: "GPU", default: 2048, min: 8, max: 262_144, step: 8, scale: "log2" },
  },
  sources: [
    { cite: "scaling-laws", where: "section 2.1: 6 FLOP for each parameter and token" },
    isca("Table 2: 250 GFLOP per token; Table 4: 385 TFLOP/s and 38.94% of the BF16 peak, causal"),
    { cite: "v3-report", where: "Table 1; section 4.1: 14.8T tokens in sequences of 4K" },
    { cite: "h100-datasheet", where: "H100 SXM: peak in BF16; the H800 taken to have the same" },
  ],
  cost: "instant",
  run({ activatedParameters, totalParameters, tokens, contextTokens, attention, shape, peakTflops, utilization, usdPerGpuHour, numGpus }): ComputeOut {
    const attentionFlop = attention === "not at all" ? 0 : attentionFlopPerToken(attentionShapeOf(shapes[shape]), contextTokens, attention === "causal");
    const priced = (flopPerToken: number, numTokens: number, gpuHours: number): RunCost => ({ flopPerToken, totalFlop: flopPerToken * numTokens, gpuHours, usd: gpuHours * usdPerGpuHour, days: daysOf(gpuHours, numGpus) });
    const costOf = (parameters: number, numTokens: number): RunCost => {
      const flopPerToken = matrixFlopPerToken(parameters) + attentionFlop;
      return priced(flopPerToken, numTokens, gpuHoursOf(flopPerToken * numTokens, peakTflops, utilization));
    };
    const most = Math.max(activatedParameters, totalParameters);
    return {
      ...costOf(activatedParameters, tokens),
      matrixFlopPerToken: matrixFlopPerToken(activatedParameters),
      attentionFlopPerToken: attentionFlop,
      achievedTflops: peakTflops * utilization,
      denseTotal: { parameters: most, ...costOf(most, tokens) },
      denseActivated: { parameters: activatedParameters, ...costOf(activatedParameters, tokens) },
      atPublishedRate: priced(PUBLISHED.flopPerToken, tokens, gpuHoursOf(PUBLISHED.flopPerToken * tokens, PUBLISHED.tflops, 1)),
      reported: { activatedParameters: PUBLISHED.activatedParameters, tokens: PUBLISHED.tokens, gpuHours: PUBLISHED.gpuHours, usd: PUBLISHED.gpuHours * usdPerGpuHour },
      overParameters: spread(Math.min(activatedParameters, PUBLISHED.activatedParameters) / 10, Math.max(most, PUBLISHED.activatedParameters) * 2).map((x) => ({ x, ...costOf(x, tokens) })),
      overTokens: spread(Math.min(tokens, PUBLISHED.tokens) / 10, Math.max(tokens, PUBLISHED.tokens) * 4).map((x) => ({ x, ...costOf(activatedParameters, x) })),
    };
  },
  checks: [
    { given: {}, read: (out) => out.flopPerToken / 1e9, equals: 250, within: 3, because: "the parameters are printed to two digits; what is counted beside matrices and attention is not stated", source: isca("Table 2") },
    { given: { activatedParameters: 21e9, shape: "DeepSeek-V2" }, read: (out) => out.flopPerToken / 1e9, equals: 155, unit: "GFLOP a token", within: 3, because: "as for V3: the parameters are printed to two digits, and what is counted beside matrices and attention is not stated", source: isca("Table 2") },
    { given: {}, read: (out) => out.achievedTflops, equals: 385, within: 0.5, because: "printed whole", source: isca("Table 4, TFLOPS (causal)") },
    { given: {}, read: (out) => out.atPublishedRate.gpuHours, equals: 2_664_000, unit: "GPU-hours", within: 10_000, because: "250 and 385 are printed to three digits", source: { cite: "v3-report", where: "Table 1, pre-training" } },
    { given: {}, read: (out) => out.gpuHours, equals: 2_664_000, unit: "GPU-hours", within: 40_000, because: "1.2%, from the arithmetic of a token", source: { cite: "v3-report", where: "Table 1, pre-training" } },
  ],
});
