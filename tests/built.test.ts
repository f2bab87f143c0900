import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sentTruth } from "#sim/exactQuantity.ts";
import { figures } from "#sim/figures.ts";
import { exerciseFor } from "#sim/practiceFor.ts";
import { renderFigure } from "#sim/render.ts";
import { loadLedger } from "../src/ledger.ts";
import { SITE } from "../src/site.ts";
import { builtPaths, fileOf, readPage, type Page } from "./dist.ts";

// The built site as files: what a host would serve. `npm run build` first.

const pages: Page[] = builtPaths().map(readPage);
const published = Object.keys(figures).filter((id) => !id.startsWith("example/"));
const isLocal = (url: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url);
const all = (page: Page, selector: string): Element[] => [...page.document.querySelectorAll(selector)];
const attribute = (page: Page, selector: string, name: string): string => page.document.querySelector(selector)?.getAttribute(name) ?? "";

test("the site has its pages", () => {
  const paths = pages.map(({ path }) => path);
  for (const path of ["/", "/404.html", "/mla/", "/figures/", "/ledger/", "/claims/", "/contradictions/", "/sources/", "/glossary/", "/notation/", "/topics/", "/search/", "/method/", "/about/", ...published.flatMap((id) => [`/figures/${id}/`, `/embed/${id}/`, `/source/${id}/`])]) expect(paths).toContain(path);
});

test("a style sheet and a font are named by their contents, for caches that keep a name for a year", () => {
  const files = globSync("_astro/*.{css,woff2}", { cwd: "dist" });
  expect(files.length).toBeGreaterThan(10);
  const wrong = files.filter((file) => createHash("sha256").update(readFileSync(`dist/${file}`)).digest("hex").slice(0, 8) !== /\.([\w-]+)\.\w+$/.exec(file)![1]);
  expect(wrong).toEqual([]);
});

test("drafts and the example are not published", () => {
  expect(pages.map(({ path }) => path).filter((path) => /example|draft|hostile/.test(path))).toEqual([]);
});

describe.each(pages.map((page) => [page.path, page] as const))("%s", (path, page) => {
  const isEmbed = path.startsWith("/embed/");

  test("says what it is", () => {
    expect(page.document.documentElement.getAttribute("lang")).toMatch(/^[a-z]{2}(-[A-Z]{2})?$/);
    expect(page.document.querySelector("title")?.textContent.trim()).toBeTruthy();
    expect(attribute(page, 'meta[name="viewport"]', "content")).toContain("width=device-width");
    expect(attribute(page, 'meta[name="description"]', "content").length).toBeGreaterThan(20);
    expect(all(page, "h1")).toHaveLength(1);
    expect(all(page, "main")).toHaveLength(1);
    if (path === "/404.html") return;
    // A page kept out of indexes has no address of record.
    const canonical = attribute(page, 'link[rel="canonical"]', "href");
    if (path === "/search/" || /^\/(exercises|slides)\/./.test(path)) expect(attribute(page, 'meta[name="robots"]', "content")).toBe("noindex");
    else expect(canonical).toBe(new URL(isEmbed ? path.replace("/embed/", "/figures/") : path, SITE).href);
    if (!isEmbed) for (const property of ["og:title", "og:description", "og:url", "og:image"]) expect(attribute(page, `meta[property="${property}"]`, "content"), property).toBeTruthy();
  });

  test("carries a strict Content-Security-Policy", () => {
    const meta = all(page, 'meta[http-equiv="content-security-policy" i]');
    expect(meta).toHaveLength(1);
    const policy = Object.fromEntries(meta[0]!.getAttribute("content")!.split(";").map((part) => part.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...values]) => [name, values])) as Record<string, string[]>;
    for (const name of ["script-src", "style-src"]) {
      expect(policy[name], name).toBeDefined();
      expect(policy[name]).not.toContain("'unsafe-inline'");
      expect(policy[name]).not.toContain("'unsafe-eval'");
      expect(policy[name]!.filter((value) => !/^'(self|none|wasm-unsafe-eval|sha\d+-[^']+)'$/.test(value))).toEqual([]);
    }
    expect(policy["default-src"]).toEqual(["'self'"]);
    expect(policy["object-src"]).toEqual(["'none'"]);
    expect(policy["base-uri"]).toBeDefined();
    // Astro puts the tag behind the layout's own; what stands before it must be of this site, and none of it in line. A block of JSON-LD is data, which no browser runs.
    const before = page.html.slice(0, page.html.search(/http-equiv="content-security-policy"/i)).replaceAll('<script type="application/ld+json">', "");
    const foreign = [...before.matchAll(/<(?:script|link|style|img)\b[^>]*>/gi)].map(([tag]) => tag).filter((tag) => !/\b(src|href)="\/(?!\/)/.test(tag) && !/rel="(canonical|alternate|license|author|me)"/.test(tag));
    expect(foreign).toEqual([]);
  });

  test("runs and styles nothing in line", () => {
    expect(all(page, "[style]").map((element) => element.outerHTML.slice(0, 120))).toEqual([]);
    expect(all(page, "script:not([src])").filter((script) => !/json/.test(script.getAttribute("type") ?? "")).map((script) => script.outerHTML.slice(0, 120))).toEqual([]);
    const handlers = all(page, "*").flatMap((element) => element.getAttributeNames().filter((name) => /^on[a-z]/i.test(name)).map((name) => `${element.localName} ${name}`));
    expect(handlers).toEqual([]);
    expect(all(page, "a[href^='javascript:' i], iframe, object, embed")).toEqual([]);
  });

  test("loads nothing from elsewhere", () => {
    const loads = all(page, "[src], [srcset], [poster], link[href], use[href], image[href], object[data]").flatMap((element) => {
      if (element.localName === "link" && /^(canonical|alternate|license|me|author)$/.test(element.getAttribute("rel") ?? "")) return [];
      return ["src", "srcset", "poster", "href", "data"].flatMap((name) => element.getAttribute(name)?.split(/,\s+/) ?? []);
    });
    const base = SITE.replace(/\/$/, "");
    expect(loads.filter((url) => !isLocal(url) && !url.startsWith("data:image/") && !url.startsWith(base))).toEqual([]);
    expect(loads.filter((url) => isLocal(url) && url.startsWith("/") && !fileOf(url.split(" ")[0]!))).toEqual([]);
  });

  test("links only to what is there", () => {
    const broken = all(page, "a[href], area[href]").flatMap((link) => {
      const href = link.getAttribute("href")!;
      if (!isLocal(href)) return /^(https?:|mailto:)/.test(href) ? [] : [href];
      const url = new URL(href, `http://site${path}`);
      const file = fileOf(url.pathname);
      if (!file) return [href];
      if (url.hash.length < 2 || !file.endsWith(".html")) return [];
      const target = pages.find((other) => fileOf(other.path) === file)!;
      return target.document.getElementById(decodeURIComponent(url.hash.slice(1))) ? [] : [href];
    });
    expect([...new Set(broken)]).toEqual([]);
  });

  test("has unique ids, and names that point to them", () => {
    const ids = all(page, "[id]").map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const pointers = all(page, "[for], [aria-labelledby], [aria-describedby], [aria-controls]").flatMap((element) => ["for", "aria-labelledby", "aria-describedby", "aria-controls"].flatMap((name) => element.getAttribute(name)?.split(/\s+/) ?? []));
    expect([...new Set(pointers.filter((id) => id && !ids.includes(id)))]).toEqual([]);
  });

  test("describes its images and keeps their room", () => {
    for (const image of all(page, "img")) {
      expect(image.hasAttribute("alt"), image.outerHTML).toBe(true);
      expect(image.hasAttribute("width") && image.hasAttribute("height"), image.outerHTML).toBe(true);
    }
  });

  test("prints no NaN, undefined or [object Object]", () => {
    const text = page.document.querySelector("main")?.cloneNode(true) as Element | null;
    for (const code of text?.querySelectorAll("pre, code, script, style") ?? []) code.remove();
    expect(/\b(NaN|undefined|Infinity)\b|\[object/.exec(text?.textContent ?? "")?.[0]).toBeUndefined();
  });

  test("has its figures complete in the HTML", () => {
    for (const figure of all(page, "sim-figure")) {
      expect(figure.querySelectorAll("svg[role=img]").length, "wide and narrow").toBe(2);
      expect(figure.querySelector("[data-caption]")?.textContent.trim()).toBeTruthy();
      expect(figure.querySelectorAll("tbody tr").length).toBeGreaterThan(0);
    }
  });
});

test.each(published)("%s is built with the numbers of run()", async (id) => {
  const { caption, table } = renderFigure(await figures[id]!());
  const built = readPage(`/figures/${id}/`).document.querySelector("sim-figure")!;
  expect(built.querySelector("[data-caption]")!.textContent).toBe(caption);
  const rows = [...built.querySelector("[data-table] tbody")!.querySelectorAll("tr")];
  expect(rows).toHaveLength(table.rows.length);
});

test("every class of a formula is in the style sheets", () => {
  const css = globSync("dist/**/*.css").map((file) => readFileSync(file, "utf8")).join("\n");
  const used = new Set(pages.flatMap((page) => all(page, ".katex *, .katex").flatMap((element) => (element.getAttribute("class") ?? "").split(/\s+/))));
  // Classes of KaTeX that mark the kind of an atom for spacing it has already done, or carry no rule in its own sheet.
  const unstyled = /^(m(ord|op|bin|rel|open|close|punct|inner|space|frac|subsup|tight|array|root|overset|underset)|katex-error|textstyle|displaystyle|scriptstyle|nobreak|allowbreak|newline|enclosing|accent|accent-full|sqrt|rule|tag|text|math(normal|it|sf|tt|scr|frak|boldsf|bf|bb|cal)|amsrm|boldsymbol|delimsizing|mult|op-symbol|large-op|small-op|minner|vlist.*|uncramped|cramped|col-align-.|)$/;
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((name) => !css.includes(`.${name}`) && !unstyled.test(name))).toEqual([]);
});

const ofSets = pages.filter(({ path }) => path.startsWith("/exercises/"));
test("there is a page of each exercise's other numbers", () => expect(ofSets.map(({ path }) => path)).toContain("/exercises/mla/2/"));
test.each(ofSets.map((page) => [page.path, page] as const))("%s holds every set of numbers with its computed answer", async (path, page) => {
  const id = path.replace(/^\/exercises\/|\/$/g, "");
  const { numSets } = await exerciseFor(id);
  const found = all(page, "[data-set]");
  expect(found).toHaveLength(numSets);
  for (const [at, element] of found.entries()) {
    const { exercise } = await exerciseFor(id, at + 1);
    expect(element.getAttribute("data-set")).toBe(String(at + 1));
    if (exercise.kind === undefined) expect((JSON.parse(element.getAttribute("data-spec")!) as { truth: number }).truth).toBe(sentTruth(exercise.answer()));
  }
});

test("the front page counts what the record holds", () => {
  const { facts, claims, contradictions, sources } = loadLedger();
  const counts = Object.fromEntries(all(readPage("/"), ".tally a").map((link) => [link.getAttribute("href")!, link.querySelector(".tally-count")!.textContent]));
  expect(counts).toMatchObject({ "/ledger/": String(facts.size), "/claims/": String(claims.size), "/contradictions/": String(contradictions.size), "/sources/": String(sources.size), "/figures/": String(published.length) });
  // A value that does not come out is published, with its gap.
  expect(counts["/method/#gaps"]).toBe(String(all(readPage("/method/"), "#gaps tbody tr").length));
});

test("every published value that does not come out stands with what it is counted in", () => {
  const bare = all(readPage("/method/"), "#gaps tbody tr").filter((row) => [...row.querySelectorAll("td.cell-number")].some((cell) => !/[A-Za-zµ%]/.test(cell.textContent)));
  expect(bare.map((row) => row.textContent)).toEqual([]);
});

test("the map leads to every article, and the list under it says what joins them", () => {
  const page = readPage("/topics/");
  const written = all(page, ".contents > li[data-written=yes] .name a").map((link) => link.getAttribute("href"));
  expect(all(page, ".map li a").map((link) => link.getAttribute("href"))).toEqual(written);
  const numbers = all(page, ".map-dot").map((dot) => dot.textContent);
  // What is to be read first comes earlier in the book, so that the reading order holds.
  const needs = all(page, ".contents > li").flatMap((item) => [...item.querySelectorAll(".joins")].filter((line) => line.textContent.includes("Read first")).flatMap((line) => [...line.querySelectorAll("a")].map((link) => [written.indexOf(link.getAttribute("href")), written.indexOf(`/${item.id}/`)] as const)));
  expect(needs.length).toBeGreaterThan(0);
  expect(needs.filter(([first, then]) => first >= then)).toEqual([]);
  expect(numbers).toEqual(numbers.map((_, at) => String(at + 1)));
});

test("style sheets load nothing from elsewhere", () => {
  const urls = globSync("dist/**/*.css").flatMap((file) => [...readFileSync(file, "utf8").matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)].map(([, url, imported]) => url ?? imported!));
  expect(urls.filter((url) => !isLocal(url))).toEqual([]);
  expect(urls.filter((url) => url.startsWith("/") && !fileOf(url))).toEqual([]);
});

describe("machines can read the site", () => {
  const parse = (file: string): Document => new (pages[0]!.document.defaultView as unknown as { DOMParser: typeof DOMParser }).DOMParser().parseFromString(readFileSync(file, "utf8"), "text/xml");
  test("the sitemap lists the pages there are, and no embeds", () => {
    const index = parse("dist/sitemap-index.xml");
    const listed = [...index.querySelectorAll("loc")].flatMap((loc) => [...parse(`dist${new URL(loc.textContent).pathname}`).querySelectorAll("loc")]).map((loc) => new URL(loc.textContent).pathname);
    expect(listed).toContain("/mla/");
    expect(listed.filter((path) => !fileOf(path) || /^\/(embed|exercises|404|example|slides\/.)/.test(path))).toEqual([]);
  });
  test("the feed has each article with title, link and date", () => {
    const feeds = globSync("dist/*.xml").filter((file) => /rss|feed/.test(file));
    expect(feeds).toHaveLength(1);
    const items = [...parse(feeds[0]!).querySelectorAll("item")];
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item.querySelector("title")?.textContent).toBeTruthy();
      expect(Number.isNaN(Date.parse(item.querySelector("pubDate")?.textContent ?? ""))).toBe(false);
      expect(fileOf(new URL(item.querySelector("link")!.textContent).pathname)).toBeDefined();
    }
  });
  test("structured data parses", () => {
    const blocks = pages.flatMap((page) => all(page, 'script[type="application/ld+json"]').map((script) => script.textContent));
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(JSON.parse(block)).toHaveProperty("@context");
  });
  test("every page's card for links elsewhere is there, and a figure's is its own", () => {
    const cards = pages.filter(({ path }) => !path.startsWith("/embed/")).map((page) => ({ path: page.path, card: new URL(attribute(page, 'meta[property="og:image"]', "content")).pathname }));
    expect(cards.filter(({ card }) => !fileOf(card))).toEqual([]);
    expect(cards.filter(({ path, card }) => published.some((id) => path === `/figures/${id}/`) && card !== path.replace("/figures/", "/og/").replace(/\/$/, ".png"))).toEqual([]);
  });
  test("robots are told where the sitemap is", () => {
    expect(readFileSync("dist/robots.txt", "utf8").split("\n")).toContain(`Sitemap: ${SITE.replace(/\/$/, "")}/sitemap-index.xml`);
    expect(existsSync("dist/sitemap-index.xml")).toBe(true);
  });
});
