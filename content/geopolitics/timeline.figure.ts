import * as Plot from "@observablehq/plot";
import { formatInteger } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import timeline, { type ChipWindow, type EventKind, type TimelineEvent } from "./timeline.sim.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const inWords = (date: string): string => {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return `${day} ${MONTHS[month - 1]} ${year}`;
};
const KIND: Readonly<Record<EventKind, { name: string; short: string; symbol: Plot.SymbolType; paint: string }>> = {
  rule: { name: "rule on chips", short: "rule", symbol: "square", paint: color.warning },
  ban: { name: "ban of DeepSeek", short: "ban", symbol: "times", paint: color.series[1] },
  release: { name: "model or paper", short: "model", symbol: "circle", paint: color.series[0] },
  market: { name: "chip or market", short: "market", symbol: "diamond", paint: color.series[2] },
  claim: { name: "claim or evaluation", short: "claim", symbol: "triangle", paint: color.series[3] },
};
const STATUS: Readonly<Record<TimelineEvent["status"], string>> = { "read-at-publisher": "read at publisher", "read-in-copy": "read in a copy", "derived-here": "derived here", disputed: "disputed" };
const WHAT: Readonly<Record<string, string>> = { everything: "events of all kinds", rule: "rules on chips", ban: "bans of DeepSeek", release: "models and papers", market: "events of chips and markets", claim: "claims and evaluations" };

/** Pixels that a letter of a label needs. */
const LETTER = 6.4;
const MARGIN_LEFT = 52;
const ROW = 19;
const WINDOW_ROW = 24;

function windowsPanel(windows: readonly ChipWindow[], start: number, end: number, width: number): Plot.PlotOptions {
  const chips = [...new Set(windows.map(({ chip }) => chip))];
  const clip = (year: number): number => Math.min(end, Math.max(start, year));
  const bars = (list: readonly ChipWindow[], style: Plot.BarXOptions) => Plot.barX(list, { x1: (d: ChipWindow) => clip(d.fromYear), x2: (d: ChipWindow) => clip(d.toYear), y: "chip", ...style, ...reading<ChipWindow>((d) => `window-${d.chip}`, (d) => `${d.chip}: ${d.byLicence ? "by licence" : "free to sell"} from ${inWords(d.from)} ${d.isOpen ? "on" : `to ${inWords(d.to)}, ${formatInteger(d.days)} days`}`) });
  return {
    height: 56 + WINDOW_ROW * Math.max(1, chips.length),
    marginLeft: MARGIN_LEFT,
    marginTop: 30,
    marginBottom: 24,
    x: { domain: [start, end], ticks: yearTicks(start, end, width), tickFormat: yearName, label: null, grid: true },
    y: { domain: chips, label: null, tickSize: 0, padding: 0.25 },
    marks: [
      bars(windows.filter(({ byLicence }) => !byLicence), { fill: color.series[0], fillOpacity: 0.85 }),
      bars(windows.filter(({ byLicence }) => byLicence), { fill: color.series[0], fillOpacity: 0.1, stroke: color.series[0], strokeWidth: 1.5, strokeDasharray: "5 4" }),
      Plot.text([isNarrow(width) ? "Sold to China: filled freely, dashed by licence" : "When a chip could be sold to China: filled freely, dashed by licence"], { frameAnchor: "top-left", dx: -48, dy: -22, text: (line: string) => line, fill: color.ink, fontWeight: "bold" }),
    ],
    color: { type: "identity" },
  };
}

/** Whole years, or quarters where less than two years are shown. */
function yearTicks(start: number, end: number, width: number): number[] {
  const step = end - start > 2 ? 1 : isNarrow(width) && end - start > 1 ? 0.5 : 0.25;
  return Array.from({ length: Math.floor((end - start) / step + 1e-6) + 1 }, (_, at) => Math.ceil(start / step - 1e-6) * step + at * step).filter((year) => year <= end + 1e-6);
}
const yearName = (year: number): string => {
  const quarter = Math.round((year - Math.floor(year + 1e-6)) * 4);
  return quarter === 0 ? String(Math.round(year)) : ["", "Apr", "Jul", "Oct"][quarter]!;
};

/** The signs of the kinds, in a line above the events; needed where several kinds are shown. */
function legend(): Plot.Markish[] {
  return Object.values(KIND).flatMap(({ short, symbol, paint }, at) => [
    Plot.dot([0], { frameAnchor: "top-left", dx: at * 62 - 42, dy: -18, r: 4.5, symbol, stroke: paint, fill: symbol === "times" ? color.paper : paint, strokeWidth: 2 }),
    Plot.text([short], { frameAnchor: "top-left", dx: at * 62 - 33, dy: -18, textAnchor: "start", lineAnchor: "middle", text: (word: string) => word, fill: color.quiet }),
  ]);
}

function eventsPanel(events: readonly TimelineEvent[], start: number, end: number, hasKinds: boolean, width: number): Plot.PlotOptions {
  const inner = width - MARGIN_LEFT - 16;
  const place = (event: TimelineEvent, row: number) => {
    const before = ((event.year - start) / (end - start)) * inner;
    const fits = (words: string): boolean => words.length * LETTER + 12 < Math.max(before + MARGIN_LEFT, inner - before + 16);
    const marked = event.status === "disputed" ? `${event.label} (disputed)` : event.label;
    const words = fits(marked) ? marked : event.label;
    return { ...event, row, words, isLeft: words.length * LETTER + 12 > inner - before + 16 };
  };
  const rows = events.map(place);
  type Row = (typeof rows)[number];
  const label = (isLeft: boolean) => Plot.text(rows.filter((row) => row.isLeft === isLeft), { x: "year", y: "row", text: "words", textAnchor: isLeft ? "end" : "start", dx: isLeft ? -10 : 10, fill: color.ink, stroke: color.paper, strokeWidth: 4 });
  return {
    height: (hasKinds ? 80 : 56) + ROW * Math.max(2, rows.length),
    marginLeft: MARGIN_LEFT,
    marginTop: hasKinds ? 32 : 8,
    marginBottom: 36,
    x: { domain: [start, end], ticks: yearTicks(start, end, width), tickFormat: yearName, label: null, grid: true },
    y: { domain: [Math.max(2, rows.length) - 0.4, -0.6], axis: null },
    marks: [
      Plot.text(rows.length === 0 ? ["Nothing of this kind in these years"] : [], { frameAnchor: "middle", text: (line: string) => line, fill: color.quiet }),
      ...(hasKinds ? legend() : []),
      label(false),
      label(true),
      Plot.dot(rows, { x: "year", y: "row", r: 4.5, symbol: (d: Row) => KIND[d.kind].symbol, stroke: (d: Row) => KIND[d.kind].paint, fill: (d: Row) => (d.status === "disputed" || d.kind === "ban" ? color.paper : KIND[d.kind].paint), strokeWidth: 2, ...reading<Row>((d) => d.fact, (d) => `${inWords(d.date)}, ${KIND[d.kind].name}: ${d.label}; ${STATUS[d.status]}`) }),
    ],
    symbol: { type: "identity" },
    color: { type: "identity" },
    r: { type: "identity" },
  };
}

export default figure({
  sim: timeline,
  title: "Each chip for China was free to sell until a rule reached it",
  validity: "Only events that the record supports, up to late October 2026, and most of them read in copies; the ledger has the source and the status of each. Windows begin where a list or a report first has the chip. That a chip could be sold does not say who bought it.",
  controls: ["kind", "from", "to", "withDisputed"],
  presets: {
    "Rules": {},
    "The H800's window": { kind: "everything", from: "2022", to: "2025" },
    "The first weeks of 2025": { kind: "everything", from: "2025", to: "2025-03" },
    "Bans": { kind: "ban", from: "2025", to: "2026" },
    "Claims": { kind: "claim", from: "2025", to: "2026-07" },
    "Since 2026": { kind: "everything", from: "2026", to: "2027" },
  },
  plot: ({ events, windows, start, end }, { kind }, width) => [windowsPanel(windows, start, end, width), eventsPanel(events, start, end, kind === "everything", width)],
  caption: (out, { kind, withDisputed }) => {
    const [first, last] = [out.events[0], out.events.at(-1)];
    const shown = first === undefined || last === undefined ? `No ${WHAT[kind]} in these years.` : first === last ? `One event: ${first.label}, ${inWords(first.date)}.` : `${formatInteger(out.events.length)} ${WHAT[kind]}, from "${first.label}" on ${inWords(first.date)} to "${last.label}" on ${inWords(last.date)}.`;
    const disputed = !withDisputed ? " What is disputed is left out." : out.numDisputed > 0 ? ` ${formatInteger(out.numDisputed)} of them disputed.` : "";
    return `The H800 could be sold freely for ${formatInteger(out.h800Days)} days. ${shown}${disputed} The record ends on ${inWords(out.until)}.`;
  },
  table: ({ events }) => ({
    columns: [
      { key: "label", label: "Event" },
      { key: "date", label: "Date" },
      { key: "kind", label: "Kind" },
      { key: "status", label: "Status" },
      { key: "cite", label: "Source" },
    ],
    rows: events.length === 0 ? [{ label: "nothing of this kind in these years", date: "–", kind: "–", status: "–", cite: "–" }] : events.map(({ date, label, kind, status, cite }) => ({ label, date, kind: KIND[kind].name, status: STATUS[status], cite })),
    ...(events.length > 0 && { links: events.map(({ fact }) => fact), hrefs: events.map(({ fact }) => `/ledger/#${fact}`) }),
  }),
});
