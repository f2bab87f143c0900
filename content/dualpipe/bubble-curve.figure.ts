import * as Plot from "@observablehq/plot";
import type { PipelineMethod } from "#domain/pipelinePrograms.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import bubbleCurve, { type BubblePoint, type BubbleRow } from "./bubble-curve.sim.ts";

const LOOKS: Readonly<Record<PipelineMethod, { readonly name: string; readonly stroke: string; readonly dash: string; readonly width: number; readonly symbol: Plot.ChannelValueSpec }>> = {
  "1f1b": { name: "1F1B", stroke: color.series[1], dash: "6 3", width: 2, symbol: () => "square" },
  zb1p: { name: "ZB1P", stroke: color.series[2], dash: "2 3", width: 2, symbol: () => "triangle" },
  dualpipe: { name: "DualPipe", stroke: familyColor("deepseek"), dash: "none", width: 2.5, symbol: () => "circle" },
  // Drawn over DualPipe, whose curve it shares: only its crosses are seen.
  dualpipev: { name: "DualPipeV", stroke: color.ink, dash: "none", width: 0, symbol: () => "times" },
};

const percent = (x: number): string => formatQuantity(x, "%", 3);

/** Heights pushed up until neighbours are `gap` apart; the order stays. */
function spread(heights: readonly number[], gap: number): number[] {
  const placed = [...heights];
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  order.forEach((i, rank) => { if (rank > 0) placed[i] = Math.max(placed[i]!, placed[order[rank - 1]!]! + gap); });
  return placed;
}

export default figure({
  sim: bubbleCurve,
  title: "More micro-batches thin the bubble out, and a better schedule makes it smaller",
  validity: "All stages take equal time and sending takes none. Of DualPipeV two pipelines run side by side, each on half the devices with half of the micro-batches. A curve starts where its schedule is defined.",
  controls: ["along", "numStages", "numMicrobatches", "forwardTime", "backwardTime", "weightTime", "overlappedTime"],
  presets: {
    "Eight stages": {},
    "Sixteen stages": { numStages: 16, numMicrobatches: 48 },
    "Against the stages": { along: "stages", numMicrobatches: 48, numStages: 16 },
    "Overlap saves a third": { overlappedTime: 2 },
    "Splitting buys little": { weightTime: 0.1, backwardTime: 2 },
  },
  plot: ({ rows }, { along }, width) => {
    const drawn = rows.filter((row) => row.curve.length > 0);
    const points = drawn.flatMap((row) => row.curve);
    const top = Math.max(1, ...points.map((d) => d.bubblePercent)) * 1.06;
    const [height, marginTop, marginBottom] = [isNarrow(width) ? 320 : 340, 28, 44];
    const places = spread(drawn.map((row) => row.curve.at(-1)!.bubblePercent), (15 * top) / (height - marginTop - marginBottom));
    const read = (row: BubbleRow) => (d: BubblePoint): string => `${LOOKS[row.method].name}, ${formatQuantity(d.x, along === "microbatches" ? "microbatch" : "stage")}: idle for ${formatNumber(d.bubble, 4)}, ${percent(d.bubblePercent)} of the run`;
    return {
      height, marginTop, marginBottom, marginLeft: 46, marginRight: isNarrow(width) ? 78 : 90,
      x: { label: along === "microbatches" ? "micro-batches →" : "stages →", labelAnchor: "center", ticks: isNarrow(width) ? 4 : 8, tickFormat: "d" },
      y: { domain: [0, top], label: "↑ idle share of the device that waits longest", tickFormat: (y: number) => `${y}%`, grid: true, ticks: 6 },
      marks: [
        ...drawn.flatMap((row) => {
          const { stroke, dash, width: strokeWidth, symbol } = LOOKS[row.method];
          return [
            Plot.line(row.curve, { x: "x", y: "bubblePercent", stroke, strokeWidth, strokeDasharray: dash }),
            Plot.dot(row.curve, { x: "x", y: "bubblePercent", r: 3.5, symbol, ...(row.method === "dualpipev" ? { stroke, strokeWidth: 1.5 } : { fill: stroke }), ...reading<BubblePoint>(() => row.method, read(row)) }),
          ];
        }),
        Plot.dot(rows.flatMap((row) => (row.chosen ? [row.chosen] : [])), { x: "x", y: "bubblePercent", r: 8, stroke: color.ink, fill: "none" }),
        Plot.text(drawn.map((row, i) => ({ ...row, y: places[i]!, x: row.curve.at(-1)!.x })), { x: "x", y: "y", text: (row: BubbleRow) => LOOKS[row.method].name, textAnchor: "start", dx: 10, fill: (row: BubbleRow) => LOOKS[row.method].stroke, fontWeight: "bold" }),
        Plot.ruleY([0], { stroke: color.ink }),
      ],
    };
  },
  caption: ({ rows }, { numStages, numMicrobatches }) => {
    const said = rows.flatMap(({ method, chosen }) => (chosen ? [`${percent(chosen.bubblePercent)} with ${LOOKS[method].name}`] : []));
    const missing = rows.flatMap(({ method, chosen }) => (chosen ? [] : [LOOKS[method].name]));
    const list = said.length > 1 ? `${said.slice(0, -1).join(", ")} and ${said.at(-1)!}` : said[0]!;
    return `With ${formatQuantity(numStages, "stage")} and ${formatQuantity(numMicrobatches, "microbatch")}, the device that waits longest is idle for this share of the run: ${list}.${missing.length > 0 ? ` ${missing.join(" and ")} would need more micro-batches.` : ""}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "name", label: "Schedule" },
      { key: "percent", label: "Idle share", unit: "%" },
      { key: "bubble", label: "Idle time, simulated" },
      { key: "published", label: "Idle time, published formula" },
      { key: "makespan", label: "Time of the run" },
    ],
    rows: rows.map(({ method, chosen }) => ({ name: LOOKS[method].name, percent: chosen?.bubblePercent ?? "not defined", bubble: chosen?.bubble ?? "not defined", published: chosen?.published ?? "not defined", makespan: chosen?.makespan ?? "not defined" })),
    links: rows.map((row) => (row.curve.length > 0 ? row.method : "")),
  }),
});
