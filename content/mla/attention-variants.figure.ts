import * as Plot from "@observablehq/plot";
import { formatBytes, formatInteger, formatNumber, formatQuantity } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import attentionVariants, { type Variant, type VariantsOut } from "./attention-variants.sim.ts";

/** A rectangle in pixels, drawn as it is: areas must compare, so no scale may stretch one axis. */
interface Box { name: Variant["name"]; link: string; text: string; label: string; x1: number; x2: number; y1: number; y2: number; fill: string; opacity: number }

const fills: Record<Variant["name"], string> = { MHA: color.series[0], GQA: color.series[1], MQA: color.series[2], MLA: color.accent };
const HEADROOM = 26;
const LABELS = 70;
/** Heights at the two static widths; in between the page keeps the proportion, so that nothing below the drawing moves. */
const heightAt = (width: number): number => (isNarrow(width) ? (196 / 340) * width : (320 / 680) * width);

/** The side in pixels that one cached element per token gets, squared: the largest at which four squares and their labels fit. */
function sidePerRoot(roots: readonly number[], width: number, height: number, slot: number): number {
  let [low, high] = [0, height / Math.max(...roots)];
  const fits = (side: number): boolean => roots.reduce((used, root) => used + Math.max(slot, side * root + 14), 0) <= width;
  if (fits(high)) return high;
  for (let i = 0; i < 40; i++) [low, high] = fits((low + high) / 2) ? [(low + high) / 2, high] : [low, (low + high) / 2];
  return low;
}

const percent = (ratio: number): string => `${formatNumber(100 * ratio, 3)}%`;
const reads = (variant: Variant): string => `${variant.name}: ${formatInteger(variant.elementsPerToken)} elements, ${formatBytes(variant.bytesPerToken, 4)} per token, ${percent(variant.ratioToMha)} of MHA`;

function layOut({ variants }: VariantsOut, values: { kvLoraRank: number; qkRopeHeadDim: number }, width: number): { boxes: Box[]; labels: { variant: Variant; x: number }[] } {
  const slot = isNarrow(width) ? 72 : 100;
  const roots = variants.map((variant) => Math.sqrt(variant.elementsPerToken));
  const bottom = heightAt(width) - LABELS;
  const side = sidePerRoot(roots, width - 8, bottom - HEADROOM, slot);
  const boxes: Box[] = [];
  const labels: { variant: Variant; x: number }[] = [];
  let left = 4;
  variants.forEach((variant, i) => {
    const edge = Math.max(1, roots[i]! * side);
    const box = { name: variant.name, link: variant.name.toLowerCase(), text: reads(variant), label: "", x1: left, x2: left + edge, y1: bottom - edge, y2: bottom, fill: fills[variant.name], opacity: 1 };
    const middle = (box.y1 + box.y2) / 2;
    if (variant.name === "MLA") {
      const cut = box.x1 + (edge * values.kvLoraRank) / (values.kvLoraRank + values.qkRopeHeadDim);
      boxes.push({ ...box, opacity: 0.5 }, { ...box, x2: cut, link: "dc", opacity: 1, text: `${box.text}; of these, the latent is ${formatInteger(values.kvLoraRank)} elements per layer` });
      if (values.qkRopeHeadDim > 0) boxes.push({ ...box, x1: cut, link: "dr", opacity: 0, text: `${box.text}; of these, the shared rotary key is ${formatInteger(values.qkRopeHeadDim)} elements per layer` });
    } else {
      const seam = edge > 12 ? 0.75 : 0;
      boxes.push({ ...box, y2: middle - seam, label: "keys", text: `${box.text}; upper half keys` }, { ...box, y1: middle + seam, label: "values", text: `${box.text}; lower half values` });
    }
    labels.push({ variant, x: left });
    left += Math.max(slot, edge + 14);
  });
  return { boxes, labels };
}

export default figure({
  sim: attentionVariants,
  title: "MLA's cache is near MQA's, far from MHA's",
  validity: "Sizes of the cache only. How well each variant predicts text is another question, and no formula answers it.",
  controls: ["numLayers", "numHeads", "headDim", "numKvGroups", "kvLoraRank", "qkRopeHeadDim", "bytesPerElement"],
  presets: {
    "DeepSeek-V2's own shape": {},
    "Would GQA with two groups do?": { numKvGroups: 2 },
    "Half the heads: MLA does not notice": { numHeads: 64 },
    "On a small model MLA saves less": { numLayers: 27, numHeads: 16 },
    "Without the rotary key": { qkRopeHeadDim: 0 },
  },
  plot: (out, values, width) => {
    const { numLayers, numHeads, headDim, kvLoraRank, qkRopeHeadDim } = values;
    // Per layer, factor by factor, with the symbol that tells each formula from the next.
    const products = { MHA: [`2 · ${numHeads} · ${headDim}`, "nh"], GQA: [`2 · ${out.numKvGroupsUsed} · ${headDim}`, "ng"], MQA: [`2 · ${headDim}`, "dh"], MLA: [`${kvLoraRank} + ${qkRopeHeadDim}`, "mla"] } as const;
    const { boxes, labels } = layOut(out, values, width);
    const height = heightAt(width);
    const base = height - LABELS;
    const line = (dy: number, text: (d: (typeof labels)[number]) => string, options: object = {}): Plot.Text => Plot.text(labels, { x: "x", y: base, dy, text, textAnchor: "start", fill: color.quiet, ...options });
    return {
      height,
      marginLeft: 0,
      marginRight: 0,
      marginTop: 0,
      marginBottom: 0,
      x: { type: "identity", axis: null },
      y: { type: "identity", axis: null },
      marks: [
        Plot.rect(boxes, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill", fillOpacity: "opacity", ...reading<Box>((box) => box.link, (box) => box.text) }),
        Plot.text(boxes.filter((box) => box.y2 - box.y1 >= 20 && box.x2 - box.x1 >= 52), { x: (box: Box) => box.x1 + 6, y: (box: Box) => box.y1 + 11, text: "label", textAnchor: "start", fill: color.paper }),
        Plot.text([`one token, ${formatQuantity(numLayers, "layer")}; area is size`], { frameAnchor: "top-right", dy: 4, dx: -4, fill: color.quiet, ...reading(() => "l", () => `${formatQuantity(numLayers, "layer")}, each with a cache of its own`) }),
        line(14, ({ variant }) => (variant.name === "GQA" ? `GQA-${out.numKvGroupsUsed}` : variant.name), { fill: color.ink, fontWeight: "bold", fontSize: 13 }),
        line(30, ({ variant }) => formatBytes(variant.bytesPerToken)),
        line(45, ({ variant }) => (isNarrow(width) || variant.name === "MHA" ? percent(variant.ratioToMha) : `${percent(variant.ratioToMha)} of MHA`)),
        line(61, ({ variant }) => products[variant.name][0], { fontStyle: "italic", ...reading<(typeof labels)[number]>(({ variant }) => products[variant.name][1], ({ variant }) => `${variant.name}, per layer: ${products[variant.name][0]} elements`) }),
      ],
    };
  },
  caption: (out, { numKvGroups, numHeads }) => {
    const [mha, gqa, , mla] = out.variants as [Variant, Variant, Variant, Variant];
    const capped = numKvGroups > numHeads ? ` GQA was given ${formatQuantity(numKvGroups, "group")} for ${formatQuantity(numHeads, "head")}; more groups than heads cannot be used, so it equals MHA.` : out.groupsDivideHeads ? "" : ` The ${formatQuantity(numHeads, "head")} do not divide evenly into ${formatQuantity(out.numKvGroupsUsed, "group")}; some groups would serve more heads than others, and the cache stays the same size.`;
    return `Per token MLA keeps ${formatBytes(mla.bytesPerToken)}, ${percent(mla.ratioToMha)} of MHA's ${formatBytes(mha.bytesPerToken)}; GQA with ${formatQuantity(out.numKvGroupsUsed, "group")} keeps ${formatBytes(gqa.bytesPerToken)}. MLA costs as much as ${formatQuantity(out.mlaAsGqaGroups, "group")} of GQA.${capped}`;
  },
  table: ({ variants }) => ({
    columns: [
      { key: "name", label: "Attention" },
      { key: "elementsPerToken", label: "Per token, all layers", unit: "element" },
      { key: "bytesPerToken", label: "Per token, all layers", unit: "byte" },
      { key: "ratioToMha", label: "Share of MHA", unit: "ratio" },
    ],
    rows: variants.map((variant) => ({ ...variant })),
    links: variants.map((variant) => variant.name.toLowerCase()),
  }),
});
