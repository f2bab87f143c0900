import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity, formatUsd } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import priceHistory, { type PriceOut, type PriceStep } from "./price-history.sim.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const inWords = (date: string): string => {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return `${day} ${MONTHS[month - 1]} ${year}`;
};

/** Each line has its colour, its dash and its name at its end. */
const STYLE: Record<string, { stroke: string; dash?: string; short: string }> = {
  "deepseek-chat": { stroke: familyColor("deepseek"), dash: "6 3", short: "DeepSeek chat" },
  "deepseek-reasoner": { stroke: familyColor("deepseek"), short: "DeepSeek reasoning" },
  "openai-o": { stroke: familyColor("gpt"), short: "OpenAI o" },
  "openai-gpt": { stroke: familyColor("gpt"), dash: "6 3", short: "OpenAI GPT" },
  "anthropic-sonnet": { stroke: color.series[1], dash: "6 3", short: "Claude Sonnet" },
  "anthropic-opus": { stroke: color.series[1], short: "Claude Opus" },
  "google-pro": { stroke: color.series[2], short: "Gemini Pro" },
};

/** A price as lists print it: $2.19, $7.50, $60, $0.0028. */
const dollars = (usd: number): string => (Number.isInteger(usd) ? formatUsd(usd) : usd >= 0.1 && usd < 100 ? `$${usd.toFixed(2)}` : `$${formatNumber(usd, 3)}`);
const what = (measure: string): string => (measure === "a task" ? "the task" : "a million tokens");
/** The years drawn. */
const [FIRST, LAST] = [2024.4, 2026.85];

const linkOf = (step: PriceStep): string => `price-${step.seriesId}`;
const reads = (measure: string) => (step: PriceStep): string => `${step.model}, from ${inWords(step.date)}: ${dollars(step.usd)} for ${what(measure)}`;

/** Where the names at the line ends go, kept apart on the log axis. */
function names(steps: readonly PriceStep[], gap: number): { step: PriceStep; usd: number }[] {
  const ends = Object.keys(STYLE).flatMap((id) => steps.filter((step) => step.seriesId === id).slice(-1)).sort((a, b) => b.usd - a.usd);
  let ceiling = Infinity;
  return ends.map((step) => {
    const usd = Math.min(step.usd, ceiling);
    ceiling = usd / gap;
    return { step, usd };
  });
}

function domain({ steps }: PriceOut): [number, number] {
  const usd = steps.map((step) => step.usd).filter((x) => x > 0);
  return [Math.min(1e9, ...usd) / 1.8, Math.max(1e-9, ...usd) * 1.8];
}

/** Powers of ten inside a range, and three times them where there is room. */
function ticksIn([low, high]: [number, number]): number[] {
  const powers = Array.from({ length: 16 }, (_, at) => 10 ** (at - 8));
  const inside = (list: readonly number[]): number[] => list.filter((usd) => usd >= low && usd <= high);
  const fine = inside(powers.flatMap((power) => [power, 3 * power]));
  return fine.length <= 6 ? fine : inside(powers);
}

export default figure({
  sim: priceHistory,
  title: "Prices fell and rose, on both sides",
  validity: "List prices for short contexts, without batch, volume or cache-storage terms; rivals as recorded in July, DeepSeek as copied until autumn. A price per token is not the cost of a task: models write different numbers of tokens, and are not equally good.",
  controls: ["measure", "rivals", "isOffPeak", "day", "taskInputTokens", "taskCachedPercent", "taskOutputTokens", "deepseekTokensRatio"],
  presets: {
    "Output, beside OpenAI": {},
    "Input from the cache": { measure: "input from the cache" },
    "Beside Anthropic, on V4's day": { rivals: "Anthropic", day: "V4, 24 April 2026" },
    "Beside Google": { rivals: "Google", day: "V4, 24 April 2026" },
    "A task, if DeepSeek writes eight times as much": { measure: "a task", deepseekTokensRatio: 8, day: "V3.2, 29 September 2025" },
    "Off-peak": { isOffPeak: true },
  },
  plot: (out, { measure }, width) => {
    const narrow = isNarrow(width);
    const y = domain(out);
    const gap = (y[1] / y[0]) ** (narrow ? 0.065 : 0.058);
    const ids = [...new Set(out.steps.map((step) => step.seriesId))];
    // A line is cut where no price was published.
    const path = (id: string) => {
      const own = out.steps.filter((step) => step.seriesId === id);
      return own.flatMap((step, at) => [{ x: step.from, usd: step.usd }, { x: step.to, usd: step.usd }, ...(own[at + 1] && own[at + 1]!.from > step.to ? [{ x: step.to, usd: null }] : [])]);
    };
    const labels = names(out.steps, gap).map(({ step, usd }) => ({ x: LAST, usd, short: STYLE[step.seriesId]!.short }));
    return {
      height: narrow ? 330 : 360,
      marginLeft: narrow ? 44 : 56,
      marginRight: narrow ? 122 : 142,
      marginBottom: 28,
      x: { domain: [FIRST, LAST], ticks: [2024.5, 2025, 2025.5, 2026, 2026.5], tickFormat: (year: number) => (Number.isInteger(year) ? String(year) : narrow ? "" : "July"), label: null },
      y: { type: "log", domain: y, ticks: ticksIn(y), tickFormat: dollars, label: measure === "a task" ? "↑ dollars for the task" : "↑ dollars for a million tokens", grid: true },
      marks: [
        Plot.ruleX([out.now], { stroke: color.quiet, strokeDasharray: "2 4" }),
        ...ids.map((id) => Plot.line(path(id), { x: "x", y: "usd", stroke: STYLE[id]!.stroke, strokeDasharray: STYLE[id]!.dash, strokeWidth: id.startsWith("deepseek") ? 3 : 2, clip: true })),
        Plot.dot(out.steps.filter((step) => step.from >= FIRST), { x: "from", y: "usd", r: 4, fill: (step: PriceStep) => STYLE[step.seriesId]!.stroke, stroke: color.paper, strokeWidth: 1, ...reading<PriceStep>(linkOf, reads(measure)) }),
        Plot.text(labels, { x: "x", y: "usd", dx: 6, textAnchor: "start", text: "short", fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
      ],
    };
  },
  caption: ({ deepseek, rival, breakEvenTokens }, { measure, day, deepseekTokensRatio, taskOutputTokens }) => {
    if (!deepseek || !rival) return `On the day chosen (${day}) no price of both sides is on record for this.`;
    const ratio = deepseek.usd === 0 ? "" : rival.usd >= deepseek.usd ? `, ${formatNumber(rival.usd / deepseek.usd, 3)} times as much` : `, ${formatNumber(deepseek.usd / rival.usd, 3)} times less`;
    const kind = measure === "a task" ? "The task" : `A million tokens of ${measure}`;
    const writes = measure === "a task" && deepseekTokensRatio !== 1 ? ` when it writes ${formatNumber(deepseekTokensRatio)} times as much` : "";
    const even = breakEvenTokens === null ? "" : ` For a task of ${formatQuantity(taskOutputTokens, "token")} of output the lead would be gone if DeepSeek's model wrote ${formatNumber(breakEvenTokens, 3)} times as many.`;
    return `${day}: ${kind[0]!.toLowerCase()}${kind.slice(1)} cost ${dollars(deepseek.usd)} with DeepSeek's ${deepseek.model}${writes} and ${dollars(rival.usd)} with ${rival.model}${ratio}.${even}`;
  },
  table: (out, { measure }) => ({
    columns: [
      { key: "name", label: "Line" },
      { key: "model", label: "Model" },
      { key: "date", label: "From" },
      { key: "usd", label: measure === "a task" ? "The task" : "A million tokens", unit: "USD" },
      { key: "cite", label: "Source" },
    ],
    rows: out.steps.map(({ name, model, date, usd, cite }) => ({ name, model, date, usd, cite })),
    links: out.steps.map(linkOf),
  }),
});
