import * as Plot from "@observablehq/plot";
import { formatInteger, formatQuantity, formatUsd, formatUsdBriefly } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import pipeline, { type Box, type Edge, type Part, type PipelineOut } from "./pipeline.sim.ts";

/** Half the width of a box, in lanes; half its height, in rows. */
const [HALF_WIDTH, HALF_HEIGHT] = [0.47, 0.31];
const KINDS: Record<string, { readonly name: string; readonly stroke: string; readonly dash: string }> = {
  model: { name: "model", stroke: color.series[0], dash: "none" },
  "fine-tuning": { name: "learns from given answers", stroke: color.series[1], dash: "none" },
  reinforcement: { name: "learns from verdicts", stroke: color.series[2], dash: "none" },
  data: { name: "data", stroke: color.quiet, dash: "4 3" },
};

const middle = ({ lane }: Box): number => ({ left: 0.5, both: 1, right: 1.5 })[lane]!;
const opacity = ({ isOnWay }: { readonly isOnWay: boolean }): number => (isOnWay ? 1 : 0.25);
const read = ({ name, detail, kind }: Box): string => `${name} (${KINDS[kind]!.name}): ${detail}`;

/** The points of an arrow from one box to the next. The base model's second use passes by on the right. */
function wayOf({ from, to }: Edge, boxes: readonly Box[]): { x: number; y: number }[] {
  const [a, b] = [boxes.find(({ id }) => id === from)!, boxes.find(({ id }) => id === to)!];
  if (a.row === b.row) return [{ x: middle(a) + HALF_WIDTH, y: a.row }, { x: middle(b) - HALF_WIDTH, y: b.row }];
  if (b.row - a.row > 2) return [{ x: middle(a) + HALF_WIDTH, y: a.row }, { x: 2.06, y: a.row }, { x: 2.06, y: b.row }, { x: middle(b) + HALF_WIDTH, y: b.row }];
  const x = middle(a) === middle(b) ? middle(b) : (middle(a) + middle(b)) / 2;
  return [{ x, y: a.row + HALF_HEIGHT }, { x, y: b.row - HALF_HEIGHT }];
}

function flowPanel({ boxes, edges }: PipelineOut): Plot.PlotOptions {
  const ways = edges.map((edge, i) => ({ edge, i, points: wayOf(edge, boxes) }));
  const lines = ways.flatMap(({ edge, i, points }) => points.map((point) => ({ ...point, i, edge })));
  const heads = ways.map(({ edge, points }) => ({ edge, x1: points.at(-2)!.x, y1: points.at(-2)!.y, x2: points.at(-1)!.x, y2: points.at(-1)!.y }));
  const shape = { x1: (d: Box) => middle(d) - HALF_WIDTH, x2: (d: Box) => middle(d) + HALF_WIDTH, y1: (d: Box) => d.row - HALF_HEIGHT, y2: (d: Box) => d.row + HALF_HEIGHT };
  const [models, others] = [boxes.filter(({ kind }) => kind === "model"), boxes.filter(({ kind }) => kind !== "model")];
  const link = reading<Box>(({ id }) => id, read);
  return {
    height: 520,
    marginLeft: 6,
    marginRight: 8,
    marginTop: 2,
    marginBottom: 2,
    x: { axis: null, domain: [0, 2.08] },
    y: { axis: null, domain: [8.4, -0.4] },
    marks: [
      Plot.line(lines, { x: "x", y: "y", z: "i", stroke: color.ink, strokeWidth: 1.5, strokeOpacity: (d: (typeof lines)[number]) => opacity(d.edge), strokeDasharray: "none" }),
      Plot.arrow(heads, { x1: "x1", y1: "y1", x2: "x2", y2: "y2", stroke: color.ink, strokeOpacity: (d: (typeof heads)[number]) => opacity(d.edge), headLength: 9, inset: 0 }),
      Plot.rect(models, { ...shape, fill: color.series[0], fillOpacity: opacity, rx: 6, ...link }),
      ...others.map((box) => Plot.rect([box], { ...shape, fill: color.paper, stroke: KINDS[box.kind]!.stroke, strokeWidth: 2, strokeDasharray: KINDS[box.kind]!.dash, strokeOpacity: opacity(box), rx: 6, ...link })),
      Plot.text(boxes, { x: middle, y: "row", dy: -8, text: "name", fontWeight: "bold", fill: (d: Box) => (d.kind === "model" && d.isOnWay ? color.paper : color.ink), fillOpacity: (d: Box) => (d.isOnWay ? 1 : 0.55) }),
      Plot.text(boxes, { x: middle, y: "row", dy: 9, text: "detail", fill: (d: Box) => (d.kind === "model" && d.isOnWay ? color.paper : color.ink), fillOpacity: (d: Box) => (d.isOnWay ? 1 : 0.55) }),
    ],
  };
}

/** The printed GPU-hours, and a mark where GPUs times hours comes out. */
function costPanel({ parts }: PipelineOut, numGpus: number, width: number): Plot.PlotOptions {
  const counted = parts.filter((part) => part.recomputedGpuHours !== undefined);
  const top = Math.max(...parts.map((part) => Math.max(part.gpuHours, part.recomputedGpuHours ?? 0)));
  return {
    height: 140,
    marginLeft: isNarrow(width) ? 104 : 120,
    marginRight: 60,
    marginTop: 12,
    marginBottom: 38,
    x: { domain: [0, top * 1.02], label: "GPU-hours printed →", labelAnchor: "center", ticks: isNarrow(width) ? 3 : 5, tickFormat: (x: number) => formatInteger(x), grid: true },
    y: { domain: parts.map((part) => part.name), label: null, padding: 0.35 },
    marks: [
      Plot.barX(parts, { x: "gpuHours", y: "name", fill: color.series[2], fillOpacity: opacity, ...reading<Part>(({ name }) => name, (d) => `${d.name}: ${formatQuantity(d.gpuHours, "GPU-hour")} printed, ${formatUsd(d.usd)}`) }),
      Plot.tickX(counted, { x: "recomputedGpuHours", y: "name", stroke: color.ink, strokeWidth: 3, ...reading<Part>(({ name }) => name, (d) => `${d.name}: ${formatQuantity(numGpus, "GPU")} for the printed time make ${formatQuantity(d.recomputedGpuHours!, "GPU-hour")}`) }),
      Plot.text(parts, { x: (d: Part) => Math.max(d.gpuHours, d.recomputedGpuHours ?? 0), y: "name", text: (d: Part) => formatUsdBriefly(d.usd), textAnchor: "start", dx: 8, fill: color.ink }),
    ],
  };
}

export default figure({
  sim: pipeline,
  title: "The released model learned from samples and from verdicts in turn, its forerunner from verdicts alone",
  validity: "What DeepSeek printed, in two versions of its paper. The cost leaves out the base model, the experiments before and the fine-tuning of the distilled models. R1's hours are one sum for all its stages.",
  controls: ["goal", "usdPerGpuHour", "numGpus"],
  presets: {
    "All of it": {},
    "What went into R1-Zero": { goal: "R1-Zero" },
    "What went into R1": { goal: "DeepSeek-R1" },
    "What went into the distilled models": { goal: "the distilled models" },
    "The misread count of GPUs": { numGpus: 648 },
  },
  plot: (out, { numGpus }, width) => [flowPanel(out), costPanel(out, numGpus, width)],
  caption: (out, { goal, numGpus, usdPerGpuHour }) => {
    const tunings = out.numFineTunings === 0 ? "no fine-tuning" : out.numFineTunings === 1 ? "one fine-tuning" : `${out.numFineTunings === 2 ? "two" : "three"} fine-tunings`;
    const whose = goal === "all of it" ? "All of it" : `What leads to ${goal}`;
    const fits = Math.abs(out.zeroGpuHours - out.parts[0]!.gpuHours) < 500 ? "as printed" : `where ${formatInteger(out.parts[0]!.gpuHours)} are printed`;
    return `${whose} has ${tunings} and cost ${formatInteger(out.gpuHours)} GPU-hours on top of the base model, ${formatUsd(out.usd)} at ${formatUsd(usdPerGpuHour)} an hour. ${formatQuantity(numGpus, "GPU")} for R1-Zero's printed time make ${formatInteger(out.zeroGpuHours)} GPU-hours, ${fits}.`;
  },
  table: ({ boxes, edges }) => ({
    columns: [
      { key: "name", label: "Step" },
      { key: "kind", label: "What it is" },
      { key: "detail", label: "Data or extent" },
      { key: "from", label: "Made from" },
      { key: "source", label: "Printed in" },
    ],
    rows: boxes.map(({ id, name, kind, detail, cite, where }) => ({ name, kind: KINDS[kind]!.name, detail, from: edges.filter(({ to }) => to === id).map(({ from }) => boxes.find((box) => box.id === from)!.name).join(", ") || "-", source: `${({ "r1-report": "report of January 2025", "r1-nature": "revised paper, in a copy" } as Record<string, string>)[cite] ?? "V3 report"}, ${where}` })),
    links: boxes.map(({ id }) => id),
  }),
});
