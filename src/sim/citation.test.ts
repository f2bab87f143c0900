import { expect, test } from "vitest";
import { citeAsBibtex, citeAsText } from "./citation.ts";

const cited = { id: "mla/kv-cache", title: "A 50% cut & more", site: "The Site", version: "0.1.0", url: "https://site.example/figures/mla/kv-cache/?kv-cache.a_b=%7B", accessed: "2026-11-23", values: { a_b: 7, shape: "{x}\\" } };

test("the text names title, version, parameters, address and day", () => {
  expect(citeAsText(cited)).toBe("The Site. “A 50% cut & more.” Figure mla/kv-cache, version 0.1.0, a_b = 7, shape = {x}\\. https://site.example/figures/mla/kv-cache/?kv-cache.a_b=%7B (accessed 2026-11-23).");
});

test("BibTeX prints what TeX would read as commands, and its braces balance", () => {
  const entry = citeAsBibtex(cited);
  expect(entry).toContain("title = {{A 50\\% cut \\& more}}");
  expect(entry).toContain("a\\_b = 7, shape = \\{x\\}\\textbackslash{}");
  expect(entry).toContain("year = {2026}");
  const bare = entry.replace(/\\[{}]/g, "");
  expect(bare.split("{").length).toBe(bare.split("}").length);
});

test("a figure in its default state says so", () => {
  expect(citeAsText({ ...cited, values: {} })).toContain("default parameters");
  expect(citeAsBibtex({ ...cited, values: {} })).toContain("default parameters");
});
