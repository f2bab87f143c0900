import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import adoption, { IDEA_NAMES, IDEAS, type Cell, type Idea } from "./adoption.sim.ts";

const STATUS: Record<Cell["status"], string> = { read: "maker's own file", copy: "copy or port", none: "" };
const SHORT: Record<Idea, string> = { mla: "MLA", fine: "fine", bias: "bias", mtp: "MTP", fp8: "FP8" };
const SIGN: Record<Cell["answer"], string> = { yes: "yes", no: "no", "not found": "?" };
const linkOf = (cell: Cell): string => `${cell.model}-${cell.idea}`;
const reads = (cell: Cell): string => (cell.status === "none" ? `${cell.name}, ${IDEA_NAMES[cell.idea]}: not found by the evidence allowed` : `${cell.name}, ${IDEA_NAMES[cell.idea]}: ${cell.answer}; ${cell.evidence} (${STATUS[cell.status]}: ${cell.cite}, ${cell.where})`);
const ORDER = ["yes", "no", "not found"];

/** The cells to show, and the names of their models from top to bottom: as released, or with those that took the chosen idea up first. */
function shown(cells: readonly Cell[], idea: string): { cells: readonly Cell[]; names: string[] } {
  if (idea === "all") return { cells, names: [...new Set(cells.map((cell) => cell.name))] };
  const own = cells.filter((cell) => cell.idea === idea).sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || ORDER.indexOf(a.answer) - ORDER.indexOf(b.answer));
  return { cells: own, names: own.map((cell) => cell.name) };
}

export default figure({
  sim: adoption,
  title: "Fine experts spread widely, the other ideas in part",
  validity: "A choice of well-known open models up to early 2026, not a census. A question mark says that we found nothing, not that there is nothing. That an idea is used does not show that it was taken from DeepSeek, nor that it helped.",
  controls: ["idea", "evidence", "fineBelow"],
  presets: {
    "All five ideas": {},
    "Makers' own files only": { evidence: "the maker's own files" },
    "MLA": { idea: "mla" },
    "Fine, if half the hidden size": { idea: "fine", fineBelow: 0.5 },
    "FP8 training": { idea: "fp8" },
  },
  plot: ({ cells: all }, { idea }, width) => {
    const narrow = isNarrow(width);
    const { cells, names } = shown(all, idea);
    const ideas = IDEAS.filter((one) => idea === "all" || one === idea);
    const own = new Set(all.filter((cell) => cell.isOwn).map((cell) => cell.name));
    const box = { x: "idea", y: "name", ...reading<Cell>(linkOf, reads) } as const;
    const only = (test: (cell: Cell) => boolean): Cell[] => cells.filter(test);
    const isRead = (cell: Cell): boolean => cell.status === "read";
    const isYes = (cell: Cell): boolean => cell.answer === "yes";
    return {
      height: 58 + 29 * names.length,
      marginLeft: narrow ? 140 : 168,
      marginRight: narrow ? 2 : 8,
      marginTop: 34,
      marginBottom: 8,
      x: { type: "band", domain: ideas, axis: "top", tickSize: 0, tickFormat: (one: Idea) => (narrow && idea === "all" ? SHORT[one] : IDEA_NAMES[one]), label: null, padding: 0.06 },
      y: { type: "band", domain: names, axis: null, padding: 0.14 },
      marks: [
        Plot.cell(only((cell) => isYes(cell) && isRead(cell)), { ...box, fill: color.series[0], stroke: color.series[0] }),
        Plot.cell(only((cell) => isYes(cell) && !isRead(cell)), { ...box, fill: color.series[0], fillOpacity: 0.2, stroke: color.series[0], strokeWidth: 1.5 }),
        ...[true, false].map((read) => Plot.cell(only((cell) => cell.answer === "no" && isRead(cell) === read), { ...box, fill: color.paper, stroke: color.quiet, ...(read ? {} : { strokeDasharray: "3 3" }) })),
        Plot.cell(only((cell) => cell.answer === "not found"), { ...box, fill: color.paper, stroke: color.rule, strokeDasharray: "1 4" }),
        Plot.text(only((cell) => isYes(cell) && isRead(cell)), { x: "idea", y: "name", text: () => "yes", fill: color.paper, fontWeight: "bold" }),
        Plot.text(only((cell) => !(isYes(cell) && isRead(cell))), { x: "idea", y: "name", text: (cell: Cell) => SIGN[cell.answer], fill: (cell: Cell) => (isYes(cell) ? color.ink : color.quiet) }),
        ...[true, false].map((bold) => Plot.text(names.filter((name) => own.has(name) === bold), { y: (name: string) => name, frameAnchor: "left", textAnchor: "end", dx: -8, text: (name: string) => name, fill: color.ink, fontWeight: bold ? "bold" : "normal" })),
      ],
    };
  },
  caption: ({ counts, numOthers }, { idea, evidence, fineBelow }) => {
    const allowed = evidence === "any found" ? "by all evidence found" : "by makers' own files alone";
    const chosen = counts.filter((count) => idea === "all" || count.idea === idea);
    const list = chosen.map((count) => `${IDEA_NAMES[count.idea]} ${count.yes}`).join(", ");
    const missing = chosen.reduce((sum, count) => sum + count.notFound, 0);
    return `Of ${numOthers} models by other makers, ${allowed}, so many use each idea: ${list}. Fine means narrower than ${fineBelow === 1 ? "" : `${formatNumber(fineBelow)} times `}the hidden size. ${missing === 0 ? "Something was found for every cell." : `Nothing was found for ${missing} of ${chosen.length * numOthers} cells.`} Filled: the maker's own file; light: a copy or port.`;
  },
  table: ({ cells: all }, { idea }) => {
    const { cells } = shown(all, idea);
    return {
      columns: [{ key: "model", label: "Model" }, { key: "idea", label: "Idea" }, { key: "answer", label: "Used" }, { key: "evidence", label: "Evidence" }, { key: "source", label: "Source" }, { key: "status", label: "Status" }],
      rows: cells.map((cell) => ({ model: cell.name, idea: IDEA_NAMES[cell.idea], answer: cell.answer, evidence: cell.status === "none" ? "none by the evidence allowed" : cell.evidence, source: cell.status === "none" ? "-" : `${cell.cite}, ${cell.where}`, status: cell.status === "none" ? "not found" : STATUS[cell.status] })),
      links: cells.map(linkOf),
    };
  },
});
