import { simulation } from "#sim/contract.ts";
import prices from "./data/prices.json" with { type: "json" };
import data from "./data/scores.json" with { type: "json" };

const TESTS = ["AIME 2024", "MATH-500", "GPQA Diamond", "MMLU", "MMLU-Pro", "SimpleQA", "SWE Verified", "Aider-Polyglot", "LiveCodeBench", "C-Eval"] as const;
const MEASURES = ["a million tokens of output", "a task"] as const;
const V3_PRICES = ["of launch", "from February 2025"] as const;

/** A model with its score and what it costs. */
export interface Offer {
  readonly model: string;
  readonly score: number;
  readonly usd: number;
  readonly date: string;
  readonly thinks: boolean;
  /** No model is both cheaper and better. */
  readonly isOnFrontier: boolean;
  readonly cite: string;
}
/** The offers of one table, cheapest first. */
export interface OffersOut {
  readonly offers: Offer[];
  /** Models without a score in this test. */
  readonly missing: string[];
}

const table = data.find(({ id }) => id === "r1")!;

/** Those to which no other is at once cheaper, or as cheap, and better, or as good. */
function frontier(offers: readonly Omit<Offer, "isOnFrontier">[]): Offer[] {
  return offers.map((offer) => ({ ...offer, isOnFrontier: !offers.some((other) => other !== offer && other.usd <= offer.usd && other.score >= offer.score && (other.usd < offer.usd || other.score > offer.score)) }));
}

export default simulation({
  question: "Which of the models of the R1 table were cheaper and better than others on the day, and what does a price of tokens leave out?",
  params: {
    test: { kind: "choice", label: "Score in", default: "AIME 2024", options: TESTS },
    measure: { kind: "choice", label: "Price of", default: "a million tokens of output", options: MEASURES },
    v3Price: { kind: "choice", label: "V3's price", default: "of launch", options: V3_PRICES },
    inputTokens: { kind: "number", label: "A task: input", unit: "token", default: 500, min: 0, max: 100_000, step: 100 },
    answerTokens: { kind: "number", label: "A task: answer", unit: "token", default: 1000, min: 100, max: 20_000, step: 100 },
    thinkingRatio: { kind: "number", label: "What a reasoning model writes, times the answer", unit: "ratio", default: 10, min: 1, max: 64, step: 1, scale: "log2" },
  },
  sources: [{ cite: "r1-report", where: "Table 4, page 13" }, { cite: "models-dev", where: "prices of OpenAI and Anthropic" }, { cite: "deepseek-pricing", where: "prices of V3" }, { cite: "infra-day6", where: "R1 Pricing" }],
  cost: "instant",
  run({ test, measure, v3Price, inputTokens, answerTokens, thinkingRatio }): OffersOut {
    const row = table.rows.find(({ name }) => name === test)!;
    const listed = prices.filter(({ model, date }) => model !== "DeepSeek-V3" || (date < "2025-02") === (v3Price === "of launch"));
    const scored = listed.map((price) => ({ price, score: row.scores[table.models.indexOf(price.model)] ?? null }));
    const usdOf = ({ input, output, thinks }: (typeof prices)[number]): number =>
      measure === "a task" ? (inputTokens * input + answerTokens * (thinks ? thinkingRatio : 1) * output) / 1e6 : output;
    const offers = scored.flatMap(({ price, score }) => (score === null ? [] : [{ model: price.model, score, usd: usdOf(price), date: price.date, thinks: price.thinks, cite: price.cite }]));
    return { offers: frontier(offers).sort((a, b) => a.usd - b.usd || b.score - a.score), missing: scored.flatMap(({ price, score }) => (score === null ? [price.model] : [])) };
  },
  checks: [
    { given: {}, read: (out) => out.offers.find(({ model }) => model === "DeepSeek-R1")!.usd, equals: 2.19, source: { cite: "infra-day6", where: "R1 Pricing" } },
    { given: {}, read: (out) => out.offers.find(({ model }) => model === "o1-1217")!.usd, equals: 60, source: { cite: "models-dev", where: "providers/openai/models/o1.toml" } },
  ],
});
