import { unzipSync, strFromU8 } from "fflate";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { builtPaths, readPage } from "./dist.ts";

// What leaves the host: the list of files that a browser keeps, and the course pack.

const worker = readFileSync("dist/sw.js", "utf8");
const kept = new Map([...worker.matchAll(/\[[`"']([^`"']+)[`"'],[`"']([0-9a-f]{10})[`"']\]/g)].map(([, address, revision]) => [address!, revision!]));
const inDist = (pattern: string): string[] => globSync(pattern, { cwd: "dist" }).map((file) => `/${file.replaceAll("\\", "/")}`);
const fileOfKept = (address: string): string => `dist${address}${address.endsWith("/") ? "index.html" : ""}`;

test("every page, script, style, font, data file and part of the search index is kept", () => {
  const needed = [...builtPaths(), ...inDist("**/*.{js,css,woff2,svg,csv,json,bib}"), ...inDist("pagefind/**/*.*")].filter((address) => address !== "/sw.js" && !address.startsWith("/pagefind/fragment/"));
  expect(needed.length).toBeGreaterThan(400);
  expect(needed.filter((address) => !kept.has(address))).toEqual([]);
});

test("the parts of the search index are kept in one archive", () => {
  const archived = unzipSync(readFileSync("dist/pagefind/fragments.zip"));
  expect(kept.has("/pagefind/fragments.zip")).toBe(true);
  expect(Object.keys(archived).sort()).toEqual(inDist("pagefind/fragment/*").map((file) => posix.basename(file)).sort());
  for (const [name, bytes] of Object.entries(archived)) expect(readFileSync(`dist/pagefind/fragment/${name}`).equals(bytes)).toBe(true);
});

test("what is kept exists, under the revision of its contents", () => {
  expect([...kept].filter(([address]) => !existsSync(fileOfKept(address)))).toEqual([]);
  expect([...kept].filter(([address, revision]) => !createHash("sha256").update(readFileSync(fileOfKept(address))).digest("hex").startsWith(revision))).toEqual([]);
});

test("cards, feeds, the worker itself and the course pack are not kept", () => {
  expect([...kept.keys()].filter((address) => /^\/og\/|\.xml$|^\/[^/]*\.zip$|\/sw\.js$/.test(address))).toEqual([]);
});

test("no page takes a new edition by itself", () => {
  const scripts = inDist("{_astro/*,keep}.js").map((file) => readFileSync(`dist${file}`, "utf8"));
  expect(scripts.filter((script) => script.includes("SKIP_WAITING"))).toHaveLength(1);
  // The worker may skip waiting only on a message.
  expect(worker.match(/skipWaiting\(\)/g)?.length).toBeLessThanOrEqual(2);
});

test("the page about the site says how much is kept and how large the pack is", () => {
  const { document } = readPage("/about/");
  const said = (name: string): number => Number(/^([\d.]+) MB$/.exec(document.querySelector(`[data-built="${name}"]`)!.textContent)?.[1]);
  const bytes = [...kept.keys()].reduce((total, address) => total + statSync(fileOfKept(address)).size, 0);
  expect(Math.abs(said("kept") - bytes / 1e6)).toBeLessThan(0.06);
  expect(said("fetched")).toBeGreaterThan(1);
  expect(said("fetched")).toBeLessThan(said("kept"));
  expect(Math.abs(said("pack") - statSync("dist/course-pack.zip").size / 1e6)).toBeLessThan(0.06);
});

const pack = unzipSync(readFileSync("dist/course-pack.zip"));
const inPack = Object.keys(pack).filter((path) => !path.endsWith("/"));
const [folder] = inPack[0]!.split("/");

test("the pack is one folder with the pages of the site and a note", () => {
  expect(inPack.filter((path) => !path.startsWith(`${folder}/`))).toEqual([]);
  expect(strFromU8(pack[`${folder}/README.txt`]!)).toContain("python3 -m http.server");
  const pages = inPack.filter((path) => path.endsWith(".html")).map((path) => `/${path.slice(folder!.length + 1).replace(/index\.html$/, "")}`);
  expect(pages.sort()).toEqual(builtPaths().filter((path) => path !== "/404.html"));
  expect(inPack.filter((path) => /\/(sw|keep)\.js$|\.xml$|\.zip$|\/og\//.test(path))).toEqual([]);
});

test("every address in the pack leads to a file of the pack, whatever folder it stands in", () => {
  const faults: string[] = [];
  let numAddresses = 0;
  for (const path of inPack.filter((file) => /\.(html|css)$/.test(file))) {
    const text = strFromU8(pack[path]!);
    const tags = path.endsWith(".css") ? [] : text.match(/<[a-z][^<>]*>/gi)!.flatMap((tag) => [...tag.matchAll(/\s(?:href|src|action|poster)="([^"#]+)/g)]);
    const found = [...tags, ...(path.endsWith(".css") ? text.matchAll(/url\(["']?([^"')]+)/g) : [])].map(([, address]) => address!);
    for (const address of found.filter((one) => !/^(https?:|mailto:|data:)/.test(one))) {
      numAddresses++;
      const target = posix.join(posix.dirname(path), decodeURI(address.replace(/\?.*$/, "")));
      if (address.startsWith("/") || (!address.startsWith("?") && !inPack.includes(target))) faults.push(`${path}: ${address}`);
    }
    if (/data-site-only|data-edition/.test(text)) faults.push(`${path}: a part that needs the site's own address`);
  }
  expect(numAddresses).toBeGreaterThan(1000);
  expect(faults.slice(0, 10)).toEqual([]);
});

test("a script in the pack names no file from the root", () => {
  const scripts = inPack.filter((path) => /_astro\/.*\.js$/.test(path)).map((path) => [path, strFromU8(pack[path]!)] as const);
  expect(scripts.filter(([, text]) => /["'`]\/_astro\//.test(text)).map(([path]) => path)).toEqual([]);
});
