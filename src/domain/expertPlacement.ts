/**
 * Redundant experts and where they live: DeepSeek's load balancer for expert parallelism, from its description.
 *
 * Expert: a feed-forward block that the router can choose. Replica: a copy of an expert in the memory of one GPU; the tokens
 * of an expert spread evenly over its replicas. Slot: a place for one replica; every GPU has equally many, numbered through.
 *
 * Source: deepseek-ai/EPLB (eplb), README.md, The Algorithm; order and ties as in eplb.py at commit d52c72d.
 */

/** Where experts may live. */
export interface Cluster {
  /** Slots in all, which is the number of physical experts. */
  readonly numReplicas: number;
  /** Groups of consecutive experts, from which the router picks a few per token. */
  readonly numGroups: number;
  readonly numNodes: number;
  readonly numGpus: number;
}

/** Hierarchical keeps every group of experts within one node; global ignores groups and nodes. */
export type PlacementPolicy = "hierarchical" | "global";

/** Equal numbers of items in each pack. */
export interface Packing {
  /** The pack of each item. */
  readonly packOf: readonly number[];
  /** Its place within the pack, counted from 0. */
  readonly rankOf: readonly number[];
}

/** The published code adds and divides loads in 32 bits; ties fall as they do there only if this does too. */
const single = Math.fround;

/** Indices by falling weight; equal weights keep their order. */
const heaviestFirst = (weights: readonly number[]): number[] => weights.map((_, at) => at).sort((a, b) => weights[b]! - weights[a]!);

/**
 * Spreads items over packs of equally many: heaviest first, each into the lightest pack that has room, the first of equals.
 * With one item a pack they stay in order.
 *
 * @param weights one an item; as many items as packs, or a multiple
 * Source: eplb, eplb.py, balanced_packing.
 */
export function packEvenly(weights: readonly number[], numPacks: number): Packing {
  const room = weights.length / numPacks;
  if (room === 1) return { packOf: weights.map((_, at) => at), rankOf: weights.map(() => 0) };
  const load = Array<number>(numPacks).fill(0);
  const held = Array<number>(numPacks).fill(0);
  const packOf = Array<number>(weights.length).fill(0);
  const rankOf = Array<number>(weights.length).fill(0);
  for (const item of heaviestFirst(weights)) {
    let lightest = -1;
    for (let pack = 0; pack < numPacks; pack++) if (held[pack]! < room && (lightest < 0 || load[pack]! < load[lightest]!)) lightest = pack;
    packOf[item] = lightest;
    rankOf[item] = held[lightest]!++;
    load[lightest] = single(load[lightest]! + weights[item]!);
  }
  return { packOf, rankOf };
}

/**
 * Gives every expert one replica, then each spare one to the expert whose replicas are the heaviest, the first of equals.
 * This makes the heaviest replica as light as `numReplicas` allow.
 *
 * @returns the expert of each replica: first every expert in order, then the spare ones as they were given
 * Source: eplb, eplb.py, replicate_experts.
 */
export function replicateExperts(weights: readonly number[], numReplicas: number): number[] {
  const count = weights.map(() => 1);
  const expertOf = weights.map((_, at) => at);
  while (expertOf.length < numReplicas) {
    let heaviest = 0;
    for (let at = 1; at < weights.length; at++) if (single(weights[at]! / count[at]!) > single(weights[heaviest]! / count[heaviest]!)) heaviest = at;
    expertOf.push(heaviest);
    count[heaviest]!++;
  }
  return expertOf;
}

const countOf = (expertOf: readonly number[], numExperts: number): number[] => {
  const count = Array<number>(numExperts).fill(0);
  for (const expert of expertOf) count[expert]!++;
  return count;
};

/** The experts of each node, in the order in which its groups were packed. */
function expertsByNode(weights: readonly number[], { numGroups, numNodes }: Cluster): number[][] {
  const groupSize = weights.length / numGroups;
  const groupLoads = Array.from({ length: numGroups }, (_, group) => weights.slice(group * groupSize, (group + 1) * groupSize).reduce((sum, weight) => single(sum + weight), 0));
  const { packOf, rankOf } = packEvenly(groupLoads, numNodes);
  const nodes = Array.from({ length: numNodes }, () => Array<number>(weights.length / numNodes).fill(0));
  for (let expert = 0; expert < weights.length; expert++) {
    const group = Math.floor(expert / groupSize);
    nodes[packOf[group]!]![rankOf[group]! * groupSize + (expert % groupSize)] = expert;
  }
  return nodes;
}

/** Replicas of `experts` in the slots of `numGpus` GPUs; a slot that no expert fills holds -1. */
function fillGpus(experts: readonly number[], weights: readonly number[], numSlots: number, numGpus: number, isReplicated: boolean): number[] {
  const own = experts.map((expert) => weights[expert]!);
  const expertOf = replicateExperts(own, isReplicated ? numSlots : own.length);
  const count = countOf(expertOf, own.length);
  const empty = Array<number>(numSlots - expertOf.length).fill(-1);
  const all = [...expertOf, ...empty];
  const { packOf, rankOf } = packEvenly(all.map((at) => (at < 0 ? 0 : single(own[at]! / count[at]!))), numGpus);
  const slots = Array<number>(numSlots).fill(-1);
  all.forEach((at, replica) => { slots[packOf[replica]! * (numSlots / numGpus) + rankOf[replica]!] = at < 0 ? -1 : experts[at]!; });
  return slots;
}

/**
 * Places experts: groups on nodes (hierarchical only), then spare replicas within each node, then replicas on the node's GPUs.
 *
 * @param weights the load of each expert, in any unit `[numExperts]`
 * @param isReplicated false leaves the spare slots empty, for comparison
 * @returns the expert in each slot `[numReplicas]`, or -1 for an empty one; slots of one GPU are neighbours, so are GPUs of one node
 * @throws RangeError when the numbers do not divide; `placementProblem` says so beforehand
 * Source: eplb, README.md, Hierarchical and Global Load Balancing.
 */
export function placeExperts(weights: readonly number[], cluster: Cluster, policy: PlacementPolicy, isReplicated = true): number[] {
  const problem = placementProblem(weights, cluster, policy);
  if (problem !== "") throw new RangeError(`invalid: ${problem}`);
  const { numReplicas, numNodes, numGpus } = cluster;
  const nodes = policy === "global" ? [weights.map((_, expert) => expert)] : expertsByNode(weights, cluster);
  if (policy === "hierarchical") return nodes.flatMap((experts) => fillGpus(experts, weights, numReplicas / numNodes, numGpus / numNodes, isReplicated));
  return fillGpus(nodes[0]!, weights, numReplicas, numGpus, isReplicated);
}

/** How many replicas each expert has `[numExperts]`. */
export const replicasByExpert = (physicalToLogical: readonly number[], numExperts: number): number[] => countOf(physicalToLogical.filter((expert) => expert >= 0), numExperts);

/** The load of each slot, `weight / replicas` of its expert and 0 where it is empty `[numReplicas]`. */
export function loadBySlot(weights: readonly number[], physicalToLogical: readonly number[]): number[] {
  const count = replicasByExpert(physicalToLogical, weights.length);
  return physicalToLogical.map((expert) => (expert < 0 ? 0 : weights[expert]! / count[expert]!));
}

/** The sums of neighbours, `numParts` of equally many `[numParts]`. */
export function sumByPart(loads: readonly number[], numParts: number): number[] {
  const size = loads.length / numParts;
  return Array.from({ length: numParts }, (_, part) => loads.slice(part * size, (part + 1) * size).reduce((sum, load) => sum + load, 0));
}

/** How uneven loads are, `max / mean`: 1 is perfect, and a step that waits for the busiest takes this many times as long. */
export const imbalanceOf = (loads: readonly number[]): number => (Math.max(...loads) * loads.length) / loads.reduce((sum, load) => sum + load, 0);

/**
 * The least imbalance that any placement can reach: a replica sits whole on one GPU, and no choice of numbers makes the heaviest lighter.
 *
 * Formula: `max(1, min over counts of max(weight / count) / (sum of weights / numGpus))`, a bound that need not be reached.
 */
export function leastImbalance(weights: readonly number[], { numReplicas, numGpus }: Cluster): number {
  const heaviest = Math.max(...loadBySlot(weights, replicateExperts(weights, numReplicas)));
  return Math.max(1, (heaviest * numGpus) / weights.reduce((sum, weight) => sum + weight, 0));
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** "2, 4 or 8 GPUs"; a long list is cut to the eight nearest to what was asked for. */
function choices(allowed: readonly number[], asked: number, what: string): string {
  const near = [...allowed].sort((a, b) => Math.abs(a - asked) - Math.abs(b - asked)).slice(0, 8).sort((a, b) => a - b);
  return near.length < 2 ? counted(near[0] ?? 0, what) : `${near.slice(0, -1).join(", ")} or ${near.at(-1)} ${what}s`;
}

const upTo = (most: number): number[] => Array.from({ length: most }, (_, at) => at + 1);

/** The policy that the published code takes: hierarchical where the number of nodes divides that of groups, global elsewhere. */
export const publishedPolicy = ({ numGroups, numNodes }: Pick<Cluster, "numGroups" | "numNodes">): PlacementPolicy => (numGroups % numNodes === 0 ? "hierarchical" : "global");

function gpuProblem(numExperts: number, { numReplicas, numNodes, numGpus }: Cluster): string {
  const isShared = numGpus % numNodes === 0;
  if (isShared && numReplicas % numGpus === 0) return "";
  const reason = isShared ? `${counted(numReplicas, "replica")} cannot fill ${counted(numGpus, "GPU")}, since every GPU has the same number of slots` : `${counted(numGpus, "GPU")} cannot be shared equally among ${counted(numNodes, "node")}`;
  const gpus = upTo(numReplicas).filter((gpu) => gpu % numNodes === 0 && numReplicas % gpu === 0);
  if (gpus.length > 0) return `${reason}. With ${counted(numReplicas, "replica")} on ${counted(numNodes, "node")}, take ${choices(gpus, numGpus, "GPU")}.`;
  const replicas = [Math.floor(numReplicas / numNodes), Math.ceil(numReplicas / numNodes)].map((perNode) => perNode * numNodes).filter((n) => n >= numExperts);
  return `${reason}. On ${counted(numNodes, "node")}, first take ${choices(replicas, numReplicas, "replica")}, so that every node holds equally many.`;
}

/** Why experts cannot be placed so, in plain words and with what is allowed instead; empty when they can. */
export function placementProblem(weights: readonly number[], cluster: Cluster, policy: PlacementPolicy): string {
  const numExperts = weights.length;
  const { numReplicas, numGroups, numNodes } = cluster;
  if (!weights.some((weight) => weight > 0)) return "No expert has any load, so there is nothing to balance. Give at least one expert a load above 0.";
  if (numReplicas < numExperts) return `${counted(numExperts, "expert")} cannot share ${counted(numReplicas, "replica")}, since each needs one of its own. Take ${numExperts} replicas or more, or list fewer experts.`;
  const problem = gpuProblem(numExperts, cluster);
  if (problem !== "" || policy === "global") return problem;
  const groups = upTo(numExperts).filter((group) => group % numNodes === 0 && numExperts % group === 0);
  const remedy = groups.length > 0 ? `Take ${choices(groups, numGroups, "group")}, or the global policy, which needs none.` : "Take the global policy, which needs no groups.";
  if (numGroups % numNodes !== 0) return `${counted(numGroups, "group")} cannot be shared equally among ${counted(numNodes, "node")}. ${remedy}`;
  return numExperts % numGroups === 0 ? "" : `${counted(numExperts, "expert")} cannot be split into ${counted(numGroups, "group")} of the same size. ${remedy}`;
}
