import * as Plot from "@observablehq/plot";
import { formatBytes, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import decodeRoofline, { type DecodeRow } from "./decode-roofline.sim.ts";

const duration = (seconds: number): string =>
  seconds >= 1 ? formatQuantity(seconds, "s", 3) : seconds >= 1e-3 ? formatQuantity(seconds * 1e3, "ms", 3) : `${formatNumber(seconds * 1e6, 3)} µs`;

const rowOf = (rows: readonly DecodeRow[], mode: DecodeRow["mode"]): DecodeRow => rows.find((row) => row.mode === mode)!;
const SHORT: Readonly<Record<Exclude<DecodeRow["mode"], "gqa">, string>> = { absorbed: "absorbed", rebuilt: "rebuilt", naive: "kept in full" };
const nameOf = (row: DecodeRow): string => (row.mode === "gqa" ? row.label : SHORT[row.mode]);
const colorOf = (row: DecodeRow): string => (row.mode === "gqa" ? color.series[1] : familyColor("deepseek"));

/** Labels stand above the flat roof, and below the slope; `isAbove` moves one to the other side of the slope, so that two close ones part. */
function label(row: DecodeRow, isAbove: boolean): ReturnType<typeof Plot.text> {
  const above = row.bound === "compute" ? { textAnchor: "middle" as const, dy: -24 } : { textAnchor: "end" as const, dx: -8, dy: -16 };
  const place = row.bound === "compute" || isAbove ? above : { textAnchor: "start" as const, dx: 9, dy: row.mode === "absorbed" ? 24 : 16 };
  return Plot.text([row], { x: "intensity", y: "attainableTflops", text: (d: DecodeRow) => `${nameOf(d)}\n${duration(d.seconds)}`, fill: color.ink, stroke: color.paper, strokeWidth: 4, fontWeight: row.mode === "absorbed" ? "bold" : undefined, ...place });
}

export default figure({
  sim: decodeRoofline,
  title: "Absorbed, MLA keeps memory and arithmetic both busy",
  validity:
    "The attention of one step on one GPU, all layers, at peak rates that no kernel reaches. Left out: experts, softmax, communication, scheduling and, unless counted, the projections. Rebuilt keys and values are taken to stay on the chip; arithmetic is BF16 whatever the cache's precision.",
  controls: ["model", "gpu", "batchSize", "contextTokens", "bytesPerElement", "countsProjections", "peer", "customTflops", "customBandwidthTBps", "customMemoryGB"],
  presets: {
    "Close to the corner": {},
    "On an H20, arithmetic runs out": { gpu: "h20" },
    "With few heads, memory binds": { model: "deepseek-v2-lite" },
    "Half the bytes, the same arithmetic": { bytesPerElement: 1 },
    "A short context, projections counted": { contextTokens: 256, countsProjections: true },
  },
  plot: ({ gpu, ridgePoint, rows }, _values, width) => {
    const narrow = isNarrow(width);
    const intensities = rows.map((row) => row.intensity);
    const [left, right] = [Math.min(ridgePoint, ...intensities) / (narrow ? 90 : 8), Math.max(ridgePoint, ...intensities) * (narrow ? 8 : 5)];
    const bottom = (gpu.bandwidthTBps * Math.min(ridgePoint, ...intensities)) / 12;
    // Within a factor of five the absorbed point and its rival would share the space for one label.
    const isCrowded = Math.abs(Math.log(rowOf(rows, "absorbed").intensity / rowOf(rows, "gqa").intensity)) < Math.log(5);
    const roof = [Math.max(left, bottom / gpu.bandwidthTBps), ridgePoint, right].map((x) => ({ x, y: Math.min(gpu.peakTflops, gpu.bandwidthTBps * x) }));
    const note = { fill: color.quiet, fontStyle: "italic" };
    return {
      height: narrow ? 320 : 360,
      marginTop: 32,
      x: { type: "log", domain: [left, right], label: narrow ? "FLOP per byte read →" : "arithmetic intensity, FLOP per byte read →", ticks: narrow ? 4 : 7, tickFormat: (x: number) => formatNumber(x), labelAnchor: "center" },
      y: { type: "log", domain: [bottom, gpu.peakTflops * 6], label: "↑ attainable, TFLOP/s", ticks: 4, tickFormat: (y: number) => formatNumber(y) },
      marks: [
        Plot.ruleX([ridgePoint], { y1: bottom, y2: gpu.peakTflops, stroke: color.quiet, strokeDasharray: "2 4" }),
        Plot.line(roof, { x: "x", y: "y", stroke: color.ink, strokeWidth: 2.5 }),
        Plot.text([0], { x: ridgePoint, y: bottom, text: () => "memory binds ", textAnchor: "end", dy: -9, dx: -6, ...note }),
        Plot.text([0], { x: ridgePoint, y: bottom, text: () => (narrow ? "arithmetic" : "arithmetic binds"), textAnchor: "start", dy: -9, dx: 6, ...note }),
        Plot.text([0], { x: ridgePoint, y: bottom, text: () => `${formatNumber(ridgePoint, 3)} FLOP/byte`, textAnchor: "start", dy: -26, dx: 6, fill: color.quiet }),
        Plot.text([0], { frameAnchor: "top-right", text: () => `${gpu.name}: ${formatQuantity(gpu.peakTflops, "TFLOP/s")}, ${formatQuantity(gpu.bandwidthTBps, "TB/s", 3)}`, dy: narrow ? -12 : -20, fill: color.ink }),
        ...rows.map((row) => label(row, row.mode === "naive" || (row.mode === "absorbed" && isCrowded))),
        ...rows.map((row) =>
          Plot.dot([row], {
            x: "intensity", y: "attainableTflops", r: row.mode === "absorbed" ? 7 : 5.5, symbol: row.mode === "gqa" ? "square" : row.mode === "rebuilt" ? "triangle" : "circle",
            fill: row.mode === "naive" ? color.paper : colorOf(row), stroke: colorOf(row), strokeWidth: 2,
            ...reading<DecodeRow>((d) => d.mode, (d) => `${d.label}: ${formatNumber(d.intensity, 4)} FLOP/byte, bound by ${d.bound === "memory" ? "memory" : "arithmetic"}; a step takes at least ${duration(d.seconds)}, ${formatNumber(d.tokensPerSecond, 3)} tokens per second`),
          }),
        ),
      ],
    };
  },
  caption: ({ gpu, ridgePoint, rows }, { batchSize, contextTokens }) => {
    const [absorbed, rebuilt, naive, gqa] = [rowOf(rows, "absorbed"), rowOf(rows, "rebuilt"), rowOf(rows, "naive"), rowOf(rows, "gqa")];
    const tooLarge = rows.filter((row) => !row.fitsMemory && row.mode !== "rebuilt").map((row) => `${nameOf(row)}, ${formatBytes(row.cacheBytes)}`);
    const misfit = tooLarge.length === 0 ? "" : ` Caches beyond the GPU's ${formatBytes(gpu.memoryGB * 1e9)} would need more GPUs: ${tooLarge.join("; ")}.`;
    return `One step for ${formatQuantity(batchSize, "sequence")} of ${formatQuantity(contextTokens, "token")} takes at least ${duration(absorbed.seconds)} absorbed, ${duration(rebuilt.seconds)} when keys and values are rebuilt, ${duration(naive.seconds)} when they are kept in full, and ${duration(gqa.seconds)} with ${gqa.label}. Absorbed, each byte read feeds ${formatNumber(absorbed.intensity, 3)} FLOP; ${gpu.name} breaks even at ${formatNumber(ridgePoint, 3)}.${misfit}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "Way to decode" },
      { key: "flop", label: "FLOP a step", unit: "count" },
      { key: "bytes", label: "Read a step", unit: "byte" },
      { key: "intensity", label: "Intensity", unit: "FLOP/byte" },
      { key: "attainableTflops", label: "Attainable", unit: "TFLOP/s" },
      { key: "bound", label: "Bound by" },
      { key: "seconds", label: "Step, at least", unit: "s" },
      { key: "tokensPerSecond", label: "Tokens per second, at most", unit: "count" },
      { key: "cacheBytes", label: "Cache", unit: "byte" },
    ],
    rows: rows.map(({ label, flop, bytes, intensity, attainableTflops, bound, seconds, tokensPerSecond, cacheBytes }) => ({ label, flop, bytes, intensity, attainableTflops, bound: bound === "memory" ? "memory" : "arithmetic", seconds, tokensPerSecond, cacheBytes })),
    links: rows.map((row) => row.mode),
  }),
});
