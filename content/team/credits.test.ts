import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import credits from "./credits.sim.ts";

const papers = credits.params.paper.options;
const shared = (paper: string): number[] => run(credits, { paper }).papers.map((credit) => credit.shared);

test("all 52 names under Fire-Flyer stand under V2, and 50 under V3 and under R1", () => expect(shared("fire-flyer")).toEqual([52, 52, 50, 50]));

test("191 of the 194 names under R1 stand under V3", () => {
  const v3 = run(credits, { paper: "r1" }).papers.find((credit) => credit.id === "v3")!;
  expect([v3.shared, Number(v3.sharedOfChosenPercent.toFixed(1))]).toEqual([191, 98.5]);
});

test("sharing is mutual, and no paper shares more names than it has", () => {
  const table = papers.map(shared);
  for (const [row, counts] of table.entries()) {
    for (const [column, count] of counts.entries()) {
      expect(count).toBe(table[column]![row]);
      expect(count).toBeLessThanOrEqual(Math.min(table[row]![row]!, table[column]![column]!));
    }
  }
});

test("what three papers share pairwise is possible: no two overlaps exceed the third by more than the paper holds", () => {
  const of = (a: string, b: string): number => shared(a)[papers.indexOf(b as (typeof papers)[number])]!;
  for (const a of papers) for (const b of papers) for (const c of papers) expect(of(a, b) + of(b, c) - of(b, b)).toBeLessThanOrEqual(of(a, c));
});
