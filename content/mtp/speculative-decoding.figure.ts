import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import speculativeDecoding, { type SpeculationOut } from "./speculative-decoding.sim.ts";

const REPORTED = 1.8;
const times = (x: number): string => `${x.toFixed(2)} times`;
const percent = (share: number): string => formatQuantity(100 * share, "%", 3);
const drafts = (depth: number): string => `${depth} ${depth === 1 ? "draft" : "drafts"}`;

/** Heights from the lowest up, on a logarithmic scale, each at least `gap` times the one below. */
function spread<T extends { readonly speedup: number }>(ends: readonly T[], gap: number): (T & { readonly y: number })[] {
  let below = 0;
  return [...ends].sort((a, b) => a.speedup - b.speedup).map((end) => {
    below = Math.max(end.speedup, below * gap);
    return { ...end, y: below };
  });
}

/** Speed over the cost of verification: where each depth starts, and where it crosses the line of no gain. */
function speedPanel({ curves, expected }: SpeculationOut, depth: number, verifyCost: number, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const points = curves.flatMap((curve) => curve.points.map((point) => ({ ...point, depth: curve.depth })));
  type Point = (typeof points)[number];
  const top = Math.max(2, ...points.map((d) => d.speedup)) * 1.12;
  const bottom = Math.min(0.6, ...points.map((d) => d.speedup)) / 1.08;
  const ticks = [0.1, 0.2, 0.5, 1, 2, 3, 4, 6, 10].filter((y) => y >= bottom && y <= top);
  const here = { depth, verifyCost, speedup: expected.speedup };
  const own = points.filter((d) => d.depth === depth);
  const others = points.filter((d) => d.depth !== depth);
  const starts = points.filter((d) => d.verifyCost === 0);
  const ends = spread(points.filter((d) => d.verifyCost === 1), (top / bottom) ** (13 / 222));
  return {
    height: 300,
    marginLeft: 44,
    marginRight: 62,
    marginTop: 34,
    marginBottom: 44,
    x: { domain: [0, 1], label: narrow ? "one more token in a pass costs →" : "what one more token adds to a pass, in passes →", labelAnchor: "center", ticks: 5 },
    y: { type: "log", domain: [bottom, top], ticks, tickFormat: (y: number) => formatNumber(y), label: "↑ speed, without drafts = 1", grid: true },
    marks: [
      Plot.rect([0], { x1: 0, x2: 1, y1: bottom, y2: 1, fill: color.warning, fillOpacity: 0.1 }),
      Plot.ruleY([1], { stroke: color.ink, strokeWidth: 1.5 }),
      Plot.text(["slower than without"], { x: 0.02, y: 1, text: (line: string) => line, textAnchor: "start", dy: 14, fill: color.ink }),
      Plot.ruleY([REPORTED], { stroke: color.accent, strokeDasharray: "4 3" }),
      Plot.text(["reported: 1.8"], { x: 1, y: REPORTED, text: (line: string) => line, textAnchor: "end", dy: -8, fill: color.accent }),
      Plot.line(others, { x: "verifyCost", y: "speedup", z: "depth", stroke: color.quiet, strokeWidth: 1.2, strokeDasharray: "5 3" }),
      Plot.line(own, { x: "verifyCost", y: "speedup", stroke: color.series[0], strokeWidth: 3 }),
      Plot.dot(starts, { x: "verifyCost", y: "speedup", r: 2.5, fill: (d: Point) => (d.depth === depth ? color.series[0]! : color.quiet), ...reading<Point>((d) => `depth-${d.depth}`, (d) => `${drafts(d.depth)}, checked for nothing: ${times(d.speedup)} as fast`) }),
      Plot.text(ends, { x: 1, y: "y", text: (d: Point) => drafts(d.depth), textAnchor: "start", dx: 6, fill: (d: Point) => (d.depth === depth ? color.series[0]! : color.quiet) }),
      Plot.dot([here], { x: "verifyCost", y: "speedup", r: 6, fill: color.series[0], stroke: color.paper, ...reading<typeof here>(() => "here", (d) => `${drafts(d.depth)}, one more token adds ${formatNumber(d.verifyCost)} of a pass: ${times(d.speedup)} as fast`) }),
      Plot.text([here], { x: "verifyCost", y: "speedup", text: (d: typeof here) => d.speedup.toFixed(2), textAnchor: verifyCost > 0.6 ? "end" : "start", dx: verifyCost > 0.6 ? -10 : 12, dy: -10, fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
    ],
  };
}

/** How many tokens a pass yields: bars counted, ticks from the formula. */
function runsPanel({ runLengths }: SpeculationOut): Plot.PlotOptions {
  type Run = SpeculationOut["runLengths"][number];
  const read = (d: Run): string => `${formatQuantity(d.tokens, "token")}: ${percent(d.simulated)} of the passes counted, ${percent(d.expected)} by the formula`;
  return {
    height: 190,
    marginLeft: 44,
    marginRight: 62,
    marginTop: 30,
    marginBottom: 40,
    x: { type: "band", domain: runLengths.map((d) => d.tokens), label: "tokens that a pass yields →", labelAnchor: "center", padding: 0.35 },
    y: { domain: [0, 1.05 * Math.max(...runLengths.map((d) => Math.max(d.expected, d.simulated)))], tickFormat: (y: number) => `${Math.round(100 * y)}%`, ticks: 4, label: "↑ share of passes", grid: true },
    marks: [
      Plot.barY(runLengths, { x: "tokens", y: "simulated", fill: color.series[0], fillOpacity: 0.55, ...reading<Run>((d) => `run-${d.tokens}`, read) }),
      Plot.tickY(runLengths, { x: "tokens", y: "expected", stroke: color.ink, strokeWidth: 2.5 }),
      Plot.ruleY([0], { stroke: color.ink }),
    ],
  };
}

export default figure({
  sim: speculativeDecoding,
  title: "A good guess is worth most of a token, as long as checking it is cheap",
  validity: "A toy model: every draft is accepted with the same chance, whatever came before, and a pass costs the same for each token more. In real text acceptance varies and falls with depth. Lines are the formula, bars a count; the table has both.",
  controls: ["acceptance", "depth", "draftCost", "verifyCost", "numTokens"],
  presets: {
    "DeepSeek-V3, middle of the reported range": {},
    "Four drafts": { depth: 4 },
    "A guess that often fails": { acceptance: 0.5, depth: 4 },
    "Half a pass for each token more": { verifyCost: 0.5 },
    "Bound by arithmetic": { verifyCost: 1 },
    "Eight drafts, bound by arithmetic": { depth: 8, verifyCost: 1 },
    "A separate draft model": { acceptance: 0.7, depth: 4, draftCost: 0.15 },
  },
  plot: (out, { depth, verifyCost }, width) => [speedPanel(out, depth, verifyCost, width), runsPanel(out)],
  caption: ({ expected, simulated, standardError, numPasses, passCost, breakEvenCost }, { acceptance, depth, draftCost, verifyCost }) => {
    const verdict = expected.speedup > 1.005 ? `${times(expected.speedup)} as fast as without` : expected.speedup < 0.995 ? `slower than without, ${times(expected.speedup)} as fast` : "as fast as without";
    const room = breakEvenCost - draftCost;
    const limit = room >= 1 ? "Drafts pay however much checking costs." : room <= 0 ? "Drafting alone costs more than it can win." : `They stop paying when one more token adds ${formatNumber(room, 3)} of a pass.`;
    return `With ${percent(acceptance)} accepted and ${drafts(depth)} a pass, a pass yields ${formatNumber(expected.tokensPerPass, 4)} tokens (${formatNumber(simulated.tokensPerPass, 4)} counted over ${formatInteger(numPasses)} passes, give or take ${formatNumber(2 * standardError, 2)}) and takes ${formatNumber(passCost, 4)} times as long: ${verdict}. ${verifyCost < room || room <= 0 ? limit : `They pay only while one more token adds less than ${formatNumber(room, 3)}.`}`;
  },
  table: ({ expected, simulated, runLengths }) => ({
    columns: [{ key: "what", label: "Quantity" }, { key: "expected", label: "By the formula", unit: "ratio" }, { key: "simulated", label: "Counted", unit: "ratio" }],
    rows: [
      { what: "Tokens a pass", expected: expected.tokensPerPass, simulated: simulated.tokensPerPass },
      { what: "Speed, without drafts = 1", expected: expected.speedup, simulated: simulated.speedup },
      ...runLengths.map((run) => ({ what: `Share of passes that yield ${formatQuantity(run.tokens, "token")}`, expected: run.expected, simulated: run.simulated })),
    ],
    links: ["", "here", ...runLengths.map((run) => `run-${run.tokens}`)],
  }),
});
