import { gaussian } from "./random.ts";

/** A range of a share, each end from 0 to 1; of a difference of shares, from -1 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The probability that a standard normal number lies below x.
 *
 * Formula: `1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...)`, the series of Marsaglia, Evaluating the Normal Distribution, 2004; 0 or 1 from 8 on.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) >= 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) sum += term *= (x * x) / i;
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/**
 * How many standard deviations on either side of the mean hold this share of a normal distribution: 1.96 for 0.95.
 *
 * @throws RangeError for a share that is not between 0 and 1
 */
export function zOf(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`out of range: confidence is ${confidence}; expected a share between 0 and 1`);
  let [low, high] = [0, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (2 * normalCdf(middle) - 1 < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Wilson's interval for a share p seen in n independent trials: the shares that a test with z standard deviations would not reject.
 *
 * Formula: `(p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`.
 * Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, J. Amer. Stat. Assoc. 22 (1927), 209-212.
 *
 * @param p from 0 to 1; need not be a whole count over n, since n may be an effective number of trials
 * @throws RangeError for p outside 0 to 1 or n not above 0
 */
export function wilsonInterval(p: number, n: number, z: number): Interval {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`out of range: p is ${p}; expected a share from 0 to 1`);
  if (!(n > 0)) throw new RangeError(`out of range: n is ${n}; expected a number of trials above 0`);
  const shrink = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / shrink;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / shrink;
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Newcombe's interval for the difference of two shares, put together from their Wilson intervals.
 *
 * Formula: `d - sqrt((pa-la)^2 - 2 r (pa-la)(ub-pb) + (ub-pb)^2)` to `d + sqrt((ua-pa)^2 - 2 r (ua-pa)(pb-lb) + (pb-lb)^2)` with `d = pa - pb`.
 * Source: Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine 17 (1998), 873-890, method 10.
 *
 * @param r correlation of the two errors, 0 for independent samples; its term is the covariance in the variance of a difference
 */
export function differenceInterval(a: { p: number } & Interval, b: { p: number } & Interval, r = 0): Interval {
  const d = a.p - b.p;
  const reach = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * r * x * y + y * y));
  return { low: d - reach(a.p - a.low, b.high - b.p), high: d + reach(a.high - a.p, b.p - b.low) };
}

/**
 * How many independent trials a score of n questions, each answered k times, is worth.
 *
 * The variance p(1-p) of one answer has two parts: a share s between questions (some are harder) and 1-s within them (luck of one answer).
 * Averaging k answers divides the second part only: `n_eff = n / (s + (1-s)/k)`. It is n for s = 1, and n k for s = 0.
 * Asked of these very questions, the first part is no error at all: `n_eff = n k / (1-s)`.
 * Source: law of total variance; arXiv:2411.00640.
 *
 * @throws RangeError when s is not from 0 to 1, or is 1 for these very questions, where there is no error left
 */
export function effectiveTrials(numQuestions: number, samplesPerQuestion: number, betweenShare: number, isTheseQuestions = false): number {
  const most = isTheseQuestions ? 0.999999 : 1;
  if (!(betweenShare >= 0 && betweenShare <= most)) throw new RangeError(`out of range: betweenShare is ${betweenShare}; expected a share from 0 to ${most}`);
  const within = (1 - betweenShare) / samplesPerQuestion;
  return numQuestions / (isTheseQuestions ? within : betweenShare + within);
}

/**
 * The counts of right answers out of `total` that print as this percentage at `decimals` decimals; none when no count does.
 *
 * Formula: whole numbers c with `|100 c / total - percent| <= 10^-decimals / 2`.
 */
export function countsPrinted(percent: number, total: number, decimals: number): Interval | null {
  const half = 0.5 * 10 ** -decimals + 1e-9;
  const low = Math.max(0, Math.ceil(((percent - half) * total) / 100));
  const high = Math.min(total, Math.floor(((percent + half) * total) / 100));
  return low <= high ? { low, high } : null;
}

/**
 * One number with the beta distribution of a given mean and spread, from 0 to 1.
 *
 * `spread` is the variance over its largest value, mean(1-mean): near 0 all draws are the mean, at 1 each is 0 or 1.
 * Parameters `a = mean (1/spread - 1)`, `b = (1-mean)(1/spread - 1)`; drawn as `x/(x+y)` of two gamma numbers.
 * Source of the gamma numbers: Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26 (2000), 363-372.
 */
export function betaNumber(mean: number, spread: number, random: () => number): number {
  if (spread >= 1) return random() < mean ? 1 : 0;
  if (spread <= 0 || mean <= 0 || mean >= 1) return mean;
  const size = 1 / spread - 1;
  const [x, y] = [logGamma(mean * size, random), logGamma((1 - mean) * size, random)];
  return 1 / (1 + Math.exp(y - x));
}

/** The logarithm of a gamma number; small shapes give numbers too small to hold themselves. */
function logGamma(shape: number, random: () => number): number {
  if (shape < 1) return logGamma(shape + 1, random) + Math.log(1 - random()) / shape;
  const d = shape - 1 / 3;
  for (;;) {
    const x = gaussian(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
