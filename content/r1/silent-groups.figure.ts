import * as Plot from "@observablehq/plot";
import { formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import silentGroups, { type SilentPoint } from "./silent-groups.sim.ts";

const percent = (x: number): string => (x > 0 && x < 0.01 ? "under 0.01%" : formatQuantity(x, "%", x > 99 ? 3 : 2));
/** The other sizes: how their lines look, and where their key stands. */
const KEYS = [{ dash: "2 3", y: 95 }, { dash: "7 3", y: 86 }, { dash: "1 4", y: 77 }];

export default figure({
  sim: silentGroups,
  title: "A question that is too hard or too easy teaches a small group nothing",
  validity: "Answers are right or wrong with one probability, each on its own, and the checker makes no mistake.",
  controls: ["successPercent", "groupSize"],
  presets: {
    "A hard question, as many answers as for R1": {},
    "Four times as many answers": { groupSize: 64 },
    "A pair of answers": { groupSize: 2 },
    "A question half known": { successPercent: 50 },
    "A question almost learned": { successPercent: 98 },
  },
  plot: ({ own, others, current }, { groupSize }, width) => {
    const from = isNarrow(width) ? 18 : 34;
    return {
      height: 270,
      marginLeft: 46,
      marginRight: isNarrow(width) ? 18 : 28,
      marginTop: 32,
      x: { domain: [0, 100], label: "answers that are right →", labelAnchor: "center", ticks: 5, tickFormat: (x: number) => `${x}%` },
      y: { domain: [0, 100], label: "↑ groups without a signal", ticks: 5, tickFormat: (y: number) => `${y}%`, grid: true },
      marks: [
        Plot.areaY(own, { x: "successPercent", y: "silentPercent", fill: color.series[0], fillOpacity: 0.14 }),
        ...others.map(({ points }, i) => Plot.line(points, { x: "successPercent", y: "silentPercent", stroke: color.quiet, strokeWidth: 1.5, strokeDasharray: KEYS[i]!.dash })),
        Plot.line(own, { x: "successPercent", y: "silentPercent", stroke: color.series[0], strokeWidth: 2.5 }),
        ...others.flatMap(({ label }, i) => [
          Plot.line([{ x: from, y: KEYS[i]!.y }, { x: from + 9, y: KEYS[i]!.y }], { x: "x", y: "y", stroke: color.quiet, strokeWidth: 1.5, strokeDasharray: KEYS[i]!.dash }),
          Plot.text([label], { x: from + 11, y: KEYS[i]!.y, textAnchor: "start", fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        ]),
        Plot.ruleX([current], { x: "successPercent", stroke: color.accent, strokeDasharray: "2 3" }),
        Plot.dot([current], { x: "successPercent", y: "silentPercent", r: 6, fill: color.series[0], stroke: color.paper, ...reading<SilentPoint>(() => "current", (d) => `${percent(d.successPercent)} right, ${`${groupSize} answers`}: ${percent(d.allWrongPercent)} of groups all wrong, ${percent(d.allRightPercent)} all right`) }),
        Plot.text([current], { x: "successPercent", y: "silentPercent", text: (d: SilentPoint) => percent(d.silentPercent), textAnchor: current.successPercent > 60 ? "end" : "start", dx: current.successPercent > 60 ? -12 : 12, dy: -10, fill: color.ink, fontWeight: "bold" }),
        Plot.ruleY([0], { stroke: color.ink }),
      ],
    };
  },
  caption: ({ current, loneRight, loneOthers }, { groupSize }) =>
    `With ${`${groupSize} answers`} to a question of which ${percent(current.successPercent)} are right, ${percent(current.silentPercent)} of the groups give no signal: ${percent(current.allWrongPercent)} all wrong, ${percent(current.allRightPercent)} all right. A single right answer in such a group has an advantage of ${loneRight.toFixed(2)}, and each wrong one ${loneOthers.toFixed(2)}.`,
  table: ({ own }, { groupSize }) => ({
    columns: [
      { key: "successPercent", label: "Right", unit: "%" },
      { key: "allWrongPercent", label: `All of ${groupSize} wrong`, unit: "%" },
      { key: "allRightPercent", label: `All of ${groupSize} right`, unit: "%" },
      { key: "silentPercent", label: "No signal", unit: "%" },
    ],
    rows: own.filter((_, i) => i % 10 === 0 || i === 5 || i === 95).map((d) => ({ ...d })),
  }),
});
