import fc from "fast-check";
import { expect, test } from "vitest";
import { varied } from "./exercise.ts";
import { exerciseOfSet, readSeed, setFor } from "./variant.ts";

const sum = varied({ a: [1, 2, 3], b: [10, 20] }, ({ a, b }) => ({ level: 1, ask: `${a} + ${b}?`, answer: () => a + b, unit: "count", within: 0, hint: "Add them up.", solution: () => `$${a + b}$` }));

test("the numbers of the article are the first of each list, and every other combination is a variant", () => {
  expect(sum.ask).toBe("1 + 10?");
  expect(sum.variants.map((make) => make().answer())).toEqual([21, 12, 22, 13, 23]);
});

test("a seed draws a variant, the same one each time, and never the numbers of the article", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 60 }), (seed, exercise, numSets) => {
    const set = setFor(seed, exercise, numSets);
    expect(set).toBeGreaterThanOrEqual(1);
    expect(set).toBeLessThanOrEqual(numSets);
    expect(setFor(seed, exercise, numSets)).toBe(set);
  }));
});

test("seeds in a row reach every set about equally often", () => {
  const counts = [0, 0, 0, 0, 0];
  for (let seed = 0; seed < 5000; seed++) counts[setFor(seed, 3, 5) - 1]!++;
  // Binomial with p = 1/5: standard deviation 28, so 5 of them is 141.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(141);
});

test("an exercise without variants has its own numbers for every seed", () => {
  const plain = { ...sum, variants: undefined };
  expect(exerciseOfSet(plain, setFor(7, 1, 0))).toBe(plain);
  expect(() => exerciseOfSet(plain, 1)).toThrow("out of range: set is 1; expected 0 to 0");
});

test("a seed is a whole number of 32 bits", () => {
  expect(readSeed("7")).toBe(7);
  for (const text of ["", "-1", "1.5", "abc", "4294967296"]) expect(() => readSeed(text)).toThrow(`invalid: seed is "${text}"; expected a whole number from 0 to 4294967295`);
});
