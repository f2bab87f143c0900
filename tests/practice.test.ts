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

/** A system that takes the first mistake that fits needs them apart; the page takes the nearest. A student rounds to three digits or so. */
const APART = 0.005;
function expectApart(mistakes: readonly Mistake[], where: string): void {
  const values = mistakes.map(({ value }) => value());
  values.forEach((value, at) => {
    for (const other of values.slice(at + 1)) expect(relativeError(value, other), `${where}: the mistakes ${value} and ${other} cannot be told apart once rounded`).toBeGreaterThan(APART);
  });
}

/** Numbers as Markdown and TeX print them: 1,500 or 1{,}500. */
const numbersIn = (text: string): readonly number[] => (text.replaceAll("{,}", ",").replaceAll("\\,", "").match(/\d[\d,]*(\.\d+)?/g) ?? []).map((found) => Number(found.replaceAll(",", "")));
/** A solution may print the answer in another power of ten, or a share in per cent. */
const printsNumber = (text: string, answer: number): boolean => {
  const size = (x: number): number => Math.log10(Math.abs(x));
  const digits = (x: number): number => size(x) - Math.floor(size(x));
  return numbersIn(text).some((found) => found === Math.abs(answer) || (found !== 0 && answer !== 0 && [-1, 0, 1].some((turn) => Math.abs(digits(found) - digits(answer) + turn) < 0.004)));
};

const NOT_WORDS = /NaN|undefined|Infinity/;

/** What every exercise must be, whatever its numbers. */
function expectSound(exercise: Exercise, where: string): void {
  expect(exercise.ask).toMatch(/[?.]$/);
  expect(exercise.hint.length).toBeGreaterThan(10);
  for (const text of [exercise.ask, exercise.hint, exercise.solution()]) expect(text).not.toMatch(NOT_WORDS);
  // Refuses an answer that is not finite, a choice without exactly one right option, and steps that are alike.
  const posed = pose(exercise, where, 1);
  if (exercise.kind === undefined || exercise.kind === "numeric") {
    const { mistakes = [], within } = exercise;
    const answer = exercise.answer();
    expectRecognisable(mistakes, answer, within);
    // An exact answer leaves nothing to round.
    if (within > 0) expectApart(mistakes, where);
    expect(mistakes.length, `${where}: the mistakes it recognises`).toBeGreaterThanOrEqual(2);
    expect(printsNumber(exercise.solution(), answer), `${where}: the solution prints ${answer}: ${exercise.solution()}`).toBe(true);
    return;
  }
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
