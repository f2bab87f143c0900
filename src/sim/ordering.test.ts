import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "#domain/random.ts";
import { disordered, firstWrong, shuffled } from "./ordering.ts";

test("a shuffle keeps every item, and the same seed gives the same order", () => {
  fc.assert(fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
    const order = shuffled(items, seeded(seed));
    expect([...order].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
    expect(shuffled(items, seeded(seed))).toEqual(order);
  }));
});

test("steps are never shown in the right order", () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.integer(), (n, seed) => {
    const order = disordered(n, seeded(seed));
    expect(firstWrong(order)).toBeDefined();
    expect([...order].sort()).toEqual([...Array(n).keys()]);
  }));
});

test("the first wrong place is the first item that stands elsewhere", () => {
  expect(firstWrong([0, 1, 3, 2])).toBe(2);
  expect(firstWrong([2, 1, 0])).toBe(0);
  expect(firstWrong([0, 1, 2])).toBeUndefined();
});
