import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedNodes, type ExpertLayout, isLimitedLawExact, limitedDistribution, linkMicroseconds, meanOf, nodeLimitedRouter, nodesDistribution, NODE_SCORES, sampleRouting, scoredExperts } from "./expertParallel.ts";
import { seeded } from "./random.ts";

const v3: ExpertLayout = { numNodes: 8, expertsPerNode: 32, topK: 8 };
const v2: ExpertLayout = { numNodes: 8, expertsPerNode: 20, topK: 6 };

/** Any layout whose M nodes hold enough experts, with M. */
const anyLimited = fc
  .record({ numNodes: fc.integer({ min: 1, max: 10 }), expertsPerNode: fc.integer({ min: 1, max: 24 }) })
  .chain(({ numNodes, expertsPerNode }) => fc.integer({ min: 1, max: numNodes }).chain((maxNodes) => fc.integer({ min: 1, max: Math.min(16, maxNodes * expertsPerNode) }).map((topK) => ({ layout: { numNodes, expertsPerNode, topK }, maxNodes }))));

/** The number of ways to choose k of n, exactly. */
const choose = (n: bigint, k: bigint): bigint => (k < 0n || k > n ? 0n : k === 0n ? 1n : (choose(n - 1n, k - 1n) * n) / k);

/** The law by inclusion and exclusion over nodes, in whole numbers. */
function lawByInclusionExclusion({ numNodes, expertsPerNode, topK }: ExpertLayout): number[] {
  const [D, n, K] = [BigInt(numNodes), BigInt(expertsPerNode), BigInt(topK)];
  return Array.from({ length: numNodes + 1 }, (_, nodes) => {
    let ways = 0n;
    for (let i = 0n; i <= BigInt(nodes); i++) ways += (i % 2n === 0n ? 1n : -1n) * choose(BigInt(nodes), i) * choose((BigInt(nodes) - i) * n, K);
    return Number((choose(D, BigInt(nodes)) * ways * 10n ** 30n) / choose(D * n, K)) / 1e30;
  });
}

/** The rule written down plainly: sort everything. */
function routePlainly(affinity: readonly number[], { numNodes, expertsPerNode, topK }: ExpertLayout, maxNodes: number, numScored: number) {
  const experts = affinity.map((score, expert) => ({ score, expert, node: Math.floor(expert / expertsPerNode) })).sort((a, b) => b.score - a.score || a.expert - b.expert);
  const nodeScore = (node: number): number => experts.filter((e) => e.node === node).slice(0, numScored).reduce((sum, e) => sum + e.score, 0);
  const kept = new Set(Array.from({ length: numNodes }, (_, node) => node).sort((a, b) => nodeScore(b) - nodeScore(a) || a - b).slice(0, maxNodes));
  const [free, limited] = [experts.slice(0, topK), experts.filter((e) => kept.has(e.node)).slice(0, topK)];
  const nodes = (chosen: typeof experts): number => new Set(chosen.map((e) => e.node)).size;
  return { nodesWithout: nodes(free), nodesWith: nodes(limited), bestKept: free.filter((e) => limited.includes(e)).length };
}

describe("the law of the nodes a free choice touches", () => {
  test("agrees with inclusion and exclusion", () => {
    for (const layout of [v3, v2, { numNodes: 16, expertsPerNode: 64, topK: 16 }, { numNodes: 3, expertsPerNode: 2, topK: 5 }]) {
      // Floating-point rounding only; the oracle carries thirty decimals.
      for (const [nodes, chance] of lawByInclusionExclusion(layout).entries()) expect(nodesDistribution(layout)[nodes]).toBeCloseTo(chance, 12);
    }
  });
  test("sums to one, with the mean of the closed form", () => {
    fc.assert(fc.property(anyLimited, ({ layout }) => {
      const law = nodesDistribution(layout);
      expect(law.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 10);
      expect(meanOf(law)).toBeCloseTo(expectedNodes(layout), 9);
    }));
  });
  test("is counted right where it can be counted by hand: two of four experts on two nodes", () => {
    expect(nodesDistribution({ numNodes: 2, expertsPerNode: 2, topK: 2 })).toEqual([0, 2 / 6, 4 / 6].map((x) => expect.closeTo(x, 12) as number));
  });
  test("one expert lies on one node; all experts lie on all", () => {
    expect(expectedNodes({ ...v3, topK: 1 })).toBeCloseTo(1, 12);
    expect(expectedNodes({ numNodes: 4, expertsPerNode: 3, topK: 12 })).toBe(4);
  });
});

describe("routing under a limit", () => {
  test("does what sorting everything does", () => {
    fc.assert(fc.property(anyLimited, fc.constantFrom(...NODE_SCORES), fc.nat(), ({ layout, maxNodes }, score, seed) => {
      const random = seeded(seed);
      const route = nodeLimitedRouter(layout, maxNodes, score);
      for (let token = 0; token < 3; token++) {
        const affinity = Float64Array.from({ length: layout.numNodes * layout.expertsPerNode }, random);
        expect(route(affinity)).toEqual(routePlainly([...affinity], layout, maxNodes, scoredExperts(layout, maxNodes, score)));
      }
    }));
  });
  test("ranked by the best expert, each token touches min(M, J) nodes", () => {
    fc.assert(fc.property(anyLimited, fc.nat(), ({ layout, maxNodes }, seed) => {
      const affinity = Float64Array.from({ length: layout.numNodes * layout.expertsPerNode }, seeded(seed));
      const { nodesWithout, nodesWith } = nodeLimitedRouter(layout, maxNodes, "best-expert")(affinity);
      expect(nodesWith).toBe(Math.min(maxNodes, nodesWithout));
    }));
  });
  test("exact and sampled agree wherever the law is exact", () => {
    const cases = [[v3, 8], [v3, 5], [v3, 1], [v2, 3], [{ ...v3, topK: 4 }, 4], [{ ...v3, topK: 13 }, 8]] as const;
    for (const [layout, maxNodes] of cases) for (const score of NODE_SCORES) {
      if (!isLimitedLawExact(layout, maxNodes, score)) continue;
      const law = limitedDistribution(nodesDistribution(layout), maxNodes);
      const sample = sampleRouting(layout, maxNodes, score, 4000, seeded(7));
      // Five standard errors of a share over 4,000 tokens, and one token for shares near zero.
      for (const [nodes, share] of sample.with.entries()) expect(Math.abs(share - law[nodes]!)).toBeLessThan(5 * Math.sqrt(Math.max(0, law[nodes]! * (1 - law[nodes]!)) / 4000) + 1 / 4000);
    }
  });
  test("V3's rule is sampled, V2's is exact", () => {
    expect([isLimitedLawExact(v3, 4, "sum-of-best"), isLimitedLawExact(v3, 5, "sum-of-best"), isLimitedLawExact(v2, 3, "best-expert")]).toEqual([false, true, true]);
    expect([scoredExperts(v3, 4, "sum-of-best"), scoredExperts(v3, 4, "best-expert"), scoredExperts(v3, 1, "sum-of-best")]).toEqual([2, 1, 8]);
  });
  test("a limit that cannot hold the choice is refused", () => {
    expect(() => nodeLimitedRouter({ numNodes: 8, expertsPerNode: 2, topK: 8 }, 3, "sum-of-best")).toThrow("out of range: topK is 8; expected at most 6, the experts of 3 nodes");
  });
});

test("50 GB/s move 50,000 bytes in a microsecond", () => expect(linkMicroseconds(50_000, 50)).toBe(1));
