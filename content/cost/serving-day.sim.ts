import { simulation } from "#sim/contract.ts";

/** Prices of a million tokens, in dollars: read from the cache, read anew, written. */
export interface TokenPrices {
  readonly hit: number;
  readonly miss: number;
  readonly output: number;
}

/** List prices of deepseek-chat (V3) that day, and the share of each list price that remained at night. */
const V3_PRICES: TokenPrices = { hit: 0.07, miss: 0.27, output: 1.1 };
const NIGHT = { v3: 0.5, r1: 0.25 } as const;

/** One kind of token of the day. */
export interface TokenLine {
  readonly kind: "input from the cache" | "input read anew" | "output";
  readonly tokens: number;
  readonly usdPerMillion: number;
  /** As if every token were billed at R1's price. */
  readonly usd: number;
}

export interface ServingOut {
  readonly lines: TokenLine[];
  readonly numGpus: number;
  readonly costUsd: number;
  /** As if every token were billed at R1's price by day. */
  readonly revenueUsd: number;
  readonly profitUsd: number;
  /** Profit over cost, which the source calls the cost profit margin. */
  readonly markupPercent: number;
  /** Profit over revenue; 0 without revenue. */
  readonly marginPercent: number;
  /** Revenue with token counts at the ends of what they are rounded from: half of the last printed digit either way. */
  readonly revenueLow: number;
  readonly revenueHigh: number;
  /** What the shares billed, served by V3 and sent at night leave of the revenue. */
  readonly billedUsd: number;
  readonly billedMarkupPercent: number;
  readonly billedMarginPercent: number;
  /** The share of the revenue above that pays for the GPUs; above 100 when even all of it does not, 0 without revenue. */
  readonly breakEvenPercent: number;
}

const bill = (hit: number, miss: number, output: number, prices: TokenPrices): number => (hit * prices.hit + miss * prices.miss + output * prices.output) / 1e6;

/** Less than this is no revenue to take a share of. */
const CENT = 0.01;
const HALF_A_BILLION = 5e8;
const stats = (where: string) => ({ cite: "infra-day6", where: `Statistics of DeepSeek's Online Service: ${where}` });

export default simulation({
  question: "What did a day of DeepSeek's service cost, and what would it have earned?",
  params: {
    numNodes: { kind: "number", label: "Nodes, on average", unit: "node", default: 226.75, min: 1, max: 2000, step: 0.25 },
    gpusPerNode: { kind: "number", label: "GPUs in a node", unit: "GPU", default: 8, min: 1, max: 72, step: 1 },
    usdPerGpuHour: { kind: "number", label: "Price of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.05, scale: "log2" },
    inputTokens: { kind: "number", label: "Input in a day", unit: "token", default: 608e9, min: 1e9, max: 1e14, step: 1e9, scale: "log10" },
    cachedTokens: { kind: "number", label: "Of it found in the cache", unit: "token", default: 342e9, min: 0, max: 2e12, step: 1e9 },
    outputTokens: { kind: "number", label: "Output in a day", unit: "token", default: 168e9, min: 1e9, max: 1e14, step: 1e9, scale: "log10" },
    usdPerMillionCached: { kind: "number", label: "A million from the cache", unit: "USD", default: 0.14, min: 0, max: 20, step: 0.005 },
    usdPerMillionInput: { kind: "number", label: "A million read anew", unit: "USD", default: 0.55, min: 0, max: 40, step: 0.005 },
    usdPerMillionOutput: { kind: "number", label: "A million of output", unit: "USD", default: 2.19, min: 0, max: 200, step: 0.01 },
    billedPercent: { kind: "number", label: "Tokens that are billed at all", unit: "%", default: 100, min: 0, max: 100, step: 1 },
    v3Percent: { kind: "number", label: "Of these, served by V3", unit: "%", default: 0, min: 0, max: 100, step: 1 },
    nightPercent: { kind: "number", label: "Of these, at the night discount", unit: "%", default: 0, min: 0, max: 100, step: 1 },
  },
  sources: [stats("nodes, tokens, price and the reasons why revenue was lower"), { cite: "deepseek-pricing", where: "V3 from 9 February 2025; night discount from 26 February 2025" }],
  cost: "instant",
  run({ numNodes, gpusPerNode, usdPerGpuHour, inputTokens, cachedTokens, outputTokens, usdPerMillionCached, usdPerMillionInput, usdPerMillionOutput, billedPercent, v3Percent, nightPercent }): ServingOut {
    const prices: TokenPrices = { hit: usdPerMillionCached, miss: usdPerMillionInput, output: usdPerMillionOutput };
    const hit = Math.min(cachedTokens, inputTokens);
    const miss = inputTokens - hit;
    const numGpus = numNodes * gpusPerNode;
    const costUsd = numGpus * 24 * usdPerGpuHour;
    const revenueUsd = bill(hit, miss, outputTokens, prices);
    // One miss less is one hit more: the total and the hits are rounded, the misses are their difference.
    const slack = bill(Math.abs(prices.miss - prices.hit) * HALF_A_BILLION, prices.miss * HALF_A_BILLION, prices.output * HALF_A_BILLION, { hit: 1, miss: 1, output: 1 });
    const [v3, night] = [v3Percent / 100, nightPercent / 100];
    const kept = (share: number): number => 1 - night * (1 - share);
    const billedUsd = (billedPercent / 100) * ((1 - v3) * kept(NIGHT.r1) * revenueUsd + v3 * kept(NIGHT.v3) * bill(hit, miss, outputTokens, V3_PRICES));
    const markup = (usd: number): number => (100 * (usd - costUsd)) / costUsd;
    const margin = (usd: number): number => (usd < CENT ? 0 : (100 * (usd - costUsd)) / usd);
    return {
      lines: [
        { kind: "input from the cache", tokens: hit, usdPerMillion: prices.hit, usd: (hit * prices.hit) / 1e6 },
        { kind: "input read anew", tokens: miss, usdPerMillion: prices.miss, usd: (miss * prices.miss) / 1e6 },
        { kind: "output", tokens: outputTokens, usdPerMillion: prices.output, usd: (outputTokens * prices.output) / 1e6 },
      ],
      numGpus,
      costUsd,
      revenueUsd,
      profitUsd: revenueUsd - costUsd,
      markupPercent: markup(revenueUsd),
      marginPercent: margin(revenueUsd),
      revenueLow: Math.max(0, revenueUsd - slack),
      revenueHigh: revenueUsd + slack,
      billedUsd,
      billedMarkupPercent: markup(billedUsd),
      billedMarginPercent: margin(billedUsd),
      breakEvenPercent: revenueUsd < CENT ? 0 : (100 * costUsd) / revenueUsd,
    };
  },
  checks: [
    { given: {}, read: (out) => out.costUsd, equals: 87_072, source: stats("total daily cost") },
    { given: {}, read: (out) => out.revenueUsd, equals: 562_027, unit: "USD", within: 1_575, because: "tokens are printed to the billion: half a billion of each kind is worth $1,575", source: stats("total daily revenue") },
    { given: {}, read: (out) => out.markupPercent, equals: 545, unit: "%", within: 2, because: "revenue from rounded tokens", source: stats("cost profit margin") },
    { given: {}, read: (out) => (100 * out.lines[0]!.tokens) / (out.lines[0]!.tokens + out.lines[1]!.tokens), equals: 56.3, within: 0.15, because: "tokens are printed to the billion", source: stats("share of input found in the cache") },
  ],
});
