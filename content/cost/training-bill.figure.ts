import * as Plot from "@observablehq/plot";
import type { StageCost } from "#domain/trainingCost.ts";
import { formatInteger, formatNumber, formatQuantity, formatUsd } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import trainingBill, { type BillOut } from "./training-bill.sim.ts";

const linkOf = (name: string): string => `bill-${name.replaceAll(" ", "-")}`;
const share = (part: number, whole: number): string => `${formatNumber(whole === 0 ? 0 : (100 * part) / whole, 3)}%`;
const reads = (out: BillOut) => (stage: StageCost): string => `${stage.name}: ${formatQuantity(stage.gpuHours, "GPU-hour")}, ${formatUsd(stage.usd)}, ${share(stage.usd, out.totalUsd)} of the bill`;

export default figure({
  sim: trainingBill,
  title: "Nearly the whole bill is pre-training",
  validity: "Hours times a rental price: what renting the GPUs of these runs would cost. Research before them, failed runs, data, staff and owned hardware are not in it, as the report itself says.",
  controls: ["run", "usdPerGpuHour", "numGpus", "stageGpuHours", "tokens"],
  presets: {
    "The bill as published": {},
    "What did R1 add?": { run: "DeepSeek-R1 on top of V3", numGpus: 512 },
    "V3 and R1 together": { run: "V3 and R1" },
    "At a price of four dollars": { usdPerGpuHour: 4 },
    "The same hours on a quarter of the GPUs": { numGpus: 512 },
    "A thousand times the hours, as misprinted": { run: "your own hours", stageGpuHours: [2664e6, 119e6, 5e6] },
  },
  plot: (out, _values, width) => {
    const narrow = isNarrow(width);
    const names = out.stages.map((stage) => stage.name);
    const top = Math.max(1, ...out.stages.map((stage) => stage.usd));
    const label = (stage: StageCost): string => (narrow ? `${formatUsd(stage.usd)}` : `${formatUsd(stage.usd)} · ${formatQuantity(stage.gpuHours, "GPU-hour")}`);
    const isLong = (stage: StageCost): boolean => stage.usd > top * 0.5;
    const text = { y: "name", text: label, dy: 8, fontWeight: "bold" } as const;
    return {
      height: 60 + 54 * out.stages.length,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 44,
      x: { domain: [0, top * 1.04], ticks: narrow ? 3 : 6, tickFormat: (usd: number) => formatUsd(usd, 3), label: "dollars →", labelAnchor: "center", grid: true },
      y: { domain: names, axis: null, padding: 0.1 },
      marks: [
        Plot.barX(out.stages, { x: "usd", y: "name", fill: color.series[0], insetTop: 20, insetBottom: 6, ...reading<StageCost>((stage) => linkOf(stage.name), reads(out)) }),
        Plot.text(out.stages, { x: 0, y: "name", text: (stage: StageCost) => stage.name, dy: -14, dx: 2, textAnchor: "start", fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        Plot.text(out.stages.filter(isLong), { ...text, x: "usd", dx: -8, textAnchor: "end", fill: color.paper }),
        Plot.text(out.stages.filter((stage) => !isLong(stage)), { ...text, x: "usd", dx: 8, textAnchor: "start", fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        Plot.ruleX([0], { stroke: color.quiet }),
      ],
    };
  },
  caption: (out, { run, usdPerGpuHour, numGpus, tokens }) => {
    const bill = `${formatQuantity(out.totalGpuHours, "GPU-hour")} at ${formatUsd(usdPerGpuHour)} make ${formatUsd(out.totalUsd)}`;
    const time = `On ${formatQuantity(numGpus, "GPU")} that takes ${formatQuantity(out.days, "day", 3)} in all`;
    if (run === "DeepSeek-R1 on top of V3") return `${bill}. ${time}; ${out.printedRuns.map(({ name, numGpus: gpus, hours, gpuHours }) => `${name} is printed as ${gpus} GPUs for about ${hours} hours, ${formatInteger(gpuHours)} GPU-hours`).join("; ")}. The base model, V3, is not in this bill.`;
    return `${bill}; ${out.stages[0]!.name} is ${share(out.stages[0]!.usd, out.totalUsd)} of it. ${time}${tokens < 1e12 ? "" : `, and a trillion of the ${formatNumber(tokens / 1e12, 4)} trillion tokens takes ${formatQuantity(out.daysPerTrillionTokens, "day", 2)}`}.`;
  },
  table: (out, { numGpus }) => ({
    columns: [
      { key: "name", label: "Stage" },
      { key: "gpuHours", label: "Time", unit: "GPU-hour" },
      { key: "usd", label: "Cost", unit: "USD" },
      { key: "days", label: `Days on ${formatQuantity(numGpus, "GPU")}`, unit: "day" },
    ],
    rows: [...out.stages, { name: "Total", gpuHours: out.totalGpuHours, usd: out.totalUsd }].map((stage) => ({ ...stage, days: stage.gpuHours / numGpus / 24 })),
    links: [...out.stages.map((stage) => linkOf(stage.name)), ""],
  }),
});
