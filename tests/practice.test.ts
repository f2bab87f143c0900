import { describe, expect, test } from "vitest";
import { load } from "../src/sim/discover.ts";
import type { Mistake } from "../src/sim/exercise.ts";
import { practices } from "../src/sim/practices.ts";

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

// Every content/<topic>/exercises.ts is held to src/sim/exercise.ts.
describe.each(Object.keys(practices))("exercises of %s", async (topic) => {
  const { exercises, predictions } = await load(practices, topic, "topic");
  test.each(exercises.map((exercise, at) => [at + 1, exercise] as const))("exercise %i has a finite answer, a hint, a solution and mistakes that differ from it", (_, exercise) => {
    expect(exercise.answer()).toSatisfy(Number.isFinite);
    expect(exercise.ask).toMatch(/[?.]$/);
    expect(exercise.hint.length).toBeGreaterThan(10);
    expect(exercise.solution()).not.toMatch(/NaN|undefined|Infinity/);
    expectRecognisable(exercise.mistakes ?? [], exercise.answer(), exercise.within);
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
