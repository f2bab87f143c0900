import { differenceInterval, wilsonInterval, zOf } from "#domain/proportions.ts";
import { simulation } from "#sim/contract.ts";
import counts from "./data/question-counts.json" with { type: "json" };
import data from "./data/scores.json" with { type: "json" };

/** A row of a published table; null is a dash in print. */
interface Row {
  readonly benchmark: string;
  readonly name: string;
  readonly metric: string;
  readonly category: string;
  readonly shots?: string | null;
  /** What sets this row apart from the same test in another table. */
  readonly setup?: string;
  readonly scores: readonly (number | null)[];
}
interface PublishedTable {
  readonly id: string;
  readonly cite: string;
  readonly where: string;
  readonly models: readonly string[];
  readonly rows: readonly Row[];
}

/** One test that both models took in the same table, with the scores of all who did. */
export interface Pairing {
  readonly id: string;
  readonly label: string;
  readonly setup: string;
  /** Scores of one test in two set-ups never stand on one axis; empty for a test that every table takes alike. */
  readonly axis: string;
  readonly category: string;
  readonly where: string;
  readonly cite: string;
  readonly first: number;
  readonly second: number;
  readonly gap: number;
  readonly others: { readonly model: string; readonly score: number }[];
  readonly numQuestions: number | null;
  /** Bounds of both scores and of their difference; null without a number of questions. */
  readonly bounds: { readonly low: number; readonly high: number; readonly secondLow: number; readonly secondHigh: number } | null;
  /** Whether the difference is larger than sampling explains; null without a number of questions. */
  readonly isSettled: boolean | null;
}
/** Every comparison of two models that the tables allow. */
export interface ExplorerOut {
  readonly pairings: Pairing[];
  /** Tests on another scale than per cent: ratings and bits per byte. */
  readonly otherScales: Pairing[];
  readonly numFirstAhead: number;
  readonly numSettled: number;
  readonly numCounted: number;
  /** Tests that the two took in different tables with different set-ups, and never in one. */
  readonly apart: string[];
}

const tables = data as readonly PublishedTable[];
const questionsOf = new Map(counts.map(({ benchmark, numQuestions }) => [benchmark, numQuestions]));
/** Every model of the tables, once. */
export const MODELS = [
  "DeepSeek-V3", "DeepSeek-R1", "DeepSeek-R1-Zero", "DeepSeek-V2.5-0905", "DeepSeek-V2-0506", "Claude-3.5-Sonnet-1022", "GPT-4o-0513", "o1-1217", "o1-mini", "o1-0912", "LLaMA-3.1-405B-Instruct", "Qwen2.5-72B-Instruct", "QwQ-32B-Preview",
  "DeepSeek-R1-Distill-Qwen-1.5B", "DeepSeek-R1-Distill-Qwen-7B", "DeepSeek-R1-Distill-Qwen-14B", "DeepSeek-R1-Distill-Qwen-32B", "DeepSeek-R1-Distill-Llama-8B", "DeepSeek-R1-Distill-Llama-70B", "DeepSeek-R1-Zero-Qwen-32B",
  "DeepSeek-V3-Base", "DeepSeek-V2-Base", "Qwen2.5-72B-Base", "LLaMA-3.1-405B-Base",
] as const;
const isPercent = ({ metric }: Row): boolean => metric !== "Rating" && metric !== "BPB";
/** A win rate against a fixed opponent and an F1 are per cent, but no share of questions. */
const isShare = ({ metric }: Row): boolean => !["Rating", "BPB", "win rate", "F1", "3-shot F1", "Percentile"].includes(metric);
const axisOf = ({ cite }: PublishedTable, { setup }: Row): string => (setup === undefined ? "" : `${cite === "v3-report" ? "V3 report" : "R1 report"}${setup.includes("without") ? ", without CoT" : ""}`);
const scoreOf = (table: PublishedTable, row: Row, model: string): number | null => row.scores[table.models.indexOf(model)] ?? null;

function pair(table: PublishedTable, row: Row, first: string, second: string, z: number): Pairing | null {
  const [a, b] = [scoreOf(table, row, first), scoreOf(table, row, second)];
  if (a === null || b === null) return null;
  const numQuestions = isShare(row) ? (questionsOf.get(row.benchmark) ?? null) : null;
  const intervals = numQuestions === null ? null : ([a, b].map((score) => ({ p: score / 100, ...wilsonInterval(score / 100, numQuestions, z) })) as [{ p: number; low: number; high: number }, { p: number; low: number; high: number }]);
  const difference = intervals && differenceInterval(intervals[0], intervals[1]);
  return {
    id: [row.benchmark, row.shots, row.setup].filter(Boolean).join(" "),
    label: row.name,
    setup: [row.shots, row.setup].filter(Boolean).join(", "),
    axis: axisOf(table, row),
    category: row.category,
    where: table.where,
    cite: table.cite,
    first: a,
    second: b,
    gap: a - b,
    others: table.models.flatMap((model, i) => (model !== first && model !== second && row.scores[i] != null ? [{ model, score: row.scores[i] }] : [])),
    numQuestions,
    bounds: intervals && { low: 100 * intervals[0].low, high: 100 * intervals[0].high, secondLow: 100 * intervals[1].low, secondHigh: 100 * intervals[1].high },
    isSettled: difference && (difference.low > 0 || difference.high < 0),
  };
}

export default simulation({
  question: "What do the published scores say of two models, test by test?",
  params: {
    first: { kind: "choice", label: "Model", default: "DeepSeek-V3", options: MODELS },
    second: { kind: "choice", label: "Beside", default: "Claude-3.5-Sonnet-1022", options: MODELS },
    category: { kind: "choice", label: "Tests of", default: "all", options: ["all", "English", "Code", "Math", "Chinese", "Multilingual"] },
    sortBy: { kind: "choice", label: "In order of", default: "gap", options: ["gap", "table"] },
    confidence: { kind: "number", label: "Confidence of the intervals", unit: "%", default: 95, min: 50, max: 99.9, step: 0.1 },
  },
  sources: [{ cite: "v3-report", where: "Tables 3, 6 and 7" }, { cite: "r1-report", where: "Tables 2, 4, 5 and 6" }, { cite: "wilson-1927", where: "the interval" }, { cite: "newcombe-1998", where: "method 10" }],
  cost: "instant",
  run({ first, second, category, sortBy, confidence }): ExplorerOut {
    const z = zOf(confidence / 100);
    const all = new Map<string, { row: Row; pairing: Pairing }>();
    // The same test in the same set-up stands in several tables; the first one is enough.
    for (const table of tables) for (const row of table.rows) {
      const pairing = category === "all" || row.category === category ? pair(table, row, first, second, z) : null;
      if (pairing && !all.has(pairing.id)) all.set(pairing.id, { row, pairing });
    }
    const found = [...all.values()];
    const pairings = found.filter(({ row }) => isPercent(row)).map(({ pairing }) => pairing);
    if (sortBy === "gap") pairings.sort((a, b) => b.gap - a.gap || a.label.localeCompare(b.label, "en"));
    const taken = (model: string): Map<string, string> => new Map(tables.flatMap((table) => table.rows.flatMap((row) => (scoreOf(table, row, model) === null ? [] : [[row.benchmark, row.name] as const]))));
    const together = new Set(tables.flatMap((table) => table.rows.flatMap((row) => (pair(table, row, first, second, z) ? [row.benchmark] : []))));
    const [own, other] = [taken(first), taken(second)];
    return {
      pairings,
      otherScales: found.filter(({ row }) => !isPercent(row)).map(({ pairing }) => pairing),
      numFirstAhead: pairings.filter(({ gap }) => gap > 0).length,
      numSettled: pairings.filter(({ isSettled }) => isSettled).length,
      numCounted: pairings.filter(({ isSettled }) => isSettled !== null).length,
      apart: [...own].flatMap(([benchmark, name]) => (other.has(benchmark) && !together.has(benchmark) ? [name] : [])),
    };
  },
  checks: [
    { given: { sortBy: "table" }, read: (out) => out.pairings.find(({ label }) => label === "GPQA Diamond")!.gap, equals: -5.9, within: 1e-9, because: "a difference of decimals in floating point", source: { cite: "v3-report", where: "Table 6, page 31" } },
    { given: { first: "DeepSeek-R1", second: "o1-1217" }, read: (out) => out.pairings.find(({ label }) => label === "AIME 2024")!.gap, equals: 0.6, within: 1e-9, because: "a difference of decimals in floating point", source: { cite: "r1-report", where: "Table 4, page 13" } },
  ],
});
