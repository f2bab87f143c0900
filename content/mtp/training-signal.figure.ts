import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import trainingSignal, { ARRANGEMENTS, type Prediction, type SignalOut } from "./training-signal.sim.ts";

const COLUMNS = 6;
const nameOf = (depth: number, arrangement: string): string => (depth === 0 ? "model" : arrangement === ARRANGEMENTS[0] ? `module ${depth}` : `head ${depth + 1}`);
const token = (i: number): string => `t${i}`;
const upTo = (i: number): string => (i === 1 ? "t1" : `t1 to t${i}`);
const gapOf = ({ lastSeen, target }: Prediction): number => target - lastSeen - 1;
const linkOf = ({ position, depth }: Prediction): string => `p${position}-${depth}`;

/** The machine: a column for each position, the text below, one predictor above the other. */
function machinePanel({ predictions, depths, chain }: SignalOut, arrangement: string, position: number, width: number): Plot.PlotOptions {
  const isSequential = arrangement === ARRANGEMENTS[0];
  const rows = ["read", ...depths.map(({ depth }) => String(depth))];
  const inputs = Array.from({ length: COLUMNS }, (_, i) => i + 1);
  const empty = depths.flatMap(({ depth }) => inputs.filter((i) => !predictions.some((each) => each.depth === depth && each.position === i)).map((i) => ({ position: i, depth })));
  const isOwn = (d: Prediction): boolean => d.position === position;
  const cell = { x: "position", y: (d: { depth: number }) => String(d.depth), rx: 4, inset: 2 } as const;
  const read = (d: Prediction): string => `${nameOf(d.depth, arrangement)} at position ${d.position}: has seen ${upTo(d.lastSeen)}, predicts ${token(d.target)}`;
  // Where one predictor hands its vector up: the module below, or the trunk that all heads share.
  const steps = predictions.filter((d) => d.depth > 0);
  return {
    height: 40 + 54 * rows.length,
    marginLeft: isNarrow(width) ? 64 : 84,
    marginRight: isNarrow(width) ? 8 : 90,
    marginTop: 26,
    marginBottom: 8,
    x: { type: "band", domain: inputs, axis: null, padding: 0.06 },
    y: { type: "band", domain: rows.toReversed(), axis: null, padding: 0.16 },
    marks: [
      Plot.text([isSequential ? "→ predicted, + given: the token before it" : "→ predicted, each from the same vector below"], { text: (line: string) => line, frameAnchor: "top-left", dx: isNarrow(width) ? -56 : -76, dy: -20, fill: color.quiet }),
      Plot.cell(empty, { ...cell, fill: "none", stroke: color.rule, strokeDasharray: "3 3" }),
      Plot.cell(predictions.filter((d) => !isOwn(d)), { ...cell, fill: (d: Prediction) => (d.depth === 0 ? color.series[0]! : color.series[1]!), fillOpacity: 0.16, ...reading<Prediction>(linkOf, read) }),
      Plot.cell(predictions.filter(isOwn), { ...cell, fill: (d: Prediction) => (d.depth === 0 ? color.series[0]! : color.series[1]!), fillOpacity: 0.36, stroke: color.ink, strokeWidth: 2, ...reading<Prediction>(linkOf, read) }),
      Plot.text(steps, { x: "position", y: (d: Prediction) => String(d.depth), text: () => "↑", dy: 28, fill: isSequential ? color.ink : color.quiet, fontWeight: "bold" }),
      ...[0, 1].flatMap((row) => [true, false].map((own) => Plot.text(predictions.filter((d) => isOwn(d) === own && Math.sign(d.depth) === row), { x: "position", y: (d: Prediction) => String(d.depth), text: (d: Prediction) => `→ ${token(d.target)}`, dy: isSequential && row === 1 ? -7 : 0, fill: color.ink, fontWeight: own ? "bold" : "normal" }))),
      ...(isSequential ? [Plot.text(steps, { x: "position", y: (d: Prediction) => String(d.depth), text: (d: Prediction) => `+ ${token(d.lastSeen)}`, dy: 9, fill: color.quiet })] : []),
      Plot.text(inputs, { x: (i: number) => i, y: () => "read", text: token, dy: 4, fill: (i: number) => (i === position ? color.ink : color.quiet), fontWeight: "bold" }),
      Plot.text(rows, { frameAnchor: "left", y: (row: string) => row, text: (row: string) => (row === "read" ? "reads" : nameOf(Number(row), arrangement)), textAnchor: "end", dx: -6, dy: 2, fill: color.ink }),
      ...(isNarrow(width) ? [] : [Plot.text(depths, { frameAnchor: "right", y: (d: { depth: number }) => String(d.depth), text: (d: { weight: number }) => `weight ${formatNumber(d.weight, 2)}`, textAnchor: "start", dx: 10, fill: color.quiet })]),
      ...(chain.length === 0 ? [Plot.text(["no prediction here"], { frameAnchor: "top", text: (line: string) => line, fill: color.warning })] : []),
    ],
  };
}

/** What each prediction of one position has seen: filled, ring for the target, cross for a token it jumps over. */
function seenPanel({ chain }: SignalOut, arrangement: string, position: number, width: number): Plot.PlotOptions {
  const last = Math.max(position + 1, ...chain.map((d) => d.target));
  const marks = chain.flatMap((d) => Array.from({ length: d.target }, (_, i) => ({ ...d, token: i + 1, kind: i + 1 === d.target ? "target" : i + 1 <= d.lastSeen ? "seen" : "missed" })));
  type Mark = (typeof marks)[number];
  const of = (kind: string): Mark[] => marks.filter((d) => d.kind === kind);
  const rowOf = (d: Prediction): string => nameOf(d.depth, arrangement);
  const tokens = Array.from({ length: last }, (_, i) => i + 1);
  return {
    height: 74 + 30 * chain.length,
    marginLeft: isNarrow(width) ? 64 : 84,
    marginRight: isNarrow(width) ? 8 : 90,
    marginTop: 48,
    marginBottom: 8,
    x: { type: "band", domain: tokens, axis: null },
    y: { type: "band", domain: chain.map(rowOf).toReversed(), axis: null, padding: 0.1 },
    symbol: { type: "identity" as const },
    marks: [
      Plot.text([`position ${position}: ■ seen  ○ predicted  × jumped over`], { text: (line: string) => line, frameAnchor: "top-left", dx: isNarrow(width) ? -56 : -76, dy: -40, fill: color.quiet }),
      Plot.text(tokens, { x: (i: number) => i, frameAnchor: "top", text: token, dy: -18, fill: color.ink }),
      Plot.dot(of("seen"), { x: "token", y: rowOf, symbol: "square", r: 6, fill: color.series[0] }),
      Plot.dot(of("missed"), { x: "token", y: rowOf, symbol: "times", r: 6, stroke: color.warning, strokeWidth: 2.5 }),
      Plot.dot(of("target"), { x: "token", y: rowOf, symbol: "circle", r: 7, fill: color.paper, stroke: color.series[1], strokeWidth: 2.5, ...reading<Mark>(linkOf, (d) => `${rowOf(d)}: predicts ${token(d.target)} from ${upTo(d.lastSeen)}${gapOf(d) > 0 ? `; jumps over ${formatQuantity(gapOf(d), "token")}` : ""}`) }),
      Plot.text(chain.map(rowOf), { frameAnchor: "left", y: (row: string) => row, text: (row: string) => row, textAnchor: "end", dx: -6, fill: color.ink }),
    ],
  };
}

export default figure({
  sim: trainingSignal,
  title: "A module sees every token before the one it predicts",
  validity: "Which token is seen and predicted where, in training, and how the losses are weighted. It does not show that learning from more predictions makes a better model. Of a longer text the first positions are drawn.",
  controls: ["numModules", "arrangement", "position", "lambda", "sequenceTokens"],
  presets: {
    "DeepSeek-V3: one module": {},
    "The last tenths of training": { lambda: 0.1 },
    "Two modules in sequence": { numModules: 2 },
    "Four predicted tokens, side by side": { numModules: 3, arrangement: ARRANGEMENTS[1], lambda: 1 },
    "Four, in sequence": { numModules: 3 },
    "Next token only": { numModules: 0 },
    "The end of the text": { numModules: 2, position: 6 },
    "A whole training sequence": { sequenceTokens: 4096 },
  },
  plot: (out, { arrangement, position }, width) => [machinePanel(out, arrangement, position, width), seenPanel(out, arrangement, position, width)],
  caption: ({ chain, numPredictions, timesAsMany, furtherWeight }, { position, numModules, lambda, sequenceTokens, arrangement }) => {
    const last = chain.at(-1)!;
    const gap = gapOf(last);
    const seen = `At position ${position}, ${nameOf(last.depth, arrangement) === "model" ? "the model" : nameOf(last.depth, arrangement)} predicts ${token(last.target)} and has seen ${upTo(last.lastSeen)}${gap > 0 ? `: it jumps over ${formatQuantity(gap, "token")}` : ", every token before it"}.`;
    const short = chain.length <= numModules ? ` Nothing further can be predicted here, because the text ends.` : "";
    const counts = `A text of ${formatQuantity(sequenceTokens, "token")} gives ${formatInteger(numPredictions)} predictions, ${formatNumber(timesAsMany, 4)} for each token read`;
    return numModules === 0 ? `${seen} ${counts}.` : `${seen}${short} ${counts}. With a weight of ${formatNumber(lambda)} the further ones count ${formatNumber(furtherWeight, 3)} where the next tokens count 1.`;
  },
  table: ({ predictions, depths }, { arrangement }) => ({
    columns: [
      { key: "who", label: "Predictor" },
      { key: "position", label: "Position" },
      { key: "seen", label: "Has seen" },
      { key: "target", label: "Predicts" },
      { key: "gap", label: "Tokens jumped over", unit: "count" },
      { key: "weight", label: "Weight of the prediction in the loss", unit: "ratio" },
    ],
    rows: predictions.map((d) => ({ who: nameOf(d.depth, arrangement), position: d.position, seen: upTo(d.lastSeen), target: token(d.target), gap: gapOf(d), weight: depths[d.depth]!.weightOfOne })),
    links: predictions.map(linkOf),
  }),
});
