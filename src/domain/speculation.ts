import type { Random } from "./random.ts";

/**
 * Speculative decoding, as far as speed is concerned. Every cost is in passes of the model for one token of each sequence.
 */
export interface Speculation {
  /** alpha: the chance that a drafted token is accepted, given that all before it were. */
  readonly acceptance: number;
  /** gamma, D: drafted tokens a pass. */
  readonly depth: number;
  /** c: the time to draft one token. */
  readonly draftCost: number;
  /** The time that one more token adds to a pass: 0 when the pass waits for memory, 1 when it computes all the time. */
  readonly verifyCost: number;
}

/** @throws RangeError when acceptance is no probability or depth no whole number from 0 */
function check(acceptance: number, depth: number): void {
  if (!(acceptance >= 0 && acceptance <= 1)) throw new RangeError(`out of range: acceptance is ${acceptance}; expected 0 to 1`);
  if (!(Number.isInteger(depth) && depth >= 0)) throw new RangeError(`out of range: depth is ${depth} token; expected a whole number from 0`);
}

/**
 * Tokens that a pass yields in the mean, when each drafted token is accepted independently with the same chance.
 *
 * Formula: `1 + a + ... + a^depth = (1 - a^(depth + 1)) / (1 - a)`; the sum is used, since it also holds at a = 1.
 * Source: arXiv:2211.17192, Eq. 1.
 *
 * @throws RangeError when acceptance is no probability or depth no whole number from 0
 */
export function tokensPerPass(acceptance: number, depth: number): number {
  check(acceptance, depth);
  let [sum, power] = [0, 1];
  for (let drafted = 0; drafted <= depth; drafted++, power *= acceptance) sum += power;
  return sum;
}

/**
 * How often a pass yields 1, 2, ... `depth + 1` tokens; shape `[depth + 1]`, sums to 1.
 *
 * Formula: `a^(n - 1) (1 - a)` for n up to depth, and `a^depth` for all of them: a geometric distribution with its tail cut.
 * Source: arXiv:2211.17192, section 3.1.
 *
 * @throws RangeError when acceptance is no probability or depth no whole number from 0
 */
export function runLengthShares(acceptance: number, depth: number): number[] {
  check(acceptance, depth);
  return Array.from({ length: depth + 1 }, (_, accepted) => acceptance ** accepted * (accepted < depth ? 1 - acceptance : 1));
}

/**
 * The time of a pass with its drafts, in plain passes.
 *
 * Formula: `1 + depth (draftCost + verifyCost)`. With verifyCost 0 it is the `gamma c + 1` of arXiv:2211.17192, Theorem 3.8,
 * which assumes that the pass takes no longer for more tokens.
 */
export const passCost = ({ depth, draftCost, verifyCost }: Omit<Speculation, "acceptance">): number => 1 + depth * (draftCost + verifyCost);

/**
 * How many times as fast as without drafts; below 1 it is slower.
 *
 * Formula: `tokensPerPass / passCost`. Source: arXiv:2211.17192, Theorem 3.8, with a term for verification.
 */
export const speedup = (speculation: Speculation): number => tokensPerPass(speculation.acceptance, speculation.depth) / passCost(speculation);

/** What drafting and verifying one token may cost together before nothing is won: `(tokensPerPass - 1) / depth`; 0 without drafts. */
export const breakEvenCost = (acceptance: number, depth: number): number => (depth === 0 ? 0 : (tokensPerPass(acceptance, depth) - 1) / depth);

/** What each drafted token must have cost, if a pass yields this many tokens and the whole is `measuredSpeedup` times as fast. */
export const impliedCost = (yieldedTokens: number, measuredSpeedup: number, depth: number): number => (yieldedTokens / measuredSpeedup - 1) / depth;

/** The chance that a draft from q stands as a token of p: `sum min(p, q)`. Source: arXiv:2211.17192, Definition 3.1 and Corollary 3.6. */
export const overlap = (p: readonly number[], q: readonly number[]): number => p.reduce((sum, share, token) => sum + Math.min(share, q[token]!), 0);

/** What is drawn from after a rejection: `max(0, p - q)`, scaled to sum 1; null when nothing is ever rejected. Source: arXiv:2211.17192, section 2.3. */
export function residual(p: readonly number[], q: readonly number[]): number[] | null {
  const left = p.map((share, token) => Math.max(0, share - q[token]!));
  const sum = left.reduce((a, b) => a + b, 0);
  return sum > 0 ? left.map((share) => share / sum) : null;
}

/**
 * A distribution that overlaps with p by `acceptance`: p mixed with p in reverse order, so that a draft errs by preferring what the model finds unlikely.
 * Any overlap from that of p and its reverse up to 1 can be had.
 *
 * @throws RangeError for an overlap below that
 */
export function draftWithOverlap(p: readonly number[], acceptance: number): number[] {
  const reversed = p.toReversed();
  const weight = (1 - acceptance) / (1 - overlap(p, reversed));
  if (!(weight >= 0 && weight <= 1 + 1e-12)) throw new RangeError(`out of range: acceptance is ${acceptance}; expected ${overlap(p, reversed)} to 1`);
  return p.map((share, token) => (1 - weight) * share + weight * reversed[token]!);
}

/** A token drawn from a distribution: the first whose running sum exceeds a uniform number. */
export function draw(distribution: readonly number[], random: Random): number {
  let rest = random();
  for (let token = 0; token < distribution.length - 1; token++) {
    rest -= distribution[token]!;
    if (rest < 0) return token;
  }
  return distribution.length - 1;
}

/**
 * One step of speculative sampling: draft from q, keep the draft with chance `min(1, p / q)`, else draw from the residual.
 * Whatever q is, the token comes out with the chances of p. Source: arXiv:2211.17192, section 2.3 and Appendix A.1.
 */
export function sampleSpeculatively(p: readonly number[], q: readonly number[], rest: readonly number[] | null, random: Random): { readonly token: number; readonly isAccepted: boolean } {
  const token = draw(q, random);
  if (rest === null || random() * q[token]! < p[token]!) return { token, isAccepted: true };
  return { token: draw(rest, random), isAccepted: false };
}
