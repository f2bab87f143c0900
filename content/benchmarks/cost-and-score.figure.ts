import * as Plot from "@observablehq/plot";
import { formatNumber, formatUsd } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import costAndScore, { type Offer } from "./cost-and-score.sim.ts";

const usd = (x: number): string => (x >= 1 ? formatUsd(x, 3) : `$${formatNumber(x, 2)}`);
const paint = (model: string): string => (model.startsWith("DeepSeek") ? familyColor("deepseek") : /^(o1|GPT)/.test(model) ? familyColor("gpt") : color.quiet);
const short = (model: string): string => model.replace("DeepSeek-", "").replace("-1022", "").replace("-0513", "").replace("-1217", "");
/** A label lies to the right of its dot unless the dot lies far right or another stands beside it. */
const isRight = (offer: Offer, most: number): boolean => offer.usd < most / 5;

export default figure({
  sim: costAndScore,
  title: "The open reasoning model scored like its rival at a fraction of the price of a token",
  validity: "List prices on the models' first days, except o1-mini's, which is the one now on record. Scores are DeepSeek's, with o1's quoted. How many tokens each model writes is not in the tables: the task is your assumption, the same for all models that think.",
  controls: ["test", "measure", "v3Price", "inputTokens", "answerTokens", "thinkingRatio"],
  presets: {
    "AIME, price of a token": {},
    "AIME, price of a task": { measure: "a task" },
    "SWE Verified, price of a task": { test: "SWE Verified", measure: "a task" },
    "SWE Verified, price of a token": { test: "SWE Verified" },
    "SimpleQA": { test: "SimpleQA" },
    "V3's later price": { v3Price: "from February 2025" },
  },
  plot: ({ offers }, { test, measure }, width) => {
    const narrow = isNarrow(width);
    const most = Math.max(...offers.map((d) => d.usd));
    const [low, high] = [Math.min(...offers.map((d) => d.usd)) / 1.6, most * (narrow ? 2.2 : 1.8)];
    const scores = offers.map((d) => d.score);
    const pad = Math.max(3, 0.12 * (Math.max(...scores) - Math.min(...scores)));
    const edge = offers.filter((d) => d.isOnFrontier);
    const powers = Array.from({ length: 12 }, (_, i) => 10 ** (i - 6)).flatMap((power) => [power, 3 * power]).filter((x) => x >= low && x <= high);
    return {
      height: narrow ? 320 : 340,
      marginLeft: 48,
      marginRight: 20,
      marginTop: 30,
      x: { type: "log", domain: [low, high], ticks: powers, tickFormat: (x: number) => `$${formatNumber(x, 1)}`, label: `${measure === "a task" ? "dollars for a task" : "dollars for a million tokens of output"}, log scale →`, labelAnchor: "center" },
      y: { domain: [Math.max(0, Math.min(...scores) - pad), Math.min(100, Math.max(...scores) + pad)], label: `↑ ${test}, %`, ticks: 5, grid: true },
      marks: [
        Plot.line(edge, { x: "usd", y: "score", curve: "step-after", stroke: color.accent, strokeWidth: 1.5, strokeDasharray: "5 3" }),
        Plot.dot(offers, { x: "usd", y: "score", r: 6.5, symbol: (d: Offer) => (d.thinks ? "diamond" : "circle"), fill: (d: Offer) => (d.isOnFrontier ? paint(d.model) : color.paper), stroke: (d: Offer) => paint(d.model), strokeWidth: 2, ...reading<Offer>((d) => `offer-${d.model}`, (d) => `${d.model}: ${d.score.toFixed(1)}% for ${usd(d.usd)}${d.isOnFrontier ? ", none cheaper and better" : ""}`) }),
        ...[true, false].map((right) => Plot.text(offers.filter((d) => isRight(d, most) === right), { x: "usd", y: "score", dx: right ? 11 : -11, dy: -11, textAnchor: right ? "start" : "end", text: (d: Offer) => short(d.model), fill: color.ink, stroke: color.paper, strokeWidth: 4 })),
      ],
    };
  },
  caption: ({ offers, missing }, { test, measure, thinkingRatio }) => {
    const edge = offers.filter((d) => d.isOnFrontier);
    const what = measure === "a task" ? `a task in which a reasoning model writes ${thinkingRatio === 1 ? "no more than the answer" : `${formatNumber(thinkingRatio)} times the answer`}` : "a million tokens of output";
    const [r1, o1] = ["DeepSeek-R1", "o1-1217"].map((model) => offers.find((d) => d.model === model));
    const versus = r1 && o1 ? ` R1 has ${r1.score.toFixed(1)} for ${usd(r1.usd)}, o1 ${o1.score.toFixed(1)} for ${usd(o1.usd)}: ${formatNumber(o1.usd / r1.usd, 3)} times the price.` : "";
    const left = missing.length === 0 ? "" : ` Without a score here: ${missing.join(", ")}.`;
    return `In ${test}, by the price of ${what}, no model is cheaper and better than ${edge.map((d) => short(d.model)).join(", ")} (filled; diamonds think before they answer).${versus}${left}`;
  },
  table: ({ offers }) => ({
    columns: [
      { key: "model", label: "Model" },
      { key: "score", label: "Score", unit: "%" },
      { key: "usd", label: "Price", unit: "USD" },
      { key: "date", label: "Price of" },
      { key: "frontier", label: "None cheaper and better" },
      { key: "cite", label: "Source of the price" },
    ],
    rows: offers.map(({ model, score, usd: price, date, isOnFrontier, cite }) => ({ model, score, usd: price, date, frontier: isOnFrontier ? "yes" : "no", cite })),
    links: offers.map(({ model }) => `offer-${model}`),
  }),
});
