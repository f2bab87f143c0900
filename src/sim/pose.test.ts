import { expect, test } from "vitest";
import type { ChoiceExercise, OrderingExercise } from "./exercise.ts";
import { pose } from "./pose.ts";

const question = { level: 1, ask: "Which?", hint: "Look again.", solution: () => "So." } as const;
const choice = (right: readonly number[]): ChoiceExercise => ({ ...question, kind: "choice", options: [0, 1, 2, 3].map((at) => ({ says: `option ${at}`, because: `because ${at}.`, isRight: () => right.includes(at) })) });
const ordering = (steps: readonly string[]): OrderingExercise => ({ ...question, kind: "ordering", ends: ["first", "last"], steps: () => steps });

test("a choice finds its right option in whatever order it is shown", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const posed = pose(choice([2]), "here", seed);
    if (posed.kind !== "choice") throw new Error("expected a choice");
    expect(posed.options[posed.right]).toEqual({ says: "option 2", because: "because 2." });
  }
});

test("the right option does not always stand in the same place", () => {
  const places = Array.from({ length: 20 }, (_, seed) => pose(choice([2]), "here", seed)).map((posed) => posed.kind === "choice" && posed.right);
  expect(new Set(places).size).toBe(4);
});

test("a choice with none or two right options is refused", () => {
  expect(() => pose(choice([]), "mla/1", 1)).toThrow("mla/1 has 0 right options; expected exactly one");
  expect(() => pose(choice([0, 3]), "mla/1", 1)).toThrow("mla/1 has 2 right options; expected exactly one");
});

test("an ordering shows each step once and refuses two alike", () => {
  const posed = pose(ordering(["a", "b", "c"]), "here", 1);
  expect(posed.kind === "ordering" && [...posed.shown].sort()).toEqual([0, 1, 2]);
  expect(() => pose(ordering(["a", "b", "a"]), "mla/1", 1)).toThrow("expected two or more, no two alike");
});

test("a numeric answer that is not finite is refused", () => {
  expect(() => pose({ ...question, answer: () => NaN, unit: "token", within: 0 }, "mla/1", 1)).toThrow("mla/1, its answer is NaN");
});
