import * as Plot from "@observablehq/plot";
import type { Strategy, StrategyOut } from "#domain/routingExperiment.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import routingBalance from "./routing-balance.sim.ts";

type Out = ReturnType<typeof routingBalance.run>;

const LOOKS: Record<Strategy, { readonly name: string; readonly stroke: string; readonly dash: string; readonly width: number }> = {
  none: { name: "no balancing", stroke: color.quiet, dash: "none", width: 1.5 },
  "auxiliary-loss": { name: "auxiliary loss", stroke: color.series[1], dash: "6 2", width: 2 },
  bias: { name: "bias", stroke: color.series[0], dash: "none", width: 2.5 },
  proportional: { name: "proportional", stroke: color.series[2], dash: "2 2", width: 2 },
};

const two = (x: number): string => x.toFixed(2);
const percent = (x: number): string => formatQuantity(x, "%", 3);

/** Heights in rank order, pushed up until neighbours are `gap` apart. */
function spread(heights: readonly number[], gap: number): number[] {
  const placed = [...heights];
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  order.forEach((i, rank) => { if (rank > 0) placed[i] = Math.max(placed[i]!, placed[order[rank - 1]!]! + gap); });
  return placed;
}

const lineOf = (strategy: Strategy) => ({ stroke: LOOKS[strategy].stroke, strokeWidth: LOOKS[strategy].width, strokeDasharray: LOOKS[strategy].dash });

/** Imbalance of each batch so far, over the band that chance alone fills. */
function imbalancePanel({ strategies, floor }: Out, numBatches: number, width: number): Plot.PlotOptions {
  const [height, marginTop, marginBottom] = [260, 30, 40];
  const points = strategies.flatMap(({ strategy, maxVioByBatch }) => maxVioByBatch.map((maxVio, i) => ({ strategy, batch: i + 1, maxVio })));
  type Point = (typeof points)[number];
  const [bottom, top] = [Math.min(floor.low, ...points.map((d) => d.maxVio)) / 1.3, Math.max(...points.map((d) => d.maxVio)) * 1.15];
  const decadesPerPixel = Math.log10(top / bottom) / (height - marginTop - marginBottom);
  const ends = [...strategies.map(({ strategy, maxVioBatch }) => ({ strategy: strategy as Strategy | "chance", at: maxVioBatch })), { strategy: "chance" as const, at: floor.mean }];
  const places = spread(ends.map((end) => Math.log10(end.at)), 13 * decadesPerPixel);
  const labels = ends.map((end, i) => ({ ...end, y: 10 ** places[i]! }));
  const name = (strategy: Strategy | "chance"): string => (strategy === "chance" ? "pure chance" : LOOKS[strategy].name);
  const read = (d: Point): string => `${LOOKS[d.strategy].name}, batch ${d.batch}: MaxVio ${two(d.maxVio)}`;
  return {
    height,
    marginLeft: 48,
    marginRight: isNarrow(width) ? 92 : 104,
    marginTop,
    marginBottom,
    x: { domain: [1, numBatches], label: "batch →", labelAnchor: "center", ticks: 5 },
    y: { type: "log", domain: [bottom, top], label: "↑ MaxVio of the batch", ticks: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30].filter((y) => y >= bottom && y <= top), tickFormat: (y: number) => formatNumber(y), grid: true },
    marks: [
      Plot.rect([floor], { x1: 1, x2: numBatches, y1: "low", y2: "high", fill: color.accent, fillOpacity: 0.25, ...reading<Out["floor"]>(() => "chance", ({ mean, low, high }) => `pure chance: ${two(mean)} in the mean, ${two(low)} to ${two(high)} in nine of ten batches`) }),
      ...strategies.flatMap(({ strategy }) => {
        const own = points.filter((d) => d.strategy === strategy);
        // One mark a line answers the pointer: the newest batch.
        return [Plot.line(own, { x: "batch", y: "maxVio", ...lineOf(strategy) }), Plot.dot(own.slice(-1), { x: "batch", y: "maxVio", r: 3.5, fill: LOOKS[strategy].stroke, ...reading<Point>(() => strategy, read) })];
      }),
      Plot.text(labels, { x: numBatches, y: "y", text: (d: (typeof labels)[number]) => name(d.strategy), textAnchor: "start", dx: 9, fill: (d: (typeof labels)[number]) => (d.strategy === "chance" ? color.accent : LOOKS[d.strategy].stroke) }),
    ],
  };
}

/** Loads over the newest batches, fullest expert first: what is level, and who starves. */
function loadsPanel({ strategies }: Out, width: number): Plot.PlotOptions {
  const sorted = strategies.map(({ strategy, loads }) => {
    const mean = loads.reduce((a, b) => a + b, 0) / loads.length;
    return { strategy, ranks: [...loads].sort((a, b) => b - a).map((load, rank) => ({ rank: rank + 1, load: load / mean })) };
  });
  const numExperts = sorted[0]!.ranks.length;
  const highest = sorted.map(({ strategy, ranks }) => ({ strategy, ...ranks[0]! }));
  return {
    height: 190,
    marginLeft: 48,
    marginRight: isNarrow(width) ? 92 : 104,
    marginTop: 30,
    x: { domain: [1, numExperts], label: "experts, busiest first →", labelAnchor: "center", ticks: 5 },
    y: { domain: [0, Math.max(2, ...highest.map((d) => d.load)) * 1.05], label: "↑ load, mean = 1", ticks: 4, grid: true },
    marks: [
      Plot.ruleY([1], { stroke: color.ink, strokeDasharray: "1 3" }),
      ...sorted.map(({ strategy, ranks }) => Plot.line(ranks, { x: "rank", y: "load", ...lineOf(strategy), curve: "step" })),
      Plot.dot(highest, { x: "rank", y: "load", r: 3.5, fill: (d: (typeof highest)[number]) => LOOKS[d.strategy].stroke, ...reading<(typeof highest)[number]>((d) => d.strategy, (d) => `${LOOKS[d.strategy].name}: the busiest expert has ${two(d.load)} times the mean load`) }),
      Plot.ruleY([0], { stroke: color.ink }),
    ],
  };
}

/** What balance costs: how much of the affinity of a free choice the chosen experts keep. */
function pricePanel({ strategies }: Out, width: number): Plot.PlotOptions {
  const lowest = Math.min(...strategies.map((d) => d.affinityKeptPercent));
  return {
    height: 62 + 24 * strategies.length,
    marginLeft: isNarrow(width) ? 96 : 110,
    marginRight: 56,
    marginTop: 24,
    marginBottom: 38,
    x: { domain: [Math.min(80, 10 * Math.floor(lowest / 10)), 100], label: "affinity kept, of a free choice →", labelAnchor: "center", ticks: 5, tickFormat: (x: number) => `${x}%`, grid: true },
    y: { domain: strategies.map((d) => d.strategy), axis: null, padding: 0.4 },
    marks: [
      Plot.ruleX([100], { stroke: color.ink }),
      Plot.ruleY(strategies, { x1: "affinityKeptPercent", x2: 100, y: "strategy", stroke: color.rule, strokeWidth: 3 }),
      Plot.dot(strategies, { x: "affinityKeptPercent", y: "strategy", r: 5, fill: (d: StrategyOut) => LOOKS[d.strategy].stroke, ...reading<StrategyOut>((d) => d.strategy, (d) => `${LOOKS[d.strategy].name}: ${percent(d.affinityKeptPercent)} of the affinity of a free choice`) }),
      Plot.text(strategies, { x: (): number => Math.min(80, 10 * Math.floor(lowest / 10)), y: "strategy", text: (d: StrategyOut) => LOOKS[d.strategy].name, textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.text(strategies, { x: 100, y: "strategy", text: (d: StrategyOut) => percent(d.affinityKeptPercent), textAnchor: "start", dx: 8, fill: color.ink, fontWeight: "bold" }),
    ],
  };
}

export default figure({
  sim: routingBalance,
  title: "A bias balances the experts, and keeps more of what the router wanted",
  validity: "Affinity kept is a proxy, not the loss of a language model: tokens and experts are made-up vectors, nothing learns but the gate under the auxiliary loss, and the size of its steps is our choice.",
  controls: ["gamma", "alpha", "skew", "driftPercent", "maxNodes", "numExperts", "topK", "tokensPerBatch", "numBatches", "capacityFactor"],
  presets: {
    "Uneven demand": {},
    "Step too small": { gamma: 0.001 },
    "Step too large": { gamma: 0.1 },
    "Even demand": { skew: 0 },
    "Demand that drifts": { driftPercent: 2 },
    "Stronger loss": { alpha: 0.05 },
    "At most four of eight nodes": { maxNodes: 4 },
    "V3's number of experts": { numExperts: 256, topK: 8, maxNodes: 4 },
  },
  plot: (out, { numBatches }, width) => [imbalancePanel(out, numBatches, width), loadsPanel(out, width), pricePanel(out, width)],
  caption: ({ batch, strategies, floor, usedNodes }, { maxNodes }) => {
    const [none, auxiliary, bias, proportional] = strategies as [StrategyOut, StrategyOut, StrategyOut, StrategyOut];
    const nodes = usedNodes > maxNodes ? ` A token uses up to ${usedNodes} nodes: its experts do not fit on fewer.` : "";
    return `After ${formatQuantity(batch, "count")} batches the busiest expert of a batch exceeds the mean load by so many times that mean: ${two(none.maxVioBatch)} without balancing, ${two(auxiliary.maxVioBatch)} with the auxiliary loss, ${two(bias.maxVioBatch)} with the bias and ${two(proportional.maxVioBatch)} with proportional steps; chance alone gives ${two(floor.mean)}. The loss keeps ${percent(auxiliary.affinityKeptPercent)} of the affinity of a free choice, the bias ${percent(bias.affinityKeptPercent)}.${nodes}`;
  },
  table: ({ strategies }) => ({
    columns: [
      { key: "strategy", label: "Strategy" },
      { key: "maxVioBatch", label: "MaxVio of a batch, mean", unit: "ratio" },
      { key: "maxVioGlobal", label: "MaxVio of all batches together", unit: "ratio" },
      { key: "numStarved", label: "Starved experts", unit: "count" },
      { key: "droppedPercent", label: "Choices over capacity", unit: "%" },
      { key: "affinityKeptPercent", label: "Affinity kept", unit: "%" },
    ],
    rows: strategies.map(({ strategy, maxVioBatch, maxVioGlobal, numStarved, droppedPercent, affinityKeptPercent }) => ({ strategy: LOOKS[strategy].name, maxVioBatch, maxVioGlobal, numStarved, droppedPercent, affinityKeptPercent })),
    links: strategies.map(({ strategy }) => strategy),
  }),
});
