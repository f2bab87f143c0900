import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import scoreNoise from "./score-noise.sim.ts";

const tenth = (x: number): string => x.toFixed(1);
/** A range a little wider than what it must show, within 0 to 100. */
const domainOf = (low: number, high: number): [number, number] => [Math.max(0, Math.floor(low - 0.08 * (high - low) - 0.2)), Math.min(100, Math.ceil(high + 0.08 * (high - low) + 0.2))];
const signed = (x: number): string => `${x < 0 ? "−" : "+"}${tenth(Math.abs(x))}`;

export default figure({
  sim: scoreNoise,
  title: "The best-known lead of the record is smaller than one question",
  validity: "Sampling error alone, by a normal approximation, with no view of the models beforehand. It knows nothing of other prompts, other limits on length, graders, or questions seen in training. How much of the variance lies between questions is not published and is your assumption.",
  controls: ["scoreA", "scoreB", "numQuestions", "samplesPerQuestion", "confidence", "about", "betweenPercent", "correlation"],
  presets: {
    "AIME 2024: R1 and o1": {},
    "These very thirty": { about: "these very questions" },
    "MATH-500: R1 and o1": { scoreA: 97.3, scoreB: 96.4, numQuestions: 500, samplesPerQuestion: 16 },
    "GPQA: V3 and Claude": { scoreA: 59.1, scoreB: 65, numQuestions: 198, samplesPerQuestion: 1 },
    "MMLU: V3 and GPT-4o": { scoreA: 88.5, scoreB: 87.2, numQuestions: 14_042, samplesPerQuestion: 1 },
    "MMLU: V3 and Llama": { scoreA: 88.5, scoreB: 88.6, numQuestions: 14_042, samplesPerQuestion: 1 },
    "SWE: V3 and Claude": { scoreA: 42, scoreB: 50.8, numQuestions: 500, samplesPerQuestion: 1 },
  },
  plot: (out, { scoreA, scoreB }, width) => {
    const narrow = isNarrow(width);
    const rows = [
      { name: "A", score: scoreA, low: out.lowA, high: out.highA, paint: color.series[0] },
      { name: "B", score: scoreB, low: out.lowB, high: out.highB, paint: color.series[1] },
    ];
    type Row = (typeof rows)[number];
    const gap = { name: "A − B", score: out.difference, low: out.lowDifference, high: out.highDifference };
    const [from, to] = domainOf(Math.min(out.lowA, out.lowB), Math.max(out.highA, out.highB));
    const reach = 1.12 * Math.max(Math.abs(gap.low), Math.abs(gap.high), 0.5);
    const margins = { marginLeft: 56, marginRight: narrow ? 16 : 24 };
    return [
      {
        height: 150,
        ...margins,
        marginTop: 28,
        marginBottom: 40,
        x: { domain: [from, to], label: "score, % of the questions →", labelAnchor: "center", ticks: narrow ? 5 : 8, grid: true },
        y: { domain: ["A", "B"], label: null, tickSize: 0, tickFormat: (name: string) => `score ${name}` },
        marks: [
          ...rows.map((row) => Plot.ruleY([row], { x1: "low", x2: "high", y: "name", stroke: row.paint, strokeWidth: 5, strokeOpacity: 0.4, ...reading<Row>((d) => `score-${d.name}`, (d) => `interval of score ${d.name}: ${tenth(d.low)} to ${tenth(d.high)}%`) })),
          ...rows.map((row) => Plot.dot([row], { x: "score", y: "name", r: 6, symbol: row.name === "A" ? "circle" : "diamond", fill: row.paint, ...reading<Row>((d) => `score-${d.name}`, (d) => `score ${d.name}: ${tenth(d.score)}%`) })),
          Plot.text(rows, { x: "score", y: "name", dy: -15, text: (d: Row) => `${tenth(d.score)}`, fill: color.ink, fontWeight: "bold" }),
        ],
      },
      {
        height: 112,
        ...margins,
        marginTop: 28,
        marginBottom: 40,
        x: { domain: [-reach, reach], label: "difference, points →", labelAnchor: "center", ticks: narrow ? 5 : 8, grid: true },
        y: { domain: ["A − B"], label: null, tickSize: 0 },
        marks: [
          Plot.ruleX([0], { stroke: color.ink, strokeDasharray: "3 3" }),
          Plot.ruleY([gap], { x1: "low", x2: "high", y: "name", stroke: out.isSettled ? color.accent : color.quiet, strokeWidth: 5, strokeOpacity: 0.5, ...reading<typeof gap>(() => "difference", (d) => `interval of the difference: ${signed(d.low)} to ${signed(d.high)} points`) }),
          Plot.dot([gap], { x: "score", y: "name", r: 6, fill: out.isSettled ? color.accent : color.paper, stroke: out.isSettled ? color.accent : color.ink, strokeWidth: 2, ...reading<typeof gap>(() => "difference", (d) => `difference: ${signed(d.score)} points, or ${formatNumber(out.differenceQuestions, 2)} questions`) }),
          Plot.text([gap], { x: "score", y: "name", dy: -15, text: (d: typeof gap) => signed(d.score), fill: color.ink, stroke: color.paper, strokeWidth: 4, fontWeight: "bold" }),
        ],
      },
    ];
  },
  caption: (out, { scoreA, scoreB, numQuestions, confidence, about }) => {
    const size = Math.abs(out.differenceQuestions);
    const worth = `${tenth(scoreA)}% and ${tenth(scoreB)}% differ by ${tenth(Math.abs(out.difference))} points, ${size < 1 ? "less than one question" : formatQuantity(size, "question", 3)} of ${formatNumber(numQuestions)}.`;
    const interval = ` At ${formatNumber(confidence)}% confidence, for ${about}, the difference lies between ${signed(out.lowDifference)} and ${signed(out.highDifference)} points${out.isSettled ? ", which settles the order" : ", so the order is open"}.`;
    const more = out.questionsToSettle === null ? " Equal scores settle nothing." : ` The higher score belongs to the better model with a probability of ${formatQuantity(out.rightOrderPercent, "%", 3)}; about ${formatQuantity(out.questionsToSettle, "question", 3)} would settle such a difference.`;
    return worth + interval + more;
  },
  table: (out, { scoreA, scoreB }) => ({
    columns: [
      { key: "what", label: "What" },
      { key: "value", label: "Value", unit: "%" },
      { key: "low", label: "From", unit: "%" },
      { key: "high", label: "To", unit: "%" },
    ],
    rows: [
      { what: "Score A", value: scoreA, low: out.lowA, high: out.highA },
      { what: "Score B", value: scoreB, low: out.lowB, high: out.highB },
      { what: "A minus B, in points", value: out.difference, low: out.lowDifference, high: out.highDifference },
    ],
    links: ["score-A", "score-B", "difference"],
  }),
});
