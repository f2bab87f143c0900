import { affinities, balanceGradient, drawBatch, moveBias, samplingFloor, vocabulary, zipf } from "./balancing.ts";
import type { Random } from "./random.ts";
import { dropped, maxViolation, type Route, router, type RoutingRule } from "./routing.ts";

/** Ways to balance, side by side on one stream. */
export const strategies = ["none", "auxiliary-loss", "bias", "proportional"] as const;
/** One of them. */
export type Strategy = (typeof strategies)[number];

/** V3 spreads the experts of a layer over 8 nodes. */
const NUM_NODES = 8;
/** Batches over which loads, starvation, drops and affinity are counted: the newest ones. */
const WINDOW = 32;
/** An expert with less than this share of the mean load counts as starved; ours. */
const STARVED_SHARE = 0.1;
/** Step of the gate's descent on the balance loss; ours, since no language-model loss is here to set it. Only its product with alpha matters. */
const LEARNING_RATE = 2000;

/** The stream, the gate and the strategies' constants. */
export interface Experiment {
  /** How far a bias moves after a batch. */
  readonly gamma: number;
  /** Weight of the auxiliary loss. */
  readonly alpha: number;
  /** Zipf exponent of the clusters' popularity. */
  readonly skew: number;
  /** Pairs of clusters that exchange their popularity before a batch, per hundred clusters. */
  readonly driftPercent: number;
  /** M, of eight. */
  readonly maxNodes: number;
  /** A multiple of eight. */
  readonly numExperts: number;
  readonly topK: number;
  readonly tokensPerBatch: number;
  readonly numBatches: number;
  readonly capacityFactor: number;
}

/** One strategy so far. All but `maxVioByBatch` is counted over the newest 32 batches. */
export interface StrategyOut {
  readonly strategy: Strategy;
  readonly maxVioByBatch: readonly number[];
  /** MaxVio_batch: the mean over batches; MaxVio_global: of the summed loads. Source: arXiv:2408.15664, section 3.1. */
  readonly maxVioBatch: number;
  readonly maxVioGlobal: number;
  /** Tokens an expert received, `[numExperts]`. */
  readonly loads: readonly number[];
  readonly numStarved: number;
  readonly droppedPercent: number;
  /** Affinity of the chosen experts, by the gate as it began and without bias, relative to choosing freely. */
  readonly affinityKeptPercent: number;
}

/** All strategies after so many batches. */
export interface RoutingOut {
  readonly batch: number;
  /** Nodes that a token may use: more than asked for where topK experts would not fit. */
  readonly usedNodes: number;
  readonly strategies: readonly StrategyOut[];
  /** MaxVio of a batch routed by pure chance: mean, and where 90% of batches lie. */
  readonly floor: { readonly mean: number; readonly low: number; readonly high: number };
}

/** One strategy at work. */
interface Learner { readonly strategy: Strategy; readonly bias: Float64Array; readonly gate: Float64Array; readonly scores: Float64Array; readonly maxVio: number[]; readonly window: { loads: Int32Array; dropped: number; kept: number; free: number }[] }

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

function report({ strategy, maxVio, window }: Learner, numExperts: number): StrategyOut {
  const loads = Array.from({ length: numExperts }, (_, i) => sum(window.map((batch) => batch.loads[i]!)));
  const numChoices = sum(loads);
  return {
    strategy,
    maxVioByBatch: [...maxVio],
    maxVioBatch: sum(maxVio.slice(-WINDOW)) / window.length,
    maxVioGlobal: maxViolation(loads),
    loads,
    numStarved: loads.filter((load) => load < (STARVED_SHARE * numChoices) / numExperts).length,
    droppedPercent: (100 * sum(window.map((batch) => batch.dropped))) / numChoices,
    affinityKeptPercent: (100 * sum(window.map((batch) => batch.kept))) / sum(window.map((batch) => batch.free)),
  };
}

/** Some pairs of clusters exchange their places in the order of popularity. */
function drift(order: number[], percent: number, random: Random): void {
  const expected = (order.length * percent) / 100;
  const numSwaps = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
  for (let swap = 0; swap < numSwaps; swap++) {
    const [a, b] = [Math.floor(random() * order.length), Math.floor(random() * order.length)];
    [order[a], order[b]] = [order[b]!, order[a]!];
  }
}

/**
 * One frame a batch. Tokens of one kind look the same to a router and go the same way, so each kind that occurs is routed once and counted as often as it occurs.
 *
 * @param makeRouter another router in place of the fast one, for a test
 */
export function* frames({ gamma, alpha, skew, driftPercent, maxNodes, numExperts, topK, tokensPerBatch, numBatches, capacityFactor }: Experiment, random: Random, makeRouter: (rule: RoutingRule) => Route = router): Generator<RoutingOut> {
  const usedNodes = Math.max(maxNodes, Math.ceil((topK * NUM_NODES) / numExperts));
  const { numKinds, tokens, gate } = vocabulary(numExperts, random);
  const allKinds = Array.from({ length: numKinds }, (_, kind) => kind);
  const original = new Float64Array(numKinds * numExperts);
  affinities(tokens, gate, allKinds, original);
  const chosen = new Int32Array(topK);
  const affinityOf = (kind: number): number => chosen.reduce((total, i) => total + original[kind * numExperts + i]!, 0);
  const unconstrained = makeRouter({ numExperts, topK, numNodes: NUM_NODES, maxNodes: NUM_NODES });
  const noBias = new Float64Array(numExperts);
  const free = allKinds.map((kind) => { unconstrained(original, kind, noBias, chosen, 0); return affinityOf(kind); });
  const route = makeRouter({ numExperts, topK, numNodes: NUM_NODES, maxNodes: usedNodes });
  const learners: Learner[] = strategies.map((strategy) => ({ strategy, bias: new Float64Array(numExperts), gate: strategy === "auxiliary-loss" ? gate.slice() : gate, scores: strategy === "auxiliary-loss" ? original.slice() : original, maxVio: [], window: [] }));
  const floor = samplingFloor(numExperts, topK, tokensPerBatch, random);
  const popularity = zipf(numExperts, skew);
  const order = allKinds.slice(0, numExperts);
  drift(order, 400, random);
  for (let batch = 1; batch <= numBatches; batch++) {
    drift(order, driftPercent, random);
    const counts = drawBatch(order.map((rank) => popularity[rank]!), numKinds / numExperts, tokensPerBatch, random);
    const kinds = allKinds.filter((kind) => counts[kind]! > 0);
    for (const learner of learners) {
      if (learner.strategy === "auxiliary-loss") affinities(tokens, learner.gate, kinds, learner.scores);
      const loads = new Int32Array(numExperts);
      let kept = 0;
      for (const kind of kinds) {
        route(learner.scores, kind, learner.bias, chosen, 0);
        for (const i of chosen) loads[i]! += counts[kind]!;
        kept += counts[kind]! * affinityOf(kind);
      }
      learner.maxVio.push(maxViolation(loads));
      learner.window.push({ loads, dropped: dropped(loads, capacityFactor), kept, free: sum(kinds.map((kind) => counts[kind]! * free[kind]!)) });
      if (learner.window.length > WINDOW) learner.window.shift();
      if (learner.strategy === "bias") moveBias(learner.bias, loads, gamma, "sign");
      if (learner.strategy === "proportional") moveBias(learner.bias, loads, gamma, "proportional");
      if (learner.strategy !== "auxiliary-loss") continue;
      const gradient = balanceGradient(tokens, learner.scores, counts, kinds, loads);
      for (let i = 0; i < gradient.length; i++) learner.gate[i]! -= alpha * LEARNING_RATE * gradient[i]!;
    }
    yield { batch, usedNodes, strategies: learners.map((learner) => report(learner, numExperts)), floor };
  }
}
