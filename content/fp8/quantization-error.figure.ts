import * as Plot from "@observablehq/plot";
import { type Granularity } from "#domain/quantization.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import quantization, { type GranularityOut, type QuantizationOut } from "./quantization-error.sim.ts";

const LOOKS: Record<Granularity, { readonly name: string; readonly short: string; readonly stroke: string; readonly dash: string; readonly width: number }> = {
  tensor: { name: "one scale for all", short: "one scale", stroke: color.series[1], dash: "6 3", width: 2 },
  block: { name: "128 × 128 blocks", short: "blocks", stroke: color.series[2], dash: "2 2", width: 2 },
  tile: { name: "1 × 128 tiles", short: "tiles", stroke: color.series[0], dash: "none", width: 3 },
};
const percent = (x: number, digits = 2): string => (x > 0 && x < 0.01 ? "under 0.01%" : formatQuantity(x, "%", digits));
const times = (factor: number): string => `${formatNumber(factor, 3)} times`;

/** What ordinary values lose as the outliers grow. */
function curvePanel({ granularities }: QuantizationOut, factor: number, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const [height, marginTop, marginBottom] = [280, 30, 42];
  const points = granularities.flatMap(({ granularity, curve }) => curve.map((point) => ({ granularity, ...point })));
  const here = granularities.map((d) => ({ ...d, factor }));
  const low = Math.min(0.02, ...here.map((d) => d.ordinaryError), ...points.map((d) => d.ordinaryError)) / 1.25;
  // Names stand at the end of their curves, a line of text apart at the least, from the top down.
  const lineHeight = Math.log10(1.2 / low) * (14 / (height - marginTop - marginBottom));
  const ends = granularities.map((d) => ({ ...d, y: Math.log10(d.curve.at(-1)?.ordinaryError ?? d.ordinaryError) })).sort((a, b) => b.y - a.y);
  ends.forEach((end, i) => { if (i > 0) end.y = Math.min(end.y, ends[i - 1]!.y - lineHeight); });
  return {
    height, marginTop, marginBottom, marginLeft: 46, marginRight: narrow ? 66 : 124,
    x: { type: "log", domain: [1, 1e6], label: "outliers, times larger than the rest →", labelAnchor: "center", ticks: narrow ? [1, 100, 1e4, 1e6] : [1, 10, 100, 1e3, 1e4, 1e5, 1e6], tickFormat: (x: number) => formatNumber(x) },
    y: { type: "log", domain: [low, 1.2], label: "↑ error of ordinary values", ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].filter((y) => y >= low), tickFormat: (y: number) => formatQuantity(100 * y, "%"), grid: true },
    marks: [
      Plot.ruleX([factor], { stroke: color.accent, strokeDasharray: "2 3" }),
      ...granularities.map(({ granularity, curve }) => Plot.line(curve, { x: "factor", y: "ordinaryError", stroke: LOOKS[granularity].stroke, strokeWidth: LOOKS[granularity].width, strokeDasharray: LOOKS[granularity].dash })),
      Plot.dot(here, { x: "factor", y: "ordinaryError", r: 5, fill: (d: GranularityOut) => LOOKS[d.granularity].stroke, ...reading<GranularityOut>((d) => d.granularity, (d) => `${LOOKS[d.granularity].name}: error of ordinary values ${percent(100 * d.ordinaryError)}`) }),
      Plot.text(ends, { x: 1e6, y: (d: (typeof ends)[number]) => 10 ** d.y, text: (d: GranularityOut) => LOOKS[d.granularity][narrow ? "short" : "name"], textAnchor: "start", dx: 7, fill: (d: GranularityOut) => LOOKS[d.granularity].stroke, fontWeight: "bold" }),
    ],
  };
}

/** How many ordinary values became zero, and how many values were cut at the greatest number. */
function sharesPanel({ granularities }: QuantizationOut, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const bars = granularities.flatMap((d) => [{ ...d, what: "became zero", share: d.underflowPercent }, { ...d, what: "were cut off", share: d.saturationPercent }]);
  type Bar = (typeof bars)[number];
  const top = Math.max(1, ...bars.map((d) => d.share)) * 1.05;
  return {
    height: 178, marginTop: 20, marginBottom: 40, marginLeft: narrow ? 72 : 124, marginRight: narrow ? 118 : 128,
    x: { domain: [0, top], label: "share of values →", labelAnchor: "center", ticks: 4, tickFormat: (x: number) => `${x}%`, grid: true },
    y: { axis: null, domain: [0, granularities.length], reverse: true },
    marks: [
      ...bars.map((d, i) => Plot.rect([d], { x1: 0, x2: "share", y1: Math.floor(i / 2) + (i % 2 === 0 ? 0.12 : 0.52), y2: Math.floor(i / 2) + (i % 2 === 0 ? 0.48 : 0.88), fill: i % 2 === 0 ? LOOKS[d.granularity].stroke : color.paper, stroke: LOOKS[d.granularity].stroke, ...reading<Bar>(() => d.granularity, () => `${LOOKS[d.granularity].name}: ${percent(d.share)} ${d.what}`) })),
      Plot.text(bars, { x: "share", y: (d: Bar) => bars.indexOf(d) / 2 + (bars.indexOf(d) % 2 === 0 ? 0.3 : 0.2), text: (d: Bar) => `${percent(d.share)} ${d.what}`, textAnchor: "start", dx: 6, fill: color.ink }),
      Plot.text(granularities, { x: 0, y: (d: GranularityOut) => granularities.indexOf(d) + 0.5, text: (d: GranularityOut) => LOOKS[d.granularity][narrow ? "short" : "name"], textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.ruleX([0], { stroke: color.ink }),
    ],
  };
}

export default figure({
  sim: quantization,
  title: "A scale for few values keeps outliers from drowning the rest",
  validity: "Drawn numbers, not DeepSeek's activations: a normal distribution, with outliers as large as you set them. An error of values is not an error of the model's loss.",
  controls: ["outlierFactor", "outlierPattern", "outlierPercent", "format", "isPowerOfTwo", "assumedShare", "numTokens", "numChannels"],
  presets: {
    "Some tokens are outliers": {},
    "Outliers a thousand times larger": { outlierFactor: 1000 },
    "Some channels are outliers": { outlierPattern: "channels" },
    "Outliers anywhere": { outlierPattern: "scattered", outlierPercent: 0.1 },
    "More range, fewer digits": { format: "e5m2" },
    "Scales of UE8M0": { isPowerOfTwo: true },
    "A scale from the past": { assumedShare: 0.5 },
  },
  plot: (out, { outlierFactor }, width) => [curvePanel(out, outlierFactor, width), sharesPanel(out, width)],
  caption: ({ granularities }, { outlierFactor }) => {
    const [tensor, block, tile] = granularities as readonly [GranularityOut, GranularityOut, GranularityOut];
    const saturated = granularities.some((d) => d.saturationPercent > 0) ? ` Cut off at the greatest number: ${percent(tensor.saturationPercent)}, ${percent(block.saturationPercent)} and ${percent(tile.saturationPercent)} of all values.` : "";
    return `With outliers ${times(outlierFactor)} larger, ordinary values are off by ${percent(100 * tensor.ordinaryError)} under one scale, ${percent(100 * block.ordinaryError)} under a scale for each block and ${percent(100 * tile.ordinaryError)} under one for each tile; ${percent(tensor.underflowPercent)}, ${percent(block.underflowPercent)} and ${percent(tile.underflowPercent)} of them become zero.${saturated}`;
  },
  table: ({ granularities }) => ({
    columns: [
      { key: "name", label: "Scales" }, { key: "numScales", label: "Number of scales", unit: "count" },
      { key: "ordinaryError", label: "Error of ordinary values", unit: "ratio" }, { key: "totalError", label: "Error of all values", unit: "ratio" },
      { key: "underflowPercent", label: "Ordinary values that became zero", unit: "%" }, { key: "saturationPercent", label: "Values cut off", unit: "%" },
    ],
    rows: granularities.map(({ granularity, numScales, ordinaryError, totalError, underflowPercent, saturationPercent }) => ({ name: LOOKS[granularity].name, numScales, ordinaryError, totalError, underflowPercent, saturationPercent })),
    links: granularities.map(({ granularity }) => granularity),
  }),
});
