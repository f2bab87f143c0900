import { expect, test } from "vitest";
import { simulation } from "./contract.ts";
import { passport, reproduce, testNames } from "./passport.ts";

const source = { cite: "paper", where: "Table 1" };
const square = (equals: readonly number[], within: number) => simulation({
  question: "What is the square?",
  params: { x: { kind: "number", label: "x", unit: "count", default: 3, min: 0, max: 9 } },
  sources: [source],
  cost: "instant",
  run: ({ x }) => ({ y: x * x }),
  checks: equals.map((value) => ({ given: { x: 3 }, read: ({ y }: { y: number }) => y, equals: value, within, source })),
});

test("the largest deviation is the largest share of a printed value", () => {
  const { worst, reproduced } = passport("t/square", square([9, 9.5, 8.9], 1), "");
  expect(reproduced.map(({ deviation }) => deviation)).toEqual([0, 0.5, expect.closeTo(0.1, 12)]);
  expect(worst?.printed).toBe(9.5);
  expect(worst?.relative).toBeCloseTo(0.5 / 9.5, 12);
});

test("a published value that is missed by more than its check allows stops the build", () => {
  expect(() => reproduce("t/square", square([10], 0.5))).toThrow("t/square gives 9 where paper, Table 1 prints 10; expected within 0.5");
});

test("names of tests are read with their quotes undone, loops and properties included", () => {
  const file = `
    describe("group", () => { test("doubling context doubles the cache", () => {}); });
    it('says "no" to zero', f);
    test.each([[1, (2)], [3]])("row %i", f);
    const latest = contest("not a test");
    regex.test("not this either");
    // test names in prose stay out
    test(\`at \${x} it holds\`, f);
  `;
  expect(testNames(file)).toEqual(["doubling context doubles the cache", 'says "no" to zero', "row …", "at … it holds"]);
});
