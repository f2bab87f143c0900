import { describe, expect, test } from "vitest";
import { loadLedger } from "../../src/ledger.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./ideas.figure.ts";
import ideas, { FATES, MODELS } from "./ideas.sim.ts";

const { cells, counts } = run(ideas);
const NAMES = ideas.params.idea.options;
const pathOf = (name: string): string[] => cells.filter((cell) => cell.name === name).map(({ fate }) => fate);

describe("a record", () => {
  test("every idea has a fate at every model, in order", () => {
    expect([...new Set(cells.map((cell) => cell.name))]).toEqual(NAMES);
    for (const name of NAMES) expect(cells.filter((cell) => cell.name === name).map((cell) => cell.model)).toEqual([...MODELS]);
    for (const { fate } of cells) expect(FATES).toContain(fate);
  });
  test("a fate can follow the one before: what is dropped was there, what is gone was dropped, what is new was absent", () => {
    const before: Record<string, readonly string[]> = { new: ["absent"], absent: ["absent"], gone: ["dropped", "gone"], dropped: ["new", "kept", "changed"], kept: ["new", "kept", "changed"], changed: ["new", "kept", "changed", "unknown"], unknown: ["new", "kept", "changed", "unknown"] };
    for (const name of NAMES) for (const [at, fate] of pathOf(name).slice(1).entries()) expect(before[fate]).toContain(pathOf(name)[at]);
  });
  test("every cell names a source of the ledger, and one read in a copy says so there or here", () => {
    const { sources } = loadLedger();
    for (const { cite, where, seen } of cells) {
      expect(where).not.toBe("");
      if (seen === "publisher") expect(sources.get(cite)!.via).toBeUndefined();
      else expect(sources.get(cite)!.read).not.toBe("");
    }
  });
});

describe("what it says", () => {
  test("V4 dropped MLA and the limit on nodes, and nothing else", () => {
    expect(cells.filter(({ fate }) => fate === "dropped").map(({ name, model }) => `${name} ${model}`)).toEqual(["MLA V4", "A limit on nodes V4"]);
  });
  test("of eight ideas V4.1 has one as before, four changed, two out and one not said", () => {
    expect(counts.at(-1)).toEqual({ model: "V4.1", kept: 1, changed: 4, out: 2, unknown: 1 });
  });
});

test.each(NAMES)("the figure follows %s without a missing word", (idea) => {
  const { wide, narrow, caption, table } = renderFigure(figure, { idea });
  for (const text of [wide, narrow, caption, JSON.stringify(table)]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const svg of [wide, narrow]) expect(svg.match(/data-read/g)).toHaveLength(56);
});

test("every caption is made of whole sentences", () => {
  for (const idea of NAMES) for (const model of MODELS) expect(figure.caption(run(ideas, { idea, model }), { idea, model })).toMatch(/^[^:]+: V2 .*[^.]\. .*[^.]\.$/);
});
