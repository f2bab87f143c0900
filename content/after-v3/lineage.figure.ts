import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import lineage, { type Ancestor } from "./lineage.sim.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const monthOf = (date: string): string => `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
const bytes = ({ kvBytes }: Ancestor): string => `${formatInteger(kvBytes)} bytes`;
const activated = ({ activatedLowB, activatedHighB }: Ancestor): string => (activatedLowB === activatedHighB ? `${activatedHighB}B` : `${activatedLowB}B in reading, ${activatedHighB}B in writing`);
const copied = (seen: string): string => (seen === "copy" ? ", read in a copy" : "");

/** Where a name stands beside its mark, where marks crowd: dx, dy and the side that touches the mark. */
type Place = readonly [number, number, "start" | "middle" | "end"];
const KV_PLACE: Readonly<Record<string, Place>> = { V2: [0, -16, "middle"], V3: [-6, -16, "end"], R1: [5, 17, "start"], "V3.1": [-4, -16, "middle"], "V3.2": [9, -9, "start"], "V4-Pro": [10, -7, "start"], "V4-Flash": [-9, 12, "end"], "V4.1-Flash": [2, 19, "end"] };
const ACTIVATED_PLACE: Readonly<Record<string, Place>> = { ...KV_PLACE, V2: [0, 18, "middle"], "V3.2": [-4, 18, "middle"], "V4-Pro": [0, -17, "middle"], "V4-Flash": [0, 18, "middle"], "V4.1-Flash": [8, -18, "end"] };

interface Panel {
  readonly low: "kvBytes" | "activatedLowB";
  readonly high: "kvBytes" | "activatedHighB";
  readonly link: string;
  readonly place: Readonly<Record<string, Place>>;
  readonly reads: (model: Ancestor) => string;
  readonly isEstimate: (model: Ancestor) => boolean;
  readonly isComputed: (model: Ancestor) => boolean;
}

const KV: Panel = {
  low: "kvBytes", high: "kvBytes", link: "kv", place: KV_PLACE,
  reads: (model) => `${model.name}, ${monthOf(model.date)}: ${bytes(model)} a token (${model.kvStanding}${copied(model.kvSeen)}); ${model.what}`,
  isEstimate: ({ kvStanding }) => kvStanding === "estimate",
  isComputed: ({ kvStanding }) => kvStanding === "computed",
};
const ACTIVATED: Panel = {
  low: "activatedLowB", high: "activatedHighB", link: "active", place: ACTIVATED_PLACE,
  reads: (model) => `${model.name}, ${monthOf(model.date)}: ${activated(model)} of ${formatInteger(model.totalB)}B parameters a token (published${copied(model.activatedSeen)})`,
  isEstimate: () => false,
  isComputed: () => false,
};

function marksOf(models: readonly Ancestor[], ends: readonly string[], { low, high, link, place, reads, isEstimate, isComputed }: Panel): Plot.Markish[] {
  const mark = reading<Ancestor>((model) => `${link}-${model.model}`, reads);
  const edges = models.filter((model) => model.parent !== "").map((model) => ({ model, parent: models.find((one) => one.model === model.parent)! }));
  type Edge = (typeof edges)[number];
  const line = (kept: boolean, dash?: string): Plot.Markish =>
    Plot.link(edges.filter(({ model }) => model.keepsWeights === kept), { x1: (edge: Edge) => edge.parent.year, x2: (edge: Edge) => edge.model.year, y1: (edge: Edge) => edge.parent[high], y2: (edge: Edge) => edge.model[high], stroke: color.quiet, strokeWidth: kept ? 2.5 : 1.5, strokeDasharray: dash });
  const published = models.filter((model) => !isEstimate(model) && !isComputed(model));
  const base = { x: "year", y: high, stroke: familyColor("deepseek"), strokeWidth: 2 } as const;
  return [
    line(false, "5 4"),
    line(true),
    Plot.ruleX(models.filter((model) => model[low] !== model[high]), { x: "year", y1: low, y2: high, stroke: familyColor("deepseek"), strokeWidth: 6 }),
    Plot.dot(models.filter((model) => ends.includes(model.model)), { x: "year", y: high, r: 10, stroke: color.accent, strokeWidth: 1.5 }),
    Plot.dot(published, { ...base, r: 5, fill: familyColor("deepseek"), ...mark }),
    Plot.dot(models.filter(isComputed), { ...base, r: 5, fill: color.paper, ...mark }),
    Plot.dot(models.filter(isEstimate), { ...base, r: 6, symbol: "diamond", fill: color.paper, ...mark }),
    ...models.map((model) => {
      const [dx, dy, textAnchor] = place[model.short]!;
      return Plot.text([model], { x: "year", y: high, dx, dy, textAnchor, text: "short", fontSize: 12, fill: color.ink, stroke: color.paper, strokeWidth: 3, fontWeight: ends.includes(model.model) ? "bold" : undefined });
    }),
  ];
}

export default figure({
  sim: lineage,
  title: "The cache kept falling; the parameters at work went both ways",
  validity: "What each further token adds, in the format each maker stored it in: 16 bits up to V3.1, eight in V3.2 and V4, four in V4.1. Windows of fixed size are left out. Releases that change no shape are left out too.",
  controls: ["from", "to"],
  presets: { "V3 to V4.1-Flash": {}, "What R1 changed": { from: "V3", to: "R1" }, "What sparse attention changed": { from: "V3.1", to: "V3.2" }, "What compression changed": { from: "V3.2", to: "V4-Flash" }, "What sharing and FP4 changed": { from: "V4-Flash", to: "V4.1-Flash" } },
  plot: ({ models, from, to }, _values, width) => {
    const narrow = isNarrow(width);
    const ends = [from, to];
    const frame: PlotOptions = {
      height: narrow ? 270 : 260, marginLeft: 60, marginRight: narrow ? 12 : 24, marginTop: 30, marginBottom: 30,
      x: { domain: [2024.2, 2026.85], ticks: [2024.5, 2025, 2025.5, 2026, 2026.5], tickFormat: (year: number) => (Number.isInteger(year) ? String(year) : narrow ? "" : "July"), label: null },
    };
    const key = [{ text: narrow ? "● printed  ○ computed  ◇ estimate" : "● printed by the maker   ○ computed from its shape   ◇ estimate" }, { text: narrow ? "— same weights  - - new" : "— goes on from its parent's weights   - - new weights" }];
    return [
      { ...frame, y: { type: "log", domain: [60, 250_000], ticks: [1000, 10_000, 100_000], tickFormat: formatInteger, label: "↑ cache, bytes a token (log scale)", grid: true }, marks: [...key.map(({ text }, at) => Plot.text([text], { frameAnchor: "bottom-left", dx: 6, dy: at === 0 ? -24 : -8, text: (d: string) => d, fontSize: 12, fill: color.quiet })), ...marksOf(models, ends, KV)] },
      { ...frame, y: { domain: [0, 58], ticks: [0, 20, 40], label: "↑ parameters at work for a token, billions", grid: true }, marks: [Plot.ruleY([0], { stroke: color.rule }), ...marksOf(models, ends, ACTIVATED)] },
    ];
  },
  caption: ({ models, from, to, cacheFactor, totalFactor }) => {
    const [a, b] = [from, to].map((id) => models.find((one) => one.model === id)!) as [Ancestor, Ancestor];
    if (a.model === b.model) return `${a.name} (${monthOf(a.date)}): ${bytes(a)} of cache a token, ${activated(a)} of ${formatInteger(a.totalB)}B parameters at work.`;
    const change = cacheFactor === 1 ? "is the same" : cacheFactor > 1 ? `is smaller by a factor of ${formatNumber(cacheFactor, 3)}` : `is larger by a factor of ${formatNumber(1 / cacheFactor, 3)}`;
    const estimate = [a, b].some(({ kvStanding }) => kvStanding === "estimate") ? " The size of V4-Pro is an estimate." : "";
    return `From ${a.name} (${monthOf(a.date)}) to ${b.name} (${monthOf(b.date)}) the cache of a token ${change}: ${bytes(a)} and ${bytes(b)}.${estimate} Parameters at work: ${activated(a)}, then ${activated(b)}; in all ${formatInteger(a.totalB)}B, then ${formatInteger(b.totalB)}B, ${totalFactor === 1 ? "as many" : `${formatNumber(totalFactor, 3)} times as many`}.`;
  },
  table: ({ models }) => ({
    columns: [
      { key: "name", label: "Model" }, { key: "date", label: "Date" }, { key: "parent", label: "Made from" }, { key: "weights", label: "Its weights" }, { key: "what", label: "What is new" },
      { key: "kvBytes", label: "Cache", unit: "bytes/token" }, { key: "kvStanding", label: "How known" }, { key: "kvSource", label: "Source of the cache" },
      { key: "activatedLowB", label: "At work, lowest", unit: "B" }, { key: "activatedHighB", label: "At work, highest", unit: "B" }, { key: "totalB", label: "All parameters", unit: "B" }, { key: "activatedSource", label: "Source of the parameters" },
    ],
    rows: models.map((model) => ({ name: model.name, date: model.date, parent: models.find((one) => one.model === model.parent)?.short ?? "-", weights: model.parent === "" ? "-" : model.keepsWeights ? "trained on" : "new", what: model.what, kvBytes: model.kvBytes, kvStanding: `${model.kvStanding}${copied(model.kvSeen)}`, kvSource: model.kvSource, activatedLowB: model.activatedLowB, activatedHighB: model.activatedHighB, totalB: model.totalB, activatedSource: `${model.activatedSource}${copied(model.activatedSeen)}` })),
    links: models.map((model) => `kv-${model.model}`),
  }),
});
