import { imbalanceOf, leastImbalance, loadBySlot, placeExperts, type PlacementPolicy, placementProblem, publishedPolicy, replicasByExpert, sumByPart } from "#domain/expertPlacement.ts";
import { simulation } from "#sim/contract.ts";

/** Where the replicas went and how even the load is. All lists are empty and all numbers null where `problem` says that it is impossible. */
export interface PlacementOut {
  /** Why the numbers do not go together, and what would; empty when they do. */
  problem: string;
  /** The policy carried out. */
  policy: PlacementPolicy;
  /** Whether hierarchical was asked for and the published code takes global, since the nodes do not divide the groups. */
  isFallback: boolean;
  /** The expert in each slot; slots of a GPU are neighbours, so are GPUs of a node. */
  physicalToLogical: number[];
  /** The load of each slot, in tokens. */
  loadBySlot: number[];
  replicasByExpert: number[];
  /** In tokens, as are all loads. */
  loadByGpu: number[];
  loadByNode: number[];
  /** Per GPU. */
  meanLoad: number | null;
  /** Busiest GPU over mean. */
  imbalance: number | null;
  /** The same slots and policy with one replica an expert, the spare slots empty. */
  imbalanceWithoutSpares: number | null;
  /** No placement of any kind goes below; it need not be reached. */
  leastImbalance: number | null;
  /** On how many nodes the experts of each group lie; empty where the groups do not divide the experts. */
  nodesByGroup: number[];
}

const readme = (layer: string) => ({ cite: "eplb", where: `README.md, Interface and Example: ${layer} layer of phy2log` });
const firstLayer = [5, 6, 5, 7, 8, 4, 3, 4, 10, 9, 10, 2, 0, 1, 11, 1];
const secondLayer = [7, 10, 6, 8, 6, 11, 8, 9, 2, 4, 5, 1, 5, 0, 3, 1];
const numAgreeing = (printed: readonly number[]) => ({ physicalToLogical }: PlacementOut) => printed.filter((expert, slot) => physicalToLogical[slot] === expert).length;
const counted = { equals: 16, because: "counted: the slots, of the 16 printed, that hold the printed expert" };

export default simulation({
  question: "How evenly do copies of busy experts spread the load over GPUs?",
  params: {
    weights: { kind: "list", label: "Load of each expert", unit: "token", default: [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86], min: 0, max: 1_000_000, minLength: 1, maxLength: 256 },
    numReplicas: { kind: "number", label: "Replicas in all", unit: "count", default: 16, min: 1, max: 512, step: 1, scale: "log2" },
    numGpus: { kind: "number", label: "GPUs", unit: "GPU", default: 8, min: 1, max: 320, step: 1, scale: "log2" },
    numNodes: { kind: "number", label: "Nodes", unit: "node", default: 2, min: 1, max: 40, step: 1, scale: "log2" },
    numGroups: { kind: "number", label: "Groups of experts", unit: "group", default: 4, min: 1, max: 64, step: 1, scale: "log2" },
    policy: { kind: "choice", label: "Policy", default: "hierarchical", options: ["hierarchical", "global"] },
  },
  sources: [{ cite: "eplb", where: "README.md, The Algorithm; eplb.py for order and ties" }, { cite: "v3-report", where: "section 3.4: redundant experts" }],
  cost: "instant",
  run({ weights, policy: asked, ...cluster }): PlacementOut {
    const policy = asked === "global" ? asked : publishedPolicy(cluster);
    const isFallback = policy !== asked;
    const problem = placementProblem(weights, cluster, policy);
    const impossible = { problem, policy, isFallback, physicalToLogical: [], loadBySlot: [], replicasByExpert: [], loadByGpu: [], loadByNode: [], meanLoad: null, imbalance: null, imbalanceWithoutSpares: null, leastImbalance: null, nodesByGroup: [] };
    if (problem !== "") return impossible;
    const { numReplicas, numGpus, numNodes, numGroups } = cluster;
    const physicalToLogical = placeExperts(weights, cluster, policy);
    const slots = loadBySlot(weights, physicalToLogical);
    const loadByGpu = sumByPart(slots, numGpus);
    const single = placeExperts(weights, cluster, policy, false);
    const nodeOf = (slot: number): number => Math.floor((slot * numNodes) / numReplicas);
    const groupOf = (expert: number): number => Math.floor((expert * numGroups) / weights.length);
    const spread = (group: number): number => new Set(physicalToLogical.flatMap((expert, slot) => (groupOf(expert) === group ? [nodeOf(slot)] : []))).size;
    return {
      problem, policy, isFallback, physicalToLogical, loadByGpu,
      loadBySlot: slots,
      loadByNode: sumByPart(slots, numNodes),
      replicasByExpert: replicasByExpert(physicalToLogical, weights.length),
      meanLoad: weights.reduce((sum, weight) => sum + weight, 0) / numGpus,
      imbalance: imbalanceOf(loadByGpu),
      imbalanceWithoutSpares: imbalanceOf(sumByPart(loadBySlot(weights, single), numGpus)),
      leastImbalance: leastImbalance(weights, cluster),
      nodesByGroup: weights.length % numGroups === 0 ? Array.from({ length: numGroups }, (_, group) => spread(group)) : [],
    };
  },
  checks: [
    { given: {}, read: numAgreeing(firstLayer), ...counted, source: readme("first") },
    { given: { weights: [20, 107, 104, 64, 19, 197, 187, 157, 172, 86, 16, 27] }, read: numAgreeing(secondLayer), ...counted, source: readme("second") },
  ],
});
