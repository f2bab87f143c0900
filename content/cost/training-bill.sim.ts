import { daysOf, priceStages, R1_RUNS, R1_STAGES, type StageCost, V3_STAGES } from "#domain/trainingCost.ts";
import { simulation } from "#sim/contract.ts";

/** What can be billed: the published runs, or hours of the reader's own. */
export const RUNS = ["DeepSeek-V3", "DeepSeek-R1 on top of V3", "V3 and R1", "your own hours"] as const;
export type Run = (typeof RUNS)[number];

/** A part of R1 as its GPUs and its time are printed. */
export interface PrintedRun {
  readonly name: string;
  readonly numGpus: number;
  readonly hours: number;
  /** Their product. */
  readonly gpuHours: number;
}

export interface BillOut {
  /** In the order they were run. */
  readonly stages: StageCost[];
  readonly totalGpuHours: number;
  readonly totalUsd: number;
  /** On the GPUs given, none of them ever idle. */
  readonly days: number;
  /** Of the first stage, which is pre-training for V3. */
  readonly firstStageDays: number;
  readonly gpuHoursPerTrillionTokens: number;
  readonly daysPerTrillionTokens: number;
  /** R1's GPU-hours once more, from its GPUs times its hours. */
  readonly printedRuns: PrintedRun[];
}

const stagesOf = (run: Run, own: readonly number[]) =>
  ({
    "DeepSeek-V3": V3_STAGES,
    "DeepSeek-R1 on top of V3": R1_STAGES,
    "V3 and R1": [...V3_STAGES, ...R1_STAGES],
    "your own hours": own.map((gpuHours, at) => ({ name: `stage ${at + 1}`, gpuHours })),
  })[run];

const table1 = { cite: "v3-report", where: "Table 1, p. 5" };
const below1 = { cite: "v3-report", where: "section 1, p. 5, below Table 1" };
const r1Table = { cite: "r1-nature", where: "Appendix B.4.4, Table 7" };
const r1 = "DeepSeek-R1 on top of V3";

export default simulation({
  question: "What do the published hours of training cost at a price of your choice?",
  params: {
    run: { kind: "choice", label: "Run", default: "DeepSeek-V3", options: RUNS },
    usdPerGpuHour: { kind: "number", label: "Price of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.05, scale: "log2" },
    numGpus: { kind: "number", label: "GPUs at a time", unit: "GPU", default: 2048, min: 8, max: 65_536, step: 8, scale: "log2" },
    stageGpuHours: { kind: "list", label: "Your own stages", unit: "GPU-hour", default: [2_664_000, 119_000, 5_000], min: 0, max: 1e10, minLength: 1, maxLength: 12 },
    tokens: { kind: "number", label: "Tokens in the first stage", unit: "token", default: 14.8e12, min: 1e10, max: 1e15, step: 1e10, scale: "log10" },
  },
  sources: [table1, { cite: "v3-report", where: "section 3.1: 2,048 GPUs; section 4.1: 14.8T tokens" }, r1Table],
  cost: "instant",
  run({ run, usdPerGpuHour, numGpus, stageGpuHours, tokens }): BillOut {
    const stages = priceStages(stagesOf(run, stageGpuHours), usdPerGpuHour);
    const totalGpuHours = stages.reduce((sum, stage) => sum + stage.gpuHours, 0);
    const gpuHoursPerTrillionTokens = (stages[0]!.gpuHours / tokens) * 1e12;
    return {
      stages,
      totalGpuHours,
      totalUsd: totalGpuHours * usdPerGpuHour,
      days: daysOf(totalGpuHours, numGpus),
      firstStageDays: daysOf(stages[0]!.gpuHours, numGpus),
      gpuHoursPerTrillionTokens,
      daysPerTrillionTokens: daysOf(gpuHoursPerTrillionTokens, numGpus),
      printedRuns: R1_RUNS.map((printed) => ({ ...printed, gpuHours: printed.numGpus * printed.hours })),
    };
  },
  checks: [
    { given: {}, read: (out) => out.totalGpuHours, equals: 2_788_000, unit: "GPU-hours", source: table1 },
    { given: {}, read: (out) => out.totalUsd, equals: 5_576_000, source: table1 },
    { given: {}, read: (out) => out.stages[0]!.usd, equals: 5_328_000, source: table1 },
    { given: {}, read: (out) => out.gpuHoursPerTrillionTokens, equals: 180_000, within: 500, because: "printed to the thousand", source: below1 },
    { given: {}, read: (out) => out.daysPerTrillionTokens, equals: 3.7, within: 0.05, because: "printed to one decimal", source: below1 },
    { given: { run: r1 }, read: (out) => out.totalUsd, equals: 294_000, source: r1Table },
    { given: { run: r1 }, read: (out) => out.printedRuns[0]!.gpuHours, equals: 101_000, within: 500, because: "printed to the thousand, from about 198 hours", source: r1Table },
  ],
});
