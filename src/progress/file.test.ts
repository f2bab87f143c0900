import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gained, MAX_BYTES, merge, parse, ProgressError, serialise } from "./file.ts";
import { type ExerciseRecord, FORMAT, MAX_TRIES, NOTHING, type Progress, VERSION } from "./record.ts";

const moments = fc.date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true }).map((date) => date.toISOString());
const topics = fc.constantFrom("mla", "after-v3", "gone", "constructor");
const numbered = fc.tuple(topics, fc.integer({ min: 1, max: 4 })).map(([topic, number]) => `${topic}/${number}`);
const exercises: fc.Arbitrary<ExerciseRecord> = fc.record(
  { tries: fc.integer({ min: 0, max: MAX_TRIES }), opened: moments, solved: fc.dictionary(fc.integer({ min: 0, max: 60 }).map(String), moments, { noNullPrototype: true }) },
  { requiredKeys: ["tries", "solved"], noNullPrototype: true },
);
// A file does not know a negative nought.
const guesses = fc.double({ noNaN: true, noDefaultInfinity: true }).map((guess) => guess + 0);
const predictions = fc.record({ guess: guesses, right: fc.boolean(), when: moments }, { noNullPrototype: true });
const maps = <T>(ids: fc.Arbitrary<string>, values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> => fc.dictionary(ids, values, { noNullPrototype: true });
const progresses: fc.Arbitrary<Progress> = fc.record({
  format: fc.constant(FORMAT), version: fc.constant(VERSION),
  exercises: maps(numbered, exercises), predictions: maps(fc.tuple(topics, fc.constantFrom("a", "b-c")).map(([topic, name]) => `${topic}/${name}`), predictions),
  articles: maps(topics, moments), meetings: maps(numbered, moments),
}, { noNullPrototype: true });

const WHEN = "2026-11-28T09:30:00.000Z";
const LATER = "2026-11-29T09:30:00.000Z";
const file = (changes: object): string => JSON.stringify({ ...NOTHING, ...changes });
const exercise = (changes: object): string => file({ exercises: { "mla/1": { tries: 1, solved: { 0: WHEN }, ...changes } } });
const prediction = (changes: object): string => file({ predictions: { "mla/a": { guess: 1, right: true, when: WHEN, ...changes } } });

test("what is written and read again is the same", () => {
  fc.assert(fc.property(progresses, (progress) => { expect(parse(serialise(progress))).toEqual(progress); }));
});

test("the same progress is the same text, in whatever order it came about", () => {
  const swapped = { ...NOTHING, articles: { mla: WHEN, cost: LATER } };
  expect(serialise(swapped)).toBe(serialise({ ...NOTHING, articles: { cost: LATER, mla: WHEN } }));
  expect(serialise(swapped)).toMatch(new RegExp(`^\\{\\n {2}"format": "${FORMAT}",\\n {2}"version": ${VERSION},`));
});

test("the browser's own entry reads as a file does", () => {
  fc.assert(fc.property(progresses, (progress) => { expect(parse(JSON.stringify(progress))).toEqual(progress); }));
});

describe("a file is refused with what was found, where, and what is allowed", () => {
  const refused: [what: string, text: string, message: string | RegExp][] = [
    ["nothing", "", /^invalid: the file is not JSON \(.+\); expected a file that the progress page saved$/],
    ["a file cut short", serialise(NOTHING).slice(0, 40), /^invalid: the file is not JSON/],
    ["a list", "[]", "invalid: the file is []; expected an object"],
    ["null", "null", "invalid: the file is null; expected an object"],
    ["a foreign file", '{"course": "other"}', 'missing: the file has no format; expected format "deepseek-recomputed-progress"'],
    ["a foreign format", file({ format: "moodle" }), 'invalid: format is "moodle"; expected "deepseek-recomputed-progress"'],
    ["a newer version", file({ version: 2 }), "unsupported: version is 2; expected 1, the newest that this page can read"],
    ["a version that is none", file({ version: "1" }), 'invalid: version is "1"; expected 1, the newest that this page can read'],
    ["no version", file({ version: undefined }), "invalid: version is missing; expected 1, the newest that this page can read"],
    ["a key it does not have", file({ marks: {} }), 'unknown: the file has the key "marks"; expected only format, version, exercises, predictions, articles, meetings'],
    ["a kind left out", file({ meetings: undefined }), "missing: the file has no meetings; expected format, version, exercises, predictions, articles, meetings"],
    ["a kind that is a list", file({ articles: ["mla"] }), 'invalid: articles is ["mla"]; expected an object'],
    ["an id of another shape", file({ exercises: { "mla/one": {} } }), 'invalid: exercises has the id "mla/one"; expected an id such as "mla/1"'],
    ["an id that would change every object", '{"format":"deepseek-recomputed-progress","version":1,"exercises":{},"predictions":{},"articles":{"__proto__":"x"},"meetings":{}}', 'invalid: articles has the id "__proto__"; expected an id such as "mla"'],
    ["tries in words", exercise({ tries: "many" }), 'invalid: exercises → mla/1 → tries is "many"; expected a whole number from 0 to 9999'],
    ["half a try", exercise({ tries: 1.5 }), "invalid: exercises → mla/1 → tries is 1.5; expected a whole number from 0 to 9999"],
    ["too many tries", exercise({ tries: 10_000 }), "invalid: exercises → mla/1 → tries is 10000; expected a whole number from 0 to 9999"],
    ["an exercise without tries", file({ exercises: { "mla/1": { solved: {} } } }), "missing: exercises → mla/1 has no tries; expected tries, solved, opened"],
    ["an exercise with more", exercise({ score: 5 }), 'unknown: exercises → mla/1 has the key "score"; expected only tries, solved, opened'],
    ["a set that is none", exercise({ solved: { first: WHEN } }), 'invalid: exercises → mla/1 has the set "first"; expected a whole number from 0 to 999'],
    ["a set past all sets", exercise({ solved: { 1000: WHEN } }), 'invalid: exercises → mla/1 has the set "1000"; expected a whole number from 0 to 999'],
    ["a day that does not exist", exercise({ solved: { 0: "2026-02-30T00:00:00.000Z" } }), 'invalid: exercises → mla/1 → solved → 0 is "2026-02-30T00:00:00.000Z"; expected a time such as "2026-11-28T09:30:00.000Z"'],
    ["a time as a number", exercise({ opened: 5 }), 'invalid: exercises → mla/1 → opened is 5; expected a time such as "2026-11-28T09:30:00.000Z"'],
    ["a guess in words", prediction({ guess: "lots" }), 'invalid: predictions → mla/a → guess is "lots"; expected a number'],
    ["a guess that is nothing", prediction({ guess: null }), "invalid: predictions → mla/a → guess is null; expected a number"],
    ["right as a number", prediction({ right: 1 }), "invalid: predictions → mla/a → right is 1; expected true or false"],
    ["an article's time in words", file({ articles: { mla: "yesterday" } }), 'invalid: articles → mla is "yesterday"; expected a time such as "2026-11-28T09:30:00.000Z"'],
    ["a long value, cut", file({ format: "x".repeat(100) }), `invalid: format is "${"x".repeat(59)}…; expected "deepseek-recomputed-progress"`],
    ["a file too large", " ".repeat(MAX_BYTES + 1), "out of range: the file has 1,000,001 bytes; expected at most 1,000,000"],
  ];
  test.each(refused)("%s", (_, text, message) => {
    const read = (): Progress => parse(text);
    expect(read).toThrow(ProgressError);
    expect(read).toThrow(typeof message === "string" ? new RegExp(`^${RegExp.escape(message)}$`) : message);
  });
  test("whatever it holds, it is read whole or refused by name", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), progresses.map((progress) => serialise(progress).replace(/\d/, "x"))), (text) => {
      try { parse(text); } catch (error) { expect(error).toBeInstanceOf(ProgressError); }
    }));
  });
});

test("an id that the site no longer has is read and kept", () => {
  const old = { ...NOTHING, exercises: { "gone/9": { tries: 1, solved: { 0: WHEN } } } };
  expect(merge(NOTHING, parse(serialise(old)))).toEqual(old);
});

describe("merging", () => {
  test("does not depend on the order", () => fc.assert(fc.property(progresses, progresses, (a, b) => { expect(merge(a, b)).toEqual(merge(b, a)); })));
  test("a second time changes nothing", () => fc.assert(fc.property(progresses, progresses, (a, b) => {
    expect(merge(a, a)).toEqual(a);
    expect(merge(merge(a, b), b)).toEqual(merge(a, b));
  })));
  test("of three does not depend on which two come first", () => fc.assert(fc.property(progresses, progresses, progresses, (a, b, c) => { expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c))); })));
  test("with nothing changes nothing", () => fc.assert(fc.property(progresses, (a) => { expect(merge(a, NOTHING)).toEqual(a); })));
  test("gives what can be read again", () => fc.assert(fc.property(progresses, progresses, (a, b) => { expect(parse(serialise(merge(a, b)))).toEqual(merge(a, b)); })));
  test("keeps the earliest time of each set, the most tries and the first opening", () => {
    const here = { ...NOTHING, exercises: { "mla/1": { tries: 3, solved: { 0: LATER, 1: WHEN } } } };
    const there = { ...NOTHING, exercises: { "mla/1": { tries: 2, opened: WHEN, solved: { 0: WHEN, 2: LATER } } } };
    expect(merge(here, there).exercises).toEqual({ "mla/1": { tries: 3, opened: WHEN, solved: { 0: WHEN, 1: WHEN, 2: LATER } } });
  });
  test("keeps the earlier guess", () => {
    const first = { guess: 5, right: false, when: WHEN };
    expect(merge({ ...NOTHING, predictions: { "mla/a": { guess: 7, right: true, when: LATER } } }, { ...NOTHING, predictions: { "mla/a": first } }).predictions).toEqual({ "mla/a": first });
  });
});

test("what a merge gained is counted by kind", () => {
  const before = { ...NOTHING, exercises: { "mla/1": { tries: 3, solved: {} }, "mla/2": { tries: 1, solved: {} } }, articles: { mla: WHEN } };
  const loaded = { ...NOTHING, exercises: { "mla/1": { tries: 1, solved: { 0: WHEN } }, "mla/2": { tries: 1, solved: {} }, "mla/3": { tries: 1, solved: {} } }, articles: { mla: LATER }, meetings: { "start/1": WHEN } };
  expect(gained(before, merge(before, loaded))).toEqual({ exercises: { added: 1, changed: 1 }, predictions: { added: 0, changed: 0 }, articles: { added: 0, changed: 0 }, meetings: { added: 1, changed: 0 } });
});
