import { describe, expect, test } from "vitest";
import { text } from "../text/en.ts";
import { fill, sayExercise, sayGained, sayPrediction } from "./words.ts";

const words = text.liveProgress;
const day = (when: string): string => `day ${Number(when.slice(8, 10))}`;
const on = (date: number): string => `2026-11-${String(date).padStart(2, "0")}T09:30:00.000Z`;

describe("an exercise", () => {
  const said: [what: string, kept: Parameters<typeof sayExercise>[0], said: string][] = [
    ["solved at once", { tries: 1, solved: { 0: on(2) } }, "solved on day 2; 1 try"],
    ["solved with other numbers too", { tries: 3, solved: { 12: on(3), 5: on(4), 0: on(2) } }, "solved on day 2; solved with other numbers: set 5 on day 4, set 12 on day 3; 3 tries"],
    ["solved after its solution was opened", { tries: 2, opened: on(1), solved: { 0: on(2) } }, "solved on day 2; 2 tries, after the solution was opened"],
    ["solved elsewhere before its solution was opened here", { tries: 2, opened: on(3), solved: { 0: on(2) } }, "solved on day 2; 2 tries"],
    ["solved with other numbers only", { tries: 1, solved: { 3: on(2) } }, "solved with other numbers: set 3 on day 2; 1 try"],
    ["not solved", { tries: 2, solved: {} }, "not solved yet, 2 tries"],
    ["not solved, its solution opened", { tries: 1, opened: on(1), solved: {} }, "not solved yet, 1 try, solution opened"],
    ["not tried, its solution opened", { tries: 0, opened: on(1), solved: {} }, "solution opened"],
  ];
  test.each(said)("%s", (_, kept, expected) => expect(sayExercise(kept, words, day)).toBe(expected));
});

test("a prediction says the guess, the day, and whether it was right", () => {
  expect(sayPrediction({ guess: 5, right: true, when: on(2) }, "5 bytes", words, day)).toBe("guessed 5 bytes on day 2: right");
  expect(sayPrediction({ guess: 5, right: false, when: on(2) }, "5 bytes", words, day)).toBe("guessed 5 bytes on day 2: not right");
});

test("a merge says what each kind gained, and that nothing did", () => {
  const none = { added: 0, changed: 0 };
  expect(sayGained({ exercises: { added: 2, changed: 1 }, articles: { added: 1, changed: 0 }, meetings: none }, "a.json", words)).toBe("a.json was loaded. Exercises: 2 added, 1 brought up to date. Articles: 1 added.");
  expect(sayGained({ exercises: none }, "a.json", words)).toBe("a.json was loaded. It holds nothing that was not here already.");
});

test("a place without a value stays as it is", () => expect(fill("{a} and {b}", { a: 1 })).toBe("1 and {b}"));
