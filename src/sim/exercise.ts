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
  /** The same question with other numbers, each made when it is asked for; written by `varied`. A seed draws one of them. */
  readonly variants?: readonly (() => Exercise)[];
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

/** The kind of an exercise whose literal is known more closely. */
type KindOf<E extends Exercise> = E extends ChoiceExercise ? ChoiceExercise : E extends OrderingExercise ? OrderingExercise : NumericExercise;

/** Identity; gives the literal its type, and knows which kinds of exercise it holds. */
export const practice = <E extends Exercise>(list: Practice<E>): Practice<KindOf<E>> => list as Practice<Exercise> as Practice<KindOf<E>>;

/** The values that each number of an exercise may take; the first of each list is the one the article prints. */
type Numbers = Readonly<Record<string, readonly [unknown, ...unknown[]]>>;
/** One value of each. */
type Drawn<N extends Numbers> = { readonly [K in keyof N]: N[K][number] };

/**
 * An exercise made from numbers: the one with the first of each list, and its variants with every other combination.
 * All of them are pages that the build writes, so their number is the product of the lists' lengths less one; keep it below 60.
 */
export function varied<const N extends Numbers, E extends Exercise>(numbers: N, make: (drawn: Drawn<N>) => E): E & { readonly variants: readonly (() => E)[] } {
  const [first, ...others] = combinations(numbers);
  return { ...make(first!), variants: others.map((drawn) => () => make(drawn)) };
}

function combinations<N extends Numbers>(numbers: N): readonly Drawn<N>[] {
  const all = Object.entries(numbers).reduce<readonly Record<string, unknown>[]>((found, [name, values]) => found.flatMap((drawn) => values.map((value) => ({ ...drawn, [name]: value }))), [{}]);
  return all as readonly Drawn<N>[];
}
