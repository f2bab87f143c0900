import type { Unit } from "./contract.ts";

/** A wrong answer that can be recognised, and what to tell the reader who gives it. */
export interface Mistake {
  /** The wrong value, computed the wrong way. */
  readonly value: () => number;
  /** What went wrong, in one or two sentences. */
  readonly because: string;
}

/** A question whose answer is computed, so that it cannot drift from the simulation. Texts are Markdown with `$TeX$`. */
export interface Exercise {
  readonly ask: string;
  readonly answer: () => number;
  readonly unit: Unit;
  /** The largest accepted relative error: 0.01 accepts one per cent either way. */
  readonly within: number;
  readonly hint: string;
  /** The worked solution; may print computed numbers, so it is a function. */
  readonly solution: () => string;
  readonly mistakes?: readonly Mistake[];
  /** 1 recall, 2 apply, 3 combine. */
  readonly level: 1 | 2 | 3;
}

/** A value of a prediction that is drawn beside the truth, with its meaning. */
export interface Prediction {
  readonly ask: string;
  readonly unit: Unit;
  readonly truth: () => number;
  /** The reader's guess counts as right within this relative error. */
  readonly within: number;
  /** Shown when the guess is right. */
  readonly right: string;
  /** Known wrong answers, each with the explanation that fits it; the nearest on a log scale within 15 % is shown. */
  readonly mistakes: readonly Mistake[];
  /** Shown when no known mistake fits, for a guess that is too low or too high. */
  readonly low: string;
  readonly high: string;
  /** When given, the reader picks one of these instead of typing a number. */
  readonly choices?: readonly { readonly label: string; readonly value: () => number }[];
}

/** What `content/<topic>/exercises.ts` exports by default. Exercises are numbered by position, predictions by name. */
export interface Practice {
  readonly exercises: readonly Exercise[];
  readonly predictions: Readonly<Record<string, Prediction>>;
}

/** Identity; gives the literal its type. */
export const practice = (list: Practice): Practice => list;
