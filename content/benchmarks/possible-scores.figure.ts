import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import possibleScores, { type NearestScore } from "./possible-scores.sim.ts";

const HALF = 0.05;
const runsOf = (n: number): string => (n === 1 ? "one run" : `${formatNumber(n)} runs`);
const hundredth = (x: number): string => x.toFixed(2);

export default figure({
  sim: possibleScores,
  title: "A printed score cannot come from the runs described",
  validity: "Only scores that are a share of right answers, each right or wrong, rounded to one decimal. That a score is possible proves nothing; that it is not proves that something else was done than was said.",
  controls: ["score", "numQuestions", "numRuns"],
  presets: {
    "GPT-4o on AIME, 16 runs": {},
    "V3 on AIME, 16 runs": { score: 39.2 },
    "R1 on AIME, 64 runs": { score: 79.8, numRuns: 64 },
    "A vote on AIME: 52.7": { score: 52.7, numRuns: 1 },
    "MATH-500, greedy: 56.3": { score: 56.3, numQuestions: 500, numRuns: 1 },
    "MATH-500, greedy: V3": { score: 90.2, numQuestions: 500, numRuns: 1 },
  },
  plot: ({ nearest }, { numRuns, score }, width) => {
    const said = nearest[numRuns - 1]!;
    const reach = Math.max(0.12, 1.15 * Math.max(...nearest.map((d) => Math.abs(d.deviation))));
    const text = reading<NearestScore>((d) => `runs-${d.runs}`, (d) => `${runsOf(d.runs)}: ${formatNumber(d.count)} of ${formatNumber(d.total)} is ${hundredth(d.percent)}%, ${d.isPossible ? "which prints as" : "which does not print as"} ${score.toFixed(1)}%`);
    return {
      height: isNarrow(width) ? 260 : 280,
      marginLeft: 58,
      marginRight: 20,
      marginTop: 32,
      x: { domain: [0, 65], label: "runs averaged →", labelAnchor: "center", ticks: [1, 16, 32, 48, 64] },
      y: { domain: [-reach, reach], label: "↑ nearest possible score minus the printed one, points", ticks: 5, grid: true, tickFormat: (y: number) => formatNumber(y) },
      marks: [
        Plot.rect([0], { x1: 0, x2: 65, y1: -HALF, y2: HALF, fill: color.accent, fillOpacity: 0.16 }),
        Plot.ruleY([0], { stroke: color.ink, strokeWidth: 0.75 }),
        Plot.ruleX([said], { x: "runs", stroke: color.quiet, strokeDasharray: "2 3" }),
        Plot.dot(nearest, { x: "runs", y: "deviation", r: 3.2, fill: (d: NearestScore) => (d.isPossible ? color.series[0] : color.paper), stroke: (d: NearestScore) => (d.isPossible ? color.series[0] : color.warning), strokeWidth: 1.5, ...text }),
        Plot.dot([said], { x: "runs", y: "deviation", r: 7, fill: "none", stroke: color.ink, strokeWidth: 2 }),
        Plot.text([said], { x: "runs", y: "deviation", dx: numRuns > 48 ? -12 : 12, dy: -12, textAnchor: numRuns > 48 ? "end" : "start", text: () => (said.isPossible ? "possible" : "not possible"), fontWeight: "bold", fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
      ],
    };
  },
  caption: ({ isPossible, below, above, fewestRuns }, { score, numQuestions, numRuns }) => {
    const total = formatNumber(numQuestions * numRuns);
    const next = `The neighbouring scores are ${hundredth(below)}% and ${hundredth(above)}%.`;
    const fewest = fewestRuns === null ? "No number of runs up to 64 can print it." : fewestRuns === 1 ? "A single run can." : `The fewest runs that can print it are ${formatNumber(fewestRuns)}.`;
    return isPossible
      ? `${runsOf(numRuns)[0]!.toUpperCase()}${runsOf(numRuns).slice(1)} of ${formatQuantity(numQuestions, "question")} can print ${score.toFixed(1)}%. ${fewest}`
      : `No count of right answers out of ${total} prints as ${score.toFixed(1)}%. ${next} ${fewest}`;
  },
  table: ({ nearest }) => ({
    columns: [
      { key: "runs", label: "Runs", unit: "count" },
      { key: "count", label: "Right answers", unit: "count" },
      { key: "total", label: "Out of", unit: "count" },
      { key: "percent", label: "Nearest score", unit: "%" },
      { key: "possible", label: "Prints the score" },
    ],
    rows: nearest.map(({ runs, count, total, percent, isPossible }) => ({ runs, count, total, percent: Number(percent.toFixed(3)), possible: isPossible ? "yes" : "no" })),
    links: nearest.map(({ runs }) => `runs-${runs}`),
  }),
});
