import * as Plot from "@observablehq/plot";
import { formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import whatBandwidthCosts, { type DesignRow, type StepTime } from "./what-bandwidth-costs.sim.ts";

const seconds = (x: number): string => formatQuantity(x, "s", 3);
const percent = (x: number): string => `${x < 0 ? "−" : "+"}${formatNumber(Math.abs(x), 2)}%`;
const isNothing = ({ extraPercent }: DesignRow): boolean => Math.abs(extraPercent) < 0.05;
const tell = ({ id, label }: DesignRow): string => (id === "chosen" ? "this design" : label);

/** Where the time of a step goes that is not computing, in words. */
function waits({ exposedSeconds, tensorParallelSeconds }: StepTime): string {
  if (exposedSeconds < 1e-9) return "nothing is left waiting";
  const rest = exposedSeconds - tensorParallelSeconds;
  return [...(rest > 1e-9 ? [`${seconds(rest)} wait for the exchange`] : []), ...(tensorParallelSeconds > 0 ? [`${seconds(tensorParallelSeconds)} for sums of attention`] : [])].join(" and ");
}

export default figure({
  sim: whatBandwidthCosts,
  title: "By this model the cut link costs DeepSeek's design nothing",
  validity: "Links always full and equal load, no latency, no bubbles. The rate of computing is what V3 reached in all, its waits included. Exchange takes processor cores as well, which is not counted. Splitting attention is a choice V3 did not make; one sum forward and one backward in each layer.",
  controls: ["linkGBps", "copies", "dispatchIsFp8", "linksRunAtOnce", "hidesBehindCompute", "splitsAttention", "reachedPercent", "ibGBps", "computeTflops"],
  presets: {
    "V3 on H800": {},
    "Attention split": { splitsAttention: true },
    "Nothing overlapped, links in turn": { hidesBehindCompute: false, linksRunAtOnce: false },
    "None of V3's choices": { copies: "per-node", dispatchIsFp8: false, linksRunAtOnce: false, hidesBehindCompute: false, splitsAttention: true },
    "A GPU twice as fast": { computeTflops: 770 },
    "A link of 80 GB/s": { linkGBps: 80 },
  },
  plot: ({ rows }, { linkGBps }, width) => {
    const narrow = isNarrow(width);
    const top = Math.max(...rows.flatMap(({ cut, full }) => [cut.stepSeconds, full.stepSeconds]));
    const bottom = Math.min(...rows.flatMap(({ cut, full }) => [cut.computeSeconds, full.computeSeconds]));
    const ends = rows.flatMap((row) => [{ row, time: row.full, isCut: false }, { row, time: row.cut, isCut: true }]);
    const above = (list: readonly DesignRow[], text: (row: DesignRow) => string, isBold: boolean) => Plot.text(list, { frameAnchor: "left", y: "id", dx: 4, dy: -9, textAnchor: "start", text, fill: color.ink, stroke: color.paper, strokeWidth: 4, fontWeight: isBold ? "bold" : "normal" });
    const edge = (row: DesignRow): number => Math.max(row.cut.stepSeconds, row.full.stepSeconds);
    return {
      height: 62 + 46 * rows.length,
      marginLeft: 12,
      marginRight: narrow ? 52 : 60,
      marginTop: 30,
      x: { domain: [bottom - (top - bottom) * 0.04 - 0.2, top + 0.2], label: "seconds for a step of training →", labelAnchor: "center", ticks: narrow ? 4 : 7, grid: true },
      y: { domain: rows.map(({ id }) => id), axis: null, type: "band", padding: 0.1 },
      marks: [
        Plot.ruleX([rows[0]!.cut.computeSeconds], { stroke: color.quiet, strokeDasharray: "4 4" }),
        Plot.text([rows[0]!.cut.computeSeconds], { x: (x: number) => x, frameAnchor: "top", dy: -14, textAnchor: "start", text: () => "computing alone", fill: color.quiet }),
        Plot.ruleY(rows, { y: "id", x1: (row: DesignRow) => row.full.stepSeconds, x2: (row: DesignRow) => row.cut.stepSeconds, stroke: color.warning, strokeWidth: 5, dy: 8 } as Plot.RuleYOptions),
        Plot.dot(ends, { x: ({ time }: (typeof ends)[number]) => time.stepSeconds, y: ({ row }: (typeof ends)[number]) => row.id, dy: 8, r: ({ isCut }: (typeof ends)[number]) => (isCut ? 4 : 7), fill: ({ isCut }: (typeof ends)[number]) => (isCut ? color.ink : color.paper), stroke: ({ isCut }: (typeof ends)[number]) => (isCut ? color.paper : color.series[0]), strokeWidth: ({ isCut }: (typeof ends)[number]) => (isCut ? 1 : 2.5), ...reading<(typeof ends)[number]>(({ row }) => `bandwidth-${row.id}`, ({ row, time }) => `${tell(row)}, NVLink of ${formatQuantity(time.linkGBps, "GB/s")}: ${seconds(time.stepSeconds)}; ${waits(time)}`) }),
        Plot.text(rows, { x: edge, y: "id", dx: 10, dy: 8, textAnchor: "start", text: (row: DesignRow) => (isNothing(row) ? "0%" : percent(row.extraPercent)), fill: color.ink, fontWeight: "bold" }),
        above(rows.slice(0, 1), () => (narrow ? `as chosen (○ 900, ● ${formatInteger(linkGBps)} GB/s)` : `this design, as chosen (○ with 900 GB/s, ● with ${formatInteger(linkGBps)} GB/s)`), true),
        above(rows.slice(1), ({ label }) => label, false),
      ],
      r: { type: "identity" },
      color: { type: "identity" },
    };
  },
  caption: (out, { linkGBps }) => {
    const { cut, full, rows } = out;
    const worst = rows.slice(1, -1).reduce((a, b) => (b.extraPercent > a.extraPercent ? b : a));
    const cost = isNothing(rows[0]!) ? "costs this design no time" : out.extraSeconds < 0 ? `saves this design ${seconds(-out.extraSeconds)} a step` : `costs this design ${seconds(out.extraSeconds)} a step, ${percent(out.extraPercent)}: ${formatInteger(Math.round(out.extraGpuHours))} GPU-hours in a run like V3's`;
    const turned = isNothing(worst) ? "Reversing any one choice does not change that." : `Of the choices reversed one by one, the dearest is "${worst.label}", where the cut costs ${percent(worst.extraPercent)}.`;
    return `With ${formatQuantity(linkGBps, "GB/s")} of NVLink in place of ${formatQuantity(full.linkGBps, "GB/s")}, a step takes ${seconds(cut.stepSeconds)} in place of ${seconds(full.stepSeconds)}. The cut ${cost}. InfiniBand needs ${seconds(cut.infinibandSeconds)} and NVLink ${seconds(cut.nvlinkSeconds)} of exchange beside ${seconds(cut.computeSeconds)} of computing; ${waits(cut)}. ${turned}`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "label", label: "Design" },
      { key: "full", label: "Step, 900 GB/s", unit: "s" },
      { key: "cut", label: "Step, chosen NVLink", unit: "s" },
      { key: "extra", label: "Cost of the cut", unit: "%" },
      { key: "infiniband", label: "InfiniBand", unit: "s" },
      { key: "nvlink", label: "NVLink", unit: "s" },
      { key: "sums", label: "Sums of attention", unit: "s" },
      { key: "exposed", label: "Not hidden", unit: "s" },
    ],
    rows: rows.map(({ label, cut, full, extraPercent }) => ({ label, full: full.stepSeconds, cut: cut.stepSeconds, extra: extraPercent, infiniband: cut.infinibandSeconds, nvlink: cut.nvlinkSeconds, sums: cut.tensorParallelSeconds, exposed: cut.exposedSeconds })),
    links: rows.map(({ id }) => `bandwidth-${id}`),
  }),
});
