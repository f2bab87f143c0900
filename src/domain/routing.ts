/** How a token may choose its experts. */
export interface RoutingRule {
  readonly numExperts: number;
  /** K_r: experts a token. */
  readonly topK: number;
  /** Nodes (V3) or devices (V2) over which the experts are spread evenly, in order; it divides numExperts. */
  readonly numNodes: number;
  /** M: the most nodes whose experts a token may use; numNodes for no limit. */
  readonly maxNodes: number;
}

/**
 * Chooses for one token: reads `scores[row * numExperts + i] + bias[i]` and writes `topK` expert indices from `chosen[at]` on,
 * best first. Of equal scores the lower index wins.
 */
export type Route = (scores: Float64Array, row: number, bias: Float64Array, chosen: Int32Array, at: number) => void;

/**
 * Whether a rule can be kept.
 *
 * @throws RangeError that says which of its numbers cannot be
 */
function checkRule({ numExperts, topK, numNodes, maxNodes }: RoutingRule): void {
  const refuse = (name: string, found: number, allowed: string): never => { throw new RangeError(`out of range: ${name} is ${found}; expected ${allowed}`); };
  if (numExperts % numNodes !== 0) refuse("numNodes", numNodes, `a divisor of ${numExperts} experts`);
  if (maxNodes < 1 || maxNodes > numNodes) refuse("maxNodes", maxNodes, `1 to ${numNodes}`);
  if (topK < 1 || topK > (maxNodes * numExperts) / numNodes) refuse("topK", topK, `1 to ${(maxNodes * numExperts) / numNodes}, the experts on ${maxNodes} nodes`);
}

/**
 * A router that keeps its working memory, so that choosing allocates nothing.
 *
 * Without a limit it takes the `topK` highest scores (arXiv:2412.19437, Eq. 14 and 16). With one, it first takes the `maxNodes` nodes
 * with the highest sum of their best `ceil(topK / maxNodes)` scores, and then the best experts on those (section 2.1.2).
 * The report ranks nodes by affinity; the released code by affinity plus bias (inference/model.py, class Gate), which a caller gets by passing the bias.
 *
 * @throws RangeError; see `checkRule`
 */
export function router(rule: RoutingRule): Route {
  checkRule(rule);
  const { numExperts, topK, numNodes, maxNodes } = rule;
  const perNode = numExperts / numNodes;
  const numBest = Math.min(perNode, Math.ceil(topK / maxNodes));
  const best = new Float64Array(Math.max(topK, numBest, maxNodes));
  const indices = new Int32Array(best.length);
  const nodeScores = new Float64Array(numNodes);
  const nodeFloors = new Float64Array(numNodes);
  const noBias = new Float64Array(numNodes);
  const isTaken = new Uint8Array(numNodes);
  const isLimited = maxNodes < numNodes;
  const hasEnough = numBest * maxNodes >= topK;

  // The one loop: keeps the highest `count` of a stretch, in order; a later equal stays behind. Most scores are too low, so passing over them is a loop of its own.
  const keep = (scores: Float64Array, offset: number, bias: Float64Array, from: number, to: number, count: number): void => {
    const values = best;
    const places = indices;
    let worst = values[count - 1]!;
    for (let i = from; i < to; i++) {
      let score = scores[offset + i]! + bias[i]!;
      while (score <= worst && ++i < to) score = scores[offset + i]! + bias[i]!;
      if (i >= to) return;
      let place = count - 1;
      for (; place > 0; place--) {
        const ahead = values[place - 1]!;
        if (ahead >= score) break;
        values[place] = ahead;
        places[place] = places[place - 1]!;
      }
      values[place] = score;
      places[place] = i;
      worst = values[count - 1]!;
    }
  };

  // The sum of a node's best scores, and the last of them; V3 adds two, which are held without a list.
  const rateNode = (scores: Float64Array, offset: number, bias: Float64Array, node: number): void => {
    const [from, to] = [node * perNode, (node + 1) * perNode];
    if (numBest !== 2) {
      best.fill(-Infinity, 0, numBest);
      keep(scores, offset, bias, from, to, numBest);
      let sum = 0;
      for (let i = 0; i < numBest; i++) sum += best[i]!;
      nodeScores[node] = sum;
      nodeFloors[node] = best[numBest - 1]!;
      return;
    }
    let first = -Infinity;
    let second = -Infinity;
    for (let i = from; i < to; i++) {
      const score = scores[offset + i]! + bias[i]!;
      if (score <= second) continue;
      second = score > first ? first : score;
      if (score > first) first = score;
    }
    nodeScores[node] = first + second;
    nodeFloors[node] = second;
  };

  return (scores, row, bias, chosen, at) => {
    const offset = row * numExperts;
    if (!isLimited) {
      best.fill(-Infinity, 0, topK);
      keep(scores, offset, bias, 0, numExperts, topK);
    } else {
      for (let node = 0; node < numNodes; node++) rateNode(scores, offset, bias, node);
      best.fill(-Infinity, 0, maxNodes);
      keep(nodeScores, 0, noBias, 0, numNodes, maxNodes);
      isTaken.fill(0);
      let floor = Infinity;
      for (let i = 0; i < maxNodes; i++) {
        isTaken[indices[i]!] = 1;
        floor = Math.min(floor, nodeFloors[indices[i]!]!);
      }
      // The nodes' best are enough for the token, so none of its experts lies below the last of them.
      best.fill(hasEnough ? floor - Math.abs(floor) * Number.EPSILON - Number.MIN_VALUE : -Infinity, 0, topK);
      // In ascending order, so that of equal experts the lower index comes first.
      for (let node = 0; node < numNodes; node++) if (isTaken[node] === 1) keep(scores, offset, bias, node * perNode, (node + 1) * perNode, topK);
    }
    for (let i = 0; i < topK; i++) chosen[at + i] = indices[i]!;
  };
}

/**
 * The weights of a token's chosen experts: `g_i = s_i / sum of the chosen s`. The bias takes no part. Source: arXiv:2412.19437, Eq. 13 and 16.
 *
 * @param affinities s of all experts of this token
 */
export function gateValues(affinities: ArrayLike<number>, chosen: readonly number[]): number[] {
  const sum = chosen.reduce((total, i) => total + affinities[i]!, 0);
  return chosen.map((i) => affinities[i]! / sum);
}

/**
 * How far the fullest expert lies above the mean: `MaxVio = (max Load_i - mean Load) / mean Load`; 0 is perfect balance.
 * Source: arXiv:2408.15664, section 3.1, "MaxVio".
 */
export function maxViolation(loads: ArrayLike<number>): number {
  let max = 0;
  let sum = 0;
  for (let i = 0; i < loads.length; i++) {
    max = Math.max(max, loads[i]!);
    sum += loads[i]!;
  }
  const mean = sum / loads.length;
  return mean === 0 ? 0 : (max - mean) / mean;
}

/** Choices beyond what each expert may take, `sum of max(0, Load_i - capacityFactor * mean)`: what a router with a fixed capacity drops. */
export function dropped(loads: ArrayLike<number>, capacityFactor: number): number {
  let sum = 0;
  for (let i = 0; i < loads.length; i++) sum += loads[i]!;
  const capacity = (capacityFactor * sum) / loads.length;
  let over = 0;
  for (let i = 0; i < loads.length; i++) over += Math.max(0, loads[i]! - capacity);
  return over;
}
