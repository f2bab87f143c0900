import { groupedElements, growingElementsPerToken } from "#domain/attention.ts";
import { deepseek67b } from "#domain/configs/deepseek67b.ts";
import { deepseekV2 } from "#domain/configs/deepseekV2.ts";
import { simulation } from "#sim/contract.ts";

/** The saving the abstract of the DeepSeek-V2 report prints, to one decimal. */
export const PRINTED_PERCENT = 93.3;

/** The precisions at which caches are commonly stored, in bits per element; the report says 6 for the deployed V2. */
export const COMMON_BITS = [16, 8, 6, 4] as const;

/** What V2's cache may be compared with. */
export const BASELINES = ["67B with GQA-8, as published", "67B if it had MHA", "V2's shape with GQA-8", "V2's shape with MHA"] as const;
export type Baseline = (typeof BASELINES)[number];

/** One way to count. */
export interface Convention {
  baseline: Baseline;
  bitsPerElement: number;
  baselineBitsPerElement: number;
  bytesPerToken: number;
  baselineBytesPerToken: number;
  savingPercent: number;
  /** Whether the saving, rounded to one decimal, is the printed one. */
  matchesPrinted: boolean;
}

export interface SavingsOut extends Convention {
  printedPercent: number;
  /** The saving against the same baseline when both store an element in equally many bits. */
  likeForLikePercent: number;
  /** Every baseline with V2 at each common precision, the baseline at `baselineBitsPerElement`. */
  conventions: Convention[];
}

// V2's layers and heads from config_236B.json; 67B's 64 query heads would each hold their own key and value under MHA.
const baselineElements: Record<Baseline, number> = {
  "67B with GQA-8, as published": growingElementsPerToken(deepseek67b),
  "67B if it had MHA": deepseek67b.numLayers * groupedElements(deepseek67b.numHeads, deepseekV2.mla!.vHeadDim),
  "V2's shape with GQA-8": deepseekV2.numLayers * groupedElements(8, deepseekV2.mla!.vHeadDim),
  "V2's shape with MHA": deepseekV2.numLayers * groupedElements(deepseekV2.numHeads, deepseekV2.mla!.vHeadDim),
};

function convention(baseline: Baseline, bitsPerElement: number, baselineBitsPerElement: number): Convention {
  const bytesPerToken = (growingElementsPerToken(deepseekV2) * bitsPerElement) / 8;
  const baselineBytesPerToken = (baselineElements[baseline] * baselineBitsPerElement) / 8;
  const savingPercent = 100 * (1 - bytesPerToken / baselineBytesPerToken);
  return { baseline, bitsPerElement, baselineBitsPerElement, bytesPerToken, baselineBytesPerToken, savingPercent, matchesPrinted: Math.round(savingPercent * 10) / 10 === PRINTED_PERCENT };
}

export default simulation({
  question: "Which way of counting makes DeepSeek-V2's cache 93.3% smaller?",
  params: {
    bitsPerElement: { kind: "number", label: "V2's cache", unit: "bit", default: 6, min: 2, max: 32, step: 0.5, scale: "log2" },
    baselineBitsPerElement: { kind: "number", label: "Baseline's cache", unit: "bit", default: 16, min: 2, max: 32, step: 0.5, scale: "log2" },
    baseline: { kind: "choice", label: "Baseline", default: "67B with GQA-8, as published", options: BASELINES },
  },
  sources: [{ cite: "v2-report", where: "abstract; Figure 1(b); section 3.2.3" }, { cite: "dsllm-readme", where: "README.md, Pre-Training" }, { cite: "v3-configs", where: "inference/configs/config_236B.json" }],
  cost: "instant",
  run({ bitsPerElement, baselineBitsPerElement, baseline }): SavingsOut {
    return {
      ...convention(baseline, bitsPerElement, baselineBitsPerElement),
      printedPercent: PRINTED_PERCENT,
      likeForLikePercent: convention(baseline, 16, 16).savingPercent,
      conventions: BASELINES.flatMap((name) => COMMON_BITS.map((bits) => convention(name, bits, baselineBitsPerElement))),
    };
  },
  checks: [
    { given: {}, read: (out) => out.savingPercent, equals: PRINTED_PERCENT, within: 0.05, because: "printed to one decimal", source: { cite: "v2-report", where: "abstract" } },
    { given: {}, read: (out) => out.bytesPerToken / 1000, equals: 26, within: 1.5, because: "the end of a bar, read by eye", source: { cite: "v2-fig", where: "Figure 1(b), DeepSeek-V2" } },
    { given: {}, read: (out) => out.baselineBytesPerToken / 1000, equals: 390, within: 3, because: "the end of a bar, read by eye", source: { cite: "v2-fig", where: "Figure 1(b), DeepSeek 67B" } },
  ],
});
