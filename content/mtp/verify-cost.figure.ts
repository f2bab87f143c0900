import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import verifyCost, { type ServicePoint, type VerifyOut } from "./verify-cost.sim.ts";

const sequences = (x: number): string => formatQuantity(x, "sequence");
const share = (x: number): string => formatQuantity(100 * x, "%", 2);
const TICKS = [1, 4, 16, 64, 256, 1024, 4096, 16_384];

const xOf = (width: number) => ({ type: "log" as const, base: 2, domain: [1, 16_384] as [number, number], ticks: isNarrow(width) ? [1, 16, 256, 4096] : TICKS, tickFormat: (x: number) => formatInteger(x), label: "sequences in a pass →", labelAnchor: "center" as const });
const frame = (width: number) => ({ marginLeft: 46, marginRight: isNarrow(width) ? 18 : 30, marginBottom: 42 });

function costPanel({ curve, here }: VerifyOut, numCopies: number, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const read = (d: ServicePoint): string => `${sequences(d.numSequences)}: one more token adds ${share(d.verifyCost)} of a pass; ${formatNumber(d.plainExperts, 3)} experts of a layer are read without drafts, ${formatNumber(d.verifyingExperts, 3)} with`;
  // With many copies of the rest, the experts are no longer most of what is read.
  const zones = numCopies > 1 ? [] : [{ x: 3, text: narrow ? "more experts\nto read" : "more experts to read" }, { x: 230, text: narrow ? "one reading\nserves both" : "one reading serves both" }, { x: 5500, text: narrow ? "more to\ncompute" : "more to compute" }];
  return {
    height: 250,
    ...frame(width),
    marginTop: narrow ? 56 : 42,
    x: xOf(width),
    y: { domain: [0, 1.02], ticks: 5, tickFormat: (y: number) => `${Math.round(100 * y)}%`, label: "↑ one more token, of a pass", grid: true },
    marks: [
      Plot.areaY(curve, { x: "numSequences", y: "verifyCost", fill: color.series[1], fillOpacity: 0.15 }),
      Plot.line(curve, { x: "numSequences", y: "verifyCost", stroke: color.series[1], strokeWidth: 2.5, strokeDasharray: "7 3" }),
      Plot.dot(curve, { x: "numSequences", y: "verifyCost", r: 3, fill: color.series[1], ...reading<ServicePoint>((d) => `n-${d.numSequences}`, read) }),
      Plot.text(zones, { x: "x", frameAnchor: "top", lineAnchor: "bottom", dy: -6, text: "text", fill: color.quiet }),
      Plot.dot([here], { x: "numSequences", y: "verifyCost", r: 6.5, fill: color.series[1], stroke: color.ink, strokeWidth: 1.5, ...reading<ServicePoint>(() => "here", read) }),
      Plot.text([here], { x: "numSequences", y: "verifyCost", text: (d: ServicePoint) => share(d.verifyCost), dy: -16, fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
      Plot.ruleY([0], { stroke: color.ink }),
    ],
  };
}

function speedPanel({ curve, here, tokensPerPass }: VerifyOut, width: number): Plot.PlotOptions {
  const read = (d: ServicePoint): string => `${sequences(d.numSequences)}: ${d.speedup.toFixed(2)} times as fast`;
  const [low, high] = [Math.min(0.9, ...curve.map((d) => d.speedup)), Math.max(tokensPerPass, 1.1)];
  return {
    height: 220,
    ...frame(width),
    marginTop: 34,
    x: xOf(width),
    y: { domain: [low * 0.96, high * 1.1], ticks: 5, label: "↑ speed, without drafts = 1", grid: true },
    marks: [
      Plot.ruleY([1], { stroke: color.ink, strokeWidth: 1.5 }),
      Plot.ruleY([tokensPerPass], { stroke: color.accent, strokeDasharray: "4 3" }),
      Plot.text([tokensPerPass], { x: 1, y: tokensPerPass, text: [`tokens a pass: ${formatNumber(tokensPerPass, 4)}`], textAnchor: "start", dx: 2, dy: -8, fill: color.accent }),
      Plot.line(curve, { x: "numSequences", y: "speedup", stroke: color.series[0], strokeWidth: 2.5 }),
      Plot.dot(curve, { x: "numSequences", y: "speedup", r: 3, fill: color.series[0], ...reading<ServicePoint>((d) => `n-${d.numSequences}`, read) }),
      Plot.dot([here], { x: "numSequences", y: "speedup", r: 6.5, fill: color.series[0], stroke: color.ink, strokeWidth: 1.5, ...reading<ServicePoint>(() => "here", read) }),
      Plot.text([here], { x: "numSequences", y: "speedup", text: (d: ServicePoint) => d.speedup.toFixed(2), dy: 17, fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
    ],
  };
}

export default figure({
  sim: verifyCost,
  title: "On an ideal machine, a second token is cheap to check only in the middle",
  validity: "No prediction for a real machine: here each part runs at a peak of the data sheet, tokens choose experts evenly, and moving data between GPUs, starting kernels and waiting cost nothing. In a real pass a second token shares such delays, so that drafts can gain more than this, above all with few sequences.",
  controls: ["numSequences", "contextTokens", "numCopies", "acceptance", "depth", "gpu"],
  presets: {
    "V3 on H800, a hundred or so": {},
    "One sequence": { numSequences: 1 },
    "Eight": { numSequences: 8 },
    "Very many, short texts": { numSequences: 8192, contextTokens: 0 },
    "Long texts": { numSequences: 128, contextTokens: 100_000 },
    "DeepSeek's service, February 2025": { numSequences: 12_700, numCopies: 144 },
    "The same on H20": { numSequences: 12_700, numCopies: 144, gpu: "h20" },
    "Four drafts": { depth: 4 },
  },
  plot: (out, { numCopies }, width) => [costPanel(out, numCopies, width), speedPanel(out, width)],
  caption: ({ here, best }, { contextTokens, depth }) => {
    const verdict = here.speedup >= 0.995 ? `${here.speedup.toFixed(2)} times as fast as without` : `slower than without, ${here.speedup.toFixed(2)} times as fast`;
    return `With ${sequences(here.numSequences)} of ${formatQuantity(contextTokens, "token")} in the cache, a pass reads ${formatNumber(here.plainExperts, 3)} routed experts of each layer; with ${depth === 1 ? "a draft" : `${depth} drafts`} to check it reads ${formatNumber(here.verifyingExperts, 3)}. Each draft adds ${share(here.verifyCost)} of a pass to check and ${share(here.draftCost)} to make: ${verdict}. The best of the curve is ${best.speedup.toFixed(2)}, at ${sequences(best.numSequences)}.`;
  },
  table: ({ curve, here }) => {
    const points = curve.some((d) => d.numSequences === here.numSequences) ? curve : [...curve, here].sort((a, b) => a.numSequences - b.numSequences);
    return {
      columns: [
        { key: "numSequences", label: "Sequences" },
        { key: "plainExperts", label: "Experts read, without drafts" },
        { key: "verifyingExperts", label: "Experts read, with drafts" },
        { key: "draftCost", label: "Drafting one, in passes", unit: "ratio" },
        { key: "verifyCost", label: "Checking one, in passes", unit: "ratio" },
        { key: "bound", label: "Weights wait for" },
        { key: "speedup", label: "Speed, without drafts = 1", unit: "ratio" },
        { key: "plainMs", label: "Least time of a pass, one GPU", unit: "ms" },
      ],
      rows: points.map(({ weightsBound, ...point }) => ({ ...point, bound: weightsBound === "memory" ? "memory" : "arithmetic" })),
      links: points.map((d) => (d.numSequences === here.numSequences ? "here" : `n-${d.numSequences}`)),
    };
  },
});
