import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cluster, imbalanceOf, leastImbalance, loadBySlot, packEvenly, placeExperts, type PlacementPolicy, placementProblem, publishedPolicy, replicasByExpert, replicateExperts, sumByPart } from "./expertPlacement.ts";

const first = [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86];
const second = [20, 107, 104, 64, 19, 197, 187, 157, 172, 86, 16, 27];
const cluster = (numReplicas: number, numGroups: number, numNodes: number, numGpus: number): Cluster => ({ numReplicas, numGroups, numNodes, numGpus });
const total = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);
const gpuLoads = (weights: readonly number[], shape: Cluster, policy: PlacementPolicy): number[] => sumByPart(loadBySlot(weights, placeExperts(weights, shape, policy)), shape.numGpus);

describe("the published example", () => {
  test.each([
    ["first", first, [5, 6, 5, 7, 8, 4, 3, 4, 10, 9, 10, 2, 0, 1, 11, 1]],
    ["second", second, [7, 10, 6, 8, 6, 11, 8, 9, 2, 4, 5, 1, 5, 0, 3, 1]],
  ])("its %s layer is placed as printed", (_, weights, printed) => {
    expect(publishedPolicy(cluster(16, 4, 2, 8))).toBe("hierarchical");
    expect(placeExperts(weights, cluster(16, 4, 2, 8), "hierarchical")).toEqual(printed);
  });

  // What eplb.py at commit d52c72d answers, its tensor operations carried out by NumPy in 32 bits.
  test.each([
    ["groups that nodes do not divide", first, cluster(16, 3, 2, 8), [10, 6, 10, 7, 0, 2, 11, 4, 5, 9, 5, 4, 8, 3, 1, 1]],
    ["one slot a GPU", first, cluster(12, 4, 2, 12), [3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2]],
    ["twice as many replicas as experts", first, cluster(24, 4, 2, 12), [4, 3, 4, 7, 5, 6, 5, 8, 5, 8, 5, 3, 10, 11, 10, 11, 10, 2, 9, 1, 0, 1, 0, 1]],
    ["one node", first, cluster(18, 4, 1, 6), [11, 4, 2, 5, 10, 7, 5, 9, 6, 8, 10, 0, 1, 3, 4, 1, 10, 0]],
    ["equal loads", Array<number>(8).fill(5), cluster(12, 4, 2, 4), [4, 0, 0, 5, 1, 1, 6, 2, 2, 7, 3, 3]],
    ["experts without load", [0, 0, 7, 0, 1, 0, 0, 0], cluster(16, 2, 2, 4), [2, 2, 2, 3, 2, 2, 0, 1, 4, 4, 4, 7, 4, 4, 5, 6]],
    ["ties everywhere", [1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 9, 9], cluster(24, 6, 3, 6), [10, 10, 10, 4, 11, 11, 11, 5, 6, 0, 6, 6, 7, 1, 7, 7, 8, 2, 8, 8, 9, 3, 9, 9]],
    ["one hot expert", [100, ...Array<number>(15).fill(1)], cluster(32, 8, 4, 8), [0, 0, 0, 15, 0, 0, 1, 14, 2, 8, 2, 8, 3, 9, 3, 9, 4, 10, 4, 10, 5, 11, 5, 11, 6, 12, 6, 12, 7, 13, 7, 13]],
  ])("the published code and this agree on %s", (_, weights, shape, found) => {
    expect(placeExperts(weights, shape, publishedPolicy(shape))).toEqual(found);
  });
});

/** Weights and a cluster that go together under both policies. */
const possible = fc
  .record({ numNodes: fc.integer({ min: 1, max: 4 }), gpus: fc.integer({ min: 1, max: 4 }), groups: fc.integer({ min: 1, max: 3 }), groupSize: fc.integer({ min: 1, max: 4 }), spare: fc.integer({ min: 0, max: 3 }) })
  .chain(({ numNodes, gpus, groups, groupSize, spare }) => {
    const numGroups = numNodes * groups;
    const numGpus = numNodes * gpus;
    const numExperts = numGroups * groupSize;
    const shape = cluster((Math.ceil(numExperts / numGpus) + spare) * numGpus, numGroups, numNodes, numGpus);
    return fc.record({ shape: fc.constant(shape), policy: fc.constantFrom<PlacementPolicy>("hierarchical", "global"), weights: fc.array(fc.nat({ max: 1000 }), { minLength: numExperts, maxLength: numExperts }).filter((list) => total(list) > 0) });
  });
type Possible = typeof possible extends fc.Arbitrary<infer T> ? T : never;
const law = (check: (one: Possible) => void): void => { fc.assert(fc.property(possible, check), { numRuns: 200 }); };

describe("laws", () => {
  test("every expert has a replica, and every slot an expert", () => law(({ weights, shape, policy }) => {
    const map = placeExperts(weights, shape, policy);
    const replicas = replicasByExpert(map, weights.length);
    expect(map).toHaveLength(shape.numReplicas);
    expect(Math.min(...replicas)).toBeGreaterThanOrEqual(1);
    expect(total(replicas)).toBe(shape.numReplicas);
  }));

  test("the replicas of an expert carry its whole load", () => law(({ weights, shape, policy }) => {
    const map = placeExperts(weights, shape, policy);
    const loads = loadBySlot(weights, map);
    weights.forEach((weight, expert) => { expect(total(loads.filter((_, slot) => map[slot] === expert))).toBeCloseTo(weight, 9); });
    expect(total(sumByPart(loads, shape.numGpus))).toBeCloseTo(total(weights), 8);
  }));

  test("hierarchical keeps each group on one node, and gives each node equally many", () => law(({ weights, shape }) => {
    const map = placeExperts(weights, shape, "hierarchical");
    const nodes = Array.from({ length: shape.numGroups }, () => new Set<number>());
    map.forEach((expert, slot) => nodes[Math.floor((expert * shape.numGroups) / weights.length)]!.add(Math.floor((slot * shape.numNodes) / shape.numReplicas)));
    expect(nodes.map((found) => found.size)).toEqual(nodes.map(() => 1));
    for (let node = 0; node < shape.numNodes; node++) expect(nodes.filter((found) => found.has(node))).toHaveLength(shape.numGroups / shape.numNodes);
  }));

  test("the unit of the loads does not matter", () => law(({ weights, shape, policy }) => {
    // A power of two rounds nothing, in 32 bits either.
    for (const scale of [0.25, 1024]) expect(placeExperts(weights.map((weight) => weight * scale), shape, policy)).toEqual(placeExperts(weights, shape, policy));
  }));

  test("under the global policy the names of the experts do not matter", () => {
    // Distinct primes: no two experts tie at any number of replicas.
    const primes = [53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103];
    const shuffled = fc.shuffledSubarray(primes, { minLength: 2 });
    fc.assert(fc.property(shuffled, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 }), (weights, numGpus, spare) => {
      const shape = cluster((Math.ceil(weights.length / numGpus) + spare) * numGpus, 1, 1, numGpus);
      const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
      expect(sorted(gpuLoads(weights, shape, "global"))).toEqual(sorted(gpuLoads(sorted(weights), shape, "global")));
    }));
  });

  test("one more replica never makes the heaviest heavier", () => law(({ weights, shape }) => {
    const heaviest = (numReplicas: number): number => Math.max(...loadBySlot(weights, replicateExperts(weights, numReplicas)));
    expect(heaviest(shape.numReplicas + 1)).toBeLessThanOrEqual(heaviest(shape.numReplicas));
  }));

  test("no placement beats the bound, and the bound is at least 1", () => law(({ weights, shape, policy }) => {
    expect(leastImbalance(weights, shape)).toBeGreaterThanOrEqual(1);
    expect(imbalanceOf(gpuLoads(weights, shape, policy))).toBeGreaterThanOrEqual(leastImbalance(weights, shape) * (1 - 1e-12));
  }));
});

/** Every way to fill the slots with every expert at least once, as the least busiest GPU over the mean. */
function bestOfAll(weights: readonly number[], { numReplicas, numGpus }: Cluster): number {
  let best = Infinity;
  for (let code = 0; code < weights.length ** numReplicas; code++) {
    const map = Array.from({ length: numReplicas }, (_, slot) => Math.floor(code / weights.length ** slot) % weights.length);
    if (new Set(map).size === weights.length) best = Math.min(best, imbalanceOf(sumByPart(loadBySlot(weights, map), numGpus)));
  }
  return best;
}

test("on tiny clusters the best of all placements lies between the bound and the policy", () => {
  const tiny = fc.record({ weights: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 3 }), numGpus: fc.constantFrom(2, 3), spare: fc.nat({ max: 1 }) });
  fc.assert(fc.property(tiny, ({ weights, numGpus, spare }) => {
    const shape = cluster((Math.ceil(weights.length / numGpus) + spare) * numGpus, 1, 1, numGpus);
    const best = bestOfAll(weights, shape);
    expect(best).toBeGreaterThanOrEqual(leastImbalance(weights, shape) * (1 - 1e-12));
    expect(best).toBeLessThanOrEqual(imbalanceOf(gpuLoads(weights, shape, "global")) * (1 + 1e-12));
  }), { numRuns: 60 });
});

test("the bound is reached where one expert fills a GPU", () => expect([leastImbalance([9, 1], cluster(2, 1, 1, 2)), imbalanceOf([9, 1])]).toEqual([1.8, 1.8]));

test("packing takes the heaviest first and the first of equals", () => {
  expect(packEvenly([1, 5, 5, 3], 2)).toEqual({ packOf: [1, 0, 1, 0], rankOf: [1, 0, 0, 1] });
  expect(packEvenly([1, 9, 4], 3)).toEqual({ packOf: [0, 1, 2], rankOf: [0, 0, 0] });
});

test("without copies the spare slots stay empty", () => {
  const map = placeExperts(first, cluster(16, 4, 2, 8), "hierarchical", false);
  expect(map.filter((expert) => expert < 0)).toHaveLength(4);
  expect(replicasByExpert(map, 12)).toEqual(Array(12).fill(1));
});

describe("what cannot be", () => {
  test.each([
    [cluster(16, 4, 2, 6), "16 replicas cannot fill 6 GPUs, since every GPU has the same number of slots. With 16 replicas on 2 nodes, take 2, 4, 8 or 16 GPUs."],
    [cluster(16, 4, 2, 7), "7 GPUs cannot be shared equally among 2 nodes. With 16 replicas on 2 nodes, take 2, 4, 8 or 16 GPUs."],
    [cluster(13, 4, 2, 8), "13 replicas cannot fill 8 GPUs, since every GPU has the same number of slots. On 2 nodes, first take 12 or 14 replicas, so that every node holds equally many."],
    [cluster(8, 4, 2, 8), "12 experts cannot share 8 replicas, since each needs one of its own. Take 12 replicas or more, or list fewer experts."],
    [cluster(16, 8, 2, 8), "12 experts cannot be split into 8 groups of the same size. Take 2, 4, 6 or 12 groups, or the global policy, which needs none."],
    [cluster(16, 3, 2, 8), "3 groups cannot be shared equally among 2 nodes. Take 2, 4, 6 or 12 groups, or the global policy, which needs none."],
    [cluster(40, 4, 8, 8), "4 groups cannot be shared equally among 8 nodes. Take the global policy, which needs no groups."],
  ])("%o is explained", (shape, reason) => {
    expect(placementProblem(first, shape, "hierarchical")).toBe(reason);
    expect(() => placeExperts(first, shape, "hierarchical")).toThrow(reason);
  });

  test("no load at all is explained", () => expect(placementProblem([0, 0], cluster(2, 1, 1, 2), "global")).toContain("nothing to balance"));

  test("either it is explained or it can be placed, and the number of GPUs that the reason offers can be", () => {
    const any = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 16 }), fc.constantFrom<PlacementPolicy>("hierarchical", "global"));
    fc.assert(fc.property(any, ([numExperts, numReplicas, numGroups, numNodes, numGpus, policy]) => {
      const weights = first.slice(0, numExperts);
      const shape = cluster(numReplicas, numGroups, numNodes, numGpus);
      const problem = placementProblem(weights, shape, policy);
      if (problem === "") expect(placeExperts(weights, shape, policy)).toHaveLength(numReplicas);
      else expect(() => placeExperts(weights, shape, policy)).toThrow(RangeError);
      const offered = / take ([\d, or]+) GPUs?\./.exec(problem)?.[1]?.match(/\d+/g) ?? [];
      for (const gpus of offered) expect(placementProblem(weights, { ...shape, numGpus: Number(gpus) }, "global")).toBe("");
    }), { numRuns: 500 });
  });
});
