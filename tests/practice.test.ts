import { describe, expect, test } from "vitest";
import { load } from "../src/sim/discover.ts";
import type { Exercise, Mistake } from "../src/sim/exercise.ts";
import { pose } from "../src/sim/pose.ts";
import { practices } from "../src/sim/practices.ts";
import { exerciseOfSet, setFor } from "../src/sim/variant.ts";

/** The relative error of a guess; 0 for the answer itself. */
const relativeError = (guess: number, answer: number): number => Math.abs(guess - answer) / Math.abs(answer);

function expectRecognisable(mistakes: readonly Mistake[], answer: number, within: number): void {
  for (const { value, because } of mistakes) {
    expect(value(), because).toSatisfy(Number.isFinite);
    expect(relativeError(value(), answer), `${because} (${value()} would count as right)`).toBeGreaterThan(within);
    expect(because).toMatch(/[.!?]$/);
  }
  const values = mistakes.map(({ value }) => value());
  expect(new Set(values).size, "two mistakes share a value, so one can never be shown").toBe(values.length);
}

const NOT_WORDS = /NaN|undefined|Infinity/;

/** What every exercise must be, whatever its numbers. */
function expectSound(exercise: Exercise, where: string): void {
  expect(exercise.ask).toMatch(/[?.]$/);
  expect(exercise.hint.length).toBeGreaterThan(10);
  for (const text of [exercise.ask, exercise.hint, exercise.solution()]) expect(text).not.toMatch(NOT_WORDS);
  // Refuses an answer that is not finite, a choice without exactly one right option, and steps that are alike.
  const posed = pose(exercise, where, 1);
  if (exercise.kind === undefined || exercise.kind === "numeric") return expectRecognisable(exercise.mistakes ?? [], exercise.answer(), exercise.within);
  const texts = posed.kind === "choice" ? posed.options.flatMap(({ says, because }) => [says, because]) : posed.kind === "ordering" ? posed.steps : [];
  expect(new Set(texts).size, "two of these texts are alike").toBe(texts.length);
  for (const text of texts) expect(text).not.toMatch(NOT_WORDS);
  if (posed.kind === "choice") for (const { because } of posed.options) expect(because).toMatch(/[.!?]$/);
}

// Every content/<topic>/exercises.ts is held to src/sim/exercise.ts.
describe.each(Object.keys(practices))("exercises of %s", async (topic) => {
  const { exercises, predictions } = await load(practices, topic, "topic");
  test.each(exercises.map((exercise, at) => [at + 1, exercise] as const))("exercise %i has an answer, a hint, a solution and mistakes that differ from it", (number, exercise) => {
    expectSound(exercise, `${topic}/${number}`);
  });
  const withVariants = exercises.flatMap((exercise, at) => (exercise.variants ? [[at + 1, exercise, exercise.variants] as const] : []));
  test.each(["none", ...withVariants].slice(1) as typeof withVariants)("exercise %i is as sound with every set of numbers, and 20 seeds draw several", (number, exercise, variants) => {
    expect(variants.length).toBeLessThan(60);
    const made = variants.map((make) => make());
    made.forEach((variant, at) => expectSound(variant, `${topic}/${number}, set ${at + 1}`));
    for (const variant of made) expect([variant.kind, variant.level]).toEqual([exercise.kind, exercise.level]);
    const posed = (variant: Exercise): string => JSON.stringify([variant.ask, pose(variant, topic, 1)]);
    expect(new Set([exercise, ...made].map(posed)).size, "two sets of numbers make the same question").toBe(made.length + 1);
    const drawn = Array.from({ length: 20 }, (_, seed) => setFor(seed, number, variants.length));
    expect(new Set(drawn).size).toBeGreaterThan(1);
    expect(() => drawn.map((set) => exerciseOfSet(exercise, set))).not.toThrow();
  });
  test.each(Object.entries(predictions))("prediction %s has a finite truth and mistakes that differ from it", (_, prediction) => {
    expect(prediction.truth()).toSatisfy(Number.isFinite);
    expectRecognisable(prediction.mistakes, prediction.truth(), prediction.within);
  });
  test("exercises rise in difficulty", () => {
    const levels = exercises.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });
});
