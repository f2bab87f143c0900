import * as Plot from "@observablehq/plot";
import { formatBytes, formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import sparseAttention, { type SparseOut, type SparseRow } from "./sparse-attention.sim.ts";

/** Each model has its dash, its width and its name at the end of its line. */
const STYLE: Readonly<Record<string, { stroke: string; dash?: string; width: number }>> = {
  "deepseek-v3": { stroke: color.quiet, dash: "7 4", width: 2 },
  "deepseek-v3.2": { stroke: color.series[0], width: 2.5 },
  "deepseek-v4-pro": { stroke: color.series[1], width: 2.5 },
  "deepseek-v4-flash": { stroke: color.series[1], dash: "3 3", width: 2.5 },
  "deepseek-v4.1-flash": { stroke: familyColor("deepseek"), width: 3.5 },
};
const TOKENS = [1024, 4096, 16_384, 65_536, 262_144, 1_048_576];
const briefly = (tokens: number): string => (tokens >= 1_048_576 ? "1M" : `${tokens / 1024}K`);

const print = (measure: string, value: number): string => (measure === "arithmetic" ? `${formatNumber(value / 1e9, 3)} GFLOP` : formatBytes(value));
const reads = (measure: string) => (row: SparseRow): string => {
  const parts = measure === "bytes kept" ? [] : [["scoring keys", row.indexer], ["reading entries", row.core], ["the rest of the model", row.rest]].filter(([, value]) => (value as number) > 0).map(([what, value]) => `${what} ${print(measure, value as number)}`);
  return `${row.name} at ${formatQuantity(row.contextTokens, "token")}: ${print(measure, row.value)}${parts.length > 1 ? `, of which ${parts.join(", ")}` : ""}; ${formatNumber(row.percentOfV32, 3)}% of V3.2`;
};

/** Names at the line ends, kept apart on the log axis. */
function namesAt(out: SparseOut, gap: number): { name: string; value: number }[] {
  let ceiling = Infinity;
  return out.curve.filter((row) => row.contextTokens === 1_048_576).sort((a, b) => b.value - a.value).map(({ name, value }) => {
    const at = Math.min(value, ceiling);
    ceiling = at / gap;
    return { name, value: at };
  });
}

const rowOf = (out: SparseOut, model: string): SparseRow => out.rows.find((row) => row.model === model)!;

export default figure({
  sim: sparseAttention,
  title: "Choosing what to read leaves a cost that still grows",
  validity: "One token of one sequence. Projections, the choice of the largest scores and all overhead are left out. Shapes of V4 and V4.1 are read in copies; scales and padding of a V4 entry follow a kernel that we take to be its own.",
  controls: ["measure", "counting", "contextTokens", "storage", "topK", "indexHeads", "indexDim"],
  presets: {
    "The arithmetic of attention": {},
    "Where does choosing begin to pay?": { contextTokens: 2048 },
    "What must be read from memory": { measure: "bytes read" },
    "What must be kept": { measure: "bytes kept" },
    "Kept, if all were at 16 bits": { measure: "bytes kept", storage: "all at 16 bits" },
    "The published shares of arithmetic": { counting: "whole model, in FP8 FLOP" },
    "An indexer a quarter as large": { indexHeads: 16 },
  },
  plot: (out, { measure, contextTokens }, width) => {
    const narrow = isNarrow(width);
    const values = out.curve.map((row) => row.value);
    const y: [number, number] = [Math.min(...values) / 2.4, Math.max(...values) * 1.6];
    const powers = Array.from({ length: 20 }, (_, at) => 10 ** at).filter((power) => power >= y[0] && power <= y[1]);
    const scored = measure === "bytes kept" ? [] : out.curve.filter((row) => row.model === "deepseek-v3.2" && row.indexer >= y[0]);
    const mark = reading<SparseRow>((row) => row.model, reads(measure));
    const at = { x: "contextTokens", y: "value" } as const;
    return {
      height: narrow ? 340 : 380,
      marginLeft: narrow ? 52 : 66,
      marginRight: narrow ? 76 : 92,
      marginTop: 26,
      marginBottom: 44,
      x: { type: "log", base: 2, domain: [1024, 1_048_576], ticks: narrow ? TOKENS.filter((_, index) => index % 2 === 1) : TOKENS, tickFormat: briefly, label: "tokens before this one (log scale)", labelAnchor: "center", labelArrow: "none" },
      y: { type: "log", domain: y, ticks: powers, tickFormat: (value: number) => (measure === "arithmetic" ? formatNumber(value / 1e9) : formatBytes(value)), label: measure === "arithmetic" ? "↑ GFLOP a token (log scale)" : `↑ ${measure} (log scale)`, grid: true },
      marks: [
        Plot.ruleX([contextTokens], { stroke: color.quiet, strokeDasharray: "2 4" }),
        Plot.line(scored, { x: "contextTokens", y: "indexer", stroke: color.series[0], strokeDasharray: "1 5", strokeWidth: 2, strokeLinecap: "round" }),
        ...Object.entries(STYLE).map(([model, { stroke, dash, width: strokeWidth }]) => Plot.line(out.curve.filter((row) => row.model === model), { ...at, stroke, strokeDasharray: dash, strokeWidth })),
        // The lower right is free: every line rises.
        Plot.text(scored.slice(0, 1), { frameAnchor: "bottom-right", dx: -8, dy: -8, text: () => (narrow ? "· · · V3.2, scoring" : "· · ·  V3.2, scoring keys alone"), fill: color.ink }),
        Plot.dot(out.rows, { ...at, r: 4.5, fill: (row: SparseRow) => STYLE[row.model]!.stroke, stroke: color.paper, strokeWidth: 1, ...mark }),
        Plot.text(namesAt(out, (y[1] / y[0]) ** 0.052), { x: 1_048_576, y: "value", dx: 9, textAnchor: "start", text: "name", fill: color.ink }),
      ],
    };
  },
  caption: (out, { measure, contextTokens, counting, storage }) => {
    const [dense, v32, pro, flash, last] = ["deepseek-v3", "deepseek-v3.2", "deepseek-v4-pro", "deepseek-v4-flash", "deepseek-v4.1-flash"].map((model) => rowOf(out, model)) as [SparseRow, SparseRow, SparseRow, SparseRow, SparseRow];
    const say = (row: SparseRow): string => print(measure, row.value);
    const head = `After ${formatQuantity(contextTokens, "token")}`;
    if (measure === "bytes kept") return `${head}${storage === "as released" ? "" : ", with all elements at 16 bits,"} dense MLA keeps ${say(dense)}, V3.2 ${say(v32)}, V4-Pro ${say(pro)} (${formatNumber(pro.percentOfV32, 3)}% of V3.2), V4-Flash ${say(flash)} (${formatNumber(flash.percentOfV32, 3)}%) and V4.1-Flash ${say(last)}.`;
    const what = measure === "bytes read" ? "one token makes attention read" : `one token costs (${counting})`;
    const pays = out.breakEvenTokens === null ? " Scoring costs V3.2 as much as reading, so choosing never pays." : ` Choosing pays from ${formatInteger(Math.ceil(out.breakEvenTokens))} tokens on${measure === "bytes read" ? ", against reading entries of the same format" : ""}.`;
    return `${head}, ${what} ${say(dense)} with dense MLA and ${say(v32)} with V3.2, of which scoring keys is ${formatNumber((100 * v32.indexer) / v32.value, 3)}%; V4-Pro ${say(pro)} (${formatNumber(pro.percentOfV32, 3)}% of V3.2), V4-Flash ${say(flash)} (${formatNumber(flash.percentOfV32, 3)}%), V4.1-Flash ${say(last)}.${counting.startsWith("whole") && measure === "arithmetic" ? "" : pays}`;
  },
  table: ({ rows }, { measure }) => {
    const unit = measure === "arithmetic" ? "GFLOP" : "byte";
    const scale = measure === "arithmetic" ? 1e9 : 1;
    return {
      columns: [
        { key: "name", label: "Attention of" },
        ...(measure === "bytes kept" ? [] : [{ key: "indexer", label: "Scoring keys", unit } as const]),
        { key: "core", label: measure === "bytes kept" ? "Entries and keys" : "Reading entries", unit },
        { key: "rest", label: measure === "bytes kept" ? "Windows" : "Rest of the model", unit },
        { key: "value", label: "Together", unit },
        { key: "percentOfV32", label: "Of V3.2", unit: "%" },
        { key: "growingBytesPerToken", label: "Cache grows by", unit: "bytes/token" },
        { key: "source", label: "Source" },
      ],
      rows: rows.map((row) => ({ name: row.name, ...(measure === "bytes kept" ? {} : { indexer: row.indexer / scale }), core: row.core / scale, rest: row.rest / scale, value: row.value / scale, percentOfV32: row.percentOfV32, growingBytesPerToken: row.growingBytesPerToken, source: row.source })),
      links: rows.map((row) => row.model),
    };
  },
});
