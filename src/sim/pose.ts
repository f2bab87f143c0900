import { seeded } from "#domain/random.ts";
import type { Unit } from "./contract.ts";
import { computed } from "./computed.ts";
import type { Exercise } from "./exercise.ts";
import { disordered, shuffled } from "./ordering.ts";

/** What an exercise's kind adds to its texts, computed and checked: the page, the answer key and the export all start from it. */
export type Posed =
  | { readonly kind: "numeric"; readonly truth: number; readonly unit: Unit; readonly within: number; readonly mistakes: readonly { readonly value: number; readonly because: string }[] }
  | {
      readonly kind: "choice";
      /** As they are shown. */
      readonly options: readonly { readonly says: string; readonly because: string }[];
      /** The position of the right one. */
      readonly right: number;
    }
  | {
      readonly kind: "ordering";
      /** In the right order. */
      readonly steps: readonly string[];
      /** Which step is shown in which place: `shown[0]` is the position, in `steps`, of the first one shown. */
      readonly shown: readonly number[];
      readonly ends: readonly [first: string, last: string];
    };

/**
 * An exercise with its answer computed. Options and steps are shown in an order that its number and its set of numbers decide.
 *
 * @throws Error that names `where`, when an answer is not finite, no option or more than one is right, or two steps are alike
 */
export function pose(exercise: Exercise, where: string, number: number, set = 0): Posed {
  const seed = number + set;
  if (exercise.kind === "choice") return poseChoice(exercise, where, seed);
  if (exercise.kind === "ordering") {
    const steps = exercise.steps();
    if (steps.length < 2 || new Set(steps).size < steps.length) throw new Error(`invalid: ${where} has the steps ${steps.join(", ")}; expected two or more, no two alike`);
    return { kind: "ordering", steps, shown: disordered(steps.length, seeded(seed)), ends: exercise.ends };
  }
  const { answer, unit, within, mistakes = [] } = exercise;
  return { kind: "numeric", truth: computed(answer, `${where}, its answer`), unit, within, mistakes: mistakes.map(({ value, because }, index) => ({ value: computed(value, `${where}, mistake ${index + 1}`), because })) };
}

function poseChoice({ options }: Extract<Exercise, { kind: "choice" }>, where: string, seed: number): Posed {
  const order = shuffled(options, seeded(seed));
  const right = order.flatMap((option, at) => (option.isRight() ? [at] : []));
  if (right.length !== 1) throw new Error(`invalid: ${where} has ${right.length} right options; expected exactly one`);
  return { kind: "choice", options: order.map(({ says, because }) => ({ says, because })), right: right[0]! };
}
