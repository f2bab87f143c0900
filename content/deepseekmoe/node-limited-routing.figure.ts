import * as Plot from "@observablehq/plot";
import { formatInteger, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import nodeLimitedRouting, { type TrafficRow } from "./node-limited-routing.sim.ts";

type Out = ReturnType<typeof nodeLimitedRouting.run>;
type Bar = Out["distribution"][number];

const percent = (share: number): string => (share > 0 && share < 0.0005 ? "under 0.1%" : formatQuantity(Number((100 * share).toFixed(1)), "%"));
const mean = (x: number): string => x.toFixed(2);
const duration = (microseconds: number): string => (microseconds < 1000 ? formatQuantity(microseconds, "µs", 3) : formatQuantity(microseconds / 1000, "ms", 3));

/** How many nodes a token touches: one pair of bars a number, free choice in outline. */
function nodesPanel({ distribution, nodesWithout, nodesWith, isLimiting, maxNodes }: Out, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const read = (bar: Bar): string => `${formatQuantity(bar.nodes, "node")}: ${percent(bar.shareWithout)} of tokens without a limit, ${percent(bar.shareWith)} with`;
  const label = { fill: color.ink, stroke: color.paper, strokeWidth: 5, fontWeight: "bold" } as const;
  return {
    height: narrow ? 210 : 220,
    marginLeft: 52,
    marginRight: 20,
    marginTop: 34,
    x: { domain: [0.5, distribution.length + 0.5], label: "nodes a token touches →", labelAnchor: "center", ticks: distribution.map((bar) => bar.nodes), tickFormat: (x: number) => formatInteger(x) },
    y: { domain: [0, 1], label: "↑ share of tokens", ticks: [0, 0.5, 1], tickFormat: (y: number) => percent(y), grid: true },
    marks: [
      Plot.rect(distribution, { x1: (bar: Bar) => bar.nodes - 0.38, x2: (bar: Bar) => bar.nodes, y1: 0, y2: "shareWithout", fill: color.quiet, fillOpacity: 0.25, stroke: color.quiet, ...reading<Bar>(() => "without-limit", read) }),
      Plot.rect(distribution, { x1: "nodes", x2: (bar: Bar) => bar.nodes + 0.38, y1: 0, y2: "shareWith", fill: color.series[0], ...reading<Bar>(() => "with-limit", read) }),
      Plot.ruleY([0], { stroke: color.ink }),
      Plot.ruleX([nodesWithout], { stroke: color.quiet, strokeDasharray: "4 3" }),
      Plot.text([nodesWithout], { x: (x: number) => x, y: 1, text: () => `no limit: ${mean(nodesWithout)}`, textAnchor: "start", dx: 4, dy: 6, ...label, fontWeight: "normal" }),
      Plot.ruleX(isLimiting ? [nodesWith] : [], { stroke: color.series[0], strokeDasharray: "4 3" }),
      Plot.text(isLimiting ? [nodesWith] : [], { x: (x: number) => x, y: 1, text: () => `at most ${maxNodes}: ${mean(nodesWith)}`, textAnchor: "end", dx: -4, dy: 6, ...label }),
    ],
  };
}

const WAYS = {
  "copy-per-expert": { wide: "a copy for every expert", short: "per expert", fill: color.paper, opacity: 1, stroke: color.quiet },
  "without-limit": { wide: "a copy for every node", short: "per node", fill: color.quiet, opacity: 0.25, stroke: color.quiet },
  "with-limit": { wide: "", short: "", fill: color.series[0], opacity: 1, stroke: color.series[0] },
} as const;

/** What that costs: the time of both links for one layer; they work at once, so the longer counts. */
function timesPanel({ rows, isLimiting, maxNodes }: Out, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const drawn = rows.filter((row) => isLimiting || row.way !== "with-limit");
  const limit = `at most ${formatQuantity(maxNodes, "node")}`;
  const name = (row: TrafficRow): string => WAYS[row.way][narrow ? "short" : "wide"] || limit;
  const longest = Math.max(...drawn.map((row) => row.microsecondsPerLayer));
  const unit = longest < 1000 ? { of: 1, name: "µs" } : { of: 1000, name: "ms" };
  const nvlink = drawn.filter((row) => row.nvlinkMicrosecondsPerLayer > 0);
  const read = (row: TrafficRow): string => `${WAYS[row.way].wide || limit}: InfiniBand ${duration(row.ibMicrosecondsPerLayer)}, NVLink ${duration(row.nvlinkMicrosecondsPerLayer)}`;
  return {
    height: 78 + 34 * drawn.length,
    marginLeft: narrow ? 108 : 170,
    marginRight: 20,
    marginTop: 34,
    x: { domain: [0, (longest / unit.of) * (narrow ? 1.25 : 1.16)], label: `${unit.name} per layer →`, labelAnchor: "center", ticks: narrow ? 4 : 7, grid: true },
    y: { domain: drawn.map((row) => row.way), axis: null, padding: 0.3 },
    marks: [
      ...drawn.map((row) => Plot.barX([row], { x: row.ibMicrosecondsPerLayer / unit.of, y: "way", fill: WAYS[row.way].fill, fillOpacity: WAYS[row.way].opacity, stroke: WAYS[row.way].stroke, ...reading<TrafficRow>((d) => d.way, read) })),
      Plot.tickX(nvlink, { x: (row: TrafficRow) => row.nvlinkMicrosecondsPerLayer / unit.of, y: "way", stroke: color.series[1], strokeWidth: 4, insetTop: -4, insetBottom: -4 }),
      Plot.text(drawn, { x: 0, y: "way", text: name, textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.text(drawn, { x: (row: TrafficRow) => row.ibMicrosecondsPerLayer / unit.of, y: "way", text: (row: TrafficRow) => duration(row.ibMicrosecondsPerLayer), textAnchor: "start", dx: 6, fill: color.ink, fontWeight: "bold" }),
      Plot.ruleX([0], { stroke: color.ink }),
      Plot.text(["bars: InfiniBand"], { text: (line: string) => line, frameAnchor: "top-left", dy: -18, fill: color.ink }),
      Plot.text(["marks: NVLink"], { text: (line: string) => line, frameAnchor: "top-left", dx: 112, dy: -18, fill: color.series[1], fontWeight: "bold" }),
    ],
  };
}

export default figure({
  sim: nodeLimitedRouting,
  title: "A node limit cuts the traffic, and bounds the worst case",
  validity: "Affinities are independent and spread alike over all experts; real ones are correlated, so a trained model may touch fewer nodes even without a limit. Links are always full; latency and uneven load are left out.",
  controls: ["maxNodes", "topK", "numNodes", "expertsPerNode", "nodeScore", "ibGBps", "nvlinkGBps", "tokensPerGpu", "hiddenSize", "dispatchBytesPerElement", "combineBytesPerElement", "ownNodeIsFree"],
  presets: {
    "DeepSeek-V3: at most 4 of 8 nodes": {},
    "No limit": { maxNodes: 8 },
    "Two nodes: NVLink takes over": { maxNodes: 2 },
    "Thirteen experts for the price of eight": { topK: 13 },
    "DeepSeek-V2's rule: 3 of 8": { maxNodes: 3, expertsPerNode: 20, topK: 6, nodeScore: "best-expert", hiddenSize: 5120 },
  },
  plot: (out, _values, width) => [nodesPanel(out, width), timesPanel(out, width)],
  caption: (out, { topK, numNodes, tokensPerGpu, nodeScore }) => {
    const [, without, limited] = out.rows as [TrafficRow, TrafficRow, TrafficRow];
    const free = `A free choice of ${formatQuantity(topK, "expert")} lies on ${mean(out.nodesWithout)} of ${numNodes} nodes in the mean`;
    const device = nodeScore === "best-expert" ? " DeepSeek-V2 limits devices by this rule, not nodes." : "";
    if (!out.isLimiting) return `${free}; no limit holds it back. One layer moves ${formatInteger(tokensPerGpu)} tokens a GPU in ${duration(without.microsecondsPerLayer)}, bound by ${without.boundBy}.${device}`;
    return `${free}; with a limit of ${out.maxNodes} it is ${mean(out.nodesWith)}, and ${mean(out.bestExpertsKept)} of the ${topK} best experts remain. One layer moves ${formatInteger(tokensPerGpu)} tokens a GPU in ${duration(limited.microsecondsPerLayer)} instead of ${duration(without.microsecondsPerLayer)}, bound by ${limited.boundBy}.${device}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "What crosses InfiniBand" },
      { key: "ibCopies", label: "Copies over InfiniBand", unit: "count" },
      { key: "nvlinkCopies", label: "Copies over NVLink", unit: "count" },
      { key: "ibBytesPerToken", label: "InfiniBand per token", unit: "byte" },
      { key: "nvlinkBytesPerToken", label: "NVLink per token", unit: "byte" },
      { key: "ibMicrosecondsPerLayer", label: "InfiniBand per layer", unit: "µs" },
      { key: "nvlinkMicrosecondsPerLayer", label: "NVLink per layer", unit: "µs" },
      { key: "boundBy", label: "Bound by" },
    ],
    rows: rows.map(({ label, ibCopies, nvlinkCopies, ibBytesPerToken, nvlinkBytesPerToken, ibMicrosecondsPerLayer, nvlinkMicrosecondsPerLayer, boundBy }) => ({ label, ibCopies, nvlinkCopies, ibBytesPerToken, nvlinkBytesPerToken, ibMicrosecondsPerLayer, nvlinkMicrosecondsPerLayer, boundBy })),
    links: rows.map((row) => row.way),
  }),
});
