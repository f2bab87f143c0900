import { simulation } from "#sim/contract.ts";
import record from "./data/timeline.json" with { type: "json" };

const KINDS = ["rule", "ban", "release", "market", "claim"] as const;
/** What an event is: a rule on chips, a ban of DeepSeek, a model or paper, something on a market, or what somebody says. */
export type EventKind = (typeof KINDS)[number];

/** One event of the record. */
export interface TimelineEvent {
  /** The entry of the ledger that says it in full. */
  readonly fact: string;
  readonly date: string;
  readonly kind: EventKind;
  readonly label: string;
  readonly status: "read-at-publisher" | "read-in-copy" | "derived-here" | "disputed";
  readonly cite: string;
  /** Years, with the day as a fraction. */
  readonly year: number;
}

/** A stretch of time in which a chip could go to China. */
export interface ChipWindow {
  readonly chip: string;
  readonly from: string;
  readonly to: string;
  readonly fromYear: number;
  readonly toYear: number;
  readonly days: number;
  /** Controlled, but licences are given or promised. */
  readonly byLicence: boolean;
  /** Whether the record ends before the window does. */
  readonly isOpen: boolean;
}

const START = ["2022", "2023", "2024", "2025", "2025-07", "2026", "2026-07"] as const;
const END = ["2023", "2024", "2025", "2025-03", "2025-07", "2026", "2026-07", "2027"] as const;
const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAY = 1 / 365.25;

/** Days from the first of January of the year 0, by the calendar in use. */
function dayNumber(date: string): number {
  const [year, month = 1, day = 1] = date.split("-").map(Number) as [number, number?, number?];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const before = year - 1;
  return 365 * year + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + BEFORE_MONTH[month - 1]! + (isLeap && month > 2 ? 1 : 0) + day - 1;
}
/** A day as a year with a fraction. */
function yearOf(date: string): number {
  const year = Number(date.slice(0, 4));
  const first = dayNumber(`${year}`);
  return year + (dayNumber(date) - first) / (dayNumber(`${year + 1}`) - first);
}

export default simulation({
  question: "Which rules, bans, releases and claims came when, and from when to when could a chip be sold to China?",
  params: {
    kind: { kind: "choice", label: "Show", default: "rule", options: ["everything", ...KINDS], optionLabels: { everything: "everything", rule: "rules on chips", ban: "bans of DeepSeek", release: "models and papers", market: "chips and markets", claim: "claims and evaluations" } },
    from: { kind: "choice", label: "From", default: "2022", options: START },
    to: { kind: "choice", label: "To", default: "2027", options: END },
    withDisputed: { kind: "flag", label: "With what is disputed", default: true },
  },
  sources: [{ cite: "chip-tracker", where: "src/data/thresholdData.js" }, { cite: "nvidia-8k-2023", where: "Item 8.01" }, { cite: "epoch-chips", where: "release dates" }, { cite: "bis-2023-rule", where: "dates" }, { cite: "dcd-h800", where: "opening" }],
  cost: "instant",
  run({ kind, from, to, withDisputed }) {
    const [start, end] = [yearOf(from), Math.max(yearOf(to), yearOf(from) + 92 * DAY)];
    const all = record.events.map((event): TimelineEvent => ({ ...event, kind: event.kind as EventKind, status: event.status as TimelineEvent["status"], year: yearOf(event.date) }));
    const inside = all.filter(({ year }) => start <= year && year < end);
    const events = inside.filter((event) => (kind === "everything" || event.kind === kind) && (withDisputed || event.status !== "disputed"));
    const windows = record.windows.map((window): ChipWindow => ({ chip: window.chip, from: window.from, to: window.to, fromYear: yearOf(window.from), toYear: yearOf(window.to), days: dayNumber(window.to) - dayNumber(window.from), byLicence: window.byLicence, isOpen: window.closes === "" }));
    return {
      start,
      end,
      until: record.until,
      events,
      windows: windows.filter(({ fromYear, toYear }) => fromYear < end && toYear > start),
      numEvents: all.length,
      numInside: inside.length,
      numDisputed: events.filter(({ status }) => status === "disputed").length,
      /** How long the H800 could be sold freely. */
      h800Days: windows.find(({ chip }) => chip === "H800")!.days,
    };
  },
  checks: [],
});
