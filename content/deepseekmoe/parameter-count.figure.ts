import * as Plot from "@observablehq/plot";
import type { Convention, Part } from "#domain/parameters.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import parameterCount, { type StatementRow } from "./parameter-count.sim.ts";

type Out = ReturnType<typeof parameterCount.run>;

const billions = (count: number): string => (count < 0.995e9 ? `${formatNumber(count / 1e6, 3)}M` : `${formatNumber(Number((count / 1e9).toFixed(2)), 15)}B`);
const percent = (share: number): string => formatQuantity(100 * share, "%", 3);
const COUNTED: Record<Convention, string> = { both: "embedding and output head counted", head: "output head counted, embedding not", neither: "neither embedding nor output head counted" };
const partOf = (part: Part): string => `part-${part.part.replaceAll(" ", "-")}`;

const label = { fill: color.ink, stroke: color.paper, strokeWidth: 5 } as const;
const solid = { fill: color.series[0] } as const;
const idle = { fill: color.series[0], fillOpacity: 0.16 } as const;

/** The whole model as one bar, and what a token uses of it. */
function wholePanel({ name, totalParameters, activatedParameters }: Out): Plot.PlotOptions {
  const share = activatedParameters / totalParameters;
  const read = `${name}: ${billions(activatedParameters)} of ${billions(totalParameters)}, ${percent(share)}`;
  const bar = (x1: number, x2: number) => [{ x1, x2 }];
  const box = { x1: "x1", x2: "x2", y1: 0, y2: 1, ...reading(() => "activated", () => read) } as const;
  return {
    height: 78,
    marginLeft: 8,
    marginRight: 8,
    marginTop: 26,
    marginBottom: 24,
    x: { axis: null, domain: [0, 1] },
    y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.rect(bar(share, 1), { ...box, ...idle }),
      Plot.rect(bar(0, share), { ...box, ...solid }),
      Plot.text([`${billions(activatedParameters)} for one token`], { text: (line: string) => line, frameAnchor: "top-left", dy: -18, fill: color.ink, fontWeight: "bold" }),
      Plot.text([`${billions(totalParameters)} in all`], { text: (line: string) => line, frameAnchor: "top-right", dy: -18, fill: color.ink }),
    ],
  };
}

/** The parts of what a token uses; a part that the convention leaves out stands in outline. */
function partsPanel({ parts }: Out, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const shown = parts.filter((part) => part.total > 0);
  const drawn = (part: Part): number => (part.activated === 0 ? part.total : part.activated);
  const amount = (part: Part): string => {
    if (part.activated === 0) return `${billions(part.total)}, not counted`;
    return part.activated < part.total ? `${billions(part.activated)} of ${billions(part.total)}` : billions(part.activated);
  };
  const read = reading<Part>(partOf, (part) => `${part.part}: ${amount(part)}`);
  return {
    height: 46 + 27 * shown.length,
    marginLeft: narrow ? 108 : 130,
    marginRight: 20,
    marginTop: 22,
    marginBottom: 24,
    x: { axis: null, domain: [0, Math.max(...shown.map(drawn)) * (narrow ? 1.9 : 1.4)] },
    y: { domain: shown.map((part) => part.part), axis: null, padding: 0.3 },
    marks: [
      Plot.text(["what one token uses, part by part"], { text: (line: string) => line, frameAnchor: "top-left", dx: narrow ? -100 : -122, dy: -16, fill: color.quiet }),
      Plot.barX(shown.filter((part) => part.activated > 0), { x: "activated", y: "part", ...solid, ...read }),
      Plot.barX(shown.filter((part) => part.activated === 0), { x: "total", y: "part", fill: color.paper, stroke: color.quiet, strokeDasharray: "3 3", ...read }),
      Plot.text(shown, { x: 0, y: "part", text: "part", textAnchor: "end", dx: -8, fill: color.ink }),
      Plot.text(shown, { x: drawn, y: "part", text: amount, textAnchor: "start", dx: 6, fill: color.ink, fontWeight: "bold" }),
      Plot.ruleX([0], { stroke: color.ink }),
    ],
  };
}

const SYMBOLS: Record<Convention, "circle" | "square" | "triangle"> = { both: "triangle", head: "square", neither: "circle" };

/** How far each way of counting lies from what was printed; the band is what rounding can hide. */
function statementsPanel({ statements }: Out, convention: Convention, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const off = (row: StatementRow, count: number): number => 100 * (count / row.printed - 1);
  const points = statements.flatMap((row) => row.counts.map((count) => ({ row, ...count })));
  type Point = (typeof points)[number];
  const printed = (row: StatementRow): string => `${row.label}: ${billions(row.printed)}`;
  const read = ({ row, ...count }: Point): string => `${printed(row)} printed; ${billions(count.activatedParameters)} with ${COUNTED[count.convention]}${count.isWithinRounding ? ", the same when rounded" : ""}`;
  const dots = (list: Point[], fill: (point: Point) => string) => Plot.dot(list, { x: ({ row, activatedParameters }: Point) => off(row, activatedParameters), y: ({ row }: Point) => row.label, symbol: { value: (point: Point) => SYMBOLS[point.convention], label: null }, r: 5, fill, stroke: color.series[0], strokeWidth: 2, ...reading<Point>(({ row }) => row.model, read) });
  const first = points.filter(({ row }) => row === statements[0]);
  return {
    height: (narrow ? 106 : 88) + 34 * statements.length,
    marginLeft: narrow ? 8 : 170,
    marginRight: 20,
    marginTop: narrow ? 66 : 48,
    x: { domain: [-16, 13], label: "count from the config, relative to the printed one →", labelAnchor: "center", ticks: [-10, -5, 0, 5, 10], tickFormat: (x: number) => `${x > 0 ? "+" : x < 0 ? "−" : ""}${Math.abs(x)}%`, grid: true },
    y: { domain: statements.map((row) => row.label), axis: null, padding: narrow ? 0.55 : 0.35 },
    symbol: { type: "identity" as const },
    marks: [
      Plot.text([narrow ? "printed counts; band: what rounding hides" : "printed by DeepSeek, against this count; the band is what rounding hides"], { text: (line: string) => line, frameAnchor: "top-left", dx: narrow ? 0 : -162, dy: narrow ? -58 : -40, fill: color.quiet }),
      Plot.barX(statements, { x1: (row: StatementRow) => off(row, row.printed - row.rounding), x2: (row: StatementRow) => off(row, row.printed + row.rounding), y: "label", fill: color.accent, fillOpacity: 0.25, ...reading<StatementRow>((row) => row.model, (row) => `${printed(row)} printed, which stands for ${billions(row.printed - row.rounding)} to ${billions(row.printed + row.rounding)}`) }),
      Plot.ruleX([0], { stroke: color.ink }),
      dots(points.filter((point) => point.convention !== convention), () => color.paper),
      dots(points.filter((point) => point.convention === convention), () => color.series[0]!),
      ...[true, false].map((isCurrent) => Plot.text(first.filter((point) => (point.convention === convention) === isCurrent), { x: (point: Point) => off(point.row, point.activatedParameters), y: (point: Point) => point.row.label, text: "convention", dy: narrow ? -34 : -20, fill: color.ink, fontWeight: isCurrent ? "bold" : "normal" })),
      Plot.text(statements, { ...(narrow ? { frameAnchor: "left", dx: 0, dy: -15 } : { frameAnchor: "left", textAnchor: "end", dx: -8 }), y: "label", text: printed, ...label }),
    ],
  };
}

export default figure({
  sim: parameterCount,
  title: "Nearly all parameters are in routed experts, and few of those are used",
  validity: "Counts of weights, not of work or of memory: every expert must be loaded for any of them to be chosen. Modules of multi-token prediction and the scales of quantised weights are left out.",
  controls: ["model", "convention"],
  presets: {
    "DeepSeek-V3, head counted": {},
    "V3 with embedding and head": { convention: "both" },
    "The first of them, 16B": { model: "deepseekmoe-16b", convention: "both" },
    "DeepSeek-V2": { model: "deepseek-v2" },
    "A dense model": { model: "deepseek-67b" },
    "Kimi K2": { model: "kimi-k2" },
  },
  plot: (out, { convention }, width) => [wholePanel(out), partsPanel(out, width), statementsPanel(out, convention as Convention, width)],
  caption: ({ name, totalParameters, activatedParameters, mtp }, { convention }) => {
    const beside = mtp.layer > 0 ? ` Beside it stands a module of multi-token prediction, ${billions(mtp.layer + mtp.projection)} more.` : "";
    return `${name} has ${billions(totalParameters)} parameters and uses ${billions(activatedParameters)} of them for one token, ${percent(activatedParameters / totalParameters)} (${COUNTED[convention as Convention]}).${beside}`;
  },
  table: ({ parts, mtp }) => {
    const shown = parts.filter((part) => part.total > 0);
    const beside = mtp.layer > 0 ? [{ part: "MTP module, beside the model", total: mtp.layer + mtp.projection, activated: 0 }] : [];
    return {
      columns: [{ key: "part", label: "Part" }, { key: "total", label: "Parameters", unit: "count" }, { key: "activated", label: "Activated for one token", unit: "count" }],
      rows: [...shown.map(({ part, total, activated }) => ({ part, total, activated })), ...beside],
      links: [...shown.map(partOf), ...beside.map(() => "")],
    };
  },
});
