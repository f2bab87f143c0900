import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered, doneOn, firstSolved, MAX_TRIES, NOTHING, opened, predicted, ticked } from "./record.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 28, 9, minute)).toISOString();

describe("an exercise", () => {
  test("counts its tries up to the first right one", () => {
    let progress = answered(NOTHING, "mla/1", 0, false, at(0));
    progress = answered(progress, "mla/1", 0, true, at(1));
    progress = answered(progress, "mla/1", 0, false, at(2));
    expect(progress.exercises).toEqual({ "mla/1": { tries: 2, solved: { 0: at(1) } } });
  });
  test("solved again keeps the first time, and each set of numbers its own", () => {
    let progress = answered(NOTHING, "mla/1", 5, true, at(1));
    progress = answered(progress, "mla/1", 5, true, at(2));
    progress = answered(progress, "mla/1", 0, true, at(3));
    expect(progress.exercises["mla/1"]).toEqual({ tries: 1, solved: { 0: at(3), 5: at(1) } });
    expect(firstSolved(progress.exercises["mla/1"]!)).toBe(at(1));
  });
  test("remembers the first opening of its solution, unless it was solved before", () => {
    const before = opened(NOTHING, "mla/1", at(0));
    expect(opened(before, "mla/1", at(1))).toBe(before);
    expect(answered(before, "mla/1", 0, true, at(2)).exercises["mla/1"]).toEqual({ tries: 1, opened: at(0), solved: { 0: at(2) } });
    const solved = answered(NOTHING, "mla/1", 0, true, at(0));
    expect(opened(solved, "mla/1", at(1))).toBe(solved);
  });
  test("stops counting tries where a file would refuse them", () => {
    const many = { ...NOTHING, exercises: { "mla/1": { tries: MAX_TRIES, solved: {} } } };
    expect(answered(many, "mla/1", 0, false, at(0)).exercises["mla/1"]!.tries).toBe(MAX_TRIES);
  });
});

test("a prediction keeps its first guess", () => {
  const first = predicted(NOTHING, "mla/bytes-per-token", 500, false, at(0));
  expect(predicted(first, "mla/bytes-per-token", 70_272, true, at(1))).toBe(first);
  expect(first.predictions["mla/bytes-per-token"]).toEqual({ guess: 500, right: false, when: at(0) });
});

test("a tick keeps its first time, and can be taken away", () => {
  const once = ticked(NOTHING, "articles", "mla", true, at(0));
  expect(ticked(once, "articles", "mla", true, at(1)).articles).toEqual({ mla: at(0) });
  expect(ticked(once, "articles", "mla", false, at(1))).toEqual(NOTHING);
  expect(ticked(NOTHING, "meetings", "start/1", false, at(0))).toEqual(NOTHING);
});

test("no change alters the progress it starts from", () => {
  const before = JSON.stringify(NOTHING);
  answered(NOTHING, "mla/1", 0, true, at(0));
  opened(NOTHING, "mla/1", at(0));
  predicted(NOTHING, "mla/a", 1, true, at(0));
  ticked(NOTHING, "meetings", "start/1", true, at(0));
  expect(JSON.stringify(NOTHING)).toBe(before);
});

describe("a mark", () => {
  let progress = answered(NOTHING, "after-v3/2", 7, true, at(4));
  progress = predicted(progress, "mla/bytes-per-token", 1, false, at(5));
  progress = ticked(ticked(progress, "articles", "mla", true, at(6)), "meetings", "start/2", true, at(7));
  const marks: [mark: string, when: string | undefined][] = [
    ["exercise:after-v3/2", at(4)], ["exercise:after-v3/2/7", at(4)], ["exercise:after-v3/2/0", undefined], ["exercise:after-v3/2/3", undefined], ["exercise:after-v3/1", undefined],
    ["prediction:mla/bytes-per-token", at(5)], ["prediction:mla/other", undefined], ["article:mla", at(6)], ["article:cost", undefined], ["meeting:start/2", at(7)], ["meeting:start/1", undefined],
  ];
  test.each(marks)("%s says %s", (mark, when) => expect(doneOn(progress, mark)).toBe(when));
  test("of an id that every object has a name for is not done", () => {
    fc.assert(fc.property(fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)), (name) => doneOn(progress, `article:${name}`) === undefined && doneOn(progress, `prediction:${name}`) === undefined));
  });
});
