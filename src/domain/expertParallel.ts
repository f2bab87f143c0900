import type { Random } from "./random.ts";

/** Routed experts spread evenly over the nodes that hold them; each token chooses some. */
export interface ExpertLayout {
  /** D */
  readonly numNodes: number;
  /** N_r / D */
  readonly expertsPerNode: number;
  /** K_r: routed experts a token is sent to; at most `numNodes * expertsPerNode`. */
  readonly topK: number;
}

/**
 * How a node is ranked before the best are kept:
 * - `sum-of-best`: by the sum of its K_r/M highest affinities. Source: arXiv:2412.19437, section 2.1.2;
 * - `best-expert`: by its highest affinity. Source: arXiv:2405.04434, section 2.2.2.
 */
export const NODE_SCORES = ["sum-of-best", "best-expert"] as const;
/** One of the two rankings. */
export type NodeScore = (typeof NODE_SCORES)[number];

/**
 * How many affinities of a node are summed to rank it: `max(1, floor(K_r / M))`, never more than the node has experts.
 * The paper divides 8 by 4; rounding down where a division leaves a remainder is ours.
 */
export const scoredExperts = ({ topK, expertsPerNode }: ExpertLayout, maxNodes: number, score: NodeScore): number =>
  score === "best-expert" ? 1 : Math.min(expertsPerNode, Math.max(1, Math.floor(topK / maxNodes)));

/**
 * Expected number of distinct nodes among a token's experts when every choice of K_r experts is equally likely.
 *
 * Formula: `D (1 - C(E - E/D, K) / C(E, K))`, the quotient being the chance that one node is missed.
 */
export function expectedNodes({ numNodes, expertsPerNode, topK }: ExpertLayout): number {
  const numExperts = numNodes * expertsPerNode;
  let missed = 1;
  for (let i = 0; i < topK; i++) missed *= Math.max(0, numExperts - expertsPerNode - i) / (numExperts - i);
  return numNodes * (1 - missed);
}

/** `C(n, k)` as a floating-point number. */
function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

/**
 * The law of that number: entry j is the chance that the experts lie on exactly j nodes.
 *
 * One node after another takes its hypergeometric share of the choices that remain; all terms are positive, so nothing cancels.
 */
export function nodesDistribution({ numNodes, expertsPerNode, topK }: ExpertLayout): number[] {
  // chance[left][touched]: choices still to be placed, nodes that have at least one.
  let chance = Array.from({ length: topK + 1 }, () => new Array<number>(numNodes + 1).fill(0));
  chance[topK]![0] = 1;
  for (let node = 0; node < numNodes; node++) {
    const expertsLeft = (numNodes - node) * expertsPerNode;
    const next = chance.map((row) => row.map(() => 0));
    for (let left = 0; left <= topK; left++) {
      for (let here = 0; here <= Math.min(left, expertsPerNode); here++) {
        const share = (choose(expertsPerNode, here) * choose(expertsLeft - expertsPerNode, left - here)) / choose(expertsLeft, left);
        if (share === 0) continue;
        for (let touched = 0; touched <= node; touched++) next[left - here]![touched + (here > 0 ? 1 : 0)]! += chance[left]![touched]! * share;
      }
    }
    chance = next;
  }
  return chance[0]!;
}

/**
 * The law under the limit of M nodes when nodes are ranked by their best expert: `min(M, J)` with J from `nodesDistribution`.
 *
 * Walk all experts from the highest affinity down. Until M nodes have been met every expert met is chosen; from then on only experts of those M nodes are.
 * So J <= M leaves the free choice as it is, and J > M ends with exactly M nodes. Only the order of the affinities matters, not their distribution.
 */
export const limitedDistribution = (distribution: readonly number[], maxNodes: number): number[] =>
  distribution.map((chance, nodes) => (nodes < maxNodes ? chance : nodes === maxNodes ? distribution.slice(nodes).reduce((sum, x) => sum + x, 0) : 0));

/** Whether `limitedDistribution` is the law: one affinity is scored, one node is kept, or the limit excludes nothing. Else it also depends on how affinities are distributed. */
export const isLimitedLawExact = (layout: ExpertLayout, maxNodes: number, score: NodeScore): boolean =>
  maxNodes === 1 || maxNodes >= layout.numNodes || scoredExperts(layout, maxNodes, score) === 1;

/** The mean of a law given as chances of 0, 1, 2, .... */
export const meanOf = (distribution: readonly number[]): number => distribution.reduce((sum, chance, value) => sum + chance * value, 0);

/** What a limit of nodes did to one token. */
export interface NodeChoice {
  /** Distinct nodes of the free choice. */
  readonly nodesWithout: number;
  /** Distinct nodes under the limit. */
  readonly nodesWith: number;
  /** How many experts of the free choice the limit leaves chosen. */
  readonly bestKept: number;
}

/** Each node's highest affinities in descending order, `[numNodes, depth]`. */
function bestOfNodes(affinity: Float64Array, { numNodes, expertsPerNode }: ExpertLayout, depth: number, best: Float64Array): void {
  best.fill(-Infinity);
  for (let node = 0; node < numNodes; node++) {
    const start = node * depth;
    const last = start + depth - 1;
    for (let expert = node * expertsPerNode; expert < (node + 1) * expertsPerNode; expert++) {
      const x = affinity[expert]!;
      if (x <= best[last]!) continue;
      let place = last;
      for (; place > start && x > best[place - 1]!; place--) best[place] = best[place - 1]!;
      best[place] = x;
    }
  }
}

/** Sets `allowed` to 1 for the `kept` highest scores, the first of equals. */
function keepHighest(scores: Float64Array, kept: number, allowed: Uint8Array): void {
  allowed.fill(0);
  for (let k = 0; k < kept; k++) {
    let winner = -1;
    for (let node = 0; node < scores.length; node++) if (!allowed[node] && (winner < 0 || scores[node]! > scores[winner]!)) winner = node;
    allowed[winner] = 1;
  }
}

/** How many of the `topK` highest affinities each node holds; nodes with `allowed` 0 take no part. */
function countChosen(best: Float64Array, depth: number, topK: number, allowed: Uint8Array, counts: Uint16Array): void {
  counts.fill(0);
  for (let k = 0; k < topK; k++) {
    let winner = -1;
    let highest = -Infinity;
    for (let node = 0; node < counts.length; node++) {
      if (!allowed[node] || counts[node]! >= depth) continue;
      const x = best[node * depth + counts[node]!]!;
      if (x > highest) {
        highest = x;
        winner = node;
      }
    }
    if (winner < 0) return;
    counts[winner]!++;
  }
}

/**
 * Routes tokens one by one: rank the nodes, keep the best M, choose the K_r best experts on them.
 * The returned function takes one token's affinities, `[numExperts]`, node by node, and may be called again and again.
 *
 * Source: arXiv:2412.19437, section 2.1.2, Node-Limited Routing; v3-code, inference/model.py, Gate.forward (which ranks on the biased scores).
 * @throws RangeError when M nodes do not hold K_r experts
 */
export function nodeLimitedRouter(layout: ExpertLayout, maxNodes: number, score: NodeScore): (affinity: Float64Array) => NodeChoice {
  const { numNodes, expertsPerNode, topK } = layout;
  const kept = Math.min(maxNodes, numNodes);
  if (kept * expertsPerNode < topK) throw new RangeError(`out of range: topK is ${topK}; expected at most ${kept * expertsPerNode}, the experts of ${kept} nodes`);
  const numScored = scoredExperts(layout, maxNodes, score);
  const depth = Math.min(topK, expertsPerNode);
  const best = new Float64Array(numNodes * depth);
  const everyNode = new Uint8Array(numNodes).fill(1);
  const [free, limited] = [new Uint16Array(numNodes), new Uint16Array(numNodes)];
  const scores = new Float64Array(numNodes);
  const allowed = new Uint8Array(numNodes);
  return (affinity) => {
    bestOfNodes(affinity, layout, depth, best);
    for (let node = 0; node < numNodes; node++) {
      let sum = 0;
      for (let i = 0; i < numScored; i++) sum += best[node * depth + i]!;
      scores[node] = sum;
    }
    keepHighest(scores, kept, allowed);
    countChosen(best, depth, topK, everyNode, free);
    countChosen(best, depth, topK, allowed, limited);
    let [nodesWithout, nodesWith, bestKept] = [0, 0, 0];
    for (let node = 0; node < numNodes; node++) {
      if (free[node]! > 0) nodesWithout++;
      if (limited[node]! > 0) nodesWith++;
      if (allowed[node]) bestKept += free[node]!;
    }
    return { nodesWithout, nodesWith, bestKept };
  };
}

/** What a sample of tokens with independent affinities, uniform between 0 and 1, met. */
export interface RoutingSample {
  /** Share of tokens on 0, 1, 2, ... nodes. */
  readonly without: readonly number[];
  readonly with: readonly number[];
  /** Mean number of experts of the free choice that the limit leaves chosen. */
  readonly bestKept: number;
}

/** Routes `numTokens` tokens. A uniform affinity is what a sigmoid makes of a logistic logit. */
export function sampleRouting(layout: ExpertLayout, maxNodes: number, score: NodeScore, numTokens: number, random: Random): RoutingSample {
  const route = nodeLimitedRouter(layout, maxNodes, score);
  const affinity = new Float64Array(layout.numNodes * layout.expertsPerNode);
  const [without, limited] = [new Array<number>(layout.numNodes + 1).fill(0), new Array<number>(layout.numNodes + 1).fill(0)];
  let bestKept = 0;
  for (let token = 0; token < numTokens; token++) {
    for (let expert = 0; expert < affinity.length; expert++) affinity[expert] = random();
    const choice = route(affinity);
    without[choice.nodesWithout]!++;
    limited[choice.nodesWith]!++;
    bestKept += choice.bestKept;
  }
  const share = (count: number): number => count / numTokens;
  return { without: without.map(share), with: limited.map(share), bestKept: bestKept / numTokens };
}

/** Time to move bytes over a link that is always full, in microseconds: `bytes / (1000 GB/s)`. */
export const linkMicroseconds = (bytes: number, linkGBps: number): number => bytes / (linkGBps * 1000);
