import { expect, test } from "vitest";
import { SITE } from "../site.ts";
import { portable } from "./coursePack.ts";

const files = new Set(["index.html", "mla/index.html", "figures/mla/kv-cache/index.html", "_astro/a.css", "_astro/a.js", "ledger/facts.csv"]);
const packed = (html: string, page = "figures/mla/kv-cache/index.html"): string => portable(html, page, (path) => files.has(path));

test("an address from the root becomes one from the page", () => {
  expect(packed('<a href="/mla/">')).toBe('<a href="../../../mla/index.html">');
  expect(packed('<a href="/mla/">', "index.html")).toBe('<a href="mla/index.html">');
  expect(packed('<a href="/">')).toBe('<a href="../../../index.html">');
  expect(packed('<script type="module" src="/_astro/a.js"></script>')).toBe('<script type="module" src="../../../_astro/a.js"></script>');
});
test("query and fragment stay", () => {
  expect(packed('<a href="/figures/mla/kv-cache/?kv-cache.contextTokens=1#kv-cache">', "mla/index.html")).toBe('<a href="../figures/mla/kv-cache/index.html?kv-cache.contextTokens=1#kv-cache">');
});
test("what the pack lacks leads to the public site", () => {
  expect(packed('<a href="/rss.xml">')).toBe(`<a href="${SITE}/rss.xml">`);
});
test("other addresses stay", () => {
  for (const html of ['<a href="https://arxiv.org/abs/2412.19437">', '<a href="//example.org/">', '<a href="#main">', '<pre>href="/mla/"</pre>']) expect(packed(html)).toBe(html);
});
test("what needs the site's own address is left out", () => {
  expect(packed('<p>a</p><section id="a" data-site-only><p>b</p></section><p data-site-only>c</p><p>d</p>')).toBe("<p>a</p><p>d</p>");
});
