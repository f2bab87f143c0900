import * as Plot from "@observablehq/plot";
import type { OverlapPart, OverlapStretch } from "#domain/overlap.ts";
import { formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import overlap from "./overlap.sim.ts";

type Out = ReturnType<typeof overlap.run>;

const WORDS: Readonly<Record<OverlapPart, string>> = {
  attnF: "attention, forward", mlpF: "MLP, forward", dispatchF: "dispatch, forward", combineF: "combine, forward",
  attnB: "attention, gradient of inputs", attnW: "attention, gradient of weights", mlpB: "MLP, gradient of inputs", mlpW: "MLP, gradient of weights",
  combineB: "combine, backward: gradients to the experts", dispatchB: "dispatch, backward: gradients back",
};
const isForward = (part: OverlapPart): boolean => part.endsWith("F");
const fillOf = (part: OverlapPart): string => (isForward(part) ? color.series[0] : part.endsWith("W") ? color.series[2] : color.series[1]);
const ms = (x: number): string => formatQuantity(x, "ms", 4);

/** A run of the pair on its two lanes. */
interface Band { readonly id: "model" | "trace"; readonly label: string; readonly stretches: readonly OverlapStretch[]; readonly totalMs: number }

const LANE: Readonly<Record<OverlapStretch["lane"], number>> = { compute: 0, network: 1 };

function lanes(bands: readonly Band[], width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const longest = Math.max(...bands.map((band) => band.totalMs));
  const [marginLeft, marginRight] = [narrow ? 66 : 86, 12];
  const pixels = (width - marginLeft - marginRight) / longest;
  const cells = bands.flatMap((band, i) => band.stretches.map((stretch) => ({ ...stretch, band, y: 2.9 * i + 0.6 + LANE[stretch.lane] })));
  type Cell = (typeof cells)[number];
  const names = bands.flatMap((_, i) => (["compute", "network"] as const).map((lane) => ({ lane, y: 2.9 * i + 0.6 + LANE[lane] })));
  return {
    height: narrow ? 274 : 250,
    marginLeft, marginRight, marginTop: 22, marginBottom: 40,
    x: { domain: [0, longest], label: "ms →", labelAnchor: "center", ticks: narrow ? 4 : 8, grid: true },
    y: { domain: [2.9 * bands.length, 0], axis: null },
    marks: [
      Plot.rect(cells, {
        x1: "start", x2: "end", y1: "y", y2: (d: Cell) => d.y + 0.9, inset: 0.4, fill: (d: Cell) => fillOf(d.part), fillOpacity: (d: Cell) => (d.lane === "compute" ? 1 : 0.72),
        ...reading<Cell>((d) => `${d.band.id}-${d.lane}`, (d) => `${d.band.id === "trace" ? "trace" : "model"}, layer ${d.layer + 1}: ${WORDS[d.part]}, ${ms(d.end - d.start)}, from ${ms(d.start)}`),
      }),
      Plot.text(cells.filter((d) => (d.end - d.start) * pixels > 15), { x: (d: Cell) => (d.start + d.end) / 2, y: (d: Cell) => d.y + 0.45, text: (d: Cell) => ({ a: "A", m: "M", d: "D", c: "C" })[d.part[0] as "a"], fill: color.paper, fontWeight: "bold" }),
      ...names.map(({ lane, y }) => Plot.text([lane], { x: 0, y: y + 0.45, text: (d: string) => (d === "compute" ? "computing" : "network"), textAnchor: "end", dx: -6, fill: color.ink })),
      ...bands.map((band, i) => Plot.text([band.label], { x: 0, y: 2.9 * i + 0.3, text: (d: string) => d, textAnchor: "start", fill: color.ink, fontWeight: "bold" })),
      ...([["forward", color.series[0], 0], ["backward, inputs", color.series[1], 60], ["backward, weights", color.series[2], 172]] as const).map(([word, fill, dx]) => Plot.text([word], { text: (d: string) => d, frameAnchor: "top-left", dx: dx - marginLeft + 8, dy: -14, fill, fontWeight: "bold" })),
      Plot.ruleX([0], { stroke: color.ink }),
    ],
  };
}

function bars(out: Out, width: number): Plot.PlotOptions {
  const rows = [
    { id: "in-turn", label: "in turn", time: out.inTurnMs, said: "one after the other" },
    { id: "model", label: "overlapped", time: out.overlappedMs, said: "overlapped" },
    { id: "bound", label: "bound", time: out.boundMs, said: "the busier of computing and network alone: no order is faster" },
  ];
  type Row = (typeof rows)[number];
  return {
    height: 136,
    marginLeft: isNarrow(width) ? 76 : 86, marginRight: 66, marginTop: 8, marginBottom: 40,
    x: { domain: [0, Math.max(...rows.map((row) => row.time))], label: "ms for the pair →", labelAnchor: "center", ticks: isNarrow(width) ? 4 : 8 },
    y: { domain: rows.map((row) => row.label), label: null, tickSize: 0 },
    marks: [
      Plot.barX(rows, { x: "time", y: "label", fill: (d: Row) => (d.id === "model" ? color.accent : color.quiet), fillOpacity: (d: Row) => (d.id === "bound" ? 0.4 : 0.85), insetTop: 3, insetBottom: 3, ...reading<Row>((d) => d.id, (d) => `${d.said}: ${ms(d.time)}`) }),
      Plot.text(rows, { x: "time", y: "label", text: (d: Row) => ms(d.time), textAnchor: "start", dx: 6, fill: color.ink }),
      Plot.ruleX([0], { stroke: color.ink }),
    ],
  };
}

export default figure({
  sim: overlap,
  title: "Two chunks that take turns on the network leave little of it to wait for",
  validity: "Below, the published trace: one GPU, one pair, routing made even by construction, no traffic between stages. Above, a model with its parts at their mean length, scaled to your settings. A is attention, M the experts' MLP, D dispatch, C combine.",
  controls: ["computeToNetwork", "attentionPercent", "computeMs", "numLayers"],
  presets: {
    "As in the trace": {},
    "Network half as fast": { computeToNetwork: 0.55 },
    "Network twice as fast": { computeToNetwork: 2.2 },
    "Little attention": { attentionPercent: 20 },
    "One layer a chunk": { numLayers: 1 },
  },
  plot: (out, _, width) => [
    lanes([{ id: "model", label: "The model, overlapped", stretches: out.stretches, totalMs: out.overlappedMs }, { id: "trace", label: "DeepSeek's trace", stretches: out.measured.stretches, totalMs: out.measured.totalMs }], width),
    bars(out, width),
  ],
  caption: (out) => {
    const { measured } = out;
    return `In turn the pair's parts take ${ms(out.inTurnMs)}, ${ms(out.computeMs)} of it computing; overlapped they take ${ms(out.overlappedMs)}, and ${formatQuantity(out.hiddenPercent, "%", 3)} of the communication is hidden. In the trace the pair takes ${ms(measured.totalMs)}: computing is at work for ${ms(measured.computeMs)} of it, communication for ${ms(measured.networkMs)}, both at once for ${ms(measured.bothMs)}, which is ${formatQuantity(measured.hiddenPercent, "%", 3)} of the communication.`;
  },
  table: (out) => ({
    columns: [{ key: "what", label: "Time" }, { key: "model", label: "Model", unit: "ms" }, { key: "trace", label: "Trace", unit: "ms" }],
    rows: [
      { what: "The pair, from first to last", model: out.overlappedMs, trace: out.measured.totalMs },
      { what: "Computing at work", model: out.computeMs, trace: out.measured.computeMs },
      { what: "Communication at work", model: out.networkMs, trace: out.measured.networkMs },
      { what: "Both at once", model: out.bothMs, trace: out.measured.bothMs },
      { what: "Neither", model: out.overlappedMs - out.computeMs - out.networkMs + out.bothMs, trace: out.measured.neitherMs },
      { what: "Parts in turn", model: out.inTurnMs, trace: out.measured.computeMs + out.measured.networkMs },
    ],
    links: ["model", "model-compute", "model-network", "", "", "in-turn"],
  }),
});
