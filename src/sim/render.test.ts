import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { reading } from "#plot/reading.ts";
import { simulation } from "./contract.ts";
import { draw } from "./draw.ts";
import { figure } from "./figure.ts";
import { renderFigure } from "./render.ts";

const sim = simulation({
  question: "What is half of x?",
  params: { x: { kind: "number", label: "x", unit: "count", default: 1, min: 0, max: 9 } },
  sources: [],
  cost: "instant",
  run: ({ x }) => ({ half: x / 2 }),
  checks: [],
});
const halves = () => figure({
  sim,
  title: "Half is half",
  validity: "Numbers only.",
  controls: ["x"],
  plot: ({ half }) => ({ height: 200, marks: [Plot.lineY([1, half], { clip: true }), Plot.dot([{ half }], { x: "half", y: 0, clip: true, ...reading(() => "half", () => `half: ${half}`) })] }),
  caption: ({ half }) => `Half is ${half}.`,
  table: ({ half }) => ({ columns: [{ key: "half", label: "Half" }], rows: [{ half }] }),
});

test("two renderings are the same to the letter, ids of clip paths included", () => {
  expect(renderFigure(halves())).toEqual(renderFigure(halves()));
});

test("wide and narrow drawing of a figure share no id", () => {
  const { wide, narrow } = renderFigure(halves());
  const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  expect(ids(wide).length).toBeGreaterThan(0);
  expect(ids(wide).filter((id) => ids(narrow).includes(id))).toEqual([]);
  for (const id of ids(wide)) expect(wide).toContain(`url(#${id})`);
});

test("a rendering carries no style sheet, handler or style attribute, and marks its readings", () => {
  const { wide, narrow } = renderFigure(halves());
  for (const svg of [wide, narrow]) {
    expect(svg).not.toMatch(/<style|\son\w+=|\sstyle=/);
    expect(svg).toContain('data-link="half"');
    expect(svg).toContain('data-read="half: 0.5"');
  }
});

test("a live drawing keeps the proportion of the static one", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const size = (width: number): number => Number(draw(halves(), { half: 0.5 }, { x: 1 }, width, "", document as unknown as Document).getAttribute("height")) / width;
  expect(size(700)).toBeCloseTo(size(680), 10);
  expect(size(358)).toBeCloseTo(size(340), 10);
});
