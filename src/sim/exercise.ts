import type { Unit } from "./contract.ts";

/** A wrong answer that can be recognised, and what to tell the reader who gives it. */
export interface Mistake {
  /** The wrong value, computed the wrong way. */
  readonly value: () => number;
  /** What went wrong, in one or two sentences. */
  readonly because: string;
}

/** What every exercise has. Texts are Markdown with `$TeX$`. */
interface Question {
  readonly ask: string;
  readonly hint: string;
  /** The worked solution; may print computed numbers, so it is a function. */
  readonly solution: () => string;
  /** 1 recall, 2 apply, 3 combine. */
  readonly level: 1 | 2 | 3;
}

/** A question whose answer is a number, computed, so that it cannot drift from the simulation. */
export interface NumericExercise extends Question {
  readonly kind?: "numeric";
  readonly answer: () => number;
  readonly unit: Unit;
  /** The largest accepted relative error: 0.01 accepts one per cent either way. */
  readonly within: number;
  readonly mistakes?: readonly Mistake[];
}

/** One option of a choice. */
export interface Option {
  readonly says: string;
  /** Whether it is the right one; computed, so that it cannot drift from the simulation. Exactly one is. */
  readonly isRight: () => boolean;
  /** Why it is right, or the mistake it shows, in one or two sentences. */
  readonly because: string;
}

/** A question with one right option. The page shows the options in an order of its own. */
export interface ChoiceExercise extends Question {
  readonly kind: "choice";
  readonly options: readonly Option[];
}

/** Steps to put in order. The page shows them in another order. */
export interface OrderingExercise extends Question {
  readonly kind: "ordering";
  /** In the right order, computed where it can be; no two alike. */
  readonly steps: () => readonly string[];
  /** What the first and the last place mean: "smallest", "largest". */
  readonly ends: readonly [first: string, last: string];
}

/** A question of any kind; one without a kind is numeric. */
export type Exercise = NumericExercise | ChoiceExercise | OrderingExercise;

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
export interface Practice<E extends Exercise = Exercise> {
  readonly exercises: readonly E[];
  readonly predictions: Readonly<Record<string, Prediction>>;
}

/** Identity; gives the literal its type, and keeps the kinds of its exercises. */
export const practice = <E extends Exercise>(list: Practice<E>): Practice<E> => list;
