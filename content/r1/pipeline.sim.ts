import { priceStages, R1_RUNS, R1_STAGES, type StageCost } from "#domain/trainingCost.ts";
import { simulation } from "#sim/contract.ts";
import stages from "./data/stages.json" with { type: "json" };

/** A step of the way, or what it makes. `lane` and `row` are its place in the picture. */
export type Box = (typeof stages.boxes)[number] & { readonly isOnWay: boolean };
/** What goes from one box to the next: the weights of a model, or its answers as training data. */
export type Edge = (typeof stages.edges)[number] & { readonly isOnWay: boolean };

/** A cost row: the GPU-hours printed, and those of the GPUs and hours printed beside them. */
export interface Part extends StageCost {
  readonly isOnWay: boolean;
  /** GPUs times hours; missing for the data, whose time is not printed. */
  readonly recomputedGpuHours?: number;
}

export interface PipelineOut {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly parts: readonly Part[];
  /** Printed GPU-hours, and dollars at the price given, of the parts on the way. */
  readonly gpuHours: number;
  readonly usd: number;
  /** Recomputed GPU-hours of R1-Zero, and of the whole: for the data as printed. */
  readonly zeroGpuHours: number;
  readonly totalGpuHours: number;
  readonly samples: number;
  readonly reasoningSamples: number;
  /** Fine-tunings on the way: steps that learn from given answers. */
  readonly numFineTunings: number;
}

const GOALS = { "all of it": ["r1", "distilled"], "R1-Zero": ["zero"], "DeepSeek-R1": ["r1"], "the distilled models": ["distilled"] } as const;
/** The first box that a cost row pays for. R1's hours are printed as one sum, so they count in full once any of its stages is on the way. */
const PAYS: Readonly<Record<string, string>> = { "R1-Zero": "zero-rl", "fine-tuning data": "mix", R1: "cold" };

/** The boxes from which a way leads to one of the goals, and the goals themselves. */
function wayTo(goals: readonly string[]): ReadonlySet<string> {
  const found = new Set(goals);
  for (const id of found) for (const { from, to } of stages.edges) if (to === id) found.add(from);
  return found;
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const b44 = { cite: "r1-nature", where: "Appendix B.4.4" };
const table7 = { cite: "r1-nature", where: "Appendix B.4.4, Table 7" };

export default simulation({
  question: "What went into each model, and what did it cost on top of the base model?",
  params: {
    goal: { kind: "choice", label: "What went into", default: "all of it", options: Object.keys(GOALS) as (keyof typeof GOALS)[] },
    usdPerGpuHour: { kind: "number", label: "Price of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.05, scale: "log2" },
    numGpus: { kind: "number", label: "GPUs", unit: "GPU", default: 512, min: 8, max: 2048, step: 8, scale: "log2" },
  },
  sources: [{ cite: "r1-report", where: "sections 2.2 to 2.4" }, { cite: "r1-nature", where: "Appendix B.3 and B.4" }],
  cost: "instant",
  run({ goal, usdPerGpuHour, numGpus }): PipelineOut {
    const way = wayTo(GOALS[goal]);
    const hoursOf = (name: string): number | undefined => R1_RUNS.find((run) => run.name === name)?.hours;
    const parts = priceStages(R1_STAGES, usdPerGpuHour).map((stage): Part => {
      const hours = hoursOf(stage.name);
      return { ...stage, isOnWay: way.has(PAYS[stage.name]!), ...(hours === undefined ? {} : { recomputedGpuHours: hours * numGpus }) };
    });
    const paid = parts.filter((part) => part.isOnWay);
    const boxes = stages.boxes.map((box) => ({ ...box, isOnWay: way.has(box.id) }));
    return {
      boxes,
      edges: stages.edges.map((edge) => ({ ...edge, isOnWay: way.has(edge.to) })),
      parts,
      gpuHours: sum(paid.map((part) => part.gpuHours)),
      usd: sum(paid.map((part) => part.usd)),
      zeroGpuHours: parts[0]!.recomputedGpuHours!,
      totalGpuHours: sum(parts.map((part) => part.recomputedGpuHours ?? part.gpuHours)),
      samples: sum(stages.samples.map(({ count }) => count)),
      reasoningSamples: sum(stages.samples.filter(({ isReasoning }) => isReasoning).map(({ count }) => count)),
      numFineTunings: boxes.filter(({ isOnWay, kind }) => isOnWay && kind === "fine-tuning").length,
    };
  },
  checks: [
    { given: {}, read: (out) => out.zeroGpuHours, equals: 101_000, within: 500, because: "printed to the thousand, and the hours as about", source: b44 },
    { given: {}, read: (out) => out.totalGpuHours, equals: 147_000, within: 500, because: "printed to the thousand, and the hours as about", source: table7 },
    { given: { goal: "DeepSeek-R1" }, read: (out) => out.usd, equals: 294_000, source: table7 },
    { given: {}, read: (out) => out.samples, equals: 804_745, source: { cite: "r1-nature", where: "Appendix B.3, Table 5" } },
    { given: {}, read: (out) => out.reasoningSamples, equals: 600_000, within: 50_000, because: "printed as about 600k; the table of the revised paper sums to 626,933", source: { cite: "r1-report", where: "section 2.3.3, p. 10" } },
  ],
});
