import { combinations, log10 } from "#domain/combinations.ts";
import { simulation, type Source } from "#sim/contract.ts";

const section31: Source = { cite: "moe-paper", where: "section 3.1" };

/** One way to cut the same parameters into experts. */
export interface Cut {
  /** Parts of each original expert, m. */
  segmentation: number;
  numExperts: number;
  topK: number;
  /** Ways to choose the experts of a token, exactly, as decimal digits: beyond any number type. */
  combinations: string;
  log10: number;
}

function cut(numExperts: number, topK: number, segmentation: number): Cut {
  const count = combinations(segmentation * numExperts, segmentation * topK);
  return { segmentation, numExperts: segmentation * numExperts, topK: segmentation * topK, combinations: String(count), log10: log10(count) };
}

export default simulation({
  question: "In how many ways can a token's experts be put together, before and after each expert is cut into smaller ones?",
  params: {
    numExperts: { kind: "number", label: "Experts before", unit: "expert", default: 16, min: 2, max: 256, step: 1 },
    topK: { kind: "number", label: "Experts per token before", unit: "expert", default: 2, min: 1, max: 64, step: 1 },
    segmentation: { kind: "number", label: "Parts of each expert (m)", unit: "count", default: 4, min: 1, max: 16, step: 1 },
  },
  sources: [section31],
  cost: "instant",
  run({ numExperts, topK, segmentation }) {
    // No more can be used than there are.
    const usedTopK = Math.min(topK, numExperts);
    return {
      before: cut(numExperts, usedTopK, 1),
      after: cut(numExperts, usedTopK, segmentation),
      /** Share of the experts' parameters, and of their arithmetic, that a token uses: cutting does not change it. */
      activeShare: usedTopK / numExperts,
      curve: [1, 2, 4, 8, 16].map((parts) => cut(numExperts, usedTopK, parts)),
    };
  },
  checks: [
    { given: {}, read: (out) => Number(out.before.combinations), equals: 120, source: section31 },
    { given: {}, read: (out) => Number(out.after.combinations), equals: 4_426_165_368, source: section31 },
  ],
});
