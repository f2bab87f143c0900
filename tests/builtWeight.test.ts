import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { builtPaths, fileOf, readPage } from "./dist.ts";

// What a reader's first visit costs before any figure comes alive: the HTML, its style sheets, its scripts and the fonts they name.

const PAGE_BUDGET = 100_000;
const SCRIPT_BUDGET = 20_000;
/** A budget is an aim; the test fails past this much more than it. */
const TOLERANCE = 1.2;

const sizes = new Map<string, number>();
function sent(file: string): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const body = readFileSync(file);
  const size = /\.(woff2|png|webp|jpe?g|ico)$/.test(file) ? body.length : brotliCompressSync(body).length;
  sizes.set(file, size);
  return size;
}

/** Scripts that a script imports statically, all the way down. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, spec] of readFileSync(file, "utf8").matchAll(/(?:^|[;}\s])(?:import|export)(?:[^"'();]*?from)?\s*["'](\.[^"']+)["']/g)) withImports(posix.join(posix.dirname(file), spec!), seen);
  return seen;
}

function weigh(path: string): { html: number; css: number; js: number; fonts: number; total: number } {
  const { document } = readPage(path);
  const files = (selector: string, name: string): string[] => [...document.querySelectorAll(selector)].map((element) => fileOf(element.getAttribute(name)!)).filter((file) => file !== undefined);
  const scripts = new Set(files("script[src]", "src").flatMap((file) => [...withImports(file)]));
  for (const file of files('link[rel="modulepreload"]', "href")) scripts.add(file);
  const sheets = new Set(files('link[rel="stylesheet"]', "href"));
  // Fonts that are preloaded surely load; others only if the page has a character of theirs, which the browser test counts.
  const fonts = new Set(files('link[rel="preload"][as="font"]', "href"));
  const sum = (list: Iterable<string>): number => [...list].reduce((total, file) => total + sent(file), 0);
  const parts = { html: sent(fileOf(path)!), css: sum(sheets), js: sum(scripts), fonts: sum(fonts) };
  return { ...parts, total: Object.values(parts).reduce((a, b) => a + b) };
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

test.each(builtPaths().filter((path) => !path.startsWith("/source/")))("%s keeps its weight", (path) => {
  const { html, css, js, fonts, total } = weigh(path);
  const said = `${path}: ${kB(total)} brotli (HTML ${kB(html)}, CSS ${kB(css)}, script ${kB(js)}, preloaded fonts ${kB(fonts)})`;
  if (total > PAGE_BUDGET || js > SCRIPT_BUDGET) console.warn(`over budget: ${said}`);
  else if (/^\/([a-z-]+\/)?$/.test(path)) console.log(said);
  expect(total, said).toBeLessThan(PAGE_BUDGET * TOLERANCE);
  expect(js, said).toBeLessThan(SCRIPT_BUDGET * TOLERANCE);
});
