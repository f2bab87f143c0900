import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity, formatUsd } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, familyColor, isNarrow, type Family } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import openToWhom, { type HostedModel } from "./open-to-whom.sim.ts";

const linkOf = (model: HostedModel): string => `weights-${model.id}`;
const size = (gigabytes: number): string => (gigabytes >= 1000 ? `${formatNumber(gigabytes / 1000, 3)} TB` : `${formatNumber(gigabytes, 3)} GB`);
const gpus = ({ fewestGpus, usualGpus }: HostedModel): string => (fewestGpus === usualGpus ? formatQuantity(fewestGpus, "GPU") : `${fewestGpus} GPUs, in practice ${usualGpus}`);
const reads = (model: HostedModel): string => `${model.name}: ${size(model.gigabytes)}, ${gpus(model)}, ${formatUsd(model.usdPerDay)} a day. Licence: ${model.licence}.`;

export default figure({
  sim: openToWhom,
  title: "The licence is open to all, the memory to few",
  validity: "Weights alone, all at one precision: cache, activations and software come on top, so this is a lower bound. A machine holds eight GPUs. Whether a model is any good at a given number of bits is not asked here.",
  controls: ["bits", "memoryGB", "usdPerGpuHour"],
  presets: {
    "One byte, as V3 was released": {},
    "BF16": { bits: 16 },
    "Four bits": { bits: 4 },
    "Larger GPUs, 141 GB": { memoryGB: 141 },
    "A card of 24 GB at home, four bits": { bits: 4, memoryGB: 24 },
  },
  plot: ({ models }, { memoryGB }, width) => {
    const narrow = isNarrow(width);
    const isOwn = (model: HostedModel): boolean => model.family === "deepseek";
    const marks = [{ at: memoryGB, name: "1 GPU" }, { at: 8 * memoryGB, name: narrow ? "8" : "8 GPUs, a machine" }];
    const low = Math.min(0.5 * models[0]!.gigabytes, 0.5 * memoryGB);
    const high = Math.max(models.at(-1)!.gigabytes, 8 * memoryGB) * 1.3;
    const ticks = (narrow ? [1, 100, 10000] : [0.1, 1, 10, 100, 1000, 10000]).filter((x) => x >= low && x <= high);
    return {
      height: 84 + 27 * models.length,
      marginLeft: narrow ? 136 : 178,
      marginRight: narrow ? 84 : 200,
      marginTop: 30,
      marginBottom: 42,
      x: { type: "log", domain: [low, high], ticks, tickFormat: (x: number) => size(x), label: "weights, log scale →", labelAnchor: "center", grid: true },
      y: { domain: models.map((model) => model.name), axis: null, padding: 0.35 },
      marks: [
        Plot.barX(models, { x1: low, x2: "gigabytes", y: "name", fill: (model: HostedModel) => familyColor(model.family as Family), fillOpacity: (model: HostedModel) => (isOwn(model) ? 1 : 0.55), ...reading<HostedModel>(linkOf, reads) }),
        Plot.ruleX(marks, { x: "at", stroke: color.accent, strokeWidth: 1.5, strokeDasharray: "5 3" }),
        ...(narrow ? [Plot.text(["size, GPUs"], { text: (line: string) => line, frameAnchor: "top-right", textAnchor: "start", dx: 10, dy: -22, fill: color.quiet })] : []),
        Plot.text(marks, { x: "at", frameAnchor: "top", dy: -16, text: "name", textAnchor: "middle", fill: color.accent, stroke: color.paper, strokeWidth: 4 }),
        ...[true, false].map((bold) => Plot.text(models.filter((model) => isOwn(model) === bold), { x: low, y: "name", text: "name", textAnchor: "end", dx: -6, fill: color.ink, fontWeight: bold ? "bold" : "normal" })),
        Plot.text(models, { frameAnchor: "right", y: "name", text: (model: HostedModel) => (narrow ? `${size(model.gigabytes)}, ${model.fewestGpus}` : `${size(model.gigabytes)}: ${gpus(model)}`), textAnchor: "start", dx: 10, fill: color.ink }),
      ],
    };
  },
  caption: ({ models, onOneGpu, onOneMachine }, { bits, memoryGB }) => {
    const v3 = models.find((model) => model.id === "deepseek-v3")!;
    return `At ${formatQuantity(bits, "bit")} a parameter and ${formatNumber(memoryGB)} GB a GPU, the weights of V3 or R1 take ${size(v3.gigabytes)}: ${gpus(v3)}, ${formatUsd(v3.usdPerDay)} a day in rent. Of these ${models.length} models ${onOneGpu} ${onOneGpu === 1 ? "fits" : "fit"} one GPU and ${onOneMachine} a machine of eight.`;
  },
  table: ({ models }) => ({
    columns: [{ key: "name", label: "Model" }, { key: "gigabytes", label: "Weights", unit: "GB" }, { key: "fewestGpus", label: "Fewest GPUs" }, { key: "usualGpus", label: "As a power of two" }, { key: "usdPerDay", label: "A day's rent", unit: "USD" }, { key: "licence", label: "Licence of the weights" }, { key: "from", label: "Size from" }],
    rows: models.map((model) => ({ name: model.name, gigabytes: model.gigabytes, fewestGpus: model.fewestGpus, usualGpus: model.usualGpus, usdPerDay: model.usdPerDay, licence: model.licence, from: `${model.cite}, ${model.where}` })),
    links: models.map(linkOf),
  }),
});
