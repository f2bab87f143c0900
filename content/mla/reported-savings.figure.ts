import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import reportedSavings, { BASELINES, type Convention, PRINTED_PERCENT } from "./reported-savings.sim.ts";

/** A saving read to one decimal, with the sign of a cache that grew: "93.3%", "-12.5%". */
const percent = (x: number): string => `${formatNumber(Math.round(x * 10) / 10)}%`;
const left = (found: Convention): number => 100 - found.savingPercent;
const reads = (found: Convention): string =>
  `V2 at ${formatNumber(found.bitsPerElement)} bits against ${found.baseline} at ${formatNumber(found.baselineBitsPerElement)}: ${percent(found.savingPercent)} smaller (${formatInteger(found.bytesPerToken)} against ${formatInteger(found.baselineBytesPerToken)} bytes per token)`;

const linkOf = (found: Convention): string => (found.matchesPrinted ? "printed-saving" : found.bitsPerElement === found.baselineBitsPerElement ? "like-for-like" : "");

/** Savings worth a tick; those outside the drawing fall away. */
const TICKS = [-400, -100, 0, 50, 80, 90, 95, 98, 99, 99.5, 99.8];

export default figure({
  sim: reportedSavings,
  title: "The printed saving needs a six-bit cache on one side only",
  validity: "The report prints the saving and, elsewhere, the six bits; the bars of its Figure 1(b), read by eye, fit both sizes. It never shows the sum: this finds what reproduces the number, not what its authors did.",
  controls: ["bitsPerElement", "baselineBitsPerElement", "baseline"],
  presets: {
    "What reproduces the printed number?": {},
    "Like for like, 16 bits on both sides": { bitsPerElement: 16 },
    "What if 67B's cache had six bits too?": { baselineBitsPerElement: 6 },
    "What if the baseline were MHA?": { bitsPerElement: 16, baseline: "V2's shape with MHA" },
    "And GQA in V2's own shape?": { bitsPerElement: 16, baseline: "V2's shape with GQA-8" },
  },
  plot: (out, _values, width) => {
    const shares = [...out.conventions.map(left), left(out), 100 - PRINTED_PERCENT];
    const domain: [number, number] = [Math.max(...shares) * 1.6, Math.min(...shares) / 1.35];
    const ticks = TICKS.map((saving) => 100 - saving).filter((share) => share < domain[0] && share > domain[1] && (!isNarrow(width) || share !== 20));
    const y = (found: Convention): string => found.baseline;
    const halo = { stroke: color.paper, strokeWidth: 4 } as const;
    const isLike = (found: Convention): boolean => found.bitsPerElement === found.baselineBitsPerElement;
    const isOwn = (found: Convention): boolean => found.baseline === out.baseline && found.bitsPerElement === out.bitsPerElement;
    const rowLabel = { x: domain[0], y: (name: string) => name, text: (name: string) => `against ${name}`, textAnchor: "start", dy: -34, fill: color.ink, ...halo } as const;
    const text = reading<Convention>(linkOf, reads);
    return {
      height: 380,
      marginLeft: 12,
      marginRight: 12,
      marginTop: 34,
      marginBottom: 46,
      x: { type: "log", domain, ticks, tickFormat: (share: number) => percent(100 - share), label: "saving, on a log scale of what is left", labelAnchor: "center", labelArrow: "none", labelOffset: 38 },
      y: { domain: [...BASELINES], axis: null, padding: 0.6 },
      marks: [
        Plot.ruleX([100 - PRINTED_PERCENT], { stroke: color.accent, strokeDasharray: "4 3" }),
        Plot.ruleY(BASELINES, { stroke: color.rule }),
        Plot.text(BASELINES.filter((name) => name !== out.baseline), { ...rowLabel }),
        Plot.text([out.baseline], { ...rowLabel, fontWeight: "bold" }),
        Plot.text([100 - PRINTED_PERCENT], { x: (share: number) => share, frameAnchor: "top", dy: -22, text: [`printed: ${PRINTED_PERCENT}%`], fill: color.accent, fontWeight: "bold" }),
        Plot.dot(out.conventions, { x: left, y, r: 4.5, stroke: color.series[0], fill: (found: Convention) => (found.matchesPrinted ? color.accent : color.paper), ...text }),
        Plot.text(out.conventions, { x: left, y, dy: 17, text: (found: Convention) => `${formatNumber(found.bitsPerElement)}${found.bitsPerElement === 16 ? " bits" : ""}`, fill: color.quiet, ...halo }),
        Plot.text(out.conventions.filter((found) => isLike(found) && !isOwn(found)), { x: left, y, dy: -14, text: (found: Convention) => (isNarrow(width) ? percent(found.savingPercent) : `like for like ${percent(found.savingPercent)}`), fill: color.quiet }),
        Plot.dot([out], { x: left, y, r: 9, stroke: color.ink, strokeWidth: 2, ...text }),
        Plot.text([out], { x: left, y, dy: -16, text: (found: Convention) => percent(found.savingPercent), fill: color.ink, fontWeight: "bold", ...halo }),
      ],
    };
  },
  caption: (out) => {
    const verdict = out.matchesPrinted ? `${percent(out.savingPercent)} smaller, the printed number` : `${percent(Math.abs(out.savingPercent))} ${out.savingPercent < 0 ? "larger" : "smaller"}, not the printed ${PRINTED_PERCENT}%`;
    return `At ${formatNumber(out.bitsPerElement)} bits per element V2 keeps ${formatInteger(out.bytesPerToken)} bytes per token against ${formatInteger(out.baselineBytesPerToken)} at ${formatNumber(out.baselineBitsPerElement)} bits (${out.baseline}): ${verdict}. ${out.bitsPerElement === out.baselineBitsPerElement ? "Both sides store equally many bits: this is like for like." : `Like for like it is ${percent(out.likeForLikePercent)}.`}`;
  },
  table: (out) => ({
    columns: [
      { key: "baseline", label: "Against" },
      { key: "bitsPerElement", label: "V2's cache", unit: "bit" },
      { key: "baselineBitsPerElement", label: "Baseline's cache", unit: "bit" },
      { key: "bytesPerToken", label: "V2 per token", unit: "byte" },
      { key: "baselineBytesPerToken", label: "Baseline per token", unit: "byte" },
      { key: "savingPercent", label: "Saving", unit: "%" },
      { key: "printed", label: "The printed number?" },
    ],
    rows: out.conventions.map(({ matchesPrinted, ...found }) => ({ ...found, printed: matchesPrinted ? "yes" : "no" })),
    links: out.conventions.map(linkOf),
  }),
});
