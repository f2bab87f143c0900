import * as Plot from "@observablehq/plot";
import { formatBytes, formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import kvCache, { type CacheRow } from "./kv-cache.sim.ts";

const bySize = (rows: readonly CacheRow[]): CacheRow[] => [...rows].sort((a, b) => b.cacheBytes - a.cacheBytes);
const rowOf = (rows: readonly CacheRow[], model: string): CacheRow => rows.find((row) => row.model === model)!;
const isMla = (row: CacheRow): boolean => row.attention === "MLA";

export default figure({
  sim: kvCache,
  title: "A giant with MLA caches less than a small model without",
  validity: "Published shapes, one precision for all. Constant states of linear layers, padding and paging are left out; windowed layers keep at most their window.",
  controls: ["contextTokens", "batchSize", "bytesPerElement"],
  presets: {
    "One long conversation": {},
    "Does a short prompt matter?": { contextTokens: 1024 },
    "What does a million tokens cost?": { contextTokens: 1_048_576 },
    "Many short conversations weigh as much": { contextTokens: 4096, batchSize: 32 },
    "Eight bits halve every bar": { bytesPerElement: 1 },
  },
  plot: ({ rows }, _values, width) => {
    const sorted = bySize(rows);
    const largest = sorted[0]!.cacheBytes;
    const label = (row: CacheRow): string => `${formatBytes(row.cacheBytes)}${isNarrow(width) && !isMla(row) ? "" : ` · ${row.attention}`}`;
    return {
      height: 24 + 20 * sorted.length,
      marginLeft: 132,
      marginTop: 4,
      marginBottom: 16,
      marginRight: 4,
      x: { domain: [0, largest * 1.4], axis: null },
      y: { domain: sorted.map((row) => row.name), axis: null, padding: 0.28 },
      marks: [
        Plot.barX(sorted, {
          x: "cacheBytes",
          y: "name",
          fill: (row: CacheRow) => familyColor(row.family),
          fillOpacity: (row: CacheRow) => (isMla(row) ? 1 : 0.5),
          stroke: (row: CacheRow) => familyColor(row.family),
          ...reading<CacheRow>((row) => row.model, (row) => `${row.name} (${row.attention}, ${row.numLayers} layers): ${formatBytes(row.cacheBytes, 4)}; ${formatInteger(row.bytesPerToken)} bytes for each further token`),
        }),
        Plot.text(sorted.filter((row) => !isMla(row)), { x: 0, y: "name", text: "name", textAnchor: "end", dx: -6, fill: color.ink }),
        Plot.text(sorted.filter(isMla), { x: 0, y: "name", text: "name", textAnchor: "end", dx: -6, fill: color.ink, fontWeight: "bold" }),
        Plot.text(sorted, { x: "cacheBytes", y: "name", text: label, textAnchor: "start", dx: 5, fill: color.quiet }),
        Plot.ruleX([0], { stroke: color.rule }),
      ],
    };
  },
  caption: ({ rows }, { contextTokens, batchSize, bytesPerElement }) => {
    const [v3, small, large] = [rowOf(rows, "deepseek-v3"), rowOf(rows, "llama-3.1-8b"), rowOf(rows, "llama-3.1-405b")];
    const held = `${formatQuantity(batchSize, "sequence")} of ${formatQuantity(contextTokens, "token")} at ${formatQuantity(bytesPerElement, "bytes/element")}`;
    return `For ${held}, DeepSeek-V3 keeps ${formatBytes(v3.cacheBytes)}, Llama 3.1 8B ${formatBytes(small.cacheBytes)} and Llama 3.1 405B ${formatBytes(large.cacheBytes)}, ${formatNumber(large.cacheBytes / v3.cacheBytes, 3)} times as much as V3.`;
  },
  table: ({ rows }) => {
    const sorted = bySize(rows);
    return {
      columns: [
        { key: "name", label: "Model" },
        { key: "attention", label: "Attention" },
        { key: "numLayers", label: "Layers", unit: "count" },
        { key: "elementsPerToken", label: "Each further token", unit: "element" },
        { key: "bytesPerToken", label: "Each further token", unit: "byte" },
        { key: "cacheBytes", label: "Whole cache", unit: "byte" },
        { key: "stateElements", label: "Constant states, not included", unit: "element" },
      ],
      rows: sorted.map(({ name, attention, numLayers, elementsPerToken, bytesPerToken, cacheBytes, stateElements }) => ({ name, attention, numLayers, elementsPerToken, bytesPerToken, cacheBytes, stateElements })),
      links: sorted.map((row) => row.model),
    };
  },
});
