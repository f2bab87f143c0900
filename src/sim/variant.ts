import { seeded } from "#domain/random.ts";
import type { Exercise } from "./exercise.ts";

/** The largest seed: 32 bits. */
const MAX_SEED = 0xffff_ffff;

/**
 * Reads a seed as the page's address and the command line write it.
 *
 * @throws RangeError that says what a seed is
 */
export function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MAX_SEED) throw new RangeError(`invalid: seed is "${text}"; expected a whole number from 0 to ${MAX_SEED}`);
  return seed;
}

/** Which set of numbers a seed draws for an exercise: 1 to `numSets`, or 0, its own numbers, when it has no variants. Exercises of one topic draw apart. */
export const setFor = (seed: number, exercise: number, numSets: number): number => (numSets === 0 ? 0 : 1 + Math.floor(seeded(seed * 1009 + exercise)() * numSets));

/**
 * The exercise with its own numbers (set 0) or those of a variant.
 *
 * @throws RangeError that says which sets there are
 */
export function exerciseOfSet(exercise: Exercise, set: number): Exercise {
  if (set === 0) return exercise;
  const make = exercise.variants?.[set - 1];
  if (!make) throw new RangeError(`out of range: set is ${set}; expected 0 to ${exercise.variants?.length ?? 0}`);
  return make();
}
