import { describe, expect, test } from "vitest";
import { figures } from "#sim/figures.ts";
import { practices } from "#sim/practices.ts";
import { faultsOfPath, minutesOf, type Book } from "./checkPath.ts";
import { parsePaths } from "./readPaths.ts";
import { sectionsOf } from "./sections.ts";

const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");
const article = (title: string) => ({ title, sections: sectionsOf(`${words(200)}\n\n## One\n\n${words(600)}\n\n### Below\n\n${words(200)}\n\n## Two\n\n${words(400)}`) });
const book: Book = {
  articles: new Map([["mla", article("MLA")], ["deepseekmoe", article("DeepSeekMoE")], ["mtp", article("MTP")]]),
  needs: new Map([["mla", []], ["deepseekmoe", []], ["mtp", ["deepseekmoe"]]]),
  figures: new Map([["mla/kv-cache", await figures["mla/kv-cache"]!()]]),
  practices: new Map([["mla", await practices["mla"]!()]]),
};

const sound = `title: A short path
order: 1
unit: meeting
audience: Whoever tests this.
choose: You test this.
description: A path that is as short as a path can be.
outcomes: [Count to two.]
meetings:
  - title: The only one
    question: Does it hold?
    objectives: [Compute a cache.]
    minutes: 15
    readings: [{ article: mla, sections: [one] }]
    plan:
      - minutes: 10
        title: Look
        does: Look at the figure.
        read: [{ article: deepseekmoe, sections: [start, two] }]
        predict: [mla/bytes-per-token]
        figures:
          - { figure: mla/kv-cache, preset: "Does a short prompt matter?", look: Which is short? }
          - { figure: mla/kv-cache, values: { contextTokens: 4096 }, look: Which is long? }
      - minutes: 5
        title: Work
        does: Do one.
        exercises: [mla/1]
    discussion:
      - { ask: Is it so?, answer: It is. }
    homework: { exercises: [mla/2], tasks: [Read it again.] }
`;
const parse = (text: string) => parsePaths([{ path: "content/course/short.yaml", text }])[0]!;
const faults = (change: readonly [from: string, to: string]): string[] => {
  expect(sound).toContain(change[0]);
  try {
    return faultsOfPath(parse(sound.replace(...change)), book);
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
};

test("a sound path has no fault", () => expect(faultsOfPath(parse(sound), book)).toEqual([]));
test("a path has the name of its file", () => expect(parse(sound).id).toBe("short"));

describe("a planted fault names file, line and what is allowed", () => {
  const planted: [what: string, change: [from: string, to: string], said: string][] = [
    ["an unknown article", ["article: mla, sections: [one]", "article: mal, sections: [one]"], 'content/course/short.yaml:13  meeting 1: unknown article: "mal"; expected one of mla, deepseekmoe, mtp'],
    ["an unknown section", ["sections: [one]", "sections: [one, three]"], 'content/course/short.yaml:13  meeting 1: unknown section of mla: "three"; expected one of start, one, below, two'],
    ["an unknown section in a step", ["[start, two]", "[start, too]"], 'content/course/short.yaml:18  meeting 1: unknown section of deepseekmoe: "too"; expected one of start, one, below, two'],
    ["an unknown figure", ["figure: mla/kv-cache, preset", "figure: mla/cache, preset"], 'content/course/short.yaml:21  meeting 1: unknown figure: "mla/cache"; expected one of mla/kv-cache'],
    ["an unknown preset", ['"Does a short prompt matter?"', "Short"], 'content/course/short.yaml:21  meeting 1: unknown preset of mla/kv-cache: "Short"; expected one of "One long conversation", "Does a short prompt matter?"'],
    ["an unknown parameter", ["contextTokens: 4096", "context: 4096"], "content/course/short.yaml:22  meeting 1: mla/kv-cache: unknown parameter: context; expected one of contextTokens"],
    ["a value out of range", ["contextTokens: 4096", "contextTokens: 0"], "content/course/short.yaml:22  meeting 1: mla/kv-cache: out of range: contextTokens is 0 token; expected"],
    ["a preset beside values", ["values: { contextTokens: 4096 }", "preset: One long conversation, values: { contextTokens: 4096 }"], "content/course/short.yaml:22  invalid: meetings.0.plan.0.figures.1 is"],
    ["an unknown exercise", ["exercises: [mla/1]", "exercises: [mla/99]"], 'content/course/short.yaml:26  meeting 1: unknown exercise: "mla/99"; expected one of mla/1, mla/2'],
    ["an unknown exercise of the homework", ["exercises: [mla/2]", "exercises: [mla/0]"], 'content/course/short.yaml:29  meeting 1: unknown exercise: "mla/0"; expected one of mla/1, mla/2'],
    ["an unknown prediction", ["mla/bytes-per-token", "mla/bytes"], 'content/course/short.yaml:19  meeting 1: unknown prediction: "mla/bytes"; expected one of mla/bytes-per-token, mla/absorbed-intensity'],
    ["an unknown topic of a prediction", ["mla/bytes-per-token", "mal/bytes-per-token"], 'content/course/short.yaml:19  meeting 1: unknown topic of the prediction "mal/bytes-per-token": "mal"; expected one of mla'],
    ["a plan that is longer than its meeting", ["minutes: 15", "minutes: 20"], 'content/course/short.yaml:12  meeting 1: invalid: "The only one" has 20 minutes, and its plan 15; make them equal'],
    ["a step that is shorter than its readings", ["minutes: 10\n        title: Look", "minutes: 2\n        title: Look"], 'content/course/short.yaml:15  meeting 1: out of range: "Look" has 2 minutes for readings that take 3; expected 3 or more'],
    ["a bare number", ["Does it hold?", "Does it hold for 70,272 bytes?"], "content/course/short.yaml:10  meeting 1: bare number: 70,272 in"],
    ["an objective that nobody can see", ["Compute a cache.", "Understand a cache."], "content/course/short.yaml:11  invalid: meetings.0.objectives.0 is \"Understand a cache.\"; expected a sentence that begins with one of Apply,"],
    ["a question that asks nothing", ["Is it so?", "It is so."], 'content/course/short.yaml:28  invalid: meetings.0.discussion.0.ask is "It is so."; expected a question'],
    ["an unknown field", ["choose:", "chooses:"], "content/course/short.yaml:5  unknown field: chooses; remove it or correct its spelling"],
    ["a missing field", ["choose: You test this.\n", ""], "content/course/short.yaml:1  missing: choose"],
    ["an unknown name for meetings", ["unit: meeting", "unit: lecture"], 'content/course/short.yaml:3  invalid: unit is "lecture"; expected one of meeting, stop, session'],
    ["YAML that does not read", ["order: 1", "order: [1"], "content/course/short.yaml:"],
    ["an article that nobody reads first", ["article: mla, sections: [one]", "article: mtp"], 'content/course/short.yaml:9  meeting 1: out of order: meeting 1 reads "mtp", which needs "deepseekmoe", which this path reads in meeting 1; read "deepseekmoe" first'],
  ];
  test.each(planted)("%s", (_, change, said) => expect(faults(change)).toEqual(expect.arrayContaining([expect.stringContaining(said)])));
});

test("an article that is needed and never read is asked for, or for a word that it is known", () => {
  const without = sound.replace("article: deepseekmoe, sections: [start, two]", "article: mtp, sections: [start]");
  expect(faultsOfPath(parse(without), book)).toEqual(['content/course/short.yaml:9  meeting 1: out of order: meeting 1 reads "mtp", which needs "deepseekmoe", which this path never reads; read "deepseekmoe" first, or name it under assumes']);
  expect(faultsOfPath(parse(`${without}assumes: [deepseekmoe]\n`), book)).toEqual([]);
  expect(faultsOfPath(parse(`${sound}assumes: [attention]\n`), book)).toEqual([expect.stringContaining('unknown article: "attention"')]);
});

test("a reading takes as long as its sections, and one that is read with a part of it counts the part once", () => {
  expect(minutesOf({ article: "mla" }, book)).toBeCloseTo(7);
  expect(minutesOf({ article: "mla", sections: ["one", "below"] }, book)).toBeCloseTo(4);
  expect(minutesOf({ article: "mla", sections: ["below"] }, book)).toBeCloseTo(1);
});

test("numbers in code are no prose", () => expect(faultsOfPath(parse(sound.replace("Read it again.", "Run `npm run -s sim -- mla/kv-cache --contextTokens=131072`.")), book)).toEqual([]));
