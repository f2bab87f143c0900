import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity, formatUsd } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import servingDay, { type ServingOut } from "./serving-day.sim.ts";

/** A stretch of a bar, from one sum of money to another. */
interface Piece { bar: string; key: string; from: number; to: number; paint: string; read: string; name: string }

const THEORY = "if every token were billed at R1's price";
const BILLED = "with your shares billed";
const COST = "renting the GPUs";

/** What the source prints of the day. */
const PRINTED = { costUsd: 87_072, revenueUsd: 562_027, markupPercent: 545 } as const;

const percent = (x: number): string => `${formatNumber(Number(x.toFixed(x < 100 ? 1 : 0)))}%`;
const billions = (tokens: number): string => `${formatNumber(tokens / 1e9, 4)} billion tokens`;

function piecesOf(out: ServingOut, hasShares: boolean): Piece[] {
  const paints = [color.series[2], color.series[1], color.series[0]];
  const keys = ["day-hit", "day-miss", "day-output"];
  const names = ["cached", "read anew", "output"];
  let from = 0;
  const theory = out.lines.map((line, at): Piece => ({ bar: THEORY, key: keys[at]!, name: names[at]!, from, to: (from += line.usd), paint: paints[at]!, read: `${line.kind}: ${billions(line.tokens)} at ${formatUsd(line.usdPerMillion)} a million, ${formatUsd(line.usd)}` }));
  const billed: Piece = { bar: BILLED, key: "day-billed", name: "", from: 0, to: out.billedUsd, paint: color.quiet, read: `Billed with these shares: ${formatUsd(out.billedUsd)}, ${percent(out.billedMarkupPercent)} over cost` };
  const cost: Piece = { bar: COST, key: "day-cost", name: "", from: 0, to: out.costUsd, paint: color.accent, read: `Cost: ${formatQuantity(out.numGpus, "GPU")} for a day, ${formatUsd(out.costUsd)}` };
  return [...theory, ...(hasShares ? [billed] : []), cost];
}

const hasShares = ({ billedPercent, v3Percent, nightPercent }: { billedPercent: number; v3Percent: number; nightPercent: number }): boolean => billedPercent < 100 || v3Percent > 0 || nightPercent > 0;

export default figure({
  sim: servingDay,
  title: "The famous margin is a markup on a bill nobody sent",
  validity: "Revenue as if all tokens were billed by one price list, cost as rented GPUs alone: no staff, research, training, network or free capacity. What share was billed is not published; the shares here are yours.",
  controls: ["numNodes", "gpusPerNode", "usdPerGpuHour", "inputTokens", "cachedTokens", "outputTokens", "usdPerMillionCached", "usdPerMillionInput", "usdPerMillionOutput", "billedPercent", "v3Percent", "nightPercent"],
  presets: {
    "The day as published": {},
    "All of it served by V3": { v3Percent: 100 },
    "What if a fifth is billed?": { billedPercent: 20 },
    "A third billed, half V3, a third at night": { billedPercent: 33, v3Percent: 50, nightPercent: 33 },
    "A GPU-hour at six dollars": { usdPerGpuHour: 6 },
    "No cache": { cachedTokens: 0 },
  },
  plot: (out, values, width) => {
    const narrow = isNarrow(width);
    const isShared = hasShares(values);
    const pieces = piecesOf(out, isShared);
    const bars = [THEORY, ...(isShared ? [BILLED] : []), COST];
    const totals = [{ bar: THEORY, usd: out.revenueUsd }, ...(isShared ? [{ bar: BILLED, usd: out.billedUsd }] : []), { bar: COST, usd: out.costUsd }];
    const top = Math.max(1, ...totals.map(({ usd }) => usd));
    /** The longer side of a piece that the line of the cost cuts in two, for its name. */
    const clear = ({ from, to }: Piece): [number, number] => (out.costUsd <= from || out.costUsd >= to ? [from, to] : out.costUsd - from > to - out.costUsd ? [from, out.costUsd] : [out.costUsd, to]);
    const room = (piece: Piece): boolean => ((clear(piece)[1] - clear(piece)[0]) / top) * (width - 24) > piece.name.length * 6.2 + 2;
    return {
      height: 56 + 62 * bars.length,
      marginLeft: 8,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 44,
      x: { domain: [0, top * 1.02], ticks: narrow ? 3 : 6, tickFormat: (usd: number) => formatUsd(usd, 3), label: "dollars a day →", labelAnchor: "center", grid: true },
      y: { domain: bars, axis: null, padding: 0.1 },
      marks: [
        Plot.rectX(pieces, { x1: "from", x2: "to", y: "bar", fill: "paint", insetTop: 22, insetBottom: 6, insetRight: 0.5, ...reading<Piece>((piece) => piece.key, (piece) => piece.read) }),
        // Up to here a bar pays for the GPUs.
        Plot.tickX(bars.filter((bar) => bar !== COST), { x: () => out.costUsd, y: (bar: string) => bar, stroke: color.ink, strokeWidth: 2, strokeDasharray: "4 3", insetTop: 18, insetBottom: 2 }),
        Plot.text(pieces.filter((piece) => piece.name !== "" && room(piece)), { x: (piece: Piece) => (clear(piece)[0] + clear(piece)[1]) / 2, y: "bar", dy: 8, text: "name", fill: color.paper, fontWeight: "bold" }),
        Plot.text(totals, { x: 0, y: "bar", dx: 2, dy: -17, textAnchor: "start", text: ({ bar, usd }: { bar: string; usd: number }) => `${formatUsd(usd)} ${bar}`, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        Plot.ruleX([0], { stroke: color.quiet }),
      ],
    };
  },
  caption: (out, values) => {
    const { usdPerGpuHour, numNodes } = values;
    const cost = `${formatQuantity(numNodes, "node", 6)}, ${formatQuantity(out.numGpus, "GPU")}, cost ${formatUsd(out.costUsd)} a day at ${formatUsd(usdPerGpuHour)} an hour`;
    const [low, high] = [formatUsd(out.revenueLow), formatUsd(out.revenueHigh)];
    const range = low === high ? "the same" : `between ${low} and ${high}`;
    const result = out.markupPercent < 0 ? `a loss of ${percent(-out.markupPercent)} of the cost` : `a markup of ${percent(out.markupPercent)} on the cost, ${percent(out.marginPercent)} of the revenue`;
    const theory = `Billing every token at R1's price would bring ${formatUsd(out.revenueUsd)}, ${range} given the rounding of the tokens: ${result}`;
    const isPublished = out.costUsd === PRINTED.costUsd && out.revenueLow <= PRINTED.revenueUsd && PRINTED.revenueUsd <= out.revenueHigh;
    const printed = isPublished ? ` The source prints ${formatUsd(PRINTED.revenueUsd)} and ${PRINTED.markupPercent}%.` : "";
    const share = out.breakEvenPercent > 100 || out.breakEvenPercent === 0 ? "It would not pay for the GPUs." : `The GPUs are paid for once ${out.breakEvenPercent < 0.05 ? "less than 0.1%" : percent(out.breakEvenPercent)} of that is billed.`;
    const billed = hasShares(values) ? ` With your shares ${formatUsd(out.billedUsd)} is billed, ${out.billedUsd < out.costUsd ? `${formatUsd(out.costUsd - out.billedUsd)} short of the cost` : `a markup of ${percent(out.billedMarkupPercent)}`}.` : "";
    return `${cost}. ${theory}.${printed} ${share}${billed}`;
  },
  table: (out) => ({
    columns: [
      { key: "kind", label: "Part" },
      { key: "tokens", label: "Tokens", unit: "token" },
      { key: "usdPerMillion", label: "Price of a million", unit: "USD" },
      { key: "usd", label: "A day", unit: "USD" },
    ],
    rows: [
      ...out.lines.map((line) => ({ ...line })),
      { kind: "Revenue as if all were billed at R1's price", tokens: out.lines.reduce((sum, line) => sum + line.tokens, 0), usdPerMillion: "", usd: out.revenueUsd },
      { kind: "Cost of the GPUs", tokens: "", usdPerMillion: "", usd: out.costUsd },
      { kind: "Billed with your shares", tokens: "", usdPerMillion: "", usd: out.billedUsd },
    ],
    links: ["day-hit", "day-miss", "day-output", "", "day-cost", ""],
  }),
});
