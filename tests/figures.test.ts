import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { AnyFigure } from "#sim/figure.ts";
import { figures } from "#sim/figures.ts";
import { endsOf, renderFigure, STATIC_WIDTHS, type Rendered } from "#sim/render.ts";

// Every figure in content/ is held to src/sim/figure.ts, and its default drawing to the one last looked at.

const variables = new Set([...readFileSync("src/styles/tokens.css", "utf8").matchAll(/(--[a-z0-9-]+)\s*:/g)].map(([, name]) => name));

/** Numbers to a tenth of a pixel and Plot's counters from 1, so that a snapshot changes only when the drawing does. */
function normalised(svg: string): string {
  const ids = new Map<string, string>();
  return svg
    .replace(/\bplot-clip-\d+/g, (id) => ids.get(id) ?? (ids.set(id, `clip-${ids.size + 1}`), ids.get(id)!))
    .replace(/ (?:d|[xy][12]?|c[xy]|r|dx|dy|width|height|points|transform|viewBox)="[^"]*"/g, (place) => place.replace(/-?\d+\.\d+/g, (x) => String(Number(Number(x).toFixed(1)))))
    .replace(/></g, ">\n<")
    .concat("\n");
}

const suspicious = /NaN|undefined|Infinity|\[object/;

/** What a drawing must not hold, wherever the values are. */
function faults({ wide, narrow, caption, table }: Rendered): string[] {
  const found: string[] = [];
  if (suspicious.test(caption) || caption.trim() === "") found.push(`caption: "${caption}"`);
  for (const [name, svg] of Object.entries({ wide, narrow })) {
    const bad = suspicious.exec(svg);
    if (bad) found.push(`${name}: ${svg.slice(Math.max(0, bad.index - 80), bad.index + 40)}`);
  }
  const keys = table.columns.map(({ key }) => key);
  if (table.rows.length === 0) found.push("the table has no row");
  for (const [index, row] of table.rows.entries()) {
    for (const key of keys) {
      const cell = row[key];
      if (cell === undefined || (typeof cell === "number" && !Number.isFinite(cell)) || suspicious.test(String(cell))) found.push(`table row ${index}, ${key}: ${String(cell)}`);
    }
  }
  if (table.links && table.links.length !== table.rows.length) found.push(`the table has ${table.rows.length} rows and ${table.links.length} links`);
  return found;
}

test("there are figures", () => expect(Object.keys(figures).length).toBeGreaterThan(0));

describe.each(Object.keys(figures))("%s", async (id) => {
  const fig: AnyFigure = await figures[id]!();
  const presets = Object.entries(fig.presets ?? {});

  test("has a title, a domain of validity and controls of its simulation", () => {
    expect(fig.title.trim()).not.toBe("");
    expect(fig.title, "a title has no number; the caption computes them").not.toMatch(/\d(?!D|\b-)/);
    expect(fig.validity.trim()).not.toBe("");
    expect(fig.controls.length, `missing: controls of content/${id}.figure.ts; expected some of ${Object.keys(fig.sim.params).join(", ")}`).toBeGreaterThan(0);
    expect(new Set(fig.controls).size).toBe(fig.controls.length);
    for (const name of fig.controls) expect(Object.keys(fig.sim.params), `unknown control in content/${id}.figure.ts: ${name}`).toContain(name);
  });

  test("draws, says and tabulates its answer at every bound", () => {
    for (const name of fig.controls) {
      const param = fig.sim.params[name]!;
      for (const end of endsOf(param)) expect(faults(renderFigure(fig, { [name]: end })), `${name}=${String(end)}`).toEqual([]);
    }
  });

  test.each(presets.map(([name, values]) => [name, values] as const))("draws its preset %s", (preset, values) => {
    for (const name of Object.keys(values ?? {})) expect(Object.keys(fig.sim.params), `unknown parameter in preset "${preset}" of content/${id}.figure.ts: ${name}`).toContain(name);
    expect(faults(renderFigure(fig, values))).toEqual([]);
  });

  test("its presets differ from each other", () => {
    const drawn = presets.map(([, values]) => JSON.stringify(values));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  const rendered = renderFigure(fig);
  const drawing = (svg: string): Element => parseHTML(`<body>${svg}</body>`).document.querySelector("svg")!;

  test("draws its default without fault", () => expect(faults(rendered)).toEqual([]));

  test.each(Object.entries(STATIC_WIDTHS))("its %s drawing is an image with the caption as its text, in colours of the theme", (name, width) => {
    const svg = drawing(rendered[name as keyof typeof STATIC_WIDTHS]);
    expect(svg.getAttribute("width")).toBe(String(width));
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.getAttribute("aria-label")).toBe(rendered.caption);
    expect(svg.querySelectorAll("style, script, foreignObject, image, a, [onclick], [onload]")).toHaveLength(0);
    for (const mark of svg.querySelectorAll("[fill], [stroke], [style]")) {
      for (const paint of ["fill", "stroke"].map((key) => mark.getAttribute(key)).filter((value) => value !== null)) {
        expect(paint, `${mark.outerHTML.slice(0, 160)}`).toMatch(/^(none|currentColor|var\(--[a-z0-9-]+\)|url\(#[\w-]+\)|inherit|color-mix\(.*var\(--.*\))$/i);
        for (const [, variable] of paint.matchAll(/var\((--[a-z0-9-]+)/g)) expect(variables, `unknown colour in ${id}`).toContain(variable);
      }
    }
  });

  test("has marks to read and rows that light them", () => {
    const svg = drawing(rendered.wide);
    const links = new Set([...svg.querySelectorAll("[data-link]")].map((mark) => mark.getAttribute("data-link")));
    expect(svg.querySelectorAll("[data-read]").length).toBeGreaterThan(0);
    for (const key of rendered.table.links ?? []) if (key) expect(links, `no mark for the row "${key}"`).toContain(key);
  });

  // Reviewed by eye: after a change open the file in a browser, and say in the commit why it changed.
  test.each(Object.keys(STATIC_WIDTHS))("its %s default is the drawing last looked at", async (name) => {
    await expect(normalised(rendered[name as keyof typeof STATIC_WIDTHS])).toMatchFileSnapshot(`output/${id}.${name}.svg`);
  });
});
