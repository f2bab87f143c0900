import * as Plot from "@observablehq/plot";
import { formatNumber, formatUsd, formatUsdBriefly } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow, type Family } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import modelComparison, { type ComparisonOut, type ModelCost } from "./model-comparison.sim.ts";

type Unit = ComparisonOut["unit"];

const FAMILIES: readonly string[] = ["deepseek", "llama", "qwen", "kimi", "gpt"] satisfies Family[];
const paint = (family: string): string => (FAMILIES.includes(family) ? familyColor(family as Family) : color.quiet);

function amount(x: number, unit: Unit): string {
  if (unit === "USD") return formatUsd(x, 3);
  if (unit === "FLOP") return `${formatNumber(x / 1e24, 3)} × 10^24`;
  return x >= 1e6 ? `${formatNumber(x / 1e6, 4)} million` : formatNumber(x, 4);
}
const said = ({ low, high }: ModelCost, unit: Unit): string => (low === high ? amount(low, unit) : unit === "USD" ? `$${formatNumber(low / 1e6, 3)}–${formatNumber(high / 1e6, 3)} million` : `${amount(low, unit)} to ${amount(high, unit)}`);
const linkOf = (model: ModelCost): string => `run-${model.id}`;
const WORD: Record<Unit, string> = { "GPU-hour": " GPU-hours", FLOP: " FLOP", USD: "" };
const LABEL: Record<Unit, string> = { "GPU-hour": "GPU-hours", FLOP: "FLOP", USD: "dollars" };

const reads = (unit: Unit) => (model: ModelCost): string =>
  `${model.name}: ${said(model, unit)}${WORD[unit]}, ${model.author}${model.gpu === "" ? "" : `, ${model.gpu}`}${model.impliedTflops === null ? "" : `; ${formatNumber(model.impliedTflops, 3)} TFLOP/s a GPU on average`}`;

export default figure({
  sim: modelComparison,
  title: "The saving is less arithmetic, not faster hours",
  validity: "One method at a time; numbers of different methods do not compare. Makers count different things: Llama 4 pre-training only, V3 its official run. Hours of unlike GPUs are not equal. Estimates are Epoch AI's, a range being the spread of its own files; no maker confirmed them.",
  controls: ["method", "usdPerGpuHour"],
  presets: {
    "Published hours": {},
    "Their rent at one price": { method: "rent of those hours" },
    "Arithmetic": { method: "arithmetic, 6 FLOP a parameter and token" },
    "Estimates: owned hardware": { method: "estimate: owned hardware and energy" },
    "Estimates: rent from a cloud": { method: "estimate: rent from a cloud" },
    "Estimates: buying the cluster": { method: "estimate: buying the cluster" },
  },
  plot: ({ models, unit, isEstimate }, _values, width) => {
    const narrow = isNarrow(width);
    const names = models.map((model) => model.name);
    const low = Math.min(...models.map((model) => model.low)) / 2.2;
    const high = Math.max(...models.map((model) => model.high)) * (narrow ? (isEstimate ? 40 : 16) : unit === "GPU-hour" ? 20 : 8);
    const powers = Array.from({ length: 40 }, (_, at) => 10 ** at).filter((x) => x >= low && x <= high);
    const isOwn = (model: ModelCost): boolean => model.family === "deepseek";
    const written = (model: ModelCost): string => (!narrow || unit !== "USD" ? said(model, unit) : model.low === model.high ? formatUsdBriefly(model.low) : `${formatUsdBriefly(model.low).slice(0, -1)}–${formatUsdBriefly(model.high).slice(1)}`);
    const text = reading<ModelCost>(linkOf, reads(unit));
    const showsRate = !narrow && unit === "GPU-hour";
    const tick = (x: number): string => (unit === "USD" ? formatUsdBriefly(x, 1) : unit === "FLOP" ? `10^${Math.round(Math.log10(x))}` : x >= 1e6 ? `${x / 1e6}M` : `${x / 1e3}K`);
    return {
      height: (showsRate ? 78 : 58) + 34 * models.length,
      marginLeft: narrow ? 116 : 156,
      marginRight: 8,
      marginTop: showsRate ? 26 : 6,
      marginBottom: 44,
      x: { type: "log", domain: [low, high], ticks: powers, tickFormat: tick, label: `${LABEL[unit]}, log scale →`, labelAnchor: "center", grid: true },
      y: { domain: names, axis: null, padding: 0.4 },
      marks: [
        Plot.text(models, { x: low, y: "name", text: (model: ModelCost) => (narrow ? model.name.replace("DeepSeek-R1, with V3", "R1, with V3") : model.name), textAnchor: "end", dx: -8, fill: color.ink }),
        ...(showsRate
          ? [
              Plot.text(models, { x: high, y: "name", text: (model: ModelCost) => (model.impliedTflops === null ? "not known" : formatNumber(model.impliedTflops, 3)), textAnchor: "end", dx: -4, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
              Plot.text(["TFLOP/s a GPU, on average"], { frameAnchor: "top-right", dy: -18, text: (words: string) => words, fill: color.quiet }),
            ]
          : []),
        // A published number is a dot on a stem; an estimate is a range, open at both ends.
        ...(isEstimate ? [] : [Plot.ruleY(models, { x1: low, x2: "low", y: "name", stroke: color.rule })]),
        Plot.link(isEstimate ? models : [], { x1: "low", x2: "high", y1: "name", y2: "name", stroke: (model: ModelCost) => paint(model.family), strokeWidth: 7, strokeLinecap: "round", strokeOpacity: 0.45 }),
        ...(["low", "high"] as const).map((end) => Plot.dot(models, { x: end, y: "name", r: 5.5, fill: (model: ModelCost) => (isEstimate ? color.paper : paint(model.family)), stroke: (model: ModelCost) => paint(model.family), strokeWidth: 2, ...(end === "low" ? text : {}) })),
        ...[true, false].map((isBold) => Plot.text(models.filter((model) => isOwn(model) === isBold), { x: "high", y: "name", dx: 11, textAnchor: "start", text: written, fill: color.ink, stroke: color.paper, strokeWidth: 4, fontWeight: isBold ? "bold" : "normal" })),
      ],
    };
  },
  caption: ({ models, unit, isEstimate, missing }, { method, usdPerGpuHour }) => {
    const [v3, llama] = ["deepseek-v3", "llama-31-405b"].map((id) => models.find((model) => model.id === id));
    const price = method === "rent of those hours" ? `, at ${formatUsd(usdPerGpuHour)} an hour` : "";
    if (v3 && llama) {
      const speed = v3.impliedTflops && llama.impliedTflops && unit === "GPU-hour" ? ` An hour of either did about as much: ${formatNumber(v3.impliedTflops, 3)} and ${formatNumber(llama.impliedTflops, 3)} TFLOP/s.` : "";
      return `Counted as ${method}${price}: DeepSeek-V3 ${said(v3, unit)}${WORD[unit]}, Llama 3.1 405B ${said(llama, unit)}${WORD[unit]}, ${formatNumber(llama.timesV3!, 3)} times as much.${speed}`;
    }
    const [first, last] = [models[0]!, models.at(-1)!];
    return `${isEstimate ? "Epoch AI's estimates, by one method" : "By this method"} (${method.replace("estimate: ", "")}): from ${said(first, unit)} for ${first.name} to ${said(last, unit)} for ${last.name}. ${missing.includes("DeepSeek-V3") ? "For DeepSeek-V3 there is none: its price is reported, not estimated this way." : ""}`.trim();
  },
  table: ({ models, unit }) => ({
    columns: [
      { key: "name", label: "Model" },
      { key: "low", label: "From", unit },
      { key: "high", label: "To", unit },
      { key: "times", label: "Times DeepSeek-V3" },
      { key: "speed", label: "A GPU on average", unit: "TFLOP/s" },
      { key: "author", label: "Whose number" },
      { key: "where", label: "Where" },
    ],
    rows: models.map(({ name, low, high, timesV3, impliedTflops, author, where }) => ({ name, low, high, times: timesV3 ?? "none", speed: impliedTflops ?? "none", author, where })),
    links: models.map(linkOf),
  }),
});
