import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import accumulation, { type AccumulationOut, type Way } from "./accumulation.sim.ts";

const LOOKS: Record<Way, { readonly name: string; readonly short: string; readonly stroke: string; readonly dash: string }> = {
  tensorCore: { name: "tensor core alone", short: "alone", stroke: color.series[1], dash: "none" },
  promoted: { name: "moved to FP32", short: "moved", stroke: color.series[0], dash: "none" },
  fp32: { name: "FP32 throughout", short: "FP32", stroke: color.quiet, dash: "4 3" },
};
const WAYS = Object.keys(LOOKS) as Way[];
/** What the V3 report prints for K = 4,096, for comparison by eye. */
const REPORTED = { length: 4096, error: 0.02 };
const percent = (x: number): string => (x > 0 && x < 1e-6 ? "under 0.0001%" : formatQuantity(100 * x, "%", 2));
/** A power of ten as a share, written out: the axis is read across. */
const asPercent = (x: number): string => `${Number((100 * x).toPrecision(1))}%`;
const DECADES = Array.from({ length: 9 }, (_, i) => Number(`1e${i - 8}`));
/** A logarithmic axis has no place for zero. */
const shown = (x: number): number => Math.max(x, 1e-8);

/** The largest error as sums get longer. */
function lengthPanel({ byLength, here }: AccumulationOut, innerSize: number, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const marked = WAYS.map((way) => ({ way, error: shown(here[way].largest) }));
  type Mark = (typeof marked)[number];
  const end = byLength.at(-1)!;
  return {
    height: 290, marginTop: 30, marginBottom: 42, marginLeft: 62, marginRight: narrow ? 54 : 124,
    x: { type: "log", base: 2, domain: [byLength[0]!.length, end.length], label: "products in a sum, K →", labelAnchor: "center", ticks: narrow ? [128, 1024, 8192] : byLength.map((d) => d.length).filter((x) => Number.isInteger(Math.log2(x))), tickFormat: (x: number) => formatInteger(x) },
    y: { type: "log", domain: [1e-8, 2], label: "↑ largest error, of a typical sum", ticks: [1e-6, 1e-4, 1e-2, 1], tickFormat: asPercent, grid: true },
    marks: [
      Plot.ruleX([innerSize], { stroke: color.accent, strokeDasharray: "2 3" }),
      ...WAYS.map((way) => Plot.line(byLength, { x: "length", y: (d: (typeof byLength)[number]) => shown(d.errors[way].largest), stroke: LOOKS[way].stroke, strokeWidth: way === "fp32" ? 1.75 : 2.5, strokeDasharray: LOOKS[way].dash })),
      Plot.dot([REPORTED], { x: "length", y: "error", symbol: "times", r: 6, stroke: color.ink, strokeWidth: 2, ...reading<typeof REPORTED>(() => "report", () => "the report: nearly 2% at K = 4,096, of matrices it does not describe") }),
      Plot.text([REPORTED], { x: "length", y: "error", text: () => "the report: nearly 2%", textAnchor: "end", dx: -10, dy: -8, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
      Plot.dot(marked, { x: innerSize, y: "error", r: 5, fill: (d: Mark) => LOOKS[d.way].stroke, ...reading<Mark>((d) => d.way, (d) => `${LOOKS[d.way].name}, K = ${formatInteger(innerSize)}: largest error ${percent(here[d.way].largest)}, typical ${percent(here[d.way].typical)}`) }),
      Plot.text(WAYS, { x: end.length, y: (way: Way) => shown(end.errors[way].largest), text: (way: Way) => LOOKS[way][narrow ? "short" : "name"], textAnchor: "start", dx: 7, fill: (way: Way) => LOOKS[way].stroke, fontWeight: "bold" }),
    ],
  };
}

/** The largest error by how often the sum is moved. */
function intervalPanel({ byInterval, here }: AccumulationOut, interval: number, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  type Point = (typeof byInterval)[number];
  const errors = [...byInterval.map((d) => shown(d.errors.largest)), shown(here.promoted.largest)];
  return {
    height: 220, marginTop: 30, marginBottom: 42, marginLeft: 62, marginRight: narrow ? 54 : 124,
    x: { type: "log", base: 2, domain: [32, 8192], label: "moved after every so many products, N_C →", labelAnchor: "center", ticks: narrow ? [32, 256, 2048] : [32, 128, 512, 2048, 8192], tickFormat: (x: number) => formatInteger(x) },
    y: { type: "log", domain: [Math.min(...errors) / 2, Math.max(...errors) * 2], label: "↑ largest error at this K", ticks: DECADES.filter((y) => y >= Math.min(...errors) / 2 && y <= Math.max(...errors) * 2), tickFormat: asPercent, grid: true },
    marks: [
      Plot.ruleX([interval], { stroke: color.accent, strokeDasharray: "2 3" }),
      Plot.line(byInterval, { x: "interval", y: (d: Point) => shown(d.errors.largest), stroke: LOOKS.promoted.stroke, strokeWidth: 2.5 }),
      Plot.dot(byInterval, { x: "interval", y: (d: Point) => shown(d.errors.largest), r: 3.5, fill: LOOKS.promoted.stroke, ...reading<Point>(() => "promoted", (d) => `moved every ${formatInteger(d.interval)} products: largest error ${percent(d.errors.largest)}`) }),
      Plot.dot([here.promoted], { x: interval, y: (d: (typeof here)["promoted"]) => shown(d.largest), r: 6, fill: "none", stroke: color.accent, strokeWidth: 2 }),
    ],
  };
}

export default figure({
  sim: accumulation,
  title: "Sums of eight-bit products lose digits, unless they are moved in time",
  validity: "Our model of the tensor core, from published descriptions; it equals a simulator that was held to the hardware bit for bit. The entries are drawn, and no model is trained.",
  controls: ["innerSize", "interval", "mean", "fractionBits", "numSums"],
  presets: {
    "Entries of both signs": {},
    "Entries mostly positive": { mean: 2 },
    "Two bits more": { mean: 2, fractionBits: 15 },
    "Moved at every instruction": { interval: 32 },
    "Moved every thousand": { interval: 1024 },
    "Longer sums": { innerSize: 8192 },
  },
  plot: (out, { innerSize, interval }, width) => [lengthPanel(out, innerSize, width), intervalPanel(out, interval, width)],
  caption: ({ here, numDone }, { innerSize, interval, mean, fractionBits }) => {
    const [alone, moved] = [here.tensorCore, here.promoted];
    const bias = mean > 0 && Math.abs(alone.bias) > alone.typical / 2 ? ` Nearly all of it is one-sided: the sums come out ${percent(Math.abs(alone.bias))} too small, since cutting always goes towards zero.` : "";
    return `Over ${formatQuantity(numDone, "count")} sums of ${formatInteger(innerSize)} products, the tensor core with ${formatQuantity(fractionBits, "bit")} behind the leading one is off by at most ${percent(alone.largest)} of a typical sum, and by ${percent(moved.largest)} when its sum is moved to FP32 every ${formatInteger(interval)} products${moved.largest > 0 ? `: ${formatNumber(alone.largest / moved.largest, 2)} times less` : ""}.${bias} Of the single sum, the largest error is ${percent(alone.largestRelative)}, a measure without a bound where sums nearly cancel.`;
  },
  table: ({ byLength }) => {
    const rows = byLength.flatMap(({ length, errors }) => WAYS.map((way) => ({ length, way, ...errors[way] })));
    return {
      columns: [
        { key: "length", label: "Products in a sum", unit: "count" }, { key: "name", label: "Way" }, { key: "largest", label: "Largest error, of a typical sum", unit: "ratio" },
        { key: "typical", label: "Typical error", unit: "ratio" }, { key: "largestRelative", label: "Largest error, of the sum itself", unit: "ratio" }, { key: "bias", label: "Mean error, of the mean size", unit: "ratio" },
      ],
      rows: rows.map(({ length, way, largest, typical, largestRelative, bias }) => ({ length, name: LOOKS[way].name, largest, typical, largestRelative, bias })),
      links: rows.map((row) => row.way),
    };
  },
});
