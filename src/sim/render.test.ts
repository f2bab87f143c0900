import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { reading } from "#plot/reading.ts";
import { simulation } from "./contract.ts";
import { draw } from "./draw.ts";
import { figure } from "./figure.ts";
import { longestCaption, renderFigure } from "./render.ts";

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
  const drawn = (width: number): Element => draw(halves(), { half: 0.5 }, { x: 1 }, width, "", document as unknown as Document);
  const size = (width: number): number => Number(drawn(width).getAttribute("height")) / Number(drawn(width).getAttribute("width"));
  expect(drawn(600).getAttribute("width")).toBe("600");
  expect(size(600)).toBeCloseTo(size(680), 10);
  expect(size(320)).toBeCloseTo(size(340), 10);
});

test("a live drawing larger than the static one is the static one, enlarged by the page", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawn = (width: number): string => draw(halves(), { half: 0.5 }, { x: 1 }, width, "", document as unknown as Document).outerHTML.replace(/plot-clip-\d+/g, "clip");
  expect(drawn(868)).toBe(drawn(680));
  expect(drawn(430)).toBe(drawn(340));
});

test("room is kept for the longest caption of presets and ends of controls", () => {
  expect(longestCaption(halves())).toBe("Half is 0.5.");
  expect(longestCaption({ ...halves(), controls: [], presets: { "A quarter": { x: 0.25 } } })).toBe("Half is 0.125.");
});

test("panels stand below each other in one drawing of their heights' sum", () => {
  const one = halves();
  const two = { ...one, plot: (...given: Parameters<typeof one.plot>) => [{ ...one.plot(...given) as object, height: 100 }, { ...one.plot(...given) as object, height: 60 }] };
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawn = (width: number): Element => draw(two, { half: 0.5 }, { x: 1 }, width, "Half is 0.5.", document as unknown as Document);
  const svg = drawn(680);
  expect([svg.getAttribute("viewBox"), svg.getAttribute("height")]).toEqual(["0 0 680 160", "160"]);
  expect([...svg.querySelectorAll("svg")].map((panel) => [panel.getAttribute("y"), panel.getAttribute("height"), panel.getAttribute("class") || null])).toEqual([["0", "100", null], ["100", "60", null]]);
  expect(svg.querySelectorAll("[role=img], [aria-label]")).toHaveLength(0);
  expect(Number(drawn(600).getAttribute("height"))).toBeCloseTo((160 * 600) / 680, 8);
  expect(renderFigure(two).wide.match(/data-read/g)).toHaveLength(2 * renderFigure(one).wide.match(/data-read/g)!.length);
  expect(() => draw({ ...one, plot: () => [] }, { half: 0.5 }, { x: 1 }, 680, "", document as unknown as Document)).toThrow("missing: a figure draws no panel");
});

test("coordinates are rounded; labels, readings and the caption keep every digit", () => {
  const one = halves();
  const { wide } = renderFigure({
    ...one,
    caption: () => "It is 0.101563.",
    plot: () => ({ marks: [Plot.dot([0.101563], { x: (x: number) => x / 3, y: (x: number) => x, ...reading(() => "half", (x: number) => `exactly ${x}`) }), Plot.text([0.101563], { x: (x: number) => x, text: String })] }),
  });
  expect(wide).toContain(">0.101563<");
  expect(wide).toContain('data-read="exactly 0.101563"');
  expect(wide).toContain('aria-label="It is 0.101563."');
  expect(wide).not.toMatch(/ (?:d|c?[xy]|transform)="[^"]*\d\.\d{3}/);
});
