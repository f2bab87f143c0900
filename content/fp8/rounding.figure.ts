import * as Plot from "@observablehq/plot";
import { floatFormats, numBits } from "#domain/float8.ts";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import rounding, { type Line } from "./rounding.sim.ts";

type Out = ReturnType<typeof rounding.run>;

const digits = (x: number): string => formatNumber(x, 6);
const signed = (share: number | null): string => (share === null ? "no relative error" : share === 0 ? "exact" : `${share > 0 ? "+" : "−"}${formatQuantity(Math.abs(100 * share), "%", 2)}`);
const ROLES = { sign: color.series[3], exponent: color.series[0], mantissa: color.series[1] } as const;
type Role = keyof typeof ROLES;

/** What each field says, in words. */
function meaningOf({ fields, power, kind, decoded }: Out, mantissaBits: number): Record<Role, string> {
  const leading = kind === "subnormal" || kind === "zero" ? 0 : 1;
  return {
    sign: fields.sign === 1 ? "−" : "+",
    exponent: power === null ? (kind === "nan" ? "all ones" : "infinity") : `2^${power}`,
    mantissa: decoded === null ? (kind === "nan" ? "not a number" : "") : `× ${digits(leading + fields.mantissa / 2 ** mantissaBits)}`,
  };
}

/** The bits in a row, in the colour of their field, with its name above and what it says below. */
function bitsPanel(out: Out, mantissaBits: number): Plot.PlotOptions {
  const roleAt = (at: number): Role => (at === 0 ? "sign" : at < out.bits.length - mantissaBits ? "exponent" : "mantissa");
  const cells = [...out.bits].map((bit, at) => ({ bit, at, role: roleAt(at) }));
  type Cell = (typeof cells)[number];
  const said = meaningOf(out, mantissaBits);
  const fields = (["sign", "exponent", "mantissa"] as const).map((role) => {
    const own = cells.filter((cell) => cell.role === role);
    return { role, at: (own[0]!.at + own.at(-1)!.at + 1) / 2 };
  });
  type Field = (typeof fields)[number];
  return {
    height: 118, marginTop: 26, marginBottom: 26, marginLeft: 8, marginRight: 8,
    x: { domain: [0, cells.length], axis: null }, y: { domain: [0, 1], axis: null },
    marks: [
      Plot.rect(cells, { x1: "at", x2: (d: Cell) => d.at + 1, y1: 0, y2: 1, inset: 2, rx: 4, fill: (d: Cell) => ROLES[d.role], fillOpacity: 0.18, stroke: (d: Cell) => ROLES[d.role], strokeWidth: 1.5, ...reading<Cell>((d) => d.role, (d) => `bit ${cells.length - 1 - d.at}, ${d.role}: ${d.bit}`) }),
      Plot.text(cells, { x: (d: Cell) => d.at + 0.5, y: 0.5, text: "bit", fontSize: cells.length > 8 ? 15 : 20, fontWeight: "bold", fill: color.ink }),
      Plot.text(fields, { x: "at", y: 1, dy: -12, text: "role", fill: (d: Field) => ROLES[d.role], fontWeight: "bold" }),
      Plot.text(fields, { x: "at", y: 0, dy: 14, text: (d: Field) => said[d.role], fill: color.ink }),
    ],
  };
}

/** The numbers that each format has near the value, and the one it takes. */
function linePanel({ lines, view, outcome }: Out, value: number, chosen: string, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const name = (d: Line): string => floatFormats[d.format].name;
  const inView = (x: number): number => Math.min(view.to, Math.max(view.from, x));
  const isChosen = (d: Line): boolean => d.format === chosen;
  const ticks = lines.flatMap((line) => (line.numbers ?? []).map((x) => ({ ...line, x })));
  type Tick = (typeof ticks)[number];
  const lost = (d: Line): boolean => isChosen(d) && (outcome === "infinity" || outcome === "nan");
  const result = (d: Line): string => (lost(d) ? (outcome === "nan" ? "no number" : "infinity") : digits(d.decoded));
  return {
    height: 196, marginTop: 34, marginBottom: 40, marginLeft: narrow ? 46 : 54, marginRight: narrow ? 84 : 110,
    x: { domain: [view.from, view.to], label: "number line →", labelAnchor: "center", ticks: narrow ? 3 : 5, tickFormat: (x: number) => formatNumber(x, 4) },
    y: { type: "band", domain: lines.map((d) => d.format), axis: null, padding: 0.45 },
    marks: [
      Plot.ruleX([value], { stroke: color.accent, strokeWidth: 2 }),
      Plot.text([value], { x: (x: number) => x, frameAnchor: "top", dy: -14, text: () => digits(value), fill: color.accent, fontWeight: "bold" }),
      Plot.ruleY(lines, { y: "format", x1: view.from, x2: view.to, stroke: color.rule }),
      Plot.barX(lines.filter((d) => d.numbers === null), { y: "format", x1: view.from, x2: view.to, fill: color.quiet, fillOpacity: 0.25, ...reading<Line>((d) => d.format, (d) => `${name(d)} has too many numbers here to draw`) }),
      Plot.tickX(ticks, { x: "x", y: "format", stroke: (d: Tick) => (isChosen(d) ? color.ink : color.quiet), strokeWidth: (d: Tick) => (isChosen(d) ? 2 : 1), ...reading<Tick>((d) => d.format, (d) => `${name(d)} has ${digits(d.x)}`) }),
      Plot.link(lines.filter((d) => !lost(d)), { x1: value, x2: (d: Line) => inView(d.decoded), y1: "format", y2: "format", stroke: color.accent, strokeWidth: (d: Line) => (isChosen(d) ? 4 : 2) }),
      Plot.dot(lines.filter((d) => !lost(d)), { x: (d: Line) => inView(d.decoded), y: "format", r: (d: Line) => (isChosen(d) ? 6 : 4), fill: (d: Line) => (isChosen(d) ? color.accent : color.paper), stroke: color.accent, strokeWidth: 2, ...reading<Line>((d) => d.format, (d) => `${digits(value)} in ${name(d)}: ${digits(d.decoded)}, ${signed(d.relativeError)}`) }),
      ...[true, false].flatMap((bold) => {
        const own = lines.filter((d) => isChosen(d) === bold);
        const look = { y: "format", fill: color.ink, fontWeight: bold ? "bold" : "normal" } as const;
        return [
          Plot.text(own, { ...look, x: view.from, text: name, textAnchor: "end", dx: -8 }),
          Plot.text(own, { ...look, x: view.to, text: (d: Line) => `${result(d)}\n${lost(d) ? "overflow" : signed(d.relativeError)}`, textAnchor: "start", dx: 8 }),
        ];
      }),
    ],
  };
}

const FATE: Record<Out["outcome"], string> = { exact: "exactly", rounded: "", underflow: "underflow: it rounds to zero", saturated: "held to the greatest number", infinity: "overflow to infinity", nan: "overflow to not-a-number, since E4M3 has no infinity" };

export default figure({
  sim: rounding,
  title: "Eight bits leave wide steps between numbers",
  validity: "One number without a scale. Rounding is to the nearest, halves to the even mantissa. BF16 overflows only near the top of FP32's range, beyond this control.",
  controls: ["value", "format", "overflow"],
  presets: {
    "Between two steps": {},
    "The same in E5M2": { format: "e5m2" },
    "The same in BF16": { format: "bf16" },
    "Half way: to even": { value: 1.0625 },
    "Too large for E4M3": { value: 500 },
    "Too large, not saturated": { value: 500, overflow: "ieee" },
    "Small: few digits left": { value: 0.0045 },
    "Too small": { value: 0.0009 },
    "Too small for E4M3 only": { value: 0.0009, format: "e5m2" },
  },
  plot: (out, { value, format }, width) => [bitsPanel(out, floatFormats[format].mantissaBits), linePanel(out, value, format, width)],
  caption: ({ code, bits, decoded, relativeError, outcome, neighbours: { below, above }, kind }, { value, format }) => {
    const { name } = floatFormats[format];
    const result = decoded === null ? `${name} has no number for ${digits(value)}: ${FATE[outcome]}` : `${digits(value)} becomes ${digits(decoded)} in ${name}${FATE[outcome] === "" ? "" : `, ${FATE[outcome]}`}`;
    const error = decoded === null || relativeError === null || relativeError === 0 ? "" : ` The relative error is ${signed(relativeError)}.`;
    const sides = below === null ? `number is ${digits(above!)}, above it` : above === null ? `number is ${digits(below)}, below it` : `numbers on either side are ${digits(below)} and ${digits(above)}`;
    return `${result}; the ${numBits(floatFormats[format])} bits are ${bits}, code ${code}.${error} The format's nearest ${sides}.${kind === "subnormal" ? " It is a subnormal number, with fewer digits than the rest." : ""}`;
  },
  table: ({ lines }, { value }) => ({
    columns: [{ key: "format", label: "Format" }, { key: "decoded", label: "Rounded and saturated", unit: "count" }, { key: "error", label: "Relative error" }, { key: "inView", label: "Numbers in view" }],
    rows: lines.map((d) => ({ format: floatFormats[d.format].name, decoded: d.decoded, error: value === 0 ? "none" : signed(d.relativeError), inView: d.numbers === null ? "too many to draw" : String(d.numbers.length) })),
    links: lines.map((d) => d.format),
  }),
});
