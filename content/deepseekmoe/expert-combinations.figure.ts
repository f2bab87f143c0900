import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import expertCombinations, { type Cut } from "./expert-combinations.sim.ts";

/** A whole number in full as long as it can be read, then as a power of ten. */
const counted = ({ combinations, log10 }: Cut): string =>
  combinations.length <= 15 ? formatNumber(Number(combinations)) : `about ${formatNumber(Number((10 ** (log10 % 1)).toFixed(2)))} × 10^${Math.floor(log10)}`;
const ways = (cut: Cut): string => `${counted(cut)} ${cut.combinations === "1" ? "way" : "ways"}`;
const chosenOf = (cut: Cut): string => `${cut.topK} of ${formatQuantity(cut.numExperts, "expert")}`;

/** Below this width in pixels an expert has no edges of its own. */
const EDGED = 4;

/** Experts of one cut side by side, all of the same total width; the chosen ones are spread out, as one way among many. */
function row(cut: Cut, y: string, plotWidth: number): { x1: number; x2: number; y: string; cut: Cut; isChosen: boolean }[] {
  const isEdged = plotWidth / cut.numExperts >= EDGED;
  if (!isEdged) return [{ x1: 0, x2: cut.topK / cut.numExperts, y, cut, isChosen: true }, { x1: cut.topK / cut.numExperts, x2: 1, y, cut, isChosen: false }];
  const chosen = new Set(Array.from({ length: cut.topK }, (_, k) => Math.floor(((k + 0.5) * cut.numExperts) / cut.topK)));
  return Array.from({ length: cut.numExperts }, (_, i) => ({ x1: i / cut.numExperts, x2: (i + 1) / cut.numExperts, y, cut, isChosen: chosen.has(i) }));
}

const read = (cut: Cut): string => `${chosenOf(cut)} in use: ${ways(cut)}`;
const linkOf = (cut: Cut): string => `cut-${cut.segmentation}`;

export default figure({
  sim: expertCombinations,
  title: "Finer experts can be put together in far more ways",
  validity: "A count of choices, not a measure of quality: nothing here says how many of them a trained model uses, or what they are worth.",
  controls: ["numExperts", "topK", "segmentation"],
  presets: {
    "The paper's example": {},
    "Not cut": { segmentation: 1 },
    "Mixtral's eight, cut by eight": { numExperts: 8, segmentation: 8 },
    "One expert, as in Switch": { topK: 1 },
  },
  plot: (out, _, width) => {
    const [marginLeft, marginRight] = [8, 8];
    const rows = (cut: Cut, label: string) => row(cut, label, width - marginLeft - marginRight);
    const shown = [{ cut: out.before, y: "before" }, { cut: out.after, y: "after" }];
    const rects = [...rows(out.before, "before"), ...rows(out.after, "after")];
    const box = { x1: "x1", x2: "x2", y: "y", ...reading<(typeof rects)[number]>(({ cut }) => linkOf(cut), ({ cut }) => read(cut)) };
    const current = out.curve.filter(({ segmentation }) => segmentation === out.after.segmentation);
    return [
      {
        height: 150,
        marginLeft,
        marginRight,
        marginTop: 6,
        marginBottom: 4,
        x: { axis: null, domain: [0, 1] },
        y: { axis: null, domain: ["before", "after"], padding: 0.5 },
        marks: [
          Plot.rect(rects.filter(({ isChosen }) => !isChosen), { ...box, fill: color.series[0], fillOpacity: 0.16, stroke: color.paper, strokeWidth: 1 }),
          Plot.rect(rects.filter(({ isChosen }) => isChosen), { ...box, fill: color.series[0], stroke: color.paper, strokeWidth: 1 }),
          Plot.text(shown, { y: "y", frameAnchor: "left", textAnchor: "start", dy: -30, text: ({ cut }: { cut: Cut }) => chosenOf(cut), fill: color.ink }),
          Plot.text(shown, { y: "y", frameAnchor: "right", textAnchor: "end", dy: -30, text: ({ cut }: { cut: Cut }) => ways(cut), fill: color.ink, fontWeight: "bold" }),
        ],
      },
      {
        height: 190,
        marginLeft: 56,
        marginRight: isNarrow(width) ? 16 : 40,
        marginTop: 34,
        x: { type: "log", base: 2, domain: [0.9, 18], ticks: [1, 2, 4, 8, 16], tickFormat: "d", label: "parts of each expert (m) →", labelAnchor: "center" },
        y: { domain: [0, Math.max(1, out.curve.at(-1)!.log10 * 1.08)], grid: true, ticks: 4, tickFormat: (d: number) => (d === 0 ? "1" : `10^${d}`), label: "↑ ways" },
        marks: [
          Plot.line(out.curve, { x: "segmentation", y: "log10", stroke: color.series[0], strokeWidth: 2 }),
          Plot.dot(out.curve, { x: "segmentation", y: "log10", r: 4, fill: color.paper, stroke: color.series[0], strokeWidth: 2, ...reading<Cut>(linkOf, read) }),
          Plot.dot(current.length > 0 ? current : [out.after], { x: "segmentation", y: "log10", r: 6, fill: color.series[0], ...reading<Cut>(linkOf, read) }),
        ],
      },
    ];
  },
  caption: (out, { topK, segmentation }) => {
    const capped = out.before.topK < topK ? ` Only ${out.before.topK} can be used of ${out.before.numExperts}.` : "";
    if (segmentation === 1) return `${chosenOf(out.before)} can be chosen in ${ways(out.before)}; nothing is cut.${capped}`;
    return `${chosenOf(out.before)} can be chosen in ${ways(out.before)}, ${chosenOf(out.after)} in ${ways(out.after)}. Either way a token uses ${formatNumber(100 * out.activeShare, 3)}% of the experts' parameters and arithmetic.${capped}`;
  },
  table: (out) => {
    const cuts = out.curve.some(({ segmentation }) => segmentation === out.after.segmentation) ? out.curve : [...out.curve, out.after].sort((a, b) => a.segmentation - b.segmentation);
    return {
      columns: [
        { key: "segmentation", label: "Parts of each expert" },
        { key: "numExperts", label: "Experts" },
        { key: "topK", label: "Per token" },
        { key: "combinations", label: "Ways to choose, in full" },
      ],
      rows: cuts.map(({ segmentation, numExperts, topK, combinations }) => ({ segmentation, numExperts, topK, combinations })),
      links: cuts.map(linkOf),
    };
  },
});
