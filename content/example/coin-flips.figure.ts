import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import coinFlips from "./coin-flips.sim.ts";

export default figure({
  sim: coinFlips,
  title: "A hundred flips still miss one half",
  validity: "Flips are independent; a real coin is not.",
  controls: ["numFlips", "headsProbability"],
  presets: { "Ten flips": { numFlips: 10 }, "Ten thousand": { numFlips: 10_000 } },
  plot: ({ share, standardError }, { headsProbability }) => ({
    height: 120,
    x: { domain: [0, 1], label: "share of heads" },
    y: { axis: null },
    marks: [
      Plot.ruleY([0], { x1: headsProbability - standardError, x2: headsProbability + standardError, stroke: color.quiet, strokeWidth: 6 }),
      Plot.dot([{ share }], { x: "share", y: 0, fill: color.accent, r: 6, ...reading(() => "share", () => `share of heads: ${formatNumber(share)}`) }),
    ],
  }),
  caption: ({ share, standardError }, { numFlips }) => `After ${formatNumber(numFlips)} flips, ${formatNumber(share)} are heads; one standard error is ${formatNumber(standardError)}.`,
  table: ({ numHeads, share }) => ({
    columns: [{ key: "numHeads", label: "Heads", unit: "count" }, { key: "share", label: "Share", unit: "ratio" }],
    rows: [{ numHeads, share }],
    links: ["share"],
  }),
});
