import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import ablation, { type Cell, type Size } from "./ablation.sim.ts";

const MODELS: Record<Size, { readonly name: string; readonly symbol: "circle" | "square"; readonly dy: number }> = {
  small: { name: "15.7B", symbol: "circle", dy: -6 },
  large: { name: "228.7B", symbol: "square", dy: 6 },
};
const signed = (x: number, digits = 2): string => `${x > 0 ? "+" : x < 0 ? "−" : ""}${formatNumber(Math.abs(x), digits)}`;
const read = ({ name, size, baseline, withMtp, gain }: Cell): string => `${name}, ${MODELS[size].name}: ${formatNumber(baseline)} without, ${formatNumber(withMtp)} with the module, ${signed(gain)} points`;
const linkOf = ({ id, size }: Cell): string => `${id}-${size}`;

export default figure({
  sim: ablation,
  title: "Most scores rise with the module, most of all in code, but not all",
  validity: "One run of each model. The report gives no spread between runs, so how much of a small difference is chance is not known. No benchmark here measures coherence of text.",
  controls: ["models", "measure"],
  presets: {
    "Both sizes, in points": {},
    "The small model": { models: "small" },
    "The large model": { models: "large" },
    "As a share of the errors left": { measure: "share of errors" },
  },
  plot: ({ cells }, { models, measure }, width) => {
    const narrow = isNarrow(width);
    const isShare = measure === "share of errors";
    const value = (d: Cell): number => (isShare ? d.errorCutPercent : d.gain);
    const names = [...new Set(cells.map((d) => d.name))];
    const [low, high] = [Math.min(-2, ...cells.map(value)) * (narrow ? 1.6 : 1.2), 1.1 * Math.max(...cells.map(value))];
    const dy = (d: Cell): number => (models === "both" ? MODELS[d.size].dy : 0);
    const bySize = (["small", "large"] as const).map((size) => ({ size, cells: cells.filter((d) => d.size === size) })).filter((group) => group.cells.length > 0);
    const fill = (d: Cell): string => (d.gain < 0 ? color.warning : d.size === "small" ? color.paper : color.series[0]!);
    const keys = bySize.map(({ size }, i) => ({ size, x: narrow ? i * 92 : i * 110 }));
    return {
      height: 66 + 34 * names.length,
      marginLeft: narrow ? 106 : 124,
      marginRight: 30,
      marginTop: 40,
      marginBottom: 42,
      x: { domain: [low, high], label: isShare ? "errors avoided, of those made without →" : "change of the score with the module, in points →", labelAnchor: "center", tickFormat: (x: number) => `${signed(x)}${isShare ? "%" : ""}`, ticks: narrow ? 5 : 8, grid: true },
      y: { domain: names, axis: null, padding: 0.3 },
      symbol: { type: "identity" as const },
      marks: [
        Plot.rect([0], { x1: low, x2: 0, fill: color.warning, fillOpacity: 0.08 }),
        Plot.ruleX([0], { stroke: color.ink }),
        Plot.text(names, { frameAnchor: "left", y: (name: string) => name, text: (name: string) => name, textAnchor: "end", dx: -8, fill: color.ink }),
        ...bySize.flatMap(({ size, cells: own }) => [
          Plot.ruleY(own, { x1: 0, x2: value, y: "name", dy: models === "both" ? MODELS[size].dy : 0, stroke: (d: Cell) => (d.gain < 0 ? color.warning : color.series[0]!), strokeWidth: 2, strokeOpacity: 0.5 }),
          Plot.dot(own, { x: value, y: "name", dy: models === "both" ? MODELS[size].dy : 0, symbol: MODELS[size].symbol, r: 5, fill, stroke: (d: Cell) => (d.gain < 0 ? color.warning : color.series[0]!), strokeWidth: 2, ...reading<Cell>(linkOf, read) }),
        ]),
        ...cells.map((d) => Plot.text([d], { x: value, y: "name", dx: value(d) < 0 ? -10 : 10, dy: dy(d), textAnchor: value(d) < 0 ? "end" : "start", text: (cell: Cell) => signed(value(cell)), fill: d.gain < 0 ? color.warning : color.quiet, fontSize: 10, fontWeight: d.gain < 0 ? "bold" : "normal" })),
        ...keys.map(({ size, x }) => Plot.text([size], { frameAnchor: "top-left", dx: x, dy: -30, text: () => `${size === "small" ? "○" : "■"} ${MODELS[size].name}`, fill: color.ink })),
      ],
    };
  },
  caption: ({ cells, numGains, numFalls, meanGain, largest, smallest, pile }) => {
    const falls = cells.filter((d) => d.gain < 0).map((d) => `${d.name} of the ${d.size} model (${signed(d.gain)})`);
    const told = `${numGains} of ${cells.length} scores rise and ${numFalls} ${numFalls === 1 ? "falls" : "fall"}: ${falls.join(" and ")}. The mean change is ${signed(meanGain)} points, the largest ${largest.name} of the ${largest.size} model, ${signed(largest.gain)}.`;
    const bits = pile.map((d) => `${formatNumber(d.baseline, 3)} to ${formatNumber(d.withMtp, 3)}`).join(" and ");
    return `${told}${smallest.gain >= 0 ? " None falls." : ""} Plain prediction hardly moves: the Pile test goes from ${bits} bits per byte.`;
  },
  table: ({ cells, pile }) => ({
    columns: [
      { key: "name", label: "Benchmark" },
      { key: "model", label: "Model" },
      { key: "baseline", label: "Without" },
      { key: "withMtp", label: "With the module" },
      { key: "gain", label: "Change" },
      { key: "errors", label: "Errors avoided" },
    ],
    rows: [
      ...cells.map((d) => ({ name: `${d.name}, ${d.shots} shots`, model: MODELS[d.size].name, baseline: d.baseline, withMtp: d.withMtp, gain: d.gain, errors: formatQuantity(d.errorCutPercent, "%", 2) })),
      ...pile.map((d) => ({ name: "Pile test, bits per byte (lower is better)", model: MODELS[d.size].name, baseline: d.baseline, withMtp: d.withMtp, gain: Math.round(1000 * (d.withMtp - d.baseline)) / 1000, errors: "-" })),
    ],
    links: [...cells.map(linkOf), ...pile.map(() => "")],
  }),
});
