import { expect, test } from "vitest";
import { builtPaths, readPage } from "./dist.ts";

// What the script of progress relies on in the pages that the build wrote.

const pages = builtPaths().map(readPage);
const pageAt = (path: string): Document => pages.find((page) => page.path === path)!.document;
const values = (selector: string, attribute: string): { path: string; value: string }[] =>
  pages.flatMap(({ path, document }) => [...document.querySelectorAll(selector)].map((element) => ({ path, value: element.getAttribute(attribute)! })));

test("every mark has its words, and names something or stands in it", () => {
  const marks = pages.flatMap(({ path, document }) => [...document.querySelectorAll("[data-progress]")].map((mark) => ({ path, mark })));
  expect(marks.length).toBeGreaterThan(100);
  const wrong = marks.filter(({ mark }) => {
    const name = mark.getAttribute("data-progress")!;
    return !mark.getAttribute("data-says") || mark.textContent !== "" || (name.includes(":") ? !/^(exercise|prediction|article|meeting):[a-z0-9-]+(\/[a-z0-9-]+){0,2}$/.test(name) : mark.closest("[data-practice]")?.getAttribute("data-practice")?.split(":")[0] !== name);
  });
  expect(wrong.map(({ path, mark }) => `${path} ${mark.outerHTML}`)).toEqual([]);
});

test("every page with marks loads what fills them, once", () => {
  for (const { path, document, html } of pages.filter(({ document }) => document.querySelector("[data-progress]"))) {
    expect(html.match(/<script[^>]*ProgressMark/g), path).toHaveLength(1);
    expect(document.querySelectorAll("[data-ticks]").length, path).toBeLessThanOrEqual(document.querySelectorAll("[data-progress]").length);
  }
});

test("the progress page lists every article, meeting, exercise and prediction that a page can mark, and none twice", () => {
  const rows = [...pageAt("/course/progress/").querySelectorAll("[data-row]")].map((row) => row.getAttribute("data-row")!);
  expect(new Set(rows).size).toBe(rows.length);
  const practised = values("[data-practice]", "data-practice");
  const ticked = values("[data-ticks]", "data-ticks");
  const missing = [...practised, ...ticked].filter(({ path, value }) => !path.startsWith("/example/") && !rows.includes(value));
  expect(missing).toEqual([]);
  expect(rows.filter((row) => !row.startsWith("article:")).sort()).toEqual([...new Set([...practised, ...ticked].filter(({ path, value }) => path !== "/example/" && !value.startsWith("article:")).map(({ value }) => value))].sort());
});

test("every row of the progress page leads to what it is about", () => {
  for (const link of pageAt("/course/progress/").querySelectorAll("[data-row] a")) {
    const [path, id] = link.getAttribute("href")!.split("#");
    const target = pageAt(path!);
    if (id) expect(target.getElementById(id), `${path}#${id}`).not.toBeNull();
  }
});
