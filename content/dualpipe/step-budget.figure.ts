import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import stepBudget, { type BudgetRow } from "./step-budget.sim.ts";

const FILLS: Readonly<Record<BudgetRow["id"], string>> = { overlapped: familyColor("deepseek"), bubble: color.warning, backward: color.series[1], forward: color.series[0], weight: color.series[2], optimizer: color.quiet };
const seconds = (x: number): string => formatQuantity(x, "s", 4);

/** A part of one of the two bars. */
interface Part { readonly row: BudgetRow; readonly bar: "printed" | "recomputed"; readonly x1: number; readonly x2: number }

function partsOf(rows: readonly BudgetRow[], bar: Part["bar"]): Part[] {
  let from = 0;
  return rows.map((row) => {
    const x1 = from;
    from += bar === "printed" ? row.publishedSeconds : row.recomputedSeconds;
    return { row, bar, x1, x2: from };
  });
}

export default figure({
  sim: stepBudget,
  title: "The trace accounts for most of a published step, the ideal schedule for part of its bubble",
  validity: "The lower bar takes pairs from the trace and the bubble from an ideal schedule; the rest is as printed. The paper does not say which device it timed, nor how many sequences make a micro-batch.",
  controls: ["depth", "sequencesPerMicrobatch"],
  presets: {
    "The first device": {},
    "A device in the middle": { depth: 7 },
    "Two sequences a micro-batch": { sequencesPerMicrobatch: 2 },
  },
  plot: ({ rows }, _, width) => {
    const narrow = isNarrow(width);
    const parts = [...partsOf(rows, "printed"), ...partsOf(rows, "recomputed")];
    const [marginLeft, marginRight] = [narrow ? 14 : 82, 14];
    const top = 1.02 * Math.max(...parts.map((d) => d.x2));
    const pixels = (width - marginLeft - marginRight) / top;
    const wide = parts.filter((d) => (d.x2 - d.x1) * pixels > 28);
    const legend = rows.map((row, i) => ({ row, line: narrow ? Math.floor(i / 2) : Math.floor(i / 3), column: narrow ? i % 2 : i % 3 }));
    return {
      height: narrow ? 266 : 210,
      marginLeft, marginRight, marginTop: narrow ? 82 : 58, marginBottom: 40,
      x: { domain: [0, top], label: "seconds of a step →", labelAnchor: "center", ticks: narrow ? 4 : 8, grid: true },
      y: { domain: [2, 0], axis: null },
      marks: [
        Plot.rect(parts, {
          x1: "x1", x2: "x2", y1: (d: Part) => (d.bar === "printed" ? 0.2 : 1.2), y2: (d: Part) => (d.bar === "printed" ? 0.85 : 1.85), insetLeft: 0.6, insetRight: 0.6, fill: (d: Part) => FILLS[d.row.id],
          ...reading<Part>((d) => d.row.id, (d) => `${d.bar}, ${d.row.label}: ${seconds(d.x2 - d.x1)}${d.row.count === null ? "" : `, ${formatNumber(d.row.count)} of ${formatQuantity((1000 * (d.x2 - d.x1)) / d.row.count, "ms", 4)}`}`),
        }),
        Plot.text(wide, { x: (d: Part) => (d.x1 + d.x2) / 2, y: (d: Part) => (d.bar === "printed" ? 0.525 : 1.525), text: (d: Part) => (d.x2 - d.x1).toFixed(2), fill: color.paper, fontWeight: "bold" }),
        ...(["printed", "recomputed"] as const).map((bar, i) => Plot.text([bar], { x: 0, y: narrow ? i + 0.08 : i + 0.525, text: (d: string) => d, textAnchor: narrow ? "start" : "end", dx: narrow ? 3 : -8, fill: color.ink, fontWeight: "bold" })),
        ...legend.map(({ row, line, column }) => Plot.text([row.label], { text: (d: string) => d, frameAnchor: "top-left", dx: column * (narrow ? 168 : 190), dy: (narrow ? -74 : -46) + 16 * line, fill: FILLS[row.id], fontWeight: "bold" })),
        Plot.ruleX([0], { stroke: color.ink }),
      ],
    };
  },
  caption: (out, { sequencesPerMicrobatch, depth }) =>
    `With ${formatQuantity(sequencesPerMicrobatch, "sequence")} a micro-batch, each pipeline takes ${formatQuantity(out.numMicrobatches, "microbatch")} a step, and device ${depth} from the end runs ${formatNumber(out.numPairs)} overlapped pairs. The printed time makes ${formatQuantity(out.pairMs, "ms", 4)} of each; the trace shows ${formatQuantity(out.tracePairMs, "ms", 4)}. The printed bubble is ${seconds(out.rows.find((row) => row.id === "bubble")!.publishedSeconds)}, ${formatQuantity(out.bubblePercent, "%", 3)} of the step and ${formatNumber(out.bubbleOverSimulated, 2)} times the ${seconds(out.simulatedBubbleSeconds)} of the ideal schedule.`,
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "Part of the step" },
      { key: "published", label: "Printed", unit: "s" },
      { key: "count", label: "How often" },
      { key: "each", label: "Each, in ms" },
      { key: "recomputed", label: "Recomputed", unit: "s" },
    ],
    rows: rows.map(({ label, publishedSeconds, count, eachMs, recomputedSeconds }) => ({ label, published: publishedSeconds, count: count ?? "", each: eachMs ?? "", recomputed: recomputedSeconds })),
    links: rows.map(({ id }) => id),
  }),
});
