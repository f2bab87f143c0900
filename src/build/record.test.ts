import { expect, test } from "vitest";
import { allRecomputed, matchOf, record } from "./record.ts";

const match = (printed: number, computed: number) => matchOf({ printed, computed, deviation: Math.abs(printed - computed) });

test("a value that equals its print is exact", () => expect(match(2788000, 2788000)).toBe("exact"));
test("a value that rounds to the printed digits comes out", () => expect([match(2.4e9, 2438697984), match(-3.7, -3.662), match(10, 10.476)]).toEqual(["printed", "printed", "printed"]));
test("a value that rounds to other digits does not", () => expect([match(67, 67.76), match(2664000, 2696228), match(0, 0.4)]).toEqual(["off", "off", "off"]));

test("only the topics asked for are counted, and every comparison has a class", async () => {
  const list = await allRecomputed(["mla", "cost", "dualpipe"]);
  expect(list.some(({ id }) => id.startsWith("fp8/"))).toBe(false);
  const counted = await record(["mla", "cost", "dualpipe"]);
  expect(counted.recomputed.exact + counted.recomputed.printed + counted.recomputed.off).toBe(list.length);
  expect(Object.values(counted.verdict).reduce((a, b) => a + b)).toBe(counted.claims);
  expect(Object.values(counted.status).reduce((a, b) => a + b)).toBe(counted.facts);
});

test("what is furthest off comes first", async () => {
  const relative = (await allRecomputed(["mla", "cost", "dualpipe"])).map((one) => one.relative);
  expect(relative).toEqual(relative.toSorted((a, b) => b - a));
});
