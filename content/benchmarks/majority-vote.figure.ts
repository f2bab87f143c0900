import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import majorityVote, { type VotePoint } from "./majority-vote.sim.ts";

const tenth = (x: number): string => x.toFixed(1);
const votesOf = (n: number): string => (n === 1 ? "one answer" : `${formatNumber(n)} answers`);
/** DeepSeek-R1-Zero on AIME 2024: R1 report, Table 2, page 7. */
const PUBLISHED = [{ votes: 1, score: 71 }, { votes: 64, score: 86.7 }];

export default figure({
  sim: majorityVote,
  title: "A vote wins every problem whose right answer beats its rivals",
  validity: "A model of a test, not a test: difficulty follows a beta distribution, answers are independent, wrong answers agree on one rival or on nothing. The two published scores fix none of this; the settings are chosen so that the curve ends near them.",
  controls: ["meanPercent", "spreadPercent", "rivalPercent", "maxVotes", "numProblems", "numTests"],
  presets: {
    "Through both scores": {},
    "Through both, problems alike": { spreadPercent: 20, rivalPercent: 80 },
    "Through both, problems unlike": { spreadPercent: 60, rivalPercent: 15 },
    "Wrong answers all agree": { rivalPercent: 100 },
    "A weak model": { meanPercent: 20 },
  },
  plot: ({ points, low, high, bins, thresholdPercent }, { maxVotes }, width) => {
    const narrow = isNarrow(width);
    const margins = { marginLeft: 48, marginRight: narrow ? 88 : 92 };
    const last = points.at(-1)!;
    const bottom = Math.max(0, Math.floor((Math.min(points[0]!.majorityPercent, 71) - 8) / 10) * 10);
    const shown = PUBLISHED.filter(({ votes }) => votes <= maxVotes);
    const tenths = bins.map((percent, i) => ({ from: 10 * i, to: 10 * (i + 1), percent }));
    type Tenth = (typeof tenths)[number];
    const close = Math.abs(last.passPercent - last.majorityPercent) < 0.07 * (100 - bottom);
    return [
      {
        height: narrow ? 260 : 280,
        ...margins,
        marginTop: 28,
        x: { type: "log", base: 2, domain: [1, Math.max(2, maxVotes)], label: "answers to each problem →", labelAnchor: "center", ticks: [1, 2, 4, 8, 16, 32, 64, 128, 256].filter((x) => x <= maxVotes), tickFormat: (x: number) => String(x) },
        y: { domain: [bottom, 100], label: "↑ problems right, %", ticks: 5, grid: true },
        marks: [
          Plot.ruleX([last], { x: "votes", y1: () => Math.max(bottom, low), y2: high, stroke: color.series[0], strokeWidth: 8, strokeOpacity: 0.25, ...reading<VotePoint>(() => "majority", () => `nine tests in ten end between ${tenth(low)} and ${tenth(high)}%`) }),
          Plot.line(points, { x: "votes", y: "passPercent", stroke: color.series[1], strokeWidth: 2, strokeDasharray: "6 3" }),
          Plot.dot(points, { x: "votes", y: "passPercent", r: 3, fill: color.series[1], ...reading<VotePoint>(() => "pass", (d) => `at least one of ${votesOf(d.votes)} right: ${tenth(d.passPercent)}%`) }),
          Plot.line(points, { x: "votes", y: "majorityPercent", stroke: color.series[0], strokeWidth: 2.5 }),
          Plot.dot(points, { x: "votes", y: "majorityPercent", r: 3.5, fill: color.series[0], ...reading<VotePoint>(() => "majority", (d) => `majority of ${votesOf(d.votes)} right: ${tenth(d.majorityPercent)}%`) }),
          Plot.dot(shown, { x: "votes", y: "score", r: 6, symbol: "diamond", fill: color.paper, stroke: color.ink, strokeWidth: 2, ...reading<(typeof PUBLISHED)[number]>(() => "published", (d) => `published for R1-Zero with ${votesOf(d.votes)}: ${tenth(d.score)}%`) }),
          Plot.text(shown, { x: "votes", y: "score", dy: 17, text: (d: (typeof PUBLISHED)[number]) => tenth(d.score), fill: color.ink, textAnchor: (maxVotes === 64 ? "middle" : "start"), stroke: color.paper, strokeWidth: 4 }),
          Plot.text([last], { x: "votes", y: "passPercent", text: () => "at least one", textAnchor: "start", dx: 9, dy: close ? -7 : 0, fill: color.series[1] }),
          Plot.text([last], { x: "votes", y: "majorityPercent", text: () => "majority", textAnchor: "start", dx: 9, dy: close ? 7 : 0, fill: color.series[0], fontWeight: "bold" }),
        ],
      },
      {
        height: 180,
        ...margins,
        marginTop: 30,
        x: { domain: [0, 100], label: "how often the model solves a problem, % →", labelAnchor: "center", ticks: 5 },
        y: { label: "↑ problems, %", ticks: 4, grid: true },
        marks: [
          Plot.rectY(tenths, { x1: "from", x2: "to", y: "percent", insetLeft: 1, insetRight: 1, fill: (d: Tenth) => (d.from + 5 > thresholdPercent ? color.series[0] : color.quiet), ...reading<Tenth>((d) => `tenth-${d.from}`, (d) => `solved ${d.from} to ${d.to}% of the time: ${tenth(d.percent)}% of the problems`) }),
          Plot.ruleX([thresholdPercent], { stroke: color.ink, strokeDasharray: "3 3" }),
          Plot.text([thresholdPercent], { x: (x: number) => x, frameAnchor: "top", dy: -14, text: () => "won in the end →", textAnchor: "start", dx: 2, fill: color.ink }),
          Plot.ruleY([0], { stroke: color.ink }),
        ],
      },
    ];
  },
  caption: ({ points, low, high, limitPercent, thresholdPercent }, { maxVotes, numProblems }) => {
    const last = points.at(-1)!;
    const first = maxVotes === 1 ? `One answer is right in ${tenth(last.majorityPercent)}% of the problems` : `The majority of ${votesOf(maxVotes)} is right in ${tenth(last.majorityPercent)}% of the problems, where one answer is in ${tenth(points[0]!.majorityPercent)}%; at least one answer is right in ${tenth(last.passPercent)}%`;
    const ends = low === high ? `at ${tenth(low)}%` : `between ${tenth(low)} and ${tenth(high)}%`;
    return `${first}. A problem solved more than ${tenth(thresholdPercent)}% of the time is won in the end, which would give ${tenth(limitPercent)}%. Nine tests of ${formatNumber(numProblems)} problems in ten end ${ends}.`;
  },
  table: ({ points }) => ({
    columns: [
      { key: "votes", label: "Answers", unit: "sample" },
      { key: "majority", label: "Majority right", unit: "%" },
      { key: "pass", label: "At least one right", unit: "%" },
    ],
    rows: points.map(({ votes, majorityPercent, passPercent }) => ({ votes, majority: majorityPercent, pass: passPercent })),
    links: points.map(() => "majority"),
  }),
});
