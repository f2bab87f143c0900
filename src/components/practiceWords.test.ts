import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { text } from "../text/en.ts";
import { practiceWords, type PracticeKind } from "./practiceWords.ts";

/** The words of livePractice that these files of the engine name in quotes. */
const named = (...files: string[]): string[] => {
  const code = files.map((file) => readFileSync(`src/sim/${file}.ts`, "utf8")).join("\n");
  return Object.keys(text.livePractice).filter((key) => code.includes(`"${key}"`));
};

const files: [kind: PracticeKind, files: string[]][] = [["choice", ["choiceElement"]], ["ordering", ["orderingElement"]], ["prediction", ["predictElement", "readNumber"]], ["numeric", ["practiceElement", "readNumber"]]];

test.each(files)("a %s carries every word that its element names", (kind, of) => {
  const carried = Object.keys(practiceWords(kind, text.livePractice));
  expect(named(...of).length).toBeGreaterThan(1);
  expect(carried).toEqual(expect.arrayContaining(named(...of)));
});

test("a form of options carries the request to choose", () => {
  for (const kind of ["choice", "prediction"] as const) expect(practiceWords(kind, text.livePractice)["choose"]).toBe(text.livePractice.choose);
});

test("an exercise with a number says on which side a wrong answer lies", () => {
  expect(practiceWords("numeric", text.livePractice)).toMatchObject({ low: text.livePractice.low, high: text.livePractice.high });
});

test("every word belongs to a kind", () => {
  const carried = (["prediction", "numeric", "choice", "ordering"] as const).flatMap((kind) => Object.keys(practiceWords(kind, text.livePractice)));
  expect([...new Set(carried)].sort()).toEqual(Object.keys(text.livePractice).sort());
});
