import * as Plot from "@observablehq/plot";
import { type GrpoStep, LIST, problemKinds, rightProcedure, type Spread } from "#domain/grpoExperiment.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import grpo from "./grpo.sim.ts";

type Out = ReturnType<typeof grpo.run>;

const percent = (share: number): string => formatQuantity(100 * share, "%", share < 0.0995 ? 1 : 2);

/** One line over the steps, with the band from the lowest to the highest run. */
interface Series { readonly link: string; readonly label: string; readonly stroke: string; readonly dash: string; readonly read: (step: GrpoStep) => Spread }

const ACCEPTED: Series = { link: "accepted", label: "accepted", stroke: color.series[1], dash: "6 3", read: (d) => d.reward };
const RIGHT: Series = { link: "right", label: "right", stroke: color.series[0], dash: "none", read: (d) => d.success };
const REJECTED_GROUPS: Series = { link: "rejected-groups", label: "all rejected", stroke: color.warning, dash: "2 2", read: (d) => d.allRejected };
const ACCEPTED_GROUPS: Series = { link: "accepted-groups", label: "all accepted", stroke: color.series[1], dash: "6 3", read: (d) => d.allAccepted };
const ENTROPY: Series = { link: "entropy", label: "entropy", stroke: color.series[2], dash: "none", read: (d) => d.entropyBits };
const DIVERGENCE: Series = { link: "divergence", label: "divergence", stroke: color.series[3], dash: "4 2", read: (d) => d.klBits };

/** Two lines with their labels at the end, kept apart. */
function linesPanel(steps: readonly GrpoStep[], numSteps: number, pair: readonly [Series, Series], width: number, { label, top, unit, height }: { label: string; top: number; unit: "%" | "bit"; height: number }): Plot.PlotOptions {
  const scale = unit === "%" ? 100 : 1;
  const points = pair.flatMap((series) => steps.map((d) => ({ series, step: d.step, mean: scale * series.read(d).mean, low: scale * series.read(d).low, high: scale * series.read(d).high })));
  type Point = (typeof points)[number];
  const ends = pair.map((series) => points.filter((d) => d.series === series).at(-1)!).sort((a, b) => a.mean - b.mean) as [Point, Point];
  const gap = (15 * top) / (height - 70);
  const middle = Math.min(top - gap / 2, Math.max(gap / 2, (ends[0].mean + ends[1].mean) / 2));
  const places = ends[1].mean - ends[0].mean < gap ? [middle - gap / 2, middle + gap / 2] : ends.map((d) => d.mean);
  const read = ({ series, step, mean, low, high }: Point): string => `step ${step}, ${series.label}: ${formatQuantity(mean, unit, 2)} in the mean of the runs, ${formatNumber(low, 2)} to ${formatQuantity(high, unit, 2)}`;
  return {
    height,
    marginLeft: 44,
    marginRight: isNarrow(width) ? 84 : 96,
    marginTop: 30,
    x: { domain: [1, numSteps], label: "step →", labelAnchor: "center", ticks: 5 },
    y: { domain: [0, top], label, ticks: 4, grid: true, ...(unit === "%" ? { tickFormat: (y: number) => `${y}%` } : {}) },
    marks: [
      ...pair.flatMap((series) => {
        const own = points.filter((d) => d.series === series);
        return [
          Plot.areaY(own, { x: "step", y1: "low", y2: "high", fill: series.stroke, fillOpacity: 0.16 }),
          Plot.line(own, { x: "step", y: "mean", stroke: series.stroke, strokeWidth: 2, strokeDasharray: series.dash }),
          Plot.dot(own.slice(-1), { x: "step", y: "mean", r: 3.5, fill: series.stroke, ...reading<Point>(() => series.link, read) }),
        ];
      }),
      Plot.text(ends.map((d, i) => ({ ...d, y: places[i]! })), { x: numSteps, y: "y", text: (d: Point) => d.series.label, textAnchor: "start", dx: 9, fill: (d: Point) => d.series.stroke }),
      Plot.ruleY([0], { stroke: color.ink }),
    ],
  };
}

/** What the policy does with each kind of question: the right procedure, another one, or a list. */
function policyPanel({ policy, steps }: Out, width: number): Plot.PlotOptions {
  const parts = policy.flatMap((probabilities, kind) => {
    const right = probabilities[rightProcedure[kind]!]!;
    const list = probabilities[LIST]!;
    const wide = [{ part: "right", from: 0, to: right }, { part: "another", from: right, to: 1 - list }, { part: "list", from: 1 - list, to: 1 }];
    return wide.map(({ part, from, to }) => ({ kind: problemKinds[kind]!, part, from: 100 * from, to: 100 * to }));
  });
  type Part = (typeof parts)[number];
  const names: Record<string, string> = { right: "right procedure", another: "another", list: "a list" };
  const fill = ({ part }: Part): string => (part === "right" ? color.series[0] : part === "list" ? color.warning : color.rule);
  return {
    height: 180,
    marginLeft: 86,
    marginRight: isNarrow(width) ? 14 : 24,
    marginTop: 34,
    marginBottom: 44,
    x: { domain: [0, 100], label: `what the policy does at step ${steps.length} →`, labelAnchor: "center", tickFormat: (x: number) => `${x}%`, ticks: 5 },
    y: { domain: [...problemKinds], label: null, padding: 0.25 },
    marks: [
      Plot.barX(parts, { x1: "from", x2: "to", y: "kind", fill, insetLeft: 0.5, insetRight: 0.5, ...reading<Part>((d) => d.part, (d) => `${d.kind}: ${names[d.part]} with ${formatQuantity(d.to - d.from, "%", 2)}`) }),
      Plot.text(parts.filter((d) => d.to - d.from > (isNarrow(width) ? 34 : 20)), { x: (d: Part) => (d.from + d.to) / 2, y: "kind", text: (d: Part) => names[d.part]!, fill: (d: Part) => (d.part === "another" ? color.ink : color.paper), fontWeight: "bold" }),
    ],
  };
}

export default figure({
  sim: grpo,
  title: "Graded groups teach the right procedure, and nothing where all answers agree",
  validity: "A toy, not a language model: the policy is a table of five procedures for four kinds of sum, its habits before training are ours, and one answer is one choice.",
  controls: ["groupSize", "gameablePercent", "rewardNoisePercent", "slipPercent", "learningRate", "clipRange", "klWeight", "numUpdates", "isScaled", "numSteps"],
  presets: {
    "A sound checker": {},
    "Groups of two": { groupSize: 2 },
    "A checker that a list fools": { gameablePercent: 100 },
    "Fooled on half the questions": { gameablePercent: 50 },
    "Fooled on two of three": { gameablePercent: 65 },
    "A noisy checker": { rewardNoisePercent: 20 },
    "Held to the reference": { klWeight: 0.5 },
    "Big steps, clipped": { learningRate: 30, numUpdates: 8 },
    "Big steps, no clip": { learningRate: 30, numUpdates: 8, clipRange: 10 },
    "Mean only, as in V3.2": { isScaled: false },
  },
  plot: (out, { numSteps }, width) => [
    linesPanel(out.steps, numSteps, [ACCEPTED, RIGHT], width, { label: "↑ answers", top: 100, unit: "%", height: 220 }),
    policyPanel(out, width),
    linesPanel(out.steps, numSteps, [REJECTED_GROUPS, ACCEPTED_GROUPS], width, { label: "↑ groups without a signal", top: 100, unit: "%", height: 170 }),
    linesPanel(out.steps, numSteps, [ENTROPY, DIVERGENCE], width, { label: "↑ bits", top: 3.5, unit: "bit", height: 170 }),
  ],
  caption: ({ steps, best, listShare }) => {
    const [first, last] = [steps[0]!, steps.at(-1)!];
    const fell = best.success.mean - last.success.mean > 0.1 ? ` It had been ${percent(best.success.mean)} at step ${best.step}.` : "";
    const lists = listShare > 0.05 ? ` ${percent(listShare)} of its answers are lists.` : "";
    return `From step 1 to step ${last.step} the checker's share of accepted answers goes from ${percent(first.reward.mean)} to ${percent(last.reward.mean)}, the share of right answers from ${percent(first.success.mean)} to ${percent(last.success.mean)}.${fell}${lists} Of the first groups ${percent(first.allRejected.mean + first.allAccepted.mean)} had one verdict for all answers, of the last ${percent(last.allRejected.mean + last.allAccepted.mean)}. Bands span eight runs.`;
  },
  table: ({ steps }) => {
    const every = Math.max(1, Math.round(steps.length / 12));
    const shown = steps.filter((d, at) => at === 0 || d.step % every === 0 || at === steps.length - 1);
    return {
      columns: [
        { key: "step", label: "Step" },
        { key: "accepted", label: "Accepted", unit: "%" },
        { key: "right", label: "Right", unit: "%" },
        { key: "low", label: "Right, lowest run", unit: "%" },
        { key: "high", label: "Right, highest run", unit: "%" },
        { key: "rejectedGroups", label: "Groups all rejected", unit: "%" },
        { key: "acceptedGroups", label: "Groups all accepted", unit: "%" },
        { key: "entropy", label: "Entropy", unit: "bit" },
        { key: "divergence", label: "Divergence", unit: "bit" },
      ],
      rows: shown.map((d) => ({ step: d.step, accepted: 100 * d.reward.mean, right: 100 * d.success.mean, low: 100 * d.success.low, high: 100 * d.success.high, rejectedGroups: 100 * d.allRejected.mean, acceptedGroups: 100 * d.allAccepted.mean, entropy: d.entropyBits.mean, divergence: d.klBits.mean })),
    };
  },
});
