import { expect, test } from "vitest";
import coinFlips from "../../content/example/coin-flips.figure.ts";
import { draw } from "./draw.ts";
import { renderFigure } from "./render.ts";
import { figure } from "./figure.ts";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const clipped = (): typeof coinFlips => figure({ ...coinFlips, plot: (...given) => ({ ...coinFlips.plot(...given), marks: [Plot.lineY([1, 2], { clip: true }), Plot.dot([1], { clip: true })] }) });

test("two renderings are the same to the letter, ids of clip paths included", () => {
  expect(renderFigure(clipped())).toEqual(renderFigure(clipped()));
});

test("wide and narrow drawing of a figure share no id", () => {
  const { wide, narrow } = renderFigure(clipped());
  const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  expect(ids(wide).length).toBeGreaterThan(0);
  expect(ids(wide).filter((id) => ids(narrow).includes(id))).toEqual([]);
  for (const id of ids(wide)) expect(wide).toContain(`url(#${id})`);
});

test("a rendering carries no style sheet, handler or style attribute, and marks its readings", () => {
  const { wide, narrow } = renderFigure(coinFlips);
  for (const svg of [wide, narrow]) {
    expect(svg).not.toMatch(/<style|\son\w+=|\sstyle=/);
    expect(svg).toContain('data-link="share"');
    expect(svg).toContain('data-read="share of heads: 0.53"');
  }
});

test("a live drawing keeps the proportion of the static one", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const out = { numHeads: 1, share: 0.5, standardError: 0.1 };
  const values = { numFlips: 100, headsProbability: 0.5 };
  const size = (width: number): number => Number(draw(coinFlips, out, values, width, "", document as unknown as Document).getAttribute("height")) / width;
  expect(size(700)).toBeCloseTo(size(680), 10);
  expect(size(358)).toBeCloseTo(size(340), 10);
});
