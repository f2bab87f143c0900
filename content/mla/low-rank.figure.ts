import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import lowRank, { type ErrorPoint, type LowRankOut } from "./low-rank.sim.ts";

const percent = (x: number): string => formatQuantity(Number((100 * x).toFixed(1)), "%");
/** Rounding leaves about 1e-14 where nothing is lost; it is not drawn as a loss. */
const shown = (x: number): number => (x < 1e-9 ? 0 : x);

const MEASURES = [
  { key: "jointError", name: "keys and values", short: "K and V", dash: "5 4" },
  { key: "attentionError", name: "attention output", short: "output", dash: undefined },
] as const;
type Measure = (typeof MEASURES)[number];
interface Series { link: string; name: string; stroke: string; curve: readonly ErrorPoint[]; marked: ErrorPoint | null }

const seriesOf = (out: LowRankOut): Series[] => [
  { link: "latent", name: "latent", stroke: familyColor("deepseek"), curve: out.curve, marked: out },
  { link: "gqa", name: "pooled", stroke: color.series[1], curve: out.pooledCurve, marked: out.pooled },
];

const line = ({ curve, stroke }: Series, { key, dash }: Measure): ReturnType<typeof Plot.line> =>
  Plot.line(curve, { x: "cachedFloats", y: (point: ErrorPoint) => shown(point[key]), stroke, strokeWidth: dash ? 1.75 : 3, strokeDasharray: dash });

const mark = ({ link, name, stroke, marked }: Series, measure: Measure): ReturnType<typeof Plot.dot> =>
  Plot.dot(marked ? [marked] : [], {
    x: "cachedFloats", y: (point: ErrorPoint) => shown(point[measure.key]), r: 5.5, symbol: link === "gqa" ? "square" : "circle", fill: measure.dash ? color.paper : stroke, stroke, strokeWidth: 2,
    ...reading<ErrorPoint>(() => link, (point) => `${name}, ${formatQuantity(point.cachedFloats, "dimension")} per token: error of the ${measure.name} ${percent(shown(point[measure.key]))}`),
  });

export default figure({
  sim: lowRank,
  title: "One shared latent loses less than pooled heads",
  validity: "Synthetic numbers, not DeepSeek's activations; one layer, no rotary key. The latent is the best for these very tokens; a real model learns its projections in training and must serve tokens it has not seen.",
  controls: ["rank", "spectrumDecay", "headSimilarity", "noise", "scoreSpread", "numHeads", "headDim", "numTokens"],
  presets: {
    "Few directions carry most": {},
    "Every direction matters alike": { spectrumDecay: 0 },
    "Heads almost alike": { headSimilarity: 0.95, spectrumDecay: 1.5 },
    "Sixty-four times smaller": { rank: 4 },
    "Nothing left out": { rank: 256 },
  },
  plot: (out, _values, width) => {
    const narrow = isNarrow(width);
    const series = seriesOf(out);
    const top = Math.max(1, ...series.flatMap(({ curve }) => curve.flatMap((point) => [point.jointError, point.attentionError])));
    const position = Math.log(out.cachedFloats) / Math.log(out.fullFloats);
    // Above its curve's falling line to the right, below it to the left; at either end of the axis, where there is room.
    const isLeft = (s: Series, measure: Measure): boolean => position > 0.72 || (position > 0.4 && (s.link === "gqa") === Boolean(measure.dash));
    // Where the two ways lose about as much, the caption and the table carry the pooled numbers.
    const number = (s: Series, measure: Measure): ReturnType<typeof Plot.text> =>
      Plot.text(s.marked && (s.link === "latent" || s.marked.jointError - out.jointError > 0.12) ? [s.marked] : [], {
        x: "cachedFloats", y: (point: ErrorPoint) => shown(point[measure.key]), text: (point: ErrorPoint) => `${narrow ? measure.short : measure.name} ${percent(shown(point[measure.key]))}`,
        textAnchor: isLeft(s, measure) ? "end" : "start", dx: isLeft(s, measure) ? -10 : 10, dy: (s.link === "gqa") === Boolean(measure.dash) ? 9 : -9, fill: color.ink, stroke: color.paper, strokeWidth: 5,
      });
    return {
      height: narrow ? 320 : 360,
      marginLeft: 52,
      x: { type: "log", base: 2, domain: [1, out.fullFloats], label: narrow ? "numbers cached per token →" : `numbers cached per token (all heads: ${formatInteger(out.fullFloats)}) →`, labelAnchor: "center", ticks: narrow ? 4 : 8, tickFormat: (x: number) => formatNumber(x) },
      y: { domain: [-0.07 * top, top], label: "↑ lost, relative error", tickFormat: (y: number) => percent(y), ticks: 5, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: color.rule }),
        Plot.ruleX([out.cachedFloats], { stroke: color.quiet, strokeDasharray: "2 4" }),
        ...series.flatMap((s) => MEASURES.map((measure) => line(s, measure))),
        Plot.text(out.pooledCurve.slice(0, 1), { x: "cachedFloats", y: (point: ErrorPoint) => Math.max(point.attentionError, point.jointError), text: () => "pooled heads", textAnchor: "end", dx: -10, fill: color.series[1], fontWeight: "bold" }),
        Plot.text(out.curve.slice(0, 1), { x: "cachedFloats", y: (point: ErrorPoint) => Math.max(point.attentionError, point.jointError), text: () => (narrow ? "latent" : "one latent"), textAnchor: "start", dx: 8, dy: -6, fill: familyColor("deepseek"), fontWeight: "bold" }),
        ...series.flatMap((s) => MEASURES.map((measure) => number(s, measure))),
        ...series.toReversed().flatMap((s) => MEASURES.map((measure) => mark(s, measure))),
      ],
    };
  },
  caption: (out) => {
    const pooled = out.pooled
      ? `Pooled heads, ${formatQuantity(out.pooled.numGroups, "group")} for ${formatInteger(out.pooled.cachedFloats)} numbers, lose ${percent(shown(out.pooled.jointError))} and ${percent(shown(out.pooled.attentionError))}.`
      : `Not even one group of pooled heads can be had for so few: it takes ${formatInteger(out.pooledCurve[0]!.cachedFloats)}.`;
    const factor = out.effectiveRank === out.fullFloats ? "" : `, ${formatNumber(out.compressionRatio, 3)} times fewer,`;
    return `With ${formatInteger(out.effectiveRank)} of ${formatInteger(out.fullFloats)} numbers per token${factor} the latent loses ${percent(shown(out.jointError))} of the keys and values and ${percent(shown(out.attentionError))} of the attention output. ${pooled}`;
  },
  table: (out) => {
    const rows = [
      ...out.curve.map((point) => ({ ...point, way: "one latent", links: "latent" })),
      ...out.pooledCurve.map(({ numGroups, ...point }) => ({ ...point, way: `pooled heads, ${formatQuantity(numGroups, "group")}`, links: "gqa" })),
    ];
    return {
      columns: [
        { key: "way", label: "What is cached" },
        { key: "cachedFloats", label: "Numbers per token", unit: "count" },
        { key: "keyError", label: "Error of keys", unit: "ratio" },
        { key: "valueError", label: "Error of values", unit: "ratio" },
        { key: "jointError", label: "Error of both", unit: "ratio" },
        { key: "attentionError", label: "Error of attention", unit: "ratio" },
      ],
      rows: rows.map(({ way, cachedFloats, keyError, valueError, jointError, attentionError }) => ({ way, cachedFloats, keyError: shown(keyError), valueError: shown(valueError), jointError: shown(jointError), attentionError: shown(attentionError) })),
      links: rows.map((row) => row.links),
    };
  },
});
