import { logHistogram, meanOf, quantileOf, sharedVariance } from "#domain/samples.ts";
import { lastFrame, simulation, type Random, type Values } from "#sim/contract.ts";

const SHAPES = ["all values alike", "the middle likelier"] as const;

const times = (label: string, value: number) => ({ kind: "number", label, unit: "ratio", default: value, min: 0, max: 40, step: 0.1 }) as const;
const dollars = (label: string, value: number, max: number) => ({ kind: "number", label, unit: "USD", default: value, min: 0, max, step: 500_000 }) as const;

const params = {
  finalRunUsd: { kind: "number", label: "The official run", unit: "USD", default: 5_576_000, min: 100_000, max: 1e9, step: 1000, scale: "log10" },
  researchLow: times("Earlier research, times the run: from", 1.3),
  researchHigh: times("Earlier research: to", 6),
  ablationsLow: times("Ablations, times the run: from", 1),
  ablationsHigh: times("Ablations: to", 3),
  failedLow: { kind: "number", label: "Failed runs, share of the run: from", unit: "%", default: 0, min: 0, max: 500, step: 1 },
  failedHigh: { kind: "number", label: "Failed runs: to", unit: "%", default: 20, min: 0, max: 500, step: 1 },
  dataLow: dollars("Data: from", 500_000, 100e6),
  dataHigh: dollars("Data: to", 10e6, 100e6),
  staffLow: dollars("Staff: from", 10e6, 500e6),
  staffHigh: dollars("Staff: to", 50e6, 500e6),
  hardwareLow: dollars("Owned hardware beyond the rent: from", 0, 2000e6),
  hardwareHigh: dollars("Owned hardware: to", 112e6, 2000e6),
  shape: { kind: "choice", label: "Within a range", default: "all values alike", options: SHAPES },
  numSamples: { kind: "number", label: "Draws", unit: "count", default: 20_000, min: 1000, max: 200_000, step: 1000, scale: "log10" },
} as const;

/** A cost that the published figure leaves out, with the range it is drawn from. */
export interface LeftOutItem {
  readonly id: string;
  readonly name: string;
  readonly lowUsd: number;
  readonly highUsd: number;
  readonly meanUsd: number;
  /** The share of the total's variance that moves with this item alone: its squared correlation with the total. */
  readonly varianceShare: number;
  /** What is published that bears on the range; the range itself is an assumption. */
  readonly motive: string;
  /** The source of the motive; empty where nothing is published. */
  readonly cite: string;
}

/** A number of the dispute, drawn beside the distribution. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  readonly usd: number;
  readonly cite: string;
}

export interface LeftOutOut {
  readonly numSamples: number;
  readonly items: LeftOutItem[];
  /** The item that moves the total most; empty when no range has a width. */
  readonly mostInfluential: string;
  /** Of the total, the official run included. */
  readonly meanUsd: number;
  readonly quantiles: { readonly share: number; readonly usd: number }[];
  /** The median over the official run. */
  readonly timesFinalRun: number;
  /** Bins of equal width in the logarithm. */
  readonly histogram: { readonly fromUsd: number; readonly toUsd: number; readonly count: number }[];
  readonly claims: Claim[];
}

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const NUM_BINS = 40;
const FRAMES = 20;

const MOTIVES = [
  { id: "research", name: "Earlier research", cite: "epoch-rd-share", motive: "Epoch AI: final runs were 10 to 30% of the research compute of OpenAI, MiniMax and Z.ai, so the rest is 2.3 to 9 times the run; shared here between this and the next" },
  { id: "ablations", name: "Ablations", cite: "v3-report", motive: "The report says that its figure leaves out ablations on architectures, algorithms and data; no size is given" },
  { id: "failed", name: "Failed runs", cite: "v3-report", motive: "The report says that there was no loss spike beyond recovery and no rollback" },
  { id: "data", name: "Data", cite: "", motive: "Nothing is published" },
  { id: "staff", name: "Staff", cite: "rising-costs", motive: "29 to 49% of the development cost of four frontier models; DeepSeek publishes nothing" },
  { id: "hardware", name: "Owned hardware", cite: "epoch-data", motive: "Rent pays for hardware as it is used, so 0 is possible; The Register puts the 256 servers above 51 million; 2,048 GPUs at what Epoch AI estimates that each of Llama 3.1 405B's 16,384 cost, with its share of the cluster, are 112 million" },
] as const;

const CLAIMS: readonly Claim[] = [
  { id: "claim-report", name: "the report: the official run", usd: 5_576_000, cite: "v3-report" },
  { id: "claim-gpus", name: "SemiAnalysis: GPUs of the company, at least", usd: 500e6, cite: "semianalysis-deepseek" },
  { id: "claim-servers", name: "SemiAnalysis: its servers", usd: 1.6e9, cite: "semianalysis-deepseek" },
];

/** The two ends of each range in dollars, the lower first. */
function rangesOf(v: Values<typeof params>): [number, number][] {
  const run = v.finalRunUsd;
  const pairs: [number, number][] = [[v.researchLow * run, v.researchHigh * run], [v.ablationsLow * run, v.ablationsHigh * run], [(v.failedLow / 100) * run, (v.failedHigh / 100) * run], [v.dataLow, v.dataHigh], [v.staffLow, v.staffHigh], [v.hardwareLow, v.hardwareHigh]];
  return pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
}

function* frames(values: Values<typeof params>, random: Random): Generator<LeftOutOut> {
  const { numSamples, shape, finalRunUsd } = values;
  const ranges = rangesOf(values);
  const draws = ranges.map(() => new Float64Array(numSamples));
  const totals = new Float64Array(numSamples);
  // The mean of two uniform draws is triangular about the middle.
  const position = (): number => (shape === "the middle likelier" ? (random() + random()) / 2 : random());
  let done = 0;
  for (let frame = 1; frame <= FRAMES; frame++) {
    const goal = Math.round((numSamples * frame) / FRAMES);
    for (; done < goal; done++) {
      let total = finalRunUsd;
      for (const [at, [low, high]] of ranges.entries()) total += draws[at]![done] = low + (high - low) * position();
      totals[done] = total;
    }
    const seen = totals.subarray(0, done);
    const sorted = seen.slice().sort();
    const items = MOTIVES.map((motive, index): LeftOutItem => {
      const own = draws[index]!.subarray(0, done);
      return { ...motive, lowUsd: ranges[index]![0], highUsd: ranges[index]![1], meanUsd: meanOf(own), varianceShare: sharedVariance(own, seen) };
    });
    const most = items.reduce((best, item) => (item.varianceShare > best.varianceShare ? item : best));
    yield { numSamples: done, items, mostInfluential: most.varianceShare > 0 ? most.name : "", meanUsd: meanOf(seen), quantiles: QUANTILES.map((share) => ({ share, usd: quantileOf(sorted, share) })), timesFinalRun: quantileOf(sorted, 0.5) / finalRunUsd, histogram: logHistogram(sorted, NUM_BINS).map(({ from, to, count }) => ({ fromUsd: from, toUsd: to, count })), claims: [...CLAIMS] };
  }
}

export default simulation({
  question: "What would DeepSeek-V3 have cost with what its published figure leaves out?",
  params,
  sources: [
    { cite: "v3-report", where: "section 1, p. 5: what is excluded; abstract: no rollback" },
    { cite: "epoch-rd-share", where: "share of final runs in research compute" },
    { cite: "rising-costs", where: "breakdown of development cost" },
    { cite: "epoch-data", where: "model_costs.csv, Llama 3.1-405B, Hardware_Acquisition_Cost; full view.csv, Hardware quantity" },
    { cite: "cost-register", where: "price of the 256 servers" },
    { cite: "semianalysis-deepseek", where: "GPUs and servers of the company, disputed" },
  ],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: frames,
  numSteps: () => FRAMES,
  checks: [{ given: {}, read: (out) => out.claims[0]!.usd, equals: 5_576_000, source: { cite: "v3-report", where: "Table 1" } }],
});
