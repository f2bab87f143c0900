import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity, formatUsd, formatUsdBriefly } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import computeToCost, { type ComputeOut, type CostPoint, type RunCost } from "./compute-to-cost.sim.ts";

/** A count in words: 37 billion, 14.8 trillion. */
function inWords(x: number): string {
  const [scale, word] = x >= 1e12 ? [1e12, "trillion"] : x >= 1e9 ? [1e9, "billion"] : [1e6, "million"];
  return `${formatNumber(x / scale, 3)} ${word}`;
}
const short = (x: number): string => (x >= 1e15 ? `${x / 1e15}Q` : x >= 1e12 ? `${x / 1e12}T` : x >= 1e9 ? `${x / 1e9}B` : `${x / 1e6}M`);
const gflop = (flop: number): string => formatQuantity(flop / 1e9, "GFLOP", 4);
const money = (usd: number): string => formatUsd(usd, 3);
const flop = (x: number): string => `${formatNumber(x / 10 ** Math.floor(Math.log10(x)), 3)} × 10^${Math.floor(Math.log10(x))} FLOP`;

/** Round numbers inside a range, as many as there is room for: 1, 2 and 5 times powers of ten, or only every second or third power. */
function roundNumbers(from: number, to: number, most: number): number[] {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const inside = (x: number): boolean => x >= from && x <= to;
  const powers = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  const fine = powers.flatMap((power) => [power, 2 * power, 5 * power]).filter(inside);
  if (fine.length <= most) return fine;
  const coarse = powers.filter(inside);
  const every = Math.ceil(coarse.length / most);
  return coarse.filter((_, at) => at % every === 0);
}

/** A point worth a name on a curve. */
interface Spot { key: string; name: string; x: number; usd: number; text: string; isRing: boolean; above: boolean }

function panel(curve: readonly CostPoint[], spots: readonly Spot[], label: string, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const [first, last] = [curve[0]!, curve.at(-1)!];
  const y: [number, number] = [Math.min(first.usd, ...spots.map((spot) => spot.usd)) / 2, Math.max(last.usd, ...spots.map((spot) => spot.usd)) * 3];
  const place = (x: number): number => Math.log(x / first.x) / Math.log(last.x / first.x);
  // A curve that rises leaves room above to the left of a point and below to the right of it.
  const isLeft = (spot: Spot): boolean => (spot.above ? place(spot.x) > (narrow ? 0.35 : 0.3) : place(spot.x) > 0.75);
  const named = (spot: Spot): string => (narrow ? `${spot.name.replace("V3 as ", "")}: ${formatUsdBriefly(spot.usd)}` : `${spot.name}: ${money(spot.usd)}`);
  const texts = spots.map((spot) => Plot.text([spot], { x: "x", y: "usd", text: named, textAnchor: isLeft(spot) ? "end" : "start", dx: isLeft(spot) ? -10 : 10, dy: spot.above ? -10 : 12, fontWeight: "bold", stroke: color.paper, strokeWidth: 5, fill: color.ink }));
  return {
    height: narrow ? 220 : 230,
    marginLeft: narrow ? 52 : 84,
    marginRight: 14,
    x: { type: "log", domain: [first.x, last.x], label: `${label} →`, labelAnchor: "center", ticks: roundNumbers(first.x, last.x, narrow ? 5 : 6), tickFormat: short },
    y: { type: "log", domain: y, label: "↑ dollars", ticks: roundNumbers(y[0], y[1], 5), tickFormat: (usd: number) => (narrow ? formatUsdBriefly(usd) : money(usd)), grid: true },
    marks: [
      Plot.line(curve, { x: "x", y: "usd", stroke: color.series[0], strokeWidth: 2.5 }),
      ...[true, false].map((isRing) => Plot.dot(spots.filter((spot) => spot.isRing === isRing), { x: "x", y: "usd", r: isRing ? 9 : 5.5, fill: isRing ? "none" : familyColor("deepseek"), stroke: isRing ? color.accent : color.paper, strokeWidth: isRing ? 2 : 1, ...reading<Spot>((spot) => spot.key, (spot) => spot.text) })),
      ...texts,
    ],
  };
}

const reads = (name: string, cost: Omit<RunCost, "totalFlop">): string => `${name}: ${gflop(cost.flopPerToken)} a token, ${formatQuantity(cost.gpuHours, "GPU-hour", 4)}, ${money(cost.usd)}`;

function spotsOf(out: ComputeOut, activatedParameters: number, tokens: number) {
  const reported = { key: "reported-run", name: "V3 as reported", usd: out.reported.usd, isRing: true, above: true, text: `Pre-training of V3 as reported: ${formatQuantity(out.reported.gpuHours, "GPU-hour")}, ${money(out.reported.usd)} at this price` };
  const own = { key: "own-run", name: "this run", usd: out.usd, isRing: false, above: false, text: reads("This run", out) };
  const dense = { key: "dense-total", name: "dense, all used", x: out.denseTotal.parameters, usd: out.denseTotal.usd, isRing: false, above: true, text: reads(`A dense model of ${inWords(out.denseTotal.parameters)} parameters`, out.denseTotal) };
  const isSparse = out.denseTotal.parameters > activatedParameters * 1.05;
  return {
    overParameters: [{ ...reported, x: out.reported.activatedParameters }, { ...own, x: activatedParameters, above: activatedParameters > 3 * out.reported.activatedParameters }, ...(isSparse ? [dense] : [])],
    overTokens: [{ ...reported, x: out.reported.tokens }, { ...own, x: tokens, above: tokens > 3 * out.reported.tokens }],
  };
}

export default figure({
  sim: computeToCost,
  title: "Arithmetic at the published speed gives back the bill",
  validity: "A multiply-add counts as two FLOP, the backward pass as twice the forward one; recomputation, routing and embedding are not counted. The attention keeps its shape along the curves. What quality the run buys is not computed.",
  controls: ["activatedParameters", "totalParameters", "tokens", "contextTokens", "attention", "shape", "peakTflops", "utilization", "usdPerGpuHour", "numGpus"],
  presets: {
    "V3's pre-training": {},
    "What if attention saw no mask?": { attention: "without a mask", utilization: 0.4373 },
    "Llama's largest, on the same GPUs": { activatedParameters: 405e9, totalParameters: 405e9, tokens: 15e12, shape: "Llama 3.1 405B" },
    "What if V3 used every parameter?": { activatedParameters: 671e9 },
    "A context of 128K tokens throughout": { contextTokens: 131_072 },
  },
  plot: (out, { activatedParameters, tokens }, width) => {
    const spots = spotsOf(out, activatedParameters, tokens);
    return [panel(out.overParameters, spots.overParameters, "parameters used for a token", width), panel(out.overTokens, spots.overTokens, "training tokens", width)];
  },
  caption: (out, { activatedParameters, tokens, peakTflops, utilization, usdPerGpuHour, numGpus, attention }) => {
    const counted = attention === "not at all" ? "attention not counted" : `of which attention ${gflop(out.attentionFlopPerToken)}${attention === "causal" ? "" : " without a mask"}`;
    const ratio = out.denseTotal.usd / out.usd;
    const dense = out.denseTotal.parameters > activatedParameters * 1.05 ? ` A dense model of ${inWords(out.denseTotal.parameters)} parameters would cost ${formatNumber(ratio, 3)} times that; one of ${inWords(activatedParameters)} as much.` : "";
    return `${inWords(activatedParameters)} parameters take ${gflop(out.flopPerToken)} a token (${counted}), so ${inWords(tokens)} tokens take ${flop(out.totalFlop)}. At ${formatNumber(utilization * 100, 4)}% of ${formatQuantity(peakTflops, "TFLOP/s")} that is ${formatQuantity(Math.round(out.gpuHours), "GPU-hour", 4)}: ${money(out.usd)} at ${formatUsd(usdPerGpuHour)}, or ${formatQuantity(out.days, "day", 3)} on ${formatQuantity(numGpus, "GPU")}. The published 250 GFLOP and 385 TFLOP/s give ${formatQuantity(Math.round(out.atPublishedRate.gpuHours), "GPU-hour", 4)}.${dense}`;
  },
  table: (out, { activatedParameters }) => {
    const row = (name: string, parameters: number | string, { flopPerToken, totalFlop, gpuHours, usd, days }: RunCost) => ({ name, parameters, flopPerToken: flopPerToken / 1e9, totalFlop, gpuHours, usd, days });
    return {
      columns: [
        { key: "name", label: "Run" },
        { key: "parameters", label: "Parameters used" },
        { key: "flopPerToken", label: "A token", unit: "GFLOP" },
        { key: "totalFlop", label: "In all", unit: "FLOP" },
        { key: "gpuHours", label: "Time", unit: "GPU-hour" },
        { key: "usd", label: "Cost", unit: "USD" },
        { key: "days", label: "Days", unit: "day" },
      ],
      rows: [
        row("This run", activatedParameters, out),
        row("The same tokens at V3's published rate", out.reported.activatedParameters, out.atPublishedRate),
        row("Dense with the same parameters used", out.denseActivated.parameters, out.denseActivated),
        row("Dense with the same parameters in all", out.denseTotal.parameters, out.denseTotal),
      ],
      links: ["own-run", "reported-run", "own-run", out.denseTotal.parameters > activatedParameters * 1.05 ? "dense-total" : ""],
    };
  },
});
