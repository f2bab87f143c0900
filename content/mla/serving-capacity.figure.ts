import * as Plot from "@observablehq/plot";
import { formatBytes, formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import servingCapacity, { type CapacityRow } from "./serving-capacity.sim.ts";

const colorOf = { mla: familyColor("deepseek"), gqa: color.series[1], mha: color.series[2] } as const;
const dashOf = { mla: undefined, gqa: "7 4", mha: "2 4" } as const;
const SHORT = { mla: "MLA", gqa: "GQA", mha: "MHA" } as const;
const count = (row: CapacityRow): string => (row.maxSequences === 0 ? "none" : formatInteger(row.maxSequences));

/** Where the labels of equal or close counts go: each at least `gap` below the one above, on the axis's log scale. */
function labelHeights(rows: readonly CapacityRow[], gap: number): Map<CapacityRow, number> {
  const heights = new Map<CapacityRow, number>();
  let ceiling = Infinity;
  for (const row of [...rows].sort((a, b) => b.maxSequences - a.maxSequences)) {
    const height = Math.min(Math.max(1, row.maxSequences), ceiling);
    heights.set(row, height);
    ceiling = height / gap;
  }
  return heights;
}

export default figure({
  sim: servingCapacity,
  title: "The smaller cache holds more conversations at once",
  validity: "Memory alone, pooled over all GPUs: the weights are kept once, a sequence's cache may be split, and none is kept twice. Speed, activations and fragmentation are not computed; the reserve stands for them. All rivals have DeepSeek-V3's layers and weights.",
  controls: ["contextTokens", "gpu", "numGpus", "numKvGroups", "bytesPerElement", "weightsB", "bytesPerWeight", "reservedPercent", "customMemoryGB"],
  presets: {
    "Two nodes of H800": {},
    "A document of 128K tokens": { contextTokens: 131_072 },
    "One node is too small": { numGpus: 8 },
    "One node of H20": { gpu: "h20", numGpus: 8 },
    "GQA with two groups fits a little more": { numKvGroups: 2 },
  },
  plot: ({ rows, curve, weightsFit }, { contextTokens }, width) => {
    const narrow = isNarrow(width);
    const drawn = curve.filter((point) => point.maxSequences >= 1);
    const top = 3 * Math.max(10, ...drawn.map((point) => point.maxSequences), ...rows.map((row) => row.maxSequences));
    const heights = labelHeights(rows, top ** (narrow ? 0.075 : 0.065));
    const marked = weightsFit ? rows : [];
    const isRight = contextTokens > 32_768;
    const first = Math.min(1024, contextTokens);
    return {
      height: narrow ? 300 : 340,
      marginLeft: 56,
      marginRight: 26,
      x: { type: "log", base: 2, domain: [first, 1_048_576], label: "tokens per sequence →", labelAnchor: "center", ticks: narrow ? [1024, 16_384, 262_144] : [1024, 4096, 16_384, 65_536, 262_144, 1_048_576], tickFormat: (x: number) => `${x / 1024}K` },
      y: { type: "log", domain: [0.7, top], label: "↑ sequences that fit", ticks: [1, 10, 100, 1000, 10_000, 100_000].filter((y) => y <= top), tickFormat: (y: number) => formatInteger(y), grid: true },
      marks: [
        ...(["mha", "gqa", "mla"] as const).map((variant) => Plot.line(drawn.filter((point) => point.variant === variant), { x: "contextTokens", y: "maxSequences", stroke: colorOf[variant], strokeWidth: variant === "mla" ? 3 : 2, strokeDasharray: dashOf[variant] })),
        Plot.ruleX(marked.length > 0 ? [contextTokens] : [], { stroke: color.quiet, strokeDasharray: "2 4" }),
        Plot.dot(marked, { x: contextTokens, y: (row: CapacityRow) => Math.max(0.7, row.maxSequences), r: 5.5, fill: (row: CapacityRow) => (row.maxSequences === 0 ? color.paper : colorOf[row.variant]), stroke: (row: CapacityRow) => colorOf[row.variant], strokeWidth: 2, ...reading<CapacityRow>((row) => row.variant, (row) => `${row.label}: ${count(row)} of ${formatQuantity(contextTokens, "token")}; ${formatBytes(row.bytesPerSequence, 4)} each, ${formatInteger(row.bytesPerToken)} bytes per token`) }),
        Plot.text(marked, { x: contextTokens, y: (row: CapacityRow) => heights.get(row)!, text: (row: CapacityRow) => `${SHORT[row.variant]}: ${count(row)}`, textAnchor: isRight ? "end" : "start", dx: isRight ? -10 : 10, dy: isRight ? 6 : -6, fill: color.ink, stroke: color.paper, strokeWidth: 5, fontWeight: "bold" }),
        Plot.text(weightsFit ? [] : ["The weights alone do not fit."], { text: (line: string) => line, frameAnchor: "middle", fill: color.warning, fontWeight: "bold" }),
      ],
    };
  },
  caption: ({ gpu, memoryBytes, weightBytes, reservedBytes, freeBytes, weightsFit, rows }, { numGpus, contextTokens }) => {
    const machine = `${numGpus} × ${gpu}`;
    if (!weightsFit) return `The weights, ${formatBytes(weightBytes)}, do not fit in what ${machine} leave them, ${formatBytes(memoryBytes - reservedBytes)}: no sequence can be served, whatever the cache.`;
    const [mla, gqa, mha] = rows as [CapacityRow, CapacityRow, CapacityRow];
    const ratio = gqa.maxTokens === 0 ? "" : ` MLA holds ${formatNumber(mla.maxTokens / gqa.maxTokens, 3)} times the tokens of GQA.`;
    return `Beside ${formatBytes(weightBytes)} of weights, ${machine} have ${formatBytes(freeBytes)} left. At ${formatQuantity(contextTokens, "token")} each, ${count(mla)} sequences fit with MLA, ${count(gqa)} with ${gqa.label}, and ${count(mha)} with ${mha.label}.${ratio}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "Attention" },
      { key: "bytesPerToken", label: "Per token", unit: "byte" },
      { key: "bytesPerSequence", label: "Per sequence", unit: "byte" },
      { key: "maxSequences", label: "Sequences that fit", unit: "sequence" },
      { key: "maxTokens", label: "Tokens that fit", unit: "token" },
    ],
    rows: rows.map(({ label, bytesPerToken, bytesPerSequence, maxSequences, maxTokens }) => ({ label, bytesPerToken, bytesPerSequence, maxSequences, maxTokens })),
    links: rows.map((row) => row.variant),
  }),
});
