import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import ideas, { type Fate, type IdeaCell, MODELS } from "./ideas.sim.ts";

/** A sign and a shade for each fate: the sign alone tells them apart. */
const LOOK: Readonly<Record<Fate, { sign: string; shade: number; word: string }>> = {
  absent: { sign: "·", shade: 0, word: "not yet" },
  new: { sign: "+", shade: 0.9, word: "new" },
  kept: { sign: "=", shade: 0.35, word: "kept" },
  changed: { sign: "~", shade: 0.55, word: "changed" },
  dropped: { sign: "×", shade: 0, word: "dropped" },
  gone: { sign: "·", shade: 0, word: "gone" },
  unknown: { sign: "?", shade: 0, word: "not said" },
};
const SHORT: Readonly<Record<string, string>> = { "Fine and shared experts": "Experts", "Balance by bias": "Bias", "A limit on nodes": "Node limit", "Multi-token prediction": "MTP", "FP8 training": "FP8" };

const seen = ({ seen: how }: IdeaCell): string => (how === "copy" ? ", read in a copy" : "");
const reads = (cell: IdeaCell): string => `${cell.name}, ${cell.model}: ${LOOK[cell.fate].word}. ${cell.what}${cell.why === "" ? "" : ` (reason given: ${cell.why})`}. ${cell.cite}, ${cell.where}${seen(cell)}`;
const because = ({ fate, why }: IdeaCell): string => (why !== "" ? `Reason given: ${why}.` : fate === "kept" || fate === "absent" || fate === "gone" || fate === "unknown" ? "" : "No reason was found.");

export default figure({
  sim: ideas,
  title: "MLA and the limit on nodes went; most of the rest changed",
  validity: "What the makers say and their released configurations show; not whether a change helped, which needs ablations that are not published. V4 and V4.1 are read in copies. That a model is said to have V3's structure is taken to mean the whole of it.",
  controls: ["idea", "model"],
  presets: {
    "MLA, dropped": {},
    "The limit on nodes, dropped": { idea: "A limit on nodes" },
    "FP8, and on to four bits": { idea: "FP8 training" },
    "Two tokens, and then five": { idea: "Multi-token prediction", model: "V4.1" },
    "GRPO, in a new place": { idea: "GRPO" },
    "Balance by bias, nearly as it was": { idea: "Balance by bias" },
    "DualPipe, hardly mentioned": { idea: "DualPipe" },
  },
  plot: ({ cells, path, chosen }, { idea }, width) => {
    const narrow = isNarrow(width);
    const names = [...new Set(cells.map((cell) => cell.name))];
    const at = { x: "model", y: "name" } as const;
    const key = (["new", "kept", "changed", "dropped", "unknown"] as const).map((fate) => `${LOOK[fate].sign} ${LOOK[fate].word}`).concat("· not there").join(narrow ? "  " : "    ");
    return {
      height: narrow ? 366 : 372, marginLeft: narrow ? 78 : 176, marginRight: 4, marginTop: 26, marginBottom: 34,
      x: { domain: [...MODELS], axis: "top", tickSize: 0, label: null, padding: 0.1 },
      y: { domain: names, axis: null, padding: 0.14 },
      marks: [
        Plot.cell(cells, { ...at, fill: familyColor("deepseek"), fillOpacity: (cell: IdeaCell) => LOOK[cell.fate].shade, stroke: color.rule, ...reading<IdeaCell>((cell) => `idea-${cell.idea}-${cell.model}`, reads) }),
        Plot.cell(path, { ...at, fill: "none", stroke: color.accent, strokeWidth: 1.5, pointerEvents: "none" }),
        Plot.cell([chosen], { ...at, fill: "none", stroke: color.accent, strokeWidth: 4, pointerEvents: "none" }),
        Plot.text(cells, { ...at, text: (cell: IdeaCell) => LOOK[cell.fate].sign, fill: (cell: IdeaCell) => (LOOK[cell.fate].shade > 0.6 ? color.paper : color.ink), fontSize: 17, fontWeight: "bold", pointerEvents: "none" }),
        ...names.map((name) => Plot.text([narrow ? (SHORT[name] ?? name) : name], { y: () => name, frameAnchor: "left", dx: -8, textAnchor: "end", text: (text: string) => text, fill: color.ink, fontWeight: name === idea ? "bold" : undefined })),
        Plot.text([key], { frameAnchor: "bottom", dy: 26, dx: narrow ? -39 : 0, text: (d: string) => d, fill: color.quiet }),
      ],
    };
  },
  caption: ({ path, chosen, counts, withReason, changes }, { idea }) => {
    const last = counts.at(-1)!;
    const way = path.map((cell) => `${cell.model} ${LOOK[cell.fate].word}`).join(", ");
    return `${idea}: ${way}. At ${chosen.model}: ${chosen.what}. ${because(chosen)} Of the eight ideas V4.1 keeps ${formatNumber(last.kept)} as it found it and changes ${formatNumber(last.changed)}; ${formatNumber(last.out)} are out, and of ${formatNumber(last.unknown)} nothing is said. Of ${changes} changes in the figure ${withReason} come with a reason.`.replace(/ {2,}/g, " ");
  },
  table: ({ cells }) => ({
    columns: [{ key: "name", label: "Idea" }, { key: "model", label: "Model" }, { key: "fate", label: "Fate" }, { key: "what", label: "What" }, { key: "why", label: "Reason given" }, { key: "source", label: "Source" }, { key: "seen", label: "Read at" }],
    rows: cells.map((cell) => ({ name: cell.name, model: cell.model, fate: LOOK[cell.fate].word, what: cell.what, why: cell.why === "" ? "-" : cell.why, source: `${cell.cite}, ${cell.where}`, seen: cell.seen === "copy" ? "a copy" : "the publisher" })),
    links: cells.map((cell) => `idea-${cell.idea}-${cell.model}`),
  }),
});
