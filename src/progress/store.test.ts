import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answered, NOTHING, type Progress, ticked } from "./record.ts";
import { keep, KEY, load } from "./store.ts";

const WHEN = "2026-11-28T09:30:00.000Z";
const read = (progress: Progress): Progress => ticked(progress, "articles", "mla", true, WHEN);
const solve = (progress: Progress): Progress => answered(progress, "mla/1", 0, true, WHEN);

/** A browser's store, as far as this site uses one. */
function storage(): { entries: Map<string, string>; getItem: (key: string) => string | null; setItem: (key: string, value: string) => void } {
  const entries = new Map<string, string>();
  return { entries, getItem: (key) => entries.get(key) ?? null, setItem: (key, value) => void entries.set(key, value) };
}
let store = storage();

beforeEach(() => {
  store = storage();
  vi.stubGlobal("localStorage", store);
});
afterEach(() => { vi.unstubAllGlobals(); });

test("a browser that keeps nothing yet has the empty progress", () => expect(load()).toEqual(NOTHING));

test("a change starts from what another tab has written since", () => {
  expect(keep(read)).toBe(true);
  store.entries.set(KEY, JSON.stringify(solve(load())));
  expect(keep((progress) => ticked(progress, "meetings", "start/1", true, WHEN))).toBe(true);
  expect(load()).toEqual(ticked(solve(read(NOTHING)), "meetings", "start/1", true, WHEN));
});

test("a change that changes nothing writes nothing", () => {
  expect(keep((progress) => progress)).toBe(true);
  expect(store.entries.size).toBe(0);
});

describe("nothing is kept, and nothing lost or thrown", () => {
  const unreadable = ["", "{", "null", "[]", "7", JSON.stringify({ ...NOTHING, format: "other" }), JSON.stringify({ ...NOTHING, version: 2 }), JSON.stringify({ format: NOTHING.format, version: NOTHING.version })];
  test.each(unreadable)("when the entry is %s", (text) => {
    store.entries.set(KEY, text);
    expect(keep(solve)).toBe(false);
    expect(store.entries.get(KEY)).toBe(text);
  });
  test("when the browser has no store", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(keep(solve)).toBe(false);
  });
  test("when the browser refuses reading", () => {
    store.getItem = () => { throw new DOMException("denied", "SecurityError"); };
    expect(keep(solve)).toBe(false);
  });
  test("when the store is full", () => {
    keep(read);
    store.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    expect(keep(solve)).toBe(false);
    expect(load()).toEqual(read(NOTHING));
  });
});
