import { gaussian, type Random } from "./random.ts";
import { maxViolation } from "./routing.ts";

/** Length of a token's and an expert's vector in these experiments: pairs of cosine and sine. */
export const DIM = 16;
/** Kinds of token over all clusters, as near as an equal number in each allows. */
const NUM_KINDS = 512;
/** Spread of the logits of one token over all experts. */
const LOGIT_SPREAD = 1;
/** Spread of a kind's phases about those of its cluster, in radians. */
const KIND_SPREAD = 0.8;

/** What a router sees: kinds of token, and a vector for each expert; both row-major, `[numKinds, DIM]` and `[numExperts, DIM]`. */
export interface Vocabulary {
  readonly numKinds: number;
  readonly tokens: Float64Array;
  readonly gate: Float64Array;
}

/**
 * A made-up vocabulary in which every expert is equally wanted as long as all clusters are equally common.
 *
 * Experts and clusters, one of each, sit at equal steps around a circle; vectors are cosines and sines of whole-numbered, random frequencies.
 * So a logit `x . e_i` depends on the distance from cluster to expert around the circle and on the kind, and turning the circle changes nothing.
 * The model is ours; it stands for no network.
 */
export function vocabulary(numExperts: number, random: Random): Vocabulary {
  const numPairs = DIM / 2;
  const frequency = (): number => 1 + Math.floor(random() * (numExperts - 1));
  const frequencies = Array.from({ length: numPairs }, frequency);
  // One frequency without a common divisor keeps any two experts apart.
  while (divisor(frequencies[0]!, numExperts) > 1) frequencies[0] = frequency();
  const turn = (2 * Math.PI) / numExperts;
  const size = LOGIT_SPREAD * Math.sqrt(2 / numPairs);
  const kindsPerCluster = Math.max(2, Math.round(NUM_KINDS / numExperts));
  const numKinds = numExperts * kindsPerCluster;
  const tokens = new Float64Array(numKinds * DIM);
  const gate = new Float64Array(numExperts * DIM);
  for (let pair = 0; pair < numPairs; pair++) {
    const phases = Array.from({ length: kindsPerCluster }, () => KIND_SPREAD * gaussian(random));
    for (let i = 0; i < numExperts; i++) {
      // Reduced to one turn, so that equal angles are equal to the last bit.
      const angle = ((frequencies[pair]! * i) % numExperts) * turn;
      gate[i * DIM + 2 * pair] = Math.cos(angle);
      gate[i * DIM + 2 * pair + 1] = Math.sin(angle);
      phases.forEach((phase, kind) => {
        const at = (i * kindsPerCluster + kind) * DIM + 2 * pair;
        tokens[at] = size * Math.cos(angle + phase);
        tokens[at + 1] = size * Math.sin(angle + phase);
      });
    }
  }
  return { numKinds, tokens, gate };
}

/** The greatest common divisor. */
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/**
 * Affinities of the kinds that occur: `s_i = sigmoid(x . e_i)`, into `scores` `[numKinds, numExperts]`. Source: arXiv:2412.19437, Eq. 15.
 *
 * @param kinds the rows to compute
 */
export function affinities(tokens: Float64Array, gate: Float64Array, kinds: readonly number[], scores: Float64Array): void {
  const numExperts = gate.length / DIM;
  for (const kind of kinds) {
    for (let i = 0; i < numExperts; i++) {
      let logit = 0;
      for (let d = 0; d < DIM; d++) logit += tokens[kind * DIM + d]! * gate[i * DIM + d]!;
      scores[kind * numExperts + i] = 1 / (1 + Math.exp(-logit));
    }
  }
}

/** Popularity by rank, `p_r = r^-skew / sum`; all equal at skew 0. */
export function zipf(numRanks: number, skew: number): number[] {
  const weights = Array.from({ length: numRanks }, (_, rank) => (rank + 1) ** -skew);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** A batch drawn token by token: how often each kind occurs, `[numKinds]`. A token's cluster follows `popularity`, its kind is any of the cluster's. */
export function drawBatch(popularity: readonly number[], kindsPerCluster: number, numTokens: number, random: Random): Int32Array {
  const cumulative = new Float64Array(popularity.length);
  let sum = 0;
  popularity.forEach((p, cluster) => { cumulative[cluster] = sum += p; });
  const counts = new Int32Array(popularity.length * kindsPerCluster);
  for (let token = 0; token < numTokens; token++) {
    const u = random() * sum;
    let low = 0;
    for (let high = cumulative.length - 1; low < high;) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > u) high = middle;
      else low = middle + 1;
    }
    counts[low * kindsPerCluster + Math.floor(random() * kindsPerCluster)]! += 1;
  }
  return counts;
}

/**
 * Moves the biases after a batch, in place: down where an expert had more than the mean, up where it had less.
 * `sign`: `b_i += gamma * sign(mean - Load_i)` (arXiv:2408.15664, Algorithm 1; arXiv:2412.19437, section 2.1.2).
 * `proportional`: `b_i += gamma * (mean - Load_i) / mean`; the paper's variant without the sign, its error taken relative to the mean here.
 */
export function moveBias(bias: Float64Array, loads: Int32Array, gamma: number, rule: "sign" | "proportional"): void {
  const mean = loads.reduce((a, b) => a + b, 0) / loads.length;
  for (let i = 0; i < bias.length; i++) {
    const error = mean - loads[i]!;
    bias[i]! += gamma * (rule === "sign" ? Math.sign(error) : error / mean);
  }
}

/**
 * The gradient of the balance loss with respect to the experts' vectors, `[numExperts, DIM]`.
 *
 * Loss: `L = sum of f_i P_i` with `f_i = numExperts / (topK T) * Load_i`, held constant as in training, and
 * `P_i = 1/T sum over tokens of s_i / sum_j s_j`. Source: arXiv:2412.19437, Eq. 17-20, over a batch instead of a sequence.
 * By hand: `dL/d(x . e_j) = 1/T (f_j - sum_i f_i s'_i) / sum_i s_i * s_j (1 - s_j)`, times x.
 */
export function balanceGradient(tokens: Float64Array, scores: Float64Array, counts: Int32Array, kinds: readonly number[], loads: Int32Array): Float64Array {
  const numExperts = loads.length;
  const numChoices = loads.reduce((a, b) => a + b, 0);
  const numTokens = kinds.reduce((sum, kind) => sum + counts[kind]!, 0);
  const gradient = new Float64Array(numExperts * DIM);
  const f = Float64Array.from(loads, (load) => (numExperts * load) / numChoices);
  for (const kind of kinds) {
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < numExperts; i++) {
      const s = scores[kind * numExperts + i]!;
      sum += s;
      weighted += f[i]! * s;
    }
    const share = counts[kind]! / numTokens / sum;
    for (let i = 0; i < numExperts; i++) {
      const s = scores[kind * numExperts + i]!;
      const slope = share * (f[i]! - weighted / sum) * s * (1 - s);
      for (let d = 0; d < DIM; d++) gradient[i * DIM + d]! += slope * tokens[kind * DIM + d]!;
    }
  }
  return gradient;
}

/** MaxVio of batches whose tokens take `topK` different experts by pure chance: no router can expect less. Monte Carlo. */
export function samplingFloor(numExperts: number, topK: number, numTokens: number, random: Random, numDraws = 40): { readonly mean: number; readonly low: number; readonly high: number } {
  const seen = new Int32Array(numExperts);
  let token = 0;
  const found = Array.from({ length: numDraws }, () => {
    const loads = new Int32Array(numExperts);
    for (let t = 0; t < numTokens; t++) {
      token += 1;
      for (let k = 0; k < topK;) {
        const i = Math.floor(random() * numExperts);
        if (seen[i] === token) continue;
        seen[i] = token;
        loads[i]! += 1;
        k += 1;
      }
    }
    return maxViolation(loads);
  }).sort((a, b) => a - b);
  return { mean: found.reduce((a, b) => a + b, 0) / numDraws, low: found[Math.floor(0.05 * numDraws)]!, high: found[Math.ceil(0.95 * numDraws) - 1]! };
}
