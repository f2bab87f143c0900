import { groupedElements, latentElements, mlaAsGqaGroups } from "#domain/attention.ts";
import { simulation } from "#sim/contract.ts";

/** What one further token adds to the cache of the whole stack under one kind of attention. */
export interface Variant {
  name: "MHA" | "GQA" | "MQA" | "MLA";
  elementsPerToken: number;
  bytesPerToken: number;
  /** elementsPerToken over that of MHA. */
  ratioToMha: number;
}

/** The answer for the reader's own stack. */
export interface VariantsOut {
  variants: Variant[];
  /** As many GQA groups of this head dimension would cache as much as MLA does. */
  mlaAsGqaGroups: number;
  /** The groups GQA was given: `numKvGroups`, but at most one per head, where GQA is MHA. */
  numKvGroupsUsed: number;
  /** Whether each group serves equally many heads; the size of the cache is the same either way. */
  groupsDivideHeads: boolean;
}

const v2Table9 = { cite: "v2-report", where: "Table 9" } as const;
const smallMoe = { numLayers: 27, numHeads: 16, headDim: 128, kvLoraRank: 512, qkRopeHeadDim: 64 };
const variantOf = (name: Variant["name"]) => (out: VariantsOut) => out.variants.find((variant) => variant.name === name)!;

export default simulation({
  question: "What would this stack of layers cache under MHA, GQA, MQA and MLA?",
  params: {
    numLayers: { kind: "number", label: "Layers (l)", unit: "layer", default: 60, min: 1, max: 256, step: 1 },
    numHeads: { kind: "number", label: "Attention heads (n_h)", unit: "head", default: 128, min: 1, max: 256, step: 1, scale: "log2" },
    headDim: { kind: "number", label: "Dimension per head (d_h)", unit: "dimension", default: 128, min: 1, max: 1024, step: 1, scale: "log2" },
    numKvGroups: { kind: "number", label: "Key-value groups of GQA (n_g)", unit: "group", default: 8, min: 1, max: 256, step: 1, scale: "log2" },
    kvLoraRank: { kind: "number", label: "Latent dimension of MLA (d_c)", unit: "dimension", default: 512, min: 1, max: 8192, step: 1, scale: "log2" },
    qkRopeHeadDim: { kind: "number", label: "Rotary key of MLA (d_h^R)", unit: "dimension", default: 64, min: 0, max: 512, step: 1 },
    bytesPerElement: { kind: "number", label: "Stored precision", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.125 },
  },
  sources: [{ cite: "v2-report", where: "Table 1" }, { cite: "gqa-paper", where: "Abstract" }, { cite: "mqa-paper", where: "Abstract" }],
  cost: "instant",
  run({ numLayers, numHeads, headDim, numKvGroups, kvLoraRank, qkRopeHeadDim, bytesPerElement }): VariantsOut {
    const numKvGroupsUsed = Math.min(numKvGroups, numHeads);
    const mha = groupedElements(numHeads, headDim);
    const perLayer: [Variant["name"], number][] = [
      ["MHA", mha],
      ["GQA", groupedElements(numKvGroupsUsed, headDim)],
      ["MQA", groupedElements(1, headDim)],
      ["MLA", latentElements(kvLoraRank, qkRopeHeadDim)],
    ];
    return {
      variants: perLayer.map(([name, elements]) => ({
        name,
        elementsPerToken: numLayers * elements,
        bytesPerToken: numLayers * elements * bytesPerElement,
        ratioToMha: elements / mha,
      })),
      mlaAsGqaGroups: mlaAsGqaGroups(kvLoraRank, qkRopeHeadDim, headDim),
      numKvGroupsUsed,
      groupsDivideHeads: numHeads % numKvGroupsUsed === 0,
    };
  },
  checks: [
    { given: {}, read: (out) => out.mlaAsGqaGroups, equals: 2.25, source: { cite: "v2-report", where: "Table 1" } },
    { given: {}, read: (out) => variantOf("MLA")(out).elementsPerToken, equals: 34_600, within: 50, because: "printed as 34.6K", source: v2Table9 },
    { given: smallMoe, read: (out) => variantOf("MHA")(out).elementsPerToken, equals: 110_600, within: 50, because: "printed as 110.6K", source: v2Table9 },
    { given: smallMoe, read: (out) => variantOf("MLA")(out).elementsPerToken, equals: 15_600, within: 50, because: "printed as 15.6K", source: v2Table9 },
    { given: smallMoe, read: (out) => variantOf("MLA")(out).ratioToMha, equals: 0.14, within: 0.005, because: "printed as 14%", source: { cite: "v2-report", where: "Appendix D.2" } },
  ],
});
