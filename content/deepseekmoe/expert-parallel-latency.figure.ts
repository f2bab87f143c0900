import * as Plot from "@observablehq/plot";
import { type Schedule, SCHEDULES } from "#domain/microbatches.ts";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import expertParallelLatency, { type ScheduleRow } from "./expert-parallel-latency.sim.ts";

type Out = ReturnType<typeof expertParallelLatency.run>;
type Link = Out["links"][number];

const time = (ms: number): string => (ms < 0.1 ? formatQuantity(1000 * ms, "µs", 3) : formatQuantity(Number(ms.toPrecision(4)), "ms"));
const speed = (perSecond: number): string => `${perSecond < 100 ? formatNumber(perSecond, 3) : formatInteger(perSecond)} tokens per second`;

/** Pixels that a letter of a label needs. */
const LETTER = 6.6;

/** Time per token against bandwidth: the chosen point, and the links the sources name. */
function bandwidthPanel({ curve, links, tpotMs, tokensPerSecond, computeMsPerToken }: Out, linkGBps: number, schedule: Schedule, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const shown = [...curve.map((point) => point.tpotMs), computeMsPerToken].filter((ms) => ms > 0);
  const [bottom, top] = [Math.min(...shown) / 1.6, Math.max(...shown) * 1.8];
  const isRight = linkGBps > 300;
  const height = narrow ? 310 : 350;
  // The name of a link stands below the curve where it fits, out of the way of the answer, which stands above.
  const isLow = (d: Link): boolean => (Math.log(d.tpotMs / bottom) / Math.log(top / bottom)) * (height - 64) < d.label.length * LETTER + 12;
  const floor = schedule === "two-overlapped" ? "computing alone" : "computing";
  return {
    height,
    marginLeft: 56,
    marginRight: 22,
    x: { type: "log", base: 2, domain: [10, 2000], label: "link bandwidth per GPU, GB/s →", labelAnchor: "center", ticks: narrow ? [10, 50, 160, 900] : [10, 20, 50, 100, 160, 400, 900, 2000], tickFormat: (x: number) => formatInteger(x) },
    y: { type: "log", domain: [bottom, top], label: "↑ ms per output token", ticks: [0.01, 0.1, 1, 10, 100, 1000, 10_000].filter((y) => y >= bottom && y <= top), tickFormat: (y: number) => formatNumber(y), grid: true },
    marks: [
      Plot.ruleX(links, { x: "linkGBps", stroke: color.rule, strokeDasharray: "2 4" }),
      Plot.text(links.filter((d) => isLow(d) === true), { x: "linkGBps", y: top, text: "label", rotate: -90, textAnchor: "end", dx: -8, dy: 4, fill: color.quiet, stroke: color.paper, strokeWidth: 5 }),
      Plot.text(links.filter((d) => isLow(d) === false), { x: "linkGBps", y: bottom, text: "label", rotate: -90, textAnchor: "start", dx: -8, dy: -4, fill: color.quiet, stroke: color.paper, strokeWidth: 5 }),
      Plot.ruleY(computeMsPerToken > 0 ? [computeMsPerToken] : [], { stroke: color.series[1], strokeWidth: 2, strokeDasharray: "7 4" }),
      Plot.text(computeMsPerToken > 0 ? [computeMsPerToken] : [], { x: 2000, y: (ms: number) => ms, text: () => `${floor}: ${time(computeMsPerToken)}`, textAnchor: "end", dy: 12, fill: color.series[1], stroke: color.paper, strokeWidth: 5, fontWeight: "bold" }),
      Plot.line(curve, { x: "linkGBps", y: "tpotMs", stroke: color.series[0], strokeWidth: 3 }),
      Plot.dot(links, { x: "linkGBps", y: "tpotMs", r: 4.5, fill: color.paper, stroke: color.series[0], strokeWidth: 2, ...reading<Link>((d) => d.link, (d) => `${d.label}, ${formatQuantity(d.linkGBps, "GB/s")}: ${time(d.tpotMs)} per token, ${speed(d.tokensPerSecond)}`) }),
      Plot.dot([{ linkGBps, tpotMs }], { x: "linkGBps", y: "tpotMs", r: 6, fill: color.series[0], stroke: color.paper, strokeWidth: 1.5, ...reading(() => schedule, () => `${formatQuantity(linkGBps, "GB/s", 4)}: ${time(tpotMs)} per token, ${speed(tokensPerSecond)}`) }),
      Plot.text([{ linkGBps, tpotMs }], { x: "linkGBps", y: "tpotMs", text: () => `${time(tpotMs)}\n${narrow ? speed(tokensPerSecond).replace(" per second", "/s") : speed(tokensPerSecond)}`, textAnchor: isRight ? "end" : "start", dx: isRight ? -4 : 10, dy: isRight ? 24 : -22, fill: color.ink, stroke: color.paper, strokeWidth: 5, fontWeight: "bold" }),
    ],
  };
}

/** One stretch of a layer in which a micro-batch keeps the link or the processor busy; times in µs. */
interface Stretch { readonly schedule: Schedule; readonly resource: "link" | "GPU"; readonly batch: 1 | 2; readonly start: number; readonly end: number }

/** One layer as each schedule runs it. Overlapped, the two micro-batches are half a layer apart, and each works on the resource the other leaves. */
function stretches(schedule: Schedule, comm: number, compute: number): Stretch[] {
  const half = Math.max(comm, compute);
  const second = schedule === "two-overlapped" ? half : comm + compute;
  const commStart = schedule === "two-overlapped" ? 0 : compute;
  const of = (batch: 1 | 2, offset: number): Stretch[] => [
    { schedule, resource: "link", batch, start: offset + commStart, end: offset + commStart + comm },
    // While one micro-batch is on the link, it is the other that computes.
    { schedule, resource: "GPU", batch: schedule === "two-overlapped" ? (batch === 1 ? 2 : 1) : batch, start: offset, end: offset + compute },
  ];
  return (schedule === "one" ? of(1, 0) : [...of(1, 0), ...of(2, second)]).filter((part) => part.end > part.start);
}

const SHORT: Readonly<Record<Schedule, readonly [wide: string, narrow: string]>> = { "two-overlapped": ["two, overlapped", "overlapped"], "two-in-turn": ["two, in turn", "in turn"], one: ["one alone", "one"] };

/** One layer on a time axis: for each schedule a lane for the link above one for the processor. */
function layerPanel({ rows, commMicroseconds }: Out, computeMicroseconds: number, chosen: Schedule, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const parts = rows.flatMap((row) => stretches(row.schedule, commMicroseconds, computeMicroseconds));
  // Where nothing is computed the processor has no lane.
  const numLanes = computeMicroseconds > 0 ? 2 : 1;
  const lane = (schedule: Schedule, resource: Stretch["resource"]): number => (numLanes + 0.5) * SCHEDULES.indexOf(schedule) + (resource === "link" ? 0 : 1);
  const middle = (schedule: Schedule): number => lane(schedule, "link") + numLanes / 2 - 0.04;
  const longest = Math.max(...rows.map((row) => row.layerMicroseconds));
  const read = (part: Stretch): string => `micro-batch ${part.batch} ${part.resource === "link" ? "on the link" : "computing"}: ${formatQuantity(part.end - part.start, "µs", 4)} of each layer`;
  const bars = parts.map((part) => ({ ...part, y: lane(part.schedule, part.resource) }));
  const isLink = (part: Stretch): boolean => part.resource === "link";
  return {
    height: numLanes === 2 ? 190 : 140,
    marginLeft: narrow ? 92 : 120,
    marginRight: narrow ? 62 : 70,
    marginTop: 24,
    x: { domain: [0, longest], label: "µs in one layer →", labelAnchor: "center", ticks: narrow ? 3 : 6, grid: true },
    y: { domain: [(numLanes + 0.5) * 3 - 0.3, 0], axis: null },
    marks: [
      Plot.rect(bars, { x1: "start", x2: "end", y1: "y", y2: (part: { y: number }) => part.y + 0.92, inset: 0.5, fill: (part: Stretch) => (isLink(part) ? color.series[0] : color.series[1]), fillOpacity: (part: Stretch) => (isLink(part) ? 1 : 0.75), ...reading<Stretch>((part) => part.schedule, read) }),
      Plot.text(bars.filter((part) => part.end - part.start > longest / 12), { x: (part: Stretch) => (part.start + part.end) / 2, y: (part: { y: number }) => part.y + 0.46, text: (part: Stretch) => String(part.batch), fill: color.paper, fontWeight: "bold" }),
      ...rows.map((row) => Plot.text([row], { x: 0, y: middle(row.schedule), text: () => SHORT[row.schedule][narrow ? 1 : 0], textAnchor: "end", dx: -8, fill: color.ink, fontWeight: row.schedule === chosen ? "bold" : "normal" })),
      ...rows.map((row) => Plot.text([row], { x: "layerMicroseconds", y: middle(row.schedule), text: () => formatQuantity(row.layerMicroseconds, "µs", 4), textAnchor: "start", dx: 6, fill: color.ink, fontWeight: row.schedule === chosen ? "bold" : "normal" })),
      Plot.ruleX([0], { stroke: color.ink }),
      Plot.text(["on the link"], { text: (line: string) => line, frameAnchor: "top-left", dy: -18, fill: color.series[0], fontWeight: "bold" }),
      Plot.text(computeMicroseconds > 0 ? ["computing"] : [], { text: (line: string) => line, frameAnchor: "top-left", dx: 84, dy: -18, fill: color.series[1], fontWeight: "bold" }),
    ],
  };
}

export default figure({
  sim: expertParallelLatency,
  title: "The link between GPUs sets the speed of an answer",
  validity: "A bound: links always full, no network latency, equal load. The paper takes the hidden size as 7,000 and counts all 61 layers, of which 58 have experts; it does not say how 72 GPUs would hold one expert each.",
  controls: ["linkGBps", "schedule", "computeMicroseconds", "tokensPerDevice", "expertsPerToken", "hiddenSize", "dispatchBytesPerElement", "combineBytesPerElement", "numLayers"],
  presets: {
    "As printed, hidden size 7,000": {},
    "The true shape: 7,168 and 58 layers": { hiddenSize: 7168, numLayers: 58 },
    "GB200 NVL72": { linkGBps: 900 },
    "Computing takes as long as moving": { computeMicroseconds: 121 },
    "The same, without overlap": { computeMicroseconds: 121, schedule: "two-in-turn" },
    "One micro-batch alone": { schedule: "one" },
  },
  plot: (out, { linkGBps, schedule, computeMicroseconds }, width) => [bandwidthPanel(out, linkGBps, schedule, width), layerPanel(out, computeMicroseconds, schedule, width)],
  caption: (out, { linkGBps, numLayers, computeMicroseconds }) => {
    const [overlapped, inTurn] = out.rows as [ScheduleRow, ScheduleRow, ScheduleRow];
    const gain = computeMicroseconds === 0 ? "" : ` Overlapped, two micro-batches take ${time(overlapped.tpotMs)}; in turn they would take ${time(inTurn.tpotMs)}.`;
    return `At ${formatQuantity(linkGBps, "GB/s", 4)} a micro-batch spends ${formatQuantity(out.commMicroseconds, "µs", 5)} of each layer on the link. A layer takes ${formatQuantity(out.layerMicroseconds, "µs", 5)} and ${formatQuantity(numLayers, "layer")} take ${time(out.tpotMs)}, so that no answer comes faster than ${speed(out.tokensPerSecond)}.${gain}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "Schedule" },
      { key: "tokensInFlight", label: "On their way at once", unit: "token" },
      { key: "layerMicroseconds", label: "Layer", unit: "µs" },
      { key: "tpotMs", label: "Per output token", unit: "ms" },
      { key: "tokensPerSecond", label: "Tokens per second, one answer", unit: "count" },
      { key: "tokensPerSecondPerDevice", label: "Tokens per second, one GPU", unit: "count" },
    ],
    rows: rows.map(({ label, tokensInFlight, layerMicroseconds, tpotMs, tokensPerSecond, tokensPerSecondPerDevice }) => ({ label, tokensInFlight, layerMicroseconds, tpotMs, tokensPerSecond, tokensPerSecondPerDevice })),
    links: rows.map((row) => row.schedule),
  }),
});
