import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import authors, { KNOWN, type Finding } from "./authors.sim.ts";

const percent = (x: number): string => `${formatNumber(x, 3)}%`;
const linkOf = (finding: Finding): string => finding.id;
const totals = ({ fittingTotals }: Finding): string => (fittingTotals === null ? "nothing printed" : fittingTotals[0] === fittingTotals[1] ? `${fittingTotals[0]}` : `${fittingTotals[0]} to ${fittingTotals[1]}`);
const printed = ({ printedPercent }: Finding): string => (printedPercent === null ? "derived here, no share printed" : `printed as ${printedPercent}%`);
const isOff = (finding: Finding): boolean => finding.printedPercent !== null && !finding.doesFit;

export default figure({
  sim: authors,
  title: "Most never left China, and not every printed share fits its count",
  validity: "Counts as a news report gives them; the white paper itself was not read. Names under papers, not a staff list. A tie is any affiliation found in a record of publications, a visit of one year included.",
  controls: ["total", "authors"],
  presets: {
    "Of those with known affiliation": {},
    "Of 211 examined": { total: 211 },
    "Of 223 authors": { total: 223 },
    "Of 232 authors": { total: 232, authors: 232 },
    "A total that fits the first share": { total: 221 },
  },
  plot: ({ findings }, _values, width) => {
    const narrow = isNarrow(width);
    const read = reading<Finding>(linkOf, (finding) => `${finding.label}: ${finding.count}, ${percent(finding.percent)}; ${printed(finding)}; among all authors between ${percent(finding.lowPercent)} and ${percent(finding.highPercent)}`);
    const withPrint = findings.filter((finding) => finding.printedPercent !== null);
    return {
      height: 86 + 52 * findings.length,
      marginLeft: 14,
      marginRight: 14,
      marginTop: narrow ? 50 : 34,
      marginBottom: 40,
      x: { domain: [0, 100], ticks: [0, 25, 50, 75, 100], tickFormat: (x: number) => `${x}%`, label: "share of authors →", labelAnchor: "center", grid: true },
      y: { domain: findings.map((finding) => finding.label), axis: null, padding: 0 },
      symbol: { type: "identity" as const },
      marks: [
        Plot.text([narrow ? "bar: all authors, unknown none to all\n● computed   ◇ printed" : "bar: among all authors, if none or all of the unknown count   ● count over total   ◇ share as printed"], { text: (line: string) => line, frameAnchor: "top-left", dy: narrow ? -44 : -26, fill: color.quiet }),
        Plot.barX(findings, { x1: "lowPercent", x2: "highPercent", y: "label", fill: color.series[0], fillOpacity: 0.28, insetTop: 24, insetBottom: 14, ...read }),
        Plot.dot(findings, { x: "percent", y: "label", dy: 5, r: 5.5, fill: color.series[0], stroke: color.paper, ...read }),
        Plot.dot(withPrint, { x: "printedPercent", y: "label", dy: 5, r: 6, symbol: "diamond", fill: color.paper, fillOpacity: 0.4, stroke: color.accent, strokeWidth: 2, ...read }),
        Plot.text(findings, { x: 0, y: "label", dy: -12, dx: 3, textAnchor: "start", text: (finding: Finding) => `${finding.label}, ${finding.count}: ${percent(finding.percent)}`, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        Plot.text(findings.filter(isOff), { frameAnchor: "right", y: "label", dy: -12, textAnchor: "end", text: (finding: Finding) => (narrow ? `printed ${finding.printedPercent}%` : `but printed as ${finding.printedPercent}%, which fits totals of ${totals(finding)}`), fill: color.accent, stroke: color.paper, strokeWidth: 4 }),
      ],
    };
  },
  caption: ({ findings, numFitting, numPrinted, numUnknown }, { total, authors: all }) => {
    const of = (id: string): Finding => findings.find((finding) => finding.id === id)!;
    const off = findings.filter(isOff).map((finding) => `"${finding.label}" (${percent(finding.percent)}, printed ${finding.printedPercent}%)`);
    return `Divided by ${total}, ${numFitting === 0 ? `none of ${numPrinted} printed shares comes` : `${numFitting} of ${numPrinted} printed shares ${numFitting === 1 ? "comes" : "come"}`} out${off.length === 0 ? "." : `; not ${off.join(", nor ")}.`} Never left China: ${percent(of("never-left").percent)}. Any tie to the US: ${percent(of("any-us").percent)}; more than a year there: ${percent(of("us-longer").percent)}. Of ${all} authors ${numUnknown === 0 ? "none is" : numUnknown === 1 ? "one is" : `${numUnknown} are`} without known affiliation beside the ${KNOWN} with one.`;
  },
  table: ({ findings }) => ({
    columns: [{ key: "label", label: "Finding" }, { key: "count", label: "Authors" }, { key: "percent", label: "Computed", unit: "%" }, { key: "printed", label: "Printed" }, { key: "totals", label: "Totals that fit the printed share" }, { key: "low", label: "Least among all", unit: "%" }, { key: "high", label: "Most among all", unit: "%" }],
    rows: findings.map((finding) => ({ label: finding.label, count: finding.count, percent: finding.percent, printed: finding.printedPercent === null ? "-" : `${finding.printedPercent}%`, totals: totals(finding), low: finding.lowPercent, high: finding.highPercent })),
    links: findings.map(linkOf),
  }),
});
