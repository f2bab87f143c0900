import * as Plot from "@observablehq/plot";
import { formatBytes, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import memory from "./memory-and-traffic.sim.ts";

type Out = ReturnType<typeof memory.run>;

const RECIPES = ["this recipe", "16 and 32 bits"] as const;
const KINDS = { "weights in use": [color.series[0], "weights"], "master weights": [color.series[1], "master"], gradients: [color.series[2], "gradients"], moments: [color.series[3], "moments"] } as const;
type Kind = keyof typeof KINDS;
const percent = (x: number): string => formatQuantity(x, "%", 2);

/** What is kept for all parameters, kind by kind. */
function statePanel({ mine, plain }: Out, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const pieces = [mine, plain].flatMap(({ state }, i) => {
    let from = 0;
    return state.map(({ kind, bytes }) => ({ recipe: RECIPES[i]!, kind: kind as Kind, bytes, from, to: (from += bytes) }));
  });
  type Piece = (typeof pieces)[number];
  const ends = [mine, plain].map(({ stateBytes }, i) => ({ recipe: RECIPES[i]!, stateBytes }));
  const unit = 10 ** (3 * Math.floor(Math.log10(plain.stateBytes) / 3));
  // A name is left out where its piece is too narrow for it; the readings and the table have them all.
  const fits = (d: Piece): boolean => d.kind !== "weights in use" && ((d.to - d.from) / plain.stateBytes) * (width - (narrow ? 80 : 190)) > 7 * KINDS[d.kind][1].length + 8;
  return {
    height: narrow ? 200 : 180, marginTop: narrow ? 16 : 30, marginBottom: 42, marginLeft: narrow ? 12 : 112, marginRight: narrow ? 68 : 78,
    x: { domain: [0, plain.stateBytes * 1.001], label: `kept for all parameters, ${formatBytes(unit).replace(/^1 /, "")} →`, labelAnchor: "center", ticks: 5, tickFormat: (x: number) => formatNumber(x / unit, 3), grid: true },
    y: { type: "band", domain: RECIPES, axis: null, padding: narrow ? 0.5 : 0.35 },
    marks: [
      Plot.barX(pieces, { y: "recipe", x1: "from", x2: "to", fill: (d: Piece) => KINDS[d.kind][0], fillOpacity: 0.25, stroke: (d: Piece) => KINDS[d.kind][0], strokeWidth: 1.5, insetRight: 1, ...reading<Piece>((d) => d.kind, (d) => `${d.recipe}: ${d.kind} ${formatBytes(d.bytes)}`) }),
      Plot.text(pieces.filter(fits), { y: "recipe", x: (d: Piece) => (d.from + d.to) / 2, text: (d: Piece) => KINDS[d.kind][1], fill: color.ink }),
      Plot.text(ends, { y: "recipe", x: "stateBytes", text: (d: (typeof ends)[number]) => formatBytes(d.stateBytes), textAnchor: "start", dx: 6, fill: color.ink, fontWeight: "bold" }),
      // The weights in use are the thin piece at the left: named above their bar, or in the order of the pieces where there is no room.
      Plot.text(RECIPES, { y: (d: string) => d, x: 0, text: (d: string) => (narrow && d === RECIPES[0] ? `${d}: weights, master, gradients, moments` : d), textAnchor: narrow ? "start" : "end", dx: narrow ? 0 : -8, dy: narrow ? -27 : 0, fill: color.ink }),
      Plot.text(narrow ? [] : pieces.slice(0, 1), { y: "recipe", x: "from", text: () => "weights in use", textAnchor: "start", dy: -28, fill: color.ink }),
    ],
  };
}

/** What a token keeps and sends, beside the same in 16 bits. */
function tokenPanel({ mine, plain, savedPercent }: Out, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const rows = [
    { link: "activations", name: narrow ? "kept" : "activations kept", mine: mine.activationBytesPerToken, plain: plain.activationBytesPerToken, saved: savedPercent.activations },
    { link: "dispatch", name: narrow ? "sent out" : "sent to experts", mine: mine.dispatchBytesPerToken, plain: plain.dispatchBytesPerToken, saved: 100 * (1 - mine.dispatchBytesPerToken / plain.dispatchBytesPerToken) },
    { link: "combine", name: narrow ? "sent back" : "sent back", mine: mine.combineBytesPerToken, plain: plain.combineBytesPerToken, saved: 100 * (1 - mine.combineBytesPerToken / plain.combineBytesPerToken) },
  ];
  type Row = (typeof rows)[number];
  return {
    height: 176, marginTop: 16, marginBottom: 42, marginLeft: narrow ? 66 : 112, marginRight: narrow ? 68 : 78,
    x: { domain: [0, Math.max(...rows.map((d) => d.plain)) * 1.001], label: "for each token, MB →", labelAnchor: "center", ticks: 5, tickFormat: (x: number) => formatNumber(x / 1e6, 3), grid: true },
    y: { type: "band", domain: rows.map((d) => d.link), axis: null, padding: 0.35 },
    marks: [
      Plot.barX(rows, { y: "link", x1: 0, x2: "plain", fill: color.paper, stroke: color.quiet, strokeDasharray: "3 3", ...reading<Row>((d) => d.link, (d) => `${d.name}, in 16 bits: ${formatBytes(d.plain)} for each token`) }),
      Plot.barX(rows, { y: "link", x1: 0, x2: "mine", fill: color.accent, fillOpacity: 0.35, stroke: color.accent, ...reading<Row>((d) => d.link, (d) => `${d.name}, this recipe: ${formatBytes(d.mine)} for each token`) }),
      Plot.text(rows, { y: "link", x: "plain", text: (d: Row) => `${formatBytes(d.mine)}\n${d.saved > 0 ? `−${percent(d.saved)}` : "as before"}`, textAnchor: "start", dx: 6, fill: color.ink }),
      Plot.text(rows, { y: "link", x: 0, text: "name", textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.ruleX([0], { stroke: color.ink }),
    ],
  };
}

export default figure({
  sim: memory,
  title: "Eight bits multiply; most bytes of training stay wider",
  validity: "Counted once over the cluster, without copies, buffers and fragments. That a copy of the weights is kept in FP8 beside the master is our reading. Activations are inputs of linear layers only; for each tile or block a scale of four bytes is counted.",
  controls: ["model", "weights", "moments", "activations", "dispatch", "combine", "copies"],
  presets: {
    "V3's recipe": {},
    "Only the weights in FP8": { moments: "fp32", activations: "bf16", dispatch: "bf16" },
    "FP8 on the way back too": { combine: "fp8" },
    "No FP8 at all": { weights: "bf16", moments: "fp32", activations: "bf16", dispatch: "bf16" },
  },
  plot: (out, _values, width) => [statePanel(out, width), tokenPanel(out, width)],
  caption: ({ name, mine, plain, savedPercent, keptHighPercent }) =>
    `For ${name} this recipe keeps ${formatNumber(mine.bytesPerParameter, 3)} bytes for each parameter, ${formatBytes(mine.stateBytes)} in all, against ${formatNumber(plain.bytesPerParameter, 3)} bytes in 16 and 32 bits: ${percent(savedPercent.state)} less. For each token, activations take ${percent(savedPercent.activations)} less and traffic between nodes ${percent(savedPercent.traffic)} less. Embedding, head, gate and norms, ${percent(keptHighPercent)} of the parameters, are never in FP8.`,
  table: ({ mine, plain }) => {
    const rows = [
      ...mine.state.map(({ kind, bytes }, i) => ({ what: `${kind}, all parameters`, mine: bytes, plain: plain.state[i]!.bytes, link: kind as string })),
      { what: "activations kept, for each token", mine: mine.activationBytesPerToken, plain: plain.activationBytesPerToken, link: "activations" },
      { what: "sent to experts, for each token", mine: mine.dispatchBytesPerToken, plain: plain.dispatchBytesPerToken, link: "dispatch" },
      { what: "sent back, for each token", mine: mine.combineBytesPerToken, plain: plain.combineBytesPerToken, link: "combine" },
    ];
    return {
      columns: [{ key: "what", label: "What" }, { key: "mine", label: "This recipe", unit: "byte" }, { key: "plain", label: "16 and 32 bits", unit: "byte" }],
      rows: rows.map(({ what, mine: bytes, plain: before }) => ({ what, mine: bytes, plain: before })),
      links: rows.map((row) => row.link),
    };
  },
});
