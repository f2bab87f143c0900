import * as Plot from "@observablehq/plot";
import type { PipelineEvent } from "#domain/pipeline.ts";
import type { Chunk, PipelineKind, PipelineMethod } from "#domain/pipelinePrograms.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import schedule, { type ScheduleOut } from "./schedule.sim.ts";

const NAMES: Readonly<Record<PipelineMethod, string>> = { "1f1b": "1F1B", zb1p: "ZB1P", dualpipe: "DualPipe", dualpipev: "DualPipeV" };

/** Where in its device's lane a cell stands, from 0 at the top: forwards above, backwards below. The two parts of a backward are told apart by their height. */
const LOOKS: Readonly<Record<Exclude<PipelineKind, "overlapped">, { readonly word: string; readonly fill: string; readonly y1: number; readonly y2: number }>> = {
  forward: { word: "forward", fill: color.series[0], y1: 0.06, y2: 0.46 },
  backward: { word: "backward", fill: color.series[1], y1: 0.5, y2: 0.94 },
  input: { word: "backward, input", fill: color.series[1], y1: 0.5, y2: 0.72 },
  weight: { word: "backward, weights", fill: color.series[2], y1: 0.72, y2: 0.94 },
};

/** One drawn cell: a chunk's pass; a forward and a backward that run together are two. */
interface Cell { readonly chunk: Chunk; readonly kind: keyof typeof LOOKS; readonly event: PipelineEvent; readonly x1: number; readonly x2: number }

const number = (x: number): string => formatNumber(x, 4);

const cellsOf = ({ events, view }: ScheduleOut): Cell[] => events.flatMap((event) => {
  const [x1, x2] = [Math.max(event.start, view.start), Math.min(event.end, view.end)];
  if (x2 - x1 < 1e-9) return [];
  const cell = (kind: Cell["kind"], chunk: Chunk): Cell => ({ chunk, kind, event, x1, x2 });
  return event.partner ? [cell("forward", event), cell("backward", event.partner)] : [cell(event.kind as Cell["kind"], event)];
});

function read({ chunk, kind, event }: Cell): string {
  const other = kind === "forward" ? event.partner && `backward of ${event.partner.microbatch}` : `forward of ${event.microbatch}`;
  return `device ${event.device}: ${LOOKS[kind].word} of micro-batch ${chunk.microbatch}, stage ${chunk.stage}, from ${number(event.start)} to ${number(event.end)}${event.partner ? `, together with the ${other}` : ""}`;
}

/** A stretch of a device's lane, at work or idle. */
interface Box { readonly device: number; readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number; readonly fill: string; readonly opacity: number; readonly stroke: string; readonly link: string; readonly said: string }

/** What is in view, device by device, in the order of time: the order in which the arrow keys read it. */
function boxesOf(cells: readonly Cell[], { idle, view }: ScheduleOut): Box[] {
  const atWork = cells.map((cell): Box => {
    const { fill, y1, y2 } = LOOKS[cell.kind];
    return { device: cell.event.device, x1: cell.x1, x2: cell.x2, y1, y2, fill, opacity: cell.chunk.direction === 0 ? 1 : 0.62, stroke: "none", link: `microbatch-${cell.chunk.microbatch}`, said: read(cell) };
  });
  const waiting = idle.flatMap(({ device, start, end }): Box[] => {
    const [x1, x2] = [Math.max(start, view.start), Math.min(end, view.end)];
    const said = `device ${device}: idle for ${number(end - start)}, from ${number(start)} to ${number(end)}`;
    return x2 - x1 > 1e-9 ? [{ device, x1, x2, y1: 0.06, y2: 0.94, fill: color.warning, opacity: 0.16, stroke: color.warning, link: `device-${device}`, said }] : [];
  });
  return [...waiting, ...atWork].sort((a, b) => a.device - b.device || a.x1 - b.x1);
}

/** The words that name the colours, in the rows they stand in. */
const LEGEND = [[["forward", color.series[0]], ["backward; half as high: inputs", color.series[1]]], [["weights", color.series[2]], ["paler: the other way", color.quiet], ["idle", color.warning]]] as const;

function legend(width: number): Plot.Markish[] {
  const rows = isNarrow(width) ? LEGEND : [LEGEND.flat()];
  return rows.flatMap((row, line) => row.map(([word, fill], i) => {
    const dx = row.slice(0, i).reduce((sum, [before]) => sum + 6.4 * before.length + 18, 0);
    return Plot.text([word], { text: (d: string) => d, frameAnchor: "top-left", dx, dy: -20 - 15 * (rows.length - 1 - line), fill, fontWeight: "bold" });
  }));
}

function gantt(out: ScheduleOut, width: number): Plot.PlotOptions {
  const { view, numDevices } = out;
  const [marginLeft, marginRight] = [26, 12];
  const pixels = (width - marginLeft - marginRight) / (view.end - view.start);
  const cells = cellsOf(out);
  const lane = numDevices > 8 ? 24 : 36;
  const pairs = cells.filter(({ event, kind, x1, x2 }) => event.partner !== null && kind === "forward" && (x2 - x1) * pixels > 7);
  const gap = Math.min(0.5, 0.12 * pixels);
  return {
    height: numDevices * lane + (isNarrow(width) ? 92 : 76),
    marginLeft, marginRight, marginTop: isNarrow(width) ? 44 : 30, marginBottom: 42,
    x: { domain: [view.start, view.end], label: "time, in units of the chunk times →", labelAnchor: "center", ticks: isNarrow(width) ? 5 : 10 },
    y: { domain: [numDevices, 0], axis: null },
    marks: [
      Plot.rect(boxesOf(cells, out), {
        x1: "x1", x2: "x2", y1: (d: Box) => d.device + d.y1, y2: (d: Box) => d.device + d.y2, insetLeft: gap, insetRight: gap,
        fill: "fill", fillOpacity: "opacity", stroke: "stroke", strokeOpacity: 0.6, strokeDasharray: "2 2", ...reading<Box>((d) => d.link, (d) => d.said),
      }),
      Plot.rect(pairs, { x1: "x1", x2: "x2", y1: (d: Cell) => d.event.device + 0.03, y2: (d: Cell) => d.event.device + 0.97, fill: "none", stroke: color.ink, strokeWidth: 0.8, insetLeft: 0.5, insetRight: 0.5 }),
      Plot.text(cells.filter((d) => (d.x2 - d.x1) * pixels > 12 && (d.kind === "forward" || d.kind === "backward")), { x: (d: Cell) => (d.x1 + d.x2) / 2, y: (d: Cell) => d.event.device + (LOOKS[d.kind].y1 + LOOKS[d.kind].y2) / 2, text: (d: Cell) => String(d.chunk.microbatch), fill: color.paper, fontSize: lane > 30 ? 10 : 9 }),
      Plot.text(out.bubbleTime.map((_, device) => device), { x: view.start, y: (device: number) => device + 0.5, text: String, textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.text(["device"], { text: (d: string) => d, frameAnchor: "top-left", dx: -22, dy: -6, fill: color.quiet, fontSize: 9 }),
      ...legend(width),
    ],
  };
}

export default figure({
  sim: schedule,
  title: "Feeding a pipeline from both ends keeps its devices busy",
  validity: "An ideal machine: all stages take equal time, sending takes none, nothing else happens. The order of work on each device is that of the sources; the times are yours. Numbers in cells are micro-batches.",
  controls: ["method", "numStages", "numMicrobatches", "forwardTime", "backwardTime", "weightTime", "overlappedTime", "zoom", "lookAt"],
  presets: {
    "DualPipe, as in the report's Figure 5": {},
    "1F1B": { method: "1f1b" },
    "ZB1P": { method: "zb1p" },
    "DualPipeV on half the devices": { method: "dualpipev", numMicrobatches: 10 },
    "DualPipe, where overlap saves time": { overlappedTime: 2 },
    "DualPipe, slower gradients": { backwardTime: 2.5 },
    "DualPipe, the start close up": { zoom: 3, lookAt: 0 },
  },
  plot: (out, _, width) => gantt(out, width),
  caption: (out, { method, numMicrobatches }) => {
    const raised = out.usedMicrobatches > numMicrobatches ? ` The schedule needs at least ${formatQuantity(out.usedMicrobatches, "microbatch")}, so that many are run.` : "";
    const isSame = Math.abs(out.publishedBubble - out.longestBubble) < 1e-6;
    const formula = isSame ? `, which is what the published formula says` : `; the published formula says ${number(out.publishedBubble)}`;
    const at = out.now < out.makespan ? `At time ${number(out.now)} of ${number(out.makespan)}. ` : "";
    return `${at}${NAMES[method]}, ${formatQuantity(out.usedMicrobatches, "microbatch")}, ${formatQuantity(out.numDevices, "count")} devices: the run takes ${number(out.makespan)}. The device that waits longest is idle for ${number(out.longestBubble)} of it (${formatQuantity(out.bubblePercent, "%", 3)})${formula}. A device holds at most ${formatQuantity(out.mostActivations, "microbatch")} at once and the parameters of ${formatQuantity(out.stagesPerDevice, "stage")}.${raised}`;
  },
  table: ({ bubbleTime, peakActivations, makespan, stagesPerDevice }) => ({
    columns: [
      { key: "device", label: "Device" },
      { key: "idle", label: "Idle, in units of time", unit: "ratio" },
      { key: "busyPercent", label: "Busy", unit: "%" },
      { key: "activations", label: "Micro-batches held at most", unit: "microbatch" },
      { key: "stages", label: "Stages whose parameters it holds", unit: "stage" },
    ],
    rows: bubbleTime.map((idle, device) => ({ device: String(device), idle, busyPercent: (100 * (makespan - idle)) / makespan, activations: peakActivations[device]!, stages: stagesPerDevice })),
    links: bubbleTime.map((idle, device) => (idle > 1e-9 ? `device-${device}` : "")),
  }),
});
