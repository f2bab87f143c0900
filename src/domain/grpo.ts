/** The probabilities that logits stand for: `exp(x_i) / sum_j exp(x_j)`, shape of `logits`. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let [top, total] = [-Infinity, 0];
  for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]!);
  const weights = new Float64Array(logits.length);
  for (let i = 0; i < logits.length; i++) total += weights[i] = Math.exp(logits[i]! - top);
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  return weights;
}

/** Entropy of a distribution in bits: `-sum_i p_i log2 p_i`, with `0 log 0 = 0`. */
export const entropyBits = (p: ArrayLike<number>): number => Array.from(p).reduce((sum, x) => sum + (x > 0 ? x * Math.log2(1 / x) : 0), 0);

/** Kullback-Leibler divergence `sum_i p_i log2(p_i / q_i)` in bits; `q` must be above 0 where `p` is. */
export const divergenceBits = (p: ArrayLike<number>, q: ArrayLike<number>): number => Array.from(p).reduce((sum, x, i) => sum + (x > 0 ? x * Math.log2(x / q[i]!) : 0), 0);

/**
 * The estimate of the divergence of a policy from its reference, from one answer: `x - ln x - 1`, in nats, with `x = pi_ref(o|q) / pi_theta(o|q)`.
 * Never negative, and 0 where the two agree. Its mean over answers of the policy itself is the divergence `D(pi_theta || pi_ref)`.
 *
 * Source: arXiv:2501.12948, Eq. 2; arXiv:2402.03300, Eq. 4.
 */
export const klEstimate = (referenceRatio: number): number => referenceRatio - Math.log(referenceRatio) - 1;

/**
 * How much better than its group each answer did: `A_i = (r_i - mean(r)) / std(r)`, shape of `rewards`.
 * The deviation is that of the group itself (divided by G, not G - 1; the papers do not say which). A group of equal rewards has advantages of 0.
 *
 * @param isScaled false leaves out the division, as arXiv:2512.02556 does
 *
 * Source: arXiv:2501.12948, Eq. 3.
 */
export function groupAdvantages(rewards: ArrayLike<number>, isScaled = true): Float64Array {
  const list = Float64Array.from(rewards);
  const mean = list.reduce((sum, r) => sum + r, 0) / list.length;
  const deviation = Math.sqrt(list.reduce((sum, r) => sum + (r - mean) ** 2, 0) / list.length);
  if (!(deviation > 1e-12 * Math.max(1, Math.abs(mean)))) return new Float64Array(list.length);
  return list.map((r) => (r - mean) / (isScaled ? deviation : 1));
}

/** The answers to one question. An answer of this policy is one of a few choices, whose logits the question's kind decides. */
export interface Group {
  /** Row of the logits. */
  readonly kind: number;
  /** Choice of each answer, `[groupSize]`. */
  readonly choices: ArrayLike<number>;
  /** A_i, `[groupSize]`. */
  readonly advantages: ArrayLike<number>;
}

/** A policy with logits of its own for each kind of question, `[numKinds, numChoices]`. */
export type Logits = readonly Float64Array[];

/** What the objective compares with, and how. */
export interface Objective {
  /** pi_theta_old, which drew the answers, `[numKinds, numChoices]`. */
  readonly old: Logits;
  /** pi_ref. */
  readonly reference: Logits;
  /** epsilon. */
  readonly clipRange: number;
  /** beta. */
  readonly klWeight: number;
}

const isClipped = (ratio: number, advantage: number, clipRange: number): boolean => (advantage > 0 && ratio > 1 + clipRange) || (advantage < 0 && ratio < 1 - clipRange);

/** One answer's share of the first term: `min(ratio A, clip(ratio, 1 - eps, 1 + eps) A)`. Source: arXiv:2501.12948, Eq. 1. */
export const clippedTerm = (ratio: number, advantage: number, clipRange: number): number =>
  Math.min(ratio * advantage, Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange) * advantage);

/**
 * The objective of a batch, to be made large: the mean over questions and over the answers of each of
 * `min(ratio A, clip(ratio, 1 - eps, 1 + eps) A) - beta D`, with `ratio = pi_theta(o|q) / pi_old(o|q)` and `D` the estimate above.
 *
 * Source: arXiv:2501.12948, Eq. 1 and 2.
 */
export function grpoObjective(logits: Logits, groups: readonly Group[], { old, reference, clipRange, klWeight }: Objective): number {
  const [policy, before, anchor] = [logits.map(softmax), old.map(softmax), reference.map(softmax)];
  let sum = 0;
  for (const { kind, choices, advantages } of groups) {
    let ofGroup = 0;
    for (let i = 0; i < choices.length; i++) {
      const p = policy[kind]![choices[i]!]!;
      ofGroup += clippedTerm(p / before[kind]![choices[i]!]!, advantages[i]!, clipRange) - klWeight * klEstimate(anchor[kind]![choices[i]!]! / p);
    }
    sum += ofGroup / choices.length;
  }
  return sum / groups.length;
}

/**
 * The derivative of the objective by the logits, `[numKinds, numChoices]`.
 * An answer counts with `ratio A`, or not at all where the clipped term is the smaller one, and with `beta (x - 1)`, `x = pi_ref / pi_theta`;
 * both multiply `d log pi_theta(o) / d logit_j = [o = j] - pi_theta(j)`.
 *
 * Source: derived from arXiv:2501.12948, Eq. 1 and 2; it agrees with finite differences.
 */
export function grpoGradient(logits: Logits, groups: readonly Group[], { old, reference, clipRange, klWeight }: Objective): Float64Array[] {
  const [policy, before, anchor] = [logits.map(softmax), old.map(softmax), reference.map(softmax)];
  const gradient = logits.map((row) => new Float64Array(row.length));
  for (const { kind, choices, advantages } of groups) {
    const [p, out] = [policy[kind]!, gradient[kind]!];
    let total = 0;
    for (let i = 0; i < choices.length; i++) {
      const choice = choices[i]!;
      const ratio = p[choice]! / before[kind]![choice]!;
      const pull = isClipped(ratio, advantages[i]!, clipRange) ? 0 : ratio * advantages[i]!;
      const weight = (pull + klWeight * (anchor[kind]![choice]! / p[choice]! - 1)) / (choices.length * groups.length);
      out[choice]! += weight;
      total += weight;
    }
    for (let j = 0; j < out.length; j++) out[j]! -= total * p[j]!;
  }
  return gradient;
}

/**
 * The chance that all answers of a group get the same verdict, so that each advantage is 0 and the group teaches nothing.
 * Formula: all wrong `(1 - p)^G`, all right `p^G`, for answers that are right with probability p, each on its own.
 */
export const silentShares = (successRate: number, groupSize: number): { readonly allWrong: number; readonly allRight: number } => ({ allWrong: (1 - successRate) ** groupSize, allRight: successRate ** groupSize });
