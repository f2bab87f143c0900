import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatUsd, formatUsdBriefly } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import whatIsLeftOut, { type Claim, type LeftOutItem, type LeftOutOut } from "./what-is-left-out.sim.ts";

type Bin = LeftOutOut["histogram"][number];

const money = (usd: number): string => formatUsd(usd, 3);
const share = (x: number): string => (x < 0.01 ? "under 1%" : `${formatNumber(100 * x, 2)}%`);
const range = ({ lowUsd, highUsd }: LeftOutItem): string => `${formatUsdBriefly(lowUsd)} to ${formatUsdBriefly(highUsd)}`;
const linkOf = (item: LeftOutItem): string => `left-${item.id}`;
const quantile = (out: LeftOutOut, wanted: number): number => out.quantiles.find((one) => one.share === wanted)!.usd;

function distribution(out: LeftOutOut, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const [first, last] = [out.histogram[0]!, out.histogram.at(-1)!];
  const domain: [number, number] = [Math.min(first.fromUsd, ...out.claims.map((claim) => claim.usd)) / 1.6, Math.max(last.toUsd, ...out.claims.map((claim) => claim.usd)) * 1.6];
  const top = Math.max(...out.histogram.map((bin) => bin.count));
  const [low, median, high] = [0.05, 0.5, 0.95].map((wanted) => quantile(out, wanted)) as [number, number, number];
  const step = top * (narrow ? 0.16 : 0.13);
  // Claims to the left of the middle are written to their right, the others to their left, and the larger above, so that no line crosses a name.
  const claims = [...out.claims].sort((a, b) => a.usd - b.usd).map((claim, at) => ({ ...claim, y: top + step * (at + 2.4), isLeft: Math.log(claim.usd / domain[0]) > 0.5 * Math.log(domain[1] / domain[0]) }));
  const ticks = [1e5, 1e6, 1e7, 1e8, 1e9, 1e10].filter((usd) => usd >= domain[0] && usd <= domain[1]);
  return {
    height: narrow ? 280 : 300,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 10,
    x: { type: "log", domain, ticks, tickFormat: (usd: number) => formatUsdBriefly(usd), label: "total cost, log scale →", labelAnchor: "center" },
    y: { domain: [0, top + step * (out.claims.length + 2.2)], axis: null },
    marks: [
      Plot.rectY(out.histogram, { x1: "fromUsd", x2: "toUsd", y: "count", fill: color.series[0], fillOpacity: 0.75, insetLeft: 0, insetRight: narrow ? 0 : 0.5, ...reading<Bin>(() => "left-total", (bin) => `${money(bin.fromUsd)} to ${money(bin.toUsd)}: ${formatInteger(bin.count)} of ${formatInteger(out.numSamples)} draws`) }),
      Plot.ruleX(claims, { x: "usd", y1: 0, y2: "y", stroke: color.accent, strokeDasharray: "4 3", strokeWidth: 1.5, ...reading<Claim>((claim) => claim.id, (claim) => `${claim.name}: ${money(claim.usd)}`) }),
      Plot.link([{ low, high }], { x1: "low", x2: "high", y1: top * 1.06, y2: top * 1.06, stroke: color.ink, strokeWidth: 3 }),
      Plot.dot([median], { x: (usd: number) => usd, y: top * 1.06, r: 5, fill: color.ink, stroke: color.paper, ...reading<number>(() => "left-total", (usd) => `Median ${money(usd)}; nine in ten between ${money(low)} and ${money(high)}`) }),
      Plot.text([median], { x: (usd: number) => usd, y: top * 1.06, dy: -13, text: (usd: number) => (narrow ? formatUsdBriefly(usd) : `median ${money(usd)}`), fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
      ...[true, false].map((isLeft) => Plot.text(claims.filter((claim) => claim.isLeft === isLeft), { x: "usd", y: "y", dx: isLeft ? -6 : 6, textAnchor: isLeft ? "end" : "start", text: (claim: Claim) => `${narrow ? claim.name.replace(" of the company, at", ", at").replace(": the official run", "") : claim.name}, ${formatUsdBriefly(claim.usd, 4)}`, fill: color.accent, stroke: color.paper, strokeWidth: 4 })),
    ],
  };
}

function influence(out: LeftOutOut, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const items = [...out.items].sort((a, b) => b.varianceShare - a.varianceShare);
  return {
    height: 54 + 40 * items.length,
    marginLeft: 12,
    marginRight: narrow ? 56 : 70,
    marginTop: 8,
    marginBottom: 44,
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: (x: number) => `${100 * x}%`, label: "share of the spread that each assumed range makes →", labelAnchor: "center", grid: true },
    y: { domain: items.map((item) => item.name), axis: null, padding: 0.1 },
    marks: [
      Plot.barX(items, { x: "varianceShare", y: "name", fill: color.series[1], insetTop: 19, insetBottom: 5, ...reading<LeftOutItem>(linkOf, (item) => `${item.name}, ${range(item)} (assumed): ${share(item.varianceShare)} of the spread. ${item.motive}.`) }),
      Plot.text(items, { x: 0, y: "name", dy: -9, dx: 2, textAnchor: "start", text: (item: LeftOutItem) => `${item.name}, ${range(item)}`, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
      Plot.text(items, { x: "varianceShare", y: "name", dy: 8, dx: 7, textAnchor: "start", text: (item: LeftOutItem) => share(item.varianceShare), fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
      Plot.ruleX([0], { stroke: color.quiet }),
    ],
  };
}

export default figure({
  sim: whatIsLeftOut,
  title: "What is left out may outweigh the bill, and nobody published it",
  validity: "Every range is an assumption, yours to change: DeepSeek publishes none of these costs. Items are drawn independently. The total answers what a programme might cost, a question other than the report's; the company-wide sums are an outside estimate that is disputed.",
  controls: ["finalRunUsd", "researchLow", "researchHigh", "ablationsLow", "ablationsHigh", "failedLow", "failedHigh", "dataLow", "dataHigh", "staffLow", "staffHigh", "hardwareLow", "hardwareHigh", "shape", "numSamples"],
  presets: {
    "Assumptions to start from": {},
    "Compute alone": { dataLow: 0, dataHigh: 0, staffLow: 0, staffHigh: 0, hardwareLow: 0, hardwareHigh: 0 },
    "What if the hardware was rented?": { hardwareLow: 0, hardwareHigh: 0 },
    "What if research cost little?": { researchLow: 0, researchHigh: 1, ablationsLow: 0.1, ablationsHigh: 0.5 },
    "What if the whole fleet counted?": { hardwareLow: 500e6, hardwareHigh: 1600e6 },
  },
  plot: (out, _values, width) => [distribution(out, width), influence(out, width)],
  caption: (out, { finalRunUsd }) => {
    const [low, median, high] = [0.05, 0.5, 0.95].map((wanted) => quantile(out, wanted)) as [number, number, number];
    const most = out.items.find((item) => item.name === out.mostInfluential);
    const moved = most ? ` ${most.name}, assumed between ${money(most.lowUsd)} and ${money(most.highUsd)}, moves it most: ${share(most.varianceShare)} of the spread.` : " No assumption has a width, so nothing moves it.";
    return `On these assumptions the total is ${money(median)} in the middle, ${formatNumber(out.timesFinalRun, 3)} times the official run of ${formatUsd(finalRunUsd)}; nine draws in ten lie between ${money(low)} and ${money(high)}.${moved}`;
  },
  table: (out, { finalRunUsd }) => ({
    columns: [
      { key: "name", label: "Cost" },
      { key: "low", label: "From", unit: "USD" },
      { key: "high", label: "To", unit: "USD" },
      { key: "mean", label: "Mean of the draws", unit: "USD" },
      { key: "spread", label: "Share of the spread", unit: "%" },
      { key: "motive", label: "What is published" },
    ],
    rows: [
      { name: "The official run", low: finalRunUsd, high: finalRunUsd, mean: finalRunUsd, spread: 0, motive: "Table 1 of the report" },
      ...out.items.map(({ name, lowUsd, highUsd, meanUsd, varianceShare, motive }) => ({ name: `${name} (assumed)`, low: lowUsd, high: highUsd, mean: Math.round(meanUsd), spread: Number((100 * varianceShare).toFixed(1)), motive })),
      { name: "Total, nine draws in ten", low: Math.round(quantile(out, 0.05)), high: Math.round(quantile(out, 0.95)), mean: Math.round(out.meanUsd), spread: 100, motive: "computed" },
    ],
    links: ["claim-report", ...out.items.map(linkOf), "left-total"],
  }),
});
