import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import moduleSize, { type ModulePart, type PrintedSize, type SizeOut } from "./module-size.sim.ts";

const NAMES: Record<ModulePart, string> = { layer: "layer with its experts", projection: "projection", embedding: "copy of the embedding", head: "copy of the output head" };
const FILLS: Record<ModulePart, { readonly fill: string; readonly fillOpacity: number }> = {
  layer: { fill: color.series[0], fillOpacity: 0.75 },
  projection: { fill: color.accent, fillOpacity: 1 },
  embedding: { fill: color.series[1], fillOpacity: 0.55 },
  head: { fill: color.series[1], fillOpacity: 0.25 },
};
const billions = (x: number): string => `${formatNumber(x / 1e9, 4)}B`;

interface Segment { readonly row: string; readonly id: string; readonly part: ModulePart; readonly from: number; readonly to: number }

function segmentsOf(out: SizeOut, row: string, id: string, counted: readonly ModulePart[], key: "total" | "activated"): Segment[] {
  let from = 0;
  return counted.map((part) => {
    const size = out.parts.find((each) => each.part === part)![key];
    const segment = { row, id, part, from, to: from + size };
    from += size;
    return segment;
  });
}

export default figure({
  sim: moduleSize,
  title: "The printed sizes of one module count different parts",
  validity: "Counted from the released config; biases of the router and scales of quantised weights are left out. What the authors counted is inferred from which sum fits, since they show none.",
  controls: ["hasProjection", "hasCopies"],
  presets: {
    "Its own parameters": {},
    "Without the projection, as printed": { hasProjection: false },
    "With copies, as on disk": { hasCopies: true },
  },
  plot: (out, { hasProjection, hasCopies }, width) => {
    const narrow = isNarrow(width);
    const yours: ModulePart[] = ["layer", ...(hasProjection ? (["projection"] as const) : []), ...(hasCopies ? (["embedding", "head"] as const) : [])];
    const rows = [...out.printed.map((size) => size.label), "your count"];
    const segments = [...out.printed.flatMap((size) => segmentsOf(out, size.label, size.id, size.counted, size.id === "used" ? "activated" : "total")), ...segmentsOf(out, "your count", "yours", yours, "total")];
    const ends = [...out.printed.map((size) => ({ row: size.label, sum: size.parameters, end: Math.max(size.parameters, size.printed) })), { row: "your count", sum: out.parameters, end: out.parameters }];
    type End = (typeof ends)[number];
    const label = (row: string): string => {
      const size = out.printed.find((each) => each.label === row);
      return size ? `${row}, ${billions(size.printed)}` : row;
    };
    const parts = Object.keys(NAMES) as ModulePart[];
    const keyRows = narrow ? 2 : 1;
    return {
      height: 76 + 22 * keyRows + 56 * rows.length,
      marginLeft: 12,
      marginRight: narrow ? 62 : 72,
      marginTop: 18 + 22 * keyRows,
      marginBottom: 42,
      x: { domain: [0, 14.8e9], tickFormat: (x: number) => `${x / 1e9}B`, ticks: [0, 5e9, 10e9], label: "parameters →", labelAnchor: "center" },
      y: { domain: rows, axis: null, padding: 0.5 },
      marks: [
        ...parts.flatMap((part, i) => {
          const place = { frameAnchor: "top-left", dx: narrow ? (i % 2) * 168 : i * 158, dy: -14 - 22 * keyRows + (narrow ? Math.floor(i / 2) * 18 : 0) } as const;
          return [Plot.text(["■"], { ...place, text: (sign: string) => sign, ...FILLS[part] }), Plot.text([NAMES[part]], { ...place, dx: place.dx + 14, text: (name: string) => name, fill: color.ink })];
        }),
        Plot.barX(segments, { x1: "from", x2: "to", y: "row", fill: (d: Segment) => FILLS[d.part].fill, fillOpacity: (d: Segment) => FILLS[d.part].fillOpacity, stroke: color.paper, ...reading<Segment>((d) => d.id, (d) => `${label(d.row)}: ${NAMES[d.part]}, ${billions(d.to - d.from)}`) }),
        Plot.text(ends, { x: "end", y: "row", text: (d: End) => billions(d.sum), textAnchor: "start", dx: 8, fill: color.ink, fontWeight: "bold" }),
        Plot.tickX(out.printed, { x: "printed", y: "label", stroke: color.ink, strokeWidth: 2.5, insetTop: 0, insetBottom: -6, ...reading<PrintedSize>((d) => d.id, (d) => `${d.label}: ${billions(d.printed)} printed`) }),
        Plot.text(rows, { frameAnchor: "left", textAnchor: "start", y: (row: string) => row, text: label, dx: 4, dy: -23, fill: color.ink }),
        Plot.ruleX([0], { stroke: color.ink }),
      ],
    };
  },
  caption: ({ printed, parameters, activatedParameters, draftShare }) => {
    const [own, disk, used] = printed as [PrintedSize, PrintedSize, PrintedSize];
    return `Your count is ${billions(parameters)}, of which a token uses ${billions(activatedParameters)}. The printed ${billions(own.printed)} fits without the projection (${billions(own.parameters)}; ${billions(own.withProjection)} with it), and so does the printed ${billions(used.printed)} in use (${billions(used.parameters)}; ${billions(used.withProjection)} with it). The printed ${billions(disk.printed)} on disk counts copies of the two shared matrices and is nearer ${billions(disk.parameters)}. To draft a token, the module uses weights equal to ${formatQuantity(100 * draftShare, "%", 2)} of those that the model uses for one.`;
  },
  table: ({ parts, printed }) => ({
    columns: [{ key: "what", label: "Part or printed size" }, { key: "total", label: "Parameters", unit: "count" }, { key: "activated", label: "Used for one token", unit: "count" }, { key: "printed", label: "Printed" }],
    rows: [
      ...parts.map(({ part, total, activated }) => ({ what: NAMES[part], total, activated, printed: "-" })),
      ...printed.map((size) => ({ what: `${size.label}: ${size.counted.map((part) => NAMES[part]).join(", ")}`, total: size.id === "used" ? "-" : size.parameters, activated: size.id === "used" ? size.parameters : "-", printed: `${billions(size.printed)}, ${size.isWithinRounding ? "the same when rounded" : "not the same when rounded"}` })),
    ],
    links: [...parts.map(() => ""), ...printed.map((size) => size.id)],
  }),
});
