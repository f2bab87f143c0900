import * as Plot from "@observablehq/plot";
import { formatBytes, formatInteger, formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import shrinkingCache, { type Kind, type Rung } from "./shrinking-cache.sim.ts";

const MILLION = 1_048_576;
const size = ({ bytes }: Rung): string => `${formatInteger(bytes)} B`;
const reads = (rung: Rung): string => `${rung.name}: ${size(rung)} per token (${rung.kind}, ${rung.storage}); ${rung.note}`;
const only = (rows: readonly Rung[], kind: Kind): Rung[] => rows.filter((rung) => rung.kind === kind);

export default figure({
  sim: shrinkingCache,
  title: "In three years the cache of one token fell more than a hundredfold",
  validity: "What each further token adds; windows of fixed size are left out. DeepSeek's own counts are read in copies. V4-Pro is an estimate: layers and formats are read in a copy of its report, scales and padding of an entry in a kernel's code.",
  controls: ["storage", "compareWith"],
  presets: {
    "As each was released": {},
    "How much is architecture, how much storage?": { storage: "all at 16 bits" },
    "Since the first MLA": { compareWith: "deepseek-v2" },
    "Did V3.2 shrink anything but the storage?": { storage: "all at 16 bits", compareWith: "deepseek-v3" },
    "Since MLA was dropped": { compareWith: "deepseek-v3.2" },
  },
  plot: ({ rows }, _values, width) => {
    const narrow = isNarrow(width);
    const mark = reading<Rung>((rung) => rung.model, reads);
    const base = { y: "name", stroke: familyColor("deepseek") } as const;
    const note = (rung: Rung): string => `${rung.kind} · ${rung.storage}`;
    const beside = { y: "name", frameAnchor: "left", dx: narrow ? -8 : -16, textAnchor: narrow ? "start" : "end" } as const;
    return {
      height: (narrow ? 60 : 52) + rows.length * (narrow ? 54 : 46),
      marginLeft: narrow ? 12 : 222,
      marginRight: narrow ? 14 : 104,
      marginTop: narrow ? 22 : 8,
      marginBottom: 46,
      x: { type: "log", domain: [500, 600_000], ticks: [1000, 10_000, 100_000], tickFormat: (bytes: number) => formatBytes(bytes), label: "bytes per token (log scale)", labelAnchor: "center", labelArrow: "none", labelOffset: 38 },
      y: { domain: rows.map((rung) => rung.name), axis: null, padding: narrow ? 0.3 : 0.5 },
      marks: [
        Plot.gridX([1000, 10_000, 100_000], { stroke: color.rule }),
        // On a phone the texts stand where the line would run.
        narrow ? Plot.ruleY(rows, { y: "name", stroke: color.rule }) : Plot.line(rows, { x: "bytes", y: "name", stroke: color.rule, strokeWidth: 2 }),
        Plot.dot(only(rows, "computed"), { ...base, x: "bytes", r: 6, fill: color.paper, strokeWidth: 2, ...mark }),
        Plot.dot(only(rows, "estimate"), { ...base, x: "bytes", r: 5, symbol: "diamond", fill: color.paper, strokeWidth: 2, ...mark }),
        Plot.dot(only(rows, "published"), { ...base, x: "bytes", r: 6, fill: familyColor("deepseek"), strokeWidth: 2, ...mark }),
        Plot.text(rows, { ...beside, dy: narrow ? -31 : -7, text: "name", fill: color.ink, fontWeight: "bold" }),
        Plot.text(rows, { ...beside, dy: narrow ? -16 : 8, text: note, fill: color.quiet }),
        Plot.text(rows, { y: "name", frameAnchor: "right", dx: narrow ? 10 : 98, dy: narrow ? -31 : 0, textAnchor: "end", text: size, fill: color.ink }),
      ],
    };
  },
  caption: ({ rows, start, factor }, { storage }) => {
    const last = rows.at(-1)!;
    const first = rows.find((rung) => rung.name === start)!;
    const rungOf = (model: string): Rung => rows.find((rung) => rung.model === model)!;
    const caveat =
      storage === "as released"
        ? `Part of that is storage: ${first.storage} then, ${last.storage} now.`
        : `With one precision for all V3.2 keeps more than V3 (${size(rungOf("deepseek-v3.2"))} against ${size(rungOf("deepseek-v3"))}): its own step down was storage.`;
    return `From ${start} (${size(first)} per token) to ${last.name} (${size(last)}) the cache shrank by a factor of ${formatNumber(factor, 3)}; a conversation of ${formatInteger(MILLION)} tokens goes from ${formatBytes(first.bytes * MILLION)} to ${formatBytes(last.bytes * MILLION)}. ${caveat}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "name", label: "Model" },
      { key: "year", label: "Year" },
      { key: "kind", label: "How known" },
      { key: "bytes", label: "Per token", unit: "byte" },
      { key: "storage", label: "Stored as" },
      { key: "note", label: "Note" },
      { key: "source", label: "Source" },
    ],
    rows: rows.map(({ model: _model, source, year, ...rung }) => ({ ...rung, year: String(year), source: `${source.cite}, ${source.where}` })),
    links: rows.map((rung) => rung.model),
  }),
});
