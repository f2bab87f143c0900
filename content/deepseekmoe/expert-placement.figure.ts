import * as Plot from "@observablehq/plot";
import { formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import expertPlacement, { type PlacementOut } from "./expert-placement.sim.ts";

/** Pixels that a letter of a label needs, and a line of it. */
const LETTER = 7;
const BOLD = 8;
const LINE = 14;
/** A narrower column shows no names: they would run into each other. */
const NAMED = 12;
/** Room between two nodes and around their GPUs, in widths of a GPU. */
const GAP = 0.5;

/** A replica in the picture: x in widths of a GPU, y in tokens. */
interface Tile { expert: number; copies: number; gpu: number; load: number; x: number; bottom: number; top: number }

const times = (x: number): string => formatNumber(Number(x.toFixed(2)));
const tokens = (load: number): string => formatQuantity(load, "token", 4);

function tilesOf(out: PlacementOut, numNodes: number): Tile[] {
  const numGpus = out.loadByGpu.length;
  const numSlots = out.physicalToLogical.length / numGpus;
  return out.loadByGpu.flatMap((_, gpu) => {
    let bottom = 0;
    return Array.from({ length: numSlots }, (_, slot) => {
      const at = gpu * numSlots + slot;
      const [expert, load] = [out.physicalToLogical[at]!, out.loadBySlot[at]!];
      return { expert, load, gpu, copies: out.replicasByExpert[expert]!, x: gpu + GAP * Math.floor((gpu * numNodes) / numGpus), bottom, top: (bottom += load) };
    });
  });
}

const readTile = (out: PlacementOut) => ({ expert, copies, gpu, load }: Tile): string =>
  `GPU ${gpu}, expert ${expert}${copies > 1 ? `, one of ${copies} replicas` : ""}: ${tokens(load)}; the GPU has ${tokens(out.loadByGpu[gpu]!)}, ${times(out.loadByGpu[gpu]! / out.meanLoad!)} times the mean`;

/** The reason in place of the picture: never an empty box. */
const explained = (problem: string, width: number): Plot.PlotOptions => ({
  height: isNarrow(width) ? 340 : 360,
  marginLeft: 16,
  axis: null,
  marks: [
    Plot.frame({ stroke: color.rule, strokeDasharray: "4 3" }),
    Plot.text(["This cannot be placed"], { frameAnchor: "middle", dy: -64, fontSize: 16, fontWeight: "bold", fill: color.ink }),
    Plot.text([problem], { frameAnchor: "middle", dy: 8, fontSize: 14, lineHeight: 1.3, lineWidth: isNarrow(width) ? 17 : 30, fill: color.ink }),
  ],
});

function picture(out: PlacementOut, numNodes: number, width: number): Plot.PlotOptions {
  const [height, margin] = isNarrow(width) ? [340, { left: 46, right: 4 }] : [360, { left: 60, right: 8 }];
  const tiles = tilesOf(out, numNodes);
  const perNode = out.loadByGpu.length / numNodes;
  const span = out.loadByGpu.length + GAP * numNodes;
  const unit = (width - margin.left - margin.right) / span;
  const column = unit * 0.88;
  const mean = out.meanLoad!;
  const worst = mean * out.imbalanceWithoutSpares!;
  const most = mean * out.imbalance!;
  const top = Math.max(most * 1.14, worst * 1.1);
  const [marginTop, marginBottom] = [20, 58];
  const pixels = (load: number): number => (load / top) * (height - marginTop - marginBottom);
  const fits = (text: string, room = column, letter = LETTER): boolean => column >= NAMED && text.length * letter <= room;
  const isTall = ({ load }: Tile): boolean => pixels(load) >= LINE;
  const label = ({ expert, copies, load }: Tile): string => {
    if (copies === 1) return fits(`${expert}`) ? `${expert}` : "";
    if (fits(`${expert} ×${copies}`, column, BOLD)) return `${expert} ×${copies}`;
    return !fits(`×${copies}`, column, BOLD) || !fits(`${expert}`, column, BOLD) ? "" : pixels(load) > 2 * LINE ? `${expert}\n×${copies}` : `${expert}`;
  };
  // In the middle of its tile, unless the line of the mean would strike it through and the tile has room beside the line.
  const labelAt = (d: Tile): number => {
    const half = (top / pixels(top)) * (label(d).includes("\n") ? LINE : LINE / 2);
    const free = (y: number): boolean => Math.abs(y - mean) >= half && y - half >= d.bottom && y + half <= d.top;
    const middle = (d.bottom + d.top) / 2;
    return [middle, mean - half * 1.15, mean + half * 1.15].find(free) ?? middle;
  };
  const labelled = (isCopied: boolean) => tiles.filter((tile) => isTall(tile) && tile.copies > 1 === isCopied);
  const gpus = out.loadByGpu.map((load, gpu) => ({ gpu, load, x: gpu + GAP * Math.floor(gpu / perNode), short: tiles.filter((tile) => tile.gpu === gpu && !isTall(tile)).map((tile) => tile.expert).join(" ") }));
  const nodes = out.loadByNode.map((load, node) => ({ node, load, x: node * (perNode + GAP) }));
  const foot = { y: 0, frameAnchor: "bottom", lineAnchor: "top" } as const;
  const margins = { frameAnchor: "left", textAnchor: "end", dx: -8, fill: color.quiet } as const;
  const tile = { x1: (d: Tile) => d.x - 0.44, x2: (d: Tile) => d.x + 0.44, y1: "bottom", y2: "top", ...reading<Tile>((d) => `expert-${d.expert}`, readTile(out)) };
  const middle = { x: "x", y: labelAt, text: label } as const;
  const hasLoads = fits("00.0", unit);
  const busiest = gpus.filter(({ load }) => load >= most * (1 - 1e-12)).slice(0, 1);
  return {
    height,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop,
    marginBottom,
    x: { domain: [-0.5 - GAP / 2, span - 0.5 - GAP / 2], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.rect(nodes, { x1: (d: { x: number }) => d.x - 0.5 - GAP / 4, x2: (d: { x: number }) => d.x + perNode - 0.5 + GAP / 4, y1: 0, y2: top, stroke: color.rule, fill: "none" }),
      Plot.rect(tiles.filter(({ copies }) => copies === 1), { ...tile, fill: color.series[0], fillOpacity: 0.22, stroke: color.paper, strokeWidth: 1 }),
      Plot.rect(tiles.filter(({ copies }) => copies > 1), { ...tile, fill: color.series[0], fillOpacity: 0.9, stroke: color.paper, strokeWidth: 1 }),
      Plot.text(labelled(false), { ...middle, fill: color.ink }),
      Plot.text(labelled(true), { ...middle, fill: color.paper, fontWeight: "bold" }),
      Plot.text(gpus.filter(({ short }) => fits(short)), { x: "x", y: "load", text: "short", dy: -8, fill: color.ink }),
      Plot.ruleY([mean], { stroke: color.accent, strokeWidth: 2 }),
      Plot.text([mean], { ...margins, y: (y: number) => y, text: (y: number) => `mean\n${formatNumber(y, 3)}`, fill: color.accent, fontWeight: "bold" }),
      Plot.ruleY(worst > most * 1.001 ? [worst] : [], { stroke: color.quiet, strokeDasharray: "4 3" }),
      Plot.text(worst > most * 1.001 ? [worst] : [], { y: (y: number) => y, frameAnchor: "left", textAnchor: "start", dx: 8, dy: -9, text: () => (isNarrow(width) ? "busiest GPU without copies" : "the busiest GPU would be here without copies"), fill: color.quiet, stroke: color.paper, strokeWidth: 4 }),
      Plot.text(busiest, { x: "x", textAnchor: busiest.some(({ x }) => (x + 0.5) * unit < 24) ? "start" : "middle", y: "load", dy: (busiest[0]?.short ?? "") === "" ? -9 : -22, text: () => `${times(out.imbalance!)}${isNarrow(width) ? "×" : " × mean"}`, fill: color.ink, fontWeight: "bold", stroke: color.paper, strokeWidth: 4 }),
      Plot.text(fits(`${out.loadByGpu.length}`) ? gpus : [], { ...foot, x: "x", dy: 6, text: "gpu", fill: color.ink }),
      Plot.text(hasLoads ? gpus : [], { ...foot, x: "x", dy: 21, text: (d: { load: number }) => formatNumber(d.load, 3), fill: color.quiet }),
      Plot.text("node 00".length * LETTER <= unit * perNode ? nodes : [], { ...foot, x: (d: { x: number }) => d.x + (perNode - 1) / 2, dy: hasLoads ? 39 : 24, text: ({ node, load }: { node: number; load: number }) => (fits(`node ${node}: 000,000 tokens`, unit * perNode) ? `node ${node}: ${tokens(load)}` : `node ${node}`), fill: color.ink }),
      Plot.text(fits(`${out.loadByGpu.length}`) ? ["GPU"] : [`${out.loadByGpu.length} GPUs`], { ...margins, ...foot, frameAnchor: "bottom-left", dy: 6 }),
      Plot.text(hasLoads ? ["tokens"] : [], { ...margins, ...foot, frameAnchor: "bottom-left", dy: 21 }),
    ],
  };
}

const listed = (texts: readonly string[]): string => (texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`);

/** "Expert 5 has 3 replicas and experts 1 and 10 have 2 each.": the copied ones, if they are few enough to name. */
function namesOfCopied({ replicasByExpert }: PlacementOut): string {
  const copied = replicasByExpert.flatMap((count, expert) => (count > 1 ? [{ expert, count }] : []));
  if (copied.length === 0) return "Every expert has one replica, since no slot is spare.";
  if (copied.length > 6) return `${copied.length} experts have more than one replica.`;
  const counts = [...new Set(copied.map(({ count }) => count))].sort((a, b) => b - a);
  const having = (count: number): string => {
    const experts = copied.filter((one) => one.count === count).map(({ expert }) => String(expert));
    return experts.length === 1 ? `expert ${experts[0]} has ${count}${count === counts[0] ? " replicas" : ""}` : `experts ${listed(experts)} have ${count}${count === counts[0] ? " replicas" : ""} each`;
  };
  const said = listed(counts.map(having));
  return `${said[0]!.toUpperCase()}${said.slice(1)}.`;
}

export default figure({
  sim: expertPlacement,
  title: "A few copies of busy experts level the GPUs",
  validity: "The loads are taken as known, and as spread evenly over an expert's copies; how to predict them is outside the published balancer. Load stands for time: communication and the shared expert are left out.",
  controls: ["weights", "numReplicas", "numGpus", "numNodes", "numGroups", "policy"],
  presets: {
    "The published example": {},
    "Its other layer": { weights: [20, 107, 104, 64, 19, 197, 187, 157, 172, 86, 16, 27] },
    "What if no group had to stay together?": { policy: "global" },
    "One expert a GPU, no copies": { numReplicas: 12, numGpus: 12 },
    "A spare slot on every GPU": { numReplicas: 24, numGpus: 12 },
    "One hot expert": { weights: [90, 132, 40, 61, 104, 800, 39, 4, 73, 56, 183, 86] },
  },
  plot: (out, { numNodes }, width) => (out.problem === "" ? picture(out, numNodes, width) : explained(out.problem, width)),
  caption: (out, { weights, numReplicas, numGpus, numGroups, numNodes }) => {
    if (out.problem !== "") return `${out.problem}`;
    const without = numReplicas > weights.length ? `, against ${times(out.imbalanceWithoutSpares!)} with one replica each` : "";
    const least = out.leastImbalance! > 1 ? ` No placement can go below ${times(out.leastImbalance!)}.` : "";
    const groups = out.isFallback
      ? ` ${formatQuantity(numNodes, "node")} cannot share ${formatQuantity(numGroups, "group")} equally, so the published code ignores groups and takes the global policy.`
      : out.policy === "global" && out.nodesByGroup.length > 0 && numNodes > 1 ? ` Groups are spread: one lies on up to ${formatQuantity(Math.max(...out.nodesByGroup), "node")}.`
      : out.policy === "hierarchical" && numNodes > 1 ? ` Every group stays on one node; the busiest node alone has ${times((Math.max(...out.loadByNode) * numNodes) / (out.meanLoad! * numGpus))} times its share.` : "";
    return `${formatQuantity(weights.length, "expert")} in ${numReplicas} slots on ${formatQuantity(numGpus, "GPU")}: the busiest GPU carries ${times(out.imbalance!)} times the mean${without}.${least}${groups} ${namesOfCopied(out)}`;
  },
  table: (out, { weights, numReplicas, numGpus, numGroups }) => ({
    columns: [
      { key: "expert", label: "Expert" },
      { key: "group", label: "Group" },
      { key: "load", label: "Load", unit: "token" },
      { key: "replicas", label: "Replicas" },
      { key: "each", label: "Load of each", unit: "token" },
      { key: "gpus", label: "On GPUs" },
    ],
    rows: weights.map((load, expert) => ({
      expert: String(expert),
      group: weights.length % numGroups === 0 ? Math.floor((expert * numGroups) / weights.length) : "none",
      load,
      replicas: out.replicasByExpert[expert] ?? 0,
      each: out.problem === "" ? load / out.replicasByExpert[expert]! : "none",
      gpus: out.physicalToLogical.flatMap((held, slot) => (held === expert ? [Math.floor((slot * numGpus) / numReplicas)] : [])).join(", ") || "none",
    })),
    links: weights.map((_, expert) => `expert-${expert}`),
  }),
});
