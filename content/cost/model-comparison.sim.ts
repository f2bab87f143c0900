import { matrixFlopPerToken } from "#domain/trainingCost.ts";
import { simulation } from "#sim/contract.ts";
import data from "./data/training-runs.json" with { type: "json" };

/** A run whose maker published its hours, or its parameters and tokens, or both. */
interface PublishedRun {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly activatedParameters?: number;
  readonly tokens?: number;
  readonly gpuHours?: number;
  readonly gpu?: string;
  readonly cite: string;
  readonly where: string;
}
type Range = readonly number[];
interface Estimate {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly cloud?: Range;
  readonly owned?: Range;
  readonly bought?: Range;
}

export const METHODS = ["GPU-hours, as published", "rent of those hours", "arithmetic, 6 FLOP a parameter and token", "estimate: rent from a cloud", "estimate: owned hardware and energy", "estimate: buying the cluster"] as const;
export type Method = (typeof METHODS)[number];

/** One bar of the chart; low and high differ for a range only. */
export interface ModelCost {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly low: number;
  readonly high: number;
  /** Whose number it is. */
  readonly author: string;
  readonly gpu: string;
  readonly cite: string;
  readonly where: string;
  /** What a GPU did on average, from arithmetic over hours, in 10^12 FLOP a second; null without both. */
  readonly impliedTflops: number | null;
  /** Over DeepSeek-V3 by the same method, from the middle of a range; null where that has no number. */
  readonly timesV3: number | null;
}

export interface ComparisonOut {
  readonly unit: "GPU-hour" | "FLOP" | "USD";
  readonly isEstimate: boolean;
  /** From the smallest to the largest. */
  readonly models: ModelCost[];
  /** Models that are known by another method but not by this one. */
  readonly missing: string[];
}

const runs = data.runs as readonly PublishedRun[];
const estimates = data.estimates as readonly Estimate[];
const COLUMN = { cloud: "Cloud_Cost", owned: "Hardware_Capex_Energy_Cost and Cost", bought: "Hardware_Acquisition_Cost" } as const;

const flopOf = ({ activatedParameters, tokens }: PublishedRun): number | null => (activatedParameters === undefined || tokens === undefined ? null : matrixFlopPerToken(activatedParameters) * tokens);

const middle = ({ low, high }: { low: number; high: number }): number => Math.sqrt(low * high);

export default simulation({
  question: "How much did other models take to train, counted the same way?",
  params: {
    method: { kind: "choice", label: "Counted as", default: "GPU-hours, as published", options: METHODS },
    usdPerGpuHour: { kind: "number", label: "Rent of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.05, scale: "log2" },
  },
  sources: [
    { cite: "v3-report", where: "Table 1" },
    { cite: "v2-report", where: "section 3.2.3" },
    { cite: "r1-nature", where: "Table 7" },
    { cite: "llama31-card", where: "Training Energy Use" },
    { cite: "llama4-card", where: "Training Energy Use" },
    { cite: "kimi-k2", where: "README.md, model introduction" },
    { cite: "epoch-data", where: "model_costs.csv, model_costs_updated.csv, full view.csv" },
  ],
  cost: "instant",
  run({ method, usdPerGpuHour }): ComparisonOut {
    const published = (valueOf: (run: PublishedRun) => number | null, author: string): Omit<ModelCost, "timesV3">[] =>
      runs.flatMap((run) => {
        const value = valueOf(run);
        const flop = flopOf(run);
        if (value === null) return [];
        const impliedTflops = flop === null || run.gpuHours === undefined ? null : flop / run.gpuHours / 3600 / 1e12;
        return [{ id: run.id, name: run.name, family: run.family, low: value, high: value, author, gpu: run.gpu ?? "", cite: run.cite, where: run.where, impliedTflops }];
      });
    const estimated = (column: keyof typeof COLUMN): Omit<ModelCost, "timesV3">[] =>
      estimates.flatMap(({ id, name, family, [column]: range }) => (range ? [{ id, name, family, low: range[0]!, high: range[1]!, author: "Epoch AI", gpu: "", cite: "epoch-data", where: COLUMN[column], impliedTflops: null }] : []));
    const byMethod: Record<Method, () => Omit<ModelCost, "timesV3">[]> = {
      "GPU-hours, as published": () => published((run) => run.gpuHours ?? null, "the maker"),
      "rent of those hours": () => published((run) => (run.gpuHours === undefined ? null : run.gpuHours * usdPerGpuHour), "the maker's hours, your price"),
      "arithmetic, 6 FLOP a parameter and token": () => published(flopOf, "computed here"),
      "estimate: rent from a cloud": () => estimated("cloud"),
      "estimate: owned hardware and energy": () => estimated("owned"),
      "estimate: buying the cluster": () => estimated("bought"),
    };
    const found = byMethod[method]();
    const v3 = found.find(({ id }) => id === "deepseek-v3");
    const models = found.map((model) => ({ ...model, timesV3: v3 ? middle(model) / middle(v3) : null })).sort((a, b) => middle(a) - middle(b));
    const all = new Map([...runs, ...estimates].map(({ id, name }) => [id, name]));
    for (const { id } of found) all.delete(id);
    return { unit: method === METHODS[0] ? "GPU-hour" : method === METHODS[2] ? "FLOP" : "USD", isEstimate: method.startsWith("estimate"), models, missing: [...all.values()] };
  },
  checks: [
    { given: {}, read: (out) => out.models.find(({ id }) => id === "deepseek-v3")!.low, equals: 2_788_000, source: { cite: "v3-report", where: "Table 1" } },
    { given: {}, read: (out) => out.models.find(({ id }) => id === "llama-31-405b")!.low, equals: 30_840_000, source: { cite: "llama31-card", where: "Training Energy Use" } },
    { given: { method: "arithmetic, 6 FLOP a parameter and token" }, read: (out) => out.models.find(({ id }) => id === "deepseek-v3")!.low / 1e24, equals: 3.2856, within: 1e-9, because: "the same product in floating point", source: { cite: "epoch-data", where: "full view.csv, DeepSeek-V3: pre-training" } },
  ],
});
