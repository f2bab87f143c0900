/** A right answer and how near is near enough. */
export interface Target {
  readonly truth: number;
  /** The largest accepted relative error; 0.01 accepts one per cent either way. */
  readonly within: number;
}

/** What a guess was: right, one of the known mistakes (by position), or wrong in a direction. */
export type Diagnosis = { readonly kind: "right" | "low" | "high" } | { readonly kind: "mistake"; readonly index: number };

/** How far a guess of a prediction may lie from a known mistake, relative, and still be taken for it. */
export const PREDICTION_REACH = 0.15;
/** The same for an exercise, where the reader computed and did not guess: only rounding is forgiven. */
export const EXERCISE_REACH = 0.02;

/** Relative error forgives the last bits of a binary fraction: 0.1 + 0.2 is 0.3. */
export const ROUNDING = 1e-9;

/** Whether a number counts as the right answer. */
export const isRight = (guess: number, { truth, within }: Target): boolean => Math.abs(guess - truth) <= (within + ROUNDING) * Math.abs(truth);

/** Whether a wrong number is off by a power of ten and otherwise right: a slip of the unit. */
export function isShifted(guess: number, { truth, within }: Target): boolean {
  const places = guess * truth > 0 ? Math.round(Math.log10(guess / truth)) : 0;
  return places !== 0 && isRight(guess / 10 ** places, { truth, within });
}

/** Whether a wrong number is so near that a number rounded too early may be why. */
export const isClose = (guess: number, truth: number): boolean => Math.abs(guess - truth) <= 0.05 * Math.abs(truth);

/** How many factors of e two numbers are apart; infinite when their signs differ or one is zero. */
const logDistance = (a: number, b: number): number => (a === b ? 0 : a * b > 0 ? Math.abs(Math.log(a / b)) : Infinity);

/**
 * Finds the explanation that fits a guess: right if within the tolerance, else the nearest known mistake on a log scale if it lies within `reach`, else too low or too high.
 * A guess nearer to the truth than to every known mistake is not blamed for one.
 */
export function diagnose(guess: number, target: Target, mistakes: readonly number[], reach: number): Diagnosis {
  if (isRight(guess, target)) return { kind: "right" };
  let nearest = -1;
  let distance = Math.min(Math.log(1 + reach) + ROUNDING, logDistance(guess, target.truth));
  mistakes.forEach((value, index) => {
    const d = logDistance(guess, value);
    if (d < distance) [nearest, distance] = [index, d];
  });
  if (nearest >= 0) return { kind: "mistake", index: nearest };
  return { kind: guess < target.truth ? "low" : "high" };
}

/**
 * How far from each known mistake of an exercise, relative, a system that takes the first that fits may look, so that it names the nearest as the page does:
 * less than `EXERCISE_REACH` where two mistakes lie close together.
 */
export function reaches(mistakes: readonly number[]): number[] {
  return mistakes.map((value, at) => {
    const gaps = mistakes.filter((_, other) => other !== at).map((other) => Math.abs(other - value) / Math.max(Math.abs(value), Math.abs(other)));
    return Math.min(EXERCISE_REACH, ...gaps.map((gap) => gap / 2));
  });
}
