import { simulation } from "#sim/contract.ts";
import prices from "./data/prices.json" with { type: "json" };

/** A price list as published: dollars for a million tokens. */
interface PriceList {
  readonly input: number;
  /** Null where none was published. */
  readonly cached: number | null;
  readonly output: number;
}
interface Entry extends PriceList {
  readonly date: string;
  readonly model: string;
  readonly cite: string;
  readonly offPeak?: PriceList;
}
interface Line {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly until: string;
  readonly prices: readonly Entry[];
}

/** A price in force from a day to the next change. */
export interface PriceStep {
  readonly seriesId: string;
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly cite: string;
  readonly date: string;
  /** Years, with the day as a fraction. */
  readonly from: number;
  readonly to: number;
  /** Of what is measured: a million tokens of one kind, or the reader's task. */
  readonly usd: number;
}

export interface PriceOut {
  readonly steps: PriceStep[];
  /** The day asked for, in years. */
  readonly now: number;
  /** The prices in force on the day asked for, cheapest first. */
  readonly inForce: (PriceStep & { readonly timesDeepseek: number })[];
  /** DeepSeek's dearest model in force that day; none before its first price. */
  readonly deepseek: PriceStep | null;
  /** The dearest rival of those compared, if any was on sale. */
  readonly rival: PriceStep | null;
  /** How many times its own tokens DeepSeek's model may write before the task costs as much as the rival's; null when it cannot cost less. */
  readonly breakEvenTokens: number | null;
}

const MEASURES = ["output", "input", "input from the cache", "a task"] as const;
const RIVALS = ["OpenAI", "Anthropic", "Google", "all three"] as const;
/** Days on which something happened. */
const DAYS = { "R1 appears, 20 January 2025": "2025-01-20", "V3.1, 5 September 2025": "2025-09-05", "V3.2, 29 September 2025": "2025-09-29", "V4, 24 April 2026": "2026-04-24", "V4-Pro cut, 22 May 2026": "2026-05-22" } as const;

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/** A day as a year with a fraction; a leap day moves it by less than the width of a line. */
function yearOf(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return year + (BEFORE_MONTH[month - 1]! + day - 1) / 365;
}

export default simulation({
  question: "How have the list prices of tokens moved, at DeepSeek and elsewhere?",
  params: {
    measure: { kind: "choice", label: "Price of", default: "output", options: MEASURES },
    rivals: { kind: "choice", label: "Beside", default: "OpenAI", options: RIVALS },
    isOffPeak: { kind: "flag", label: "At night or off-peak, where that is cheaper", default: false },
    day: { kind: "choice", label: "Compare on the day of", default: "R1 appears, 20 January 2025", options: ["R1 appears, 20 January 2025", "V3.1, 5 September 2025", "V3.2, 29 September 2025", "V4, 24 April 2026", "V4-Pro cut, 22 May 2026"] },
    taskInputTokens: { kind: "number", label: "A task: input", unit: "token", default: 2000, min: 0, max: 1e6, step: 100 },
    taskCachedPercent: { kind: "number", label: "A task: share in the cache", unit: "%", default: 0, min: 0, max: 100, step: 1 },
    taskOutputTokens: { kind: "number", label: "A task: output", unit: "token", default: 8000, min: 100, max: 1e6, step: 100 },
    deepseekTokensRatio: { kind: "number", label: "DeepSeek's output over the rival's", unit: "ratio", default: 1, min: 0.25, max: 64, step: 0.25, scale: "log2" },
  },
  sources: [{ cite: "deepseek-pricing", where: "dated copies of the page" }, { cite: "infra-day6", where: "R1 pricing" }, { cite: "models-dev", where: "cost and release_date of each model" }, { cite: "llm-prices", where: "data/openai.json: o3 at launch" }],
  cost: "instant",
  run({ measure, rivals, isOffPeak, day, taskInputTokens, taskCachedPercent, taskOutputTokens, deepseekTokensRatio }): PriceOut {
    const taskUsd = (list: PriceList, outputTokens: number): number => {
      const hits = (taskInputTokens * taskCachedPercent) / 100;
      // Where no price for cached input was published it is billed as input.
      return (hits * (list.cached ?? list.input) + (taskInputTokens - hits) * list.input + outputTokens * list.output) / 1e6;
    };
    const usdOf = (list: PriceList, vendor: string): number | null => {
      if (measure === "a task") return taskUsd(list, taskOutputTokens * (vendor === "DeepSeek" ? deepseekTokensRatio : 1));
      return measure === "output" ? list.output : measure === "input" ? list.input : list.cached;
    };
    const listOf = (entry: Entry): PriceList => (isOffPeak ? (entry.offPeak ?? entry) : entry);
    const lines = (prices as readonly Line[]).filter(({ vendor }) => vendor === "DeepSeek" || rivals === "all three" || vendor === rivals);
    const stepsOf = ({ id, name, vendor, until, prices: entries }: Line): PriceStep[] =>
      entries.flatMap((entry, at) => {
        const usd = usdOf(listOf(entry), vendor);
        return usd === null ? [] : [{ seriesId: id, name, vendor, model: entry.model, cite: entry.cite, date: entry.date, from: yearOf(entry.date), to: yearOf(entries[at + 1]?.date ?? until), usd }];
      });
    const steps = lines.flatMap(stepsOf);
    const now = yearOf(DAYS[day]);
    const onSale = steps.filter(({ from, to }) => from <= now && now < to).sort((a, b) => a.usd - b.usd);
    const deepseek = onSale.findLast(({ vendor }) => vendor === "DeepSeek") ?? null;
    const rival = onSale.findLast(({ vendor }) => vendor !== "DeepSeek") ?? null;
    const entryOf = (step: PriceStep): PriceList => listOf(lines.find(({ id }) => id === step.seriesId)!.prices.find((entry) => entry.date === step.date)!);
    const room = deepseek && rival ? taskUsd(entryOf(rival), taskOutputTokens) - taskUsd(entryOf(deepseek), 0) : 0;
    return {
      steps,
      now,
      inForce: onSale.map((step) => ({ ...step, timesDeepseek: deepseek && deepseek.usd > 0 ? step.usd / deepseek.usd : 0 })),
      deepseek,
      rival,
      breakEvenTokens: deepseek && room > 0 ? room / ((taskOutputTokens * entryOf(deepseek).output) / 1e6) : null,
    };
  },
  checks: [
    { given: {}, read: (out) => out.deepseek!.usd, equals: 2.19, source: { cite: "infra-day6", where: "R1 pricing, output" } },
    { given: { measure: "input" }, read: (out) => out.deepseek!.usd, equals: 0.55, source: { cite: "infra-day6", where: "R1 pricing, cache miss" } },
    { given: { measure: "input from the cache" }, read: (out) => out.deepseek!.usd, equals: 0.14, source: { cite: "infra-day6", where: "R1 pricing, cache hit" } },
    { given: {}, read: (out) => out.rival!.usd, equals: 60, source: { cite: "models-dev", where: "providers/openai/models/o1.toml" } },
  ],
});
