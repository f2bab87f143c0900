import * as Plot from "@observablehq/plot";
import { THRESHOLDS } from "#domain/exportControls.ts";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import exportThresholds, { type ChipPoint, type RuleRow } from "./export-thresholds.sim.ts";

type Out = ReturnType<typeof exportThresholds.run>;

const t = THRESHOLDS;
const TPP_RANGE = [1000, 90_000] as const;
const TPP_TICKS = [1600, 2400, 4800, 10_000, 21_000, 50_000];
/** Chips at one place share a label. */
interface Spot { readonly names: string; readonly x: number; readonly tpp: number; readonly isControlled: boolean | null; readonly isChosen: boolean }

/** `from` and `to` bound the panel; a chip whose place on x is unknown stands at the left edge. */
function spots(out: Out, x: (chip: ChipPoint) => number | null, controlled: (chip: ChipPoint) => boolean | null, [from, to]: readonly [number, number]): Spot[] {
  const places = new Map<string, ChipPoint[]>();
  for (const chip of out.chips) {
    const key = `${x(chip)}/${Math.round(chip.tpp)}`;
    places.set(key, [...(places.get(key) ?? []), chip]);
  }
  return [...places.values()].map((chips) => {
    const [first] = chips as [ChipPoint];
    return {
      names: chips.map(({ name }) => name).join(", "),
      x: Math.min(to, Math.max(from, x(first) ?? from)),
      tpp: Math.min(TPP_RANGE[1], Math.max(TPP_RANGE[0], first.tpp)),
      isControlled: controlled(first),
      isChosen: chips.some(({ id }) => id === out.chosen.id),
    };
  });
}

interface Zone { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number; readonly name: string; readonly isLower: boolean }

/** Chips that always have a name; the others have it when chosen. */
const NAMED = /A100|A800|H100|H800|H20|B200|your chip/;

function panel(list: readonly Spot[], zones: readonly Zone[], title: string, x: Plot.ScaleOptions, isNameLeft: (spot: Spot) => boolean, width: number): Plot.PlotOptions {
  const narrow = isNarrow(width);
  const domain = x.domain as [number, number];
  const share = (value: number): number => Math.log(value / domain[0]) / Math.log(domain[1] / domain[0]);
  const name = (spots: readonly Spot[], place: { dx: number; dy?: number; textAnchor: "start" | "middle" | "end" }, isBold = false) => Plot.text(spots, { x: "x", y: "tpp", text: "names", ...place, fill: color.ink, stroke: color.paper, strokeWidth: 4, fontWeight: isBold ? "bold" : "normal" });
  const [chosen, others] = [list.filter(({ isChosen }) => isChosen), list.filter(({ isChosen, names }) => !isChosen && NAMED.test(names))];
  const isAtEdge = (spot: Spot): boolean => share(spot.x) < 0.12;
  const status = (spot: Spot): string => (spot.isControlled === null ? "cannot be told" : spot.isControlled ? "controlled" : "not controlled");
  return {
    height: narrow ? 280 : 300,
    marginLeft: 56,
    marginTop: 34,
    // A base of 2 keeps d3 from blanking ticks that are no small multiple of a power of ten.
    x: { type: "log", base: 2, labelAnchor: "center", tickFormat: (value: number) => formatNumber(value), ...x },
    y: { type: "log", base: 2, domain: [...TPP_RANGE], ticks: TPP_TICKS, tickFormat: (value: number) => formatInteger(value), label: null, grid: true },
    marks: [
      Plot.rect(zones, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: color.warning, fillOpacity: (zone: Zone) => (zone.isLower ? 0.1 : 0.2), stroke: color.warning }),
      Plot.text(zones.filter(({ name: zone }) => zone !== ""), { x: "x2", y: "y2", text: "name", textAnchor: "end", dx: -4, dy: 10, fill: color.quiet }),
      Plot.dot(list, { x: "x", y: "tpp", r: (spot: Spot) => (spot.isChosen ? 7 : 4.5), symbol: (spot: Spot) => (spot.isControlled === true ? "circle" : spot.isControlled === false ? "square" : "triangle"), fill: (spot: Spot) => (spot.isControlled === true ? color.ink : color.paper), stroke: (spot: Spot) => (spot.isChosen ? color.accent : color.ink), strokeWidth: (spot: Spot) => (spot.isChosen ? 3 : 1.5), ...reading<Spot>((spot) => (spot.isChosen ? "chosen-chip" : ""), (spot) => `${spot.names}: ${status(spot)}`) }),
      name(others.filter((spot) => isNameLeft(spot)), { dx: -9, textAnchor: "end" }),
      name(others.filter((spot) => !isNameLeft(spot)), { dx: 9, textAnchor: "start" }),
      name(chosen.filter(isAtEdge), { dx: 12, textAnchor: "start" }, true),
      name(chosen.filter((spot) => !isAtEdge(spot)), { dx: 0, dy: -17, textAnchor: "middle" }, true),
      Plot.text([`↑ TPP. ${title}`], { frameAnchor: "top-left", dx: -52, dy: -26, text: (line: string) => line, fill: color.ink, fontWeight: "bold" }),
    ],
    r: { type: "identity" },
    symbol: { type: "identity" },
    color: { type: "identity" },
  };
}

const verdict = ({ label, controlled, because }: RuleRow): string => `${label}: ${controlled === null ? "cannot be told" : controlled ? "controlled" : "not controlled"}, ${because}`;

export default figure({
  sim: exportThresholds,
  title: "A slower link took a chip out of the first rule, not the second",
  validity: "No legal advice. Only the arithmetic of ECCN 3A090, for an export to China: no end users, end uses, foreign production, letters to other firms, controls on memory chips, nor what an office decides. Chip figures come from copies and lists. A place at the left edge of the lower drawing means that the area is not known.",
  controls: ["chip", "customTeraOps", "customBits", "customLinkGBps", "customDieMm2", "customMemoryTBps", "customIsForDatacenters"],
  presets: {
    "H800": {},
    "A100, at the line of the first rule": { chip: "a100" },
    "H20, under every line": { chip: "h20" },
    "H200, controlled but open to review": { chip: "h200" },
    "RTX 4090, a graphics card": { chip: "rtx-4090" },
    "Ascend 910B, not made in the US": { chip: "ascend-910b" },
    "Your own": { chip: "custom" },
  },
  plot: (out, _values, width) => {
    const links = [30, 4000] as const;
    const densities = [0.7, 60] as const;
    const top = TPP_RANGE[1];
    return [
      panel(spots(out, (chip) => chip.transferGBps, (chip) => chip.controlled2022, links), [{ x1: t.transferGBps, x2: links[1], y1: t.tpp, y2: top, name: "controlled", isLower: false }], "October 2022: fast links and much arithmetic", { domain: [...links], ticks: isNarrow(width) ? [50, 100, 200, 600, 2000] : [50, 100, 200, 400, 600, 1000, 2000], label: "links in both directions, GB/s →" }, (spot) => spot.x < t.transferGBps || spot.x > 2500, width),
      panel(spots(out, (chip) => chip.performanceDensity, (chip) => chip.controlled2023, densities), [
        { x1: densities[0], x2: densities[1], y1: t.tpp, y2: top, name: "3A090.a", isLower: false },
        { x1: t.density, x2: densities[1], y1: t.tppDense, y2: t.tpp, name: "3A090.a", isLower: false },
        { x1: t.densityLower, x2: t.density, y1: t.tppLower, y2: t.tpp, name: "3A090.b", isLower: true },
        { x1: t.densityMiddle, x2: t.density, y1: t.tppDense, y2: t.tppLower, name: "", isLower: true },
      ], "October 2023: much arithmetic, or a dense chip", { domain: [...densities], ticks: isNarrow(width) ? [1.6, 3.2, 5.92, 20] : [1, 1.6, 3.2, 5.92, 10, 20, 50], label: "performance density, TPP per mm² →" }, (spot) => spot.x > densities[0], width),
    ];
  },
  caption: (out) => {
    const density = out.performanceDensity === null ? "the area of its dies is not known" : `density ${formatNumber(out.performanceDensity, 3)}`;
    const foreign = out.isChinese ? " It is made in China, so no export licence of this kind stands before its sale there; what reaches it is guidance of May 2025 on chips likely made with US technology." : "";
    return `${out.name}: TPP ${formatInteger(out.tpp)}, ${density}. ${out.rules.map(verdict).join(". ")}.${foreign}`;
  },
  table: (out) => ({
    columns: [
      { key: "label", label: "Rule" },
      { key: "date", label: "From" },
      { key: "status", label: "Controlled" },
      { key: "paragraph", label: "Under" },
      { key: "because", label: "Because" },
    ],
    rows: out.rules.map(({ label, date, controlled, reach, because }) => ({ label, date, status: controlled === null ? "cannot be told" : controlled ? "yes" : "no", paragraph: reach === "letter" ? "the letter" : reach === "none" || reach === "unknown" ? "–" : reach, because })),
    links: out.rules.map(() => "chosen-chip"),
  }),
});
