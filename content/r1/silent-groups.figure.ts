import * as Plot from "@observablehq/plot";
import { formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import silentGroups, { type SilentPoint } from "./silent-groups.sim.ts";

const percent = (x: number): string => formatQuantity(x, "%", x > 99 || x < 0.1 ? 3 : 2);
const DASHES = ["2 3", "6 3", "1 4"];

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
    // Where a label stands: on the left flank, high enough to be apart from the others.
    const labels = others.map(({ label, points }, i) => ({ i, label, ...points.find((d) => d.silentPercent < [82, 46, 14][i]!)! }));
    return {
      height: 270,
      marginLeft: 46,
      marginRight: isNarrow(width) ? 18 : 28,
      marginTop: 32,
      x: { domain: [0, 100], label: "answers that are right →", labelAnchor: "center", ticks: 5, tickFormat: (x: number) => `${x}%` },
      y: { domain: [0, 100], label: "↑ groups without a signal", ticks: 5, tickFormat: (y: number) => `${y}%`, grid: true },
      marks: [
        Plot.areaY(own, { x: "successPercent", y: "silentPercent", fill: color.series[0], fillOpacity: 0.14 }),
        ...others.map(({ points }, i) => Plot.line(points, { x: "successPercent", y: "silentPercent", stroke: color.quiet, strokeWidth: 1.5, strokeDasharray: DASHES[i]! })),
        Plot.line(own, { x: "successPercent", y: "silentPercent", stroke: color.series[0], strokeWidth: 2.5 }),
        Plot.text(labels, { x: "successPercent", y: "silentPercent", text: "label", textAnchor: "start", dx: 8, fill: color.quiet }),
        Plot.ruleX([current], { x: "successPercent", stroke: color.accent, strokeDasharray: "2 3" }),
        Plot.dot([current], { x: "successPercent", y: "silentPercent", r: 6, fill: color.series[0], stroke: color.paper, ...reading<SilentPoint>(() => "current", (d) => `${percent(d.successPercent)} right, ${formatQuantity(groupSize, "sample")}: ${percent(d.allWrongPercent)} of groups all wrong, ${percent(d.allRightPercent)} all right`) }),
        Plot.text([current], { x: "successPercent", y: "silentPercent", text: (d: SilentPoint) => percent(d.silentPercent), textAnchor: current.successPercent > 60 ? "end" : "start", dx: current.successPercent > 60 ? -12 : 12, dy: -10, fill: color.ink, fontWeight: "bold" }),
        Plot.ruleY([0], { stroke: color.ink }),
      ],
    };
  },
  caption: ({ current, loneRight, loneOthers }, { groupSize }) =>
    `With ${formatQuantity(groupSize, "sample")} to a question of which ${percent(current.successPercent)} are right, ${percent(current.silentPercent)} of the groups give no signal: ${percent(current.allWrongPercent)} all wrong, ${percent(current.allRightPercent)} all right. A single right answer in such a group has an advantage of ${loneRight.toFixed(2)}, and each wrong one ${loneOthers.toFixed(2)}.`,
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
