import type { AstroIntegration } from "astro";
import { readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import * as pagefind from "pagefind";
import { formatFact, loadLedger } from "../ledger.ts";
import { builtFiles } from "./html.ts";

/** One thing that can be found and is not a page. */
export interface Entry {
  readonly url: string;
  readonly kind: "fact" | "claim" | "term" | "exercise";
  readonly title: string;
  readonly content: string;
}

/** What a reader does not read: controls, states, hidden notes, and tables of numbers that the drawing shows. */
const UNREAD = [".visually-hidden", ".toc", ".katex", ".figure-controls", ".figure-presets", ".figure-player", ".figure-status", ".figure-reading", ".figure-note", ".figure-actions", ".figure-details", ".num-note", ".fact-notes", ".references", ".plate", "[data-pagefind-ignore]"];
/** What is found as an entry of its own is left out of the page that lists it. */
const LISTED = [".fact-list", ".claim-list", ".contradiction-list", ".glossary", ".practice", ".contents"];

/** The entries of the record: each fact, claim, contradiction and term. */
export function entriesOfLedger(): Entry[] {
  const { facts, sources, claims, contradictions, terms } = loadLedger();
  return [
    ...[...facts.values()].map((fact): Entry => ({ url: `/ledger/#${fact.id}`, kind: "fact", title: `${formatFact(fact)}: ${fact.claim}`, content: `${fact.claim} ${formatFact(fact)}. ${sources.get(fact.source)!.title}, ${fact.locator}. ${fact.note ?? ""}` })),
    ...[...claims.values()].map(({ id, claim, verdict, correction }): Entry => ({ url: `/claims/#${id}`, kind: "claim", title: `${claim} (${verdict})`, content: `${claim} ${correction}` })),
    ...[...contradictions.values()].map(({ id, about, sides, arithmetic, use }): Entry => ({ url: `/contradictions/#${id}`, kind: "claim", title: `${about} (contradiction)`, content: `${about}. ${sides.map(({ says }) => says).join(". ")}. ${arithmetic} ${use}` })),
    ...[...terms.values()].map(({ id, term, definition }): Entry => ({ url: `/glossary/#${id}`, kind: "term", title: term, content: `${term}. ${definition}` })),
  ];
}

/** The exercises of a built article. */
export function entriesOfArticle(path: string, html: string): Entry[] {
  const { document } = parseHTML(html);
  const article = document.querySelector("h1")?.textContent ?? "";
  return [...document.querySelectorAll(".article .practice[id^=exercise-]")].map((element): Entry => {
    const number = element.querySelector(".practice-title")?.firstChild?.textContent?.trim() ?? "";
    return { url: `${path}#${element.id}`, kind: "exercise", title: `${number}: ${article}`, content: element.querySelector(".practice-ask")?.textContent?.replace(/\s+/g, " ").trim() ?? "" };
  });
}

/** Builds the search index from the finished pages and the record, and keeps of Pagefind only what src/components/search.ts loads. */
export function searchIndex(): AstroIntegration {
  return {
    name: "search-index",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const { index, errors } = await pagefind.createIndex({ excludeSelectors: [...UNREAD, ...LISTED] });
        if (!index) throw new Error(`the search index was not made: ${errors.join("; ")}`);
        const added = await index.addDirectory({ path: root });
        const pages = await Promise.all((await builtFiles(root, "*/index.html")).map(async (file) => entriesOfArticle(`/${relative(root, file).replaceAll("\\", "/").replace("index.html", "")}`, await readFile(file, "utf8"))));
        const entries = [...entriesOfLedger(), ...pages.flat()];
        const records = await Promise.all(entries.map(({ url, kind, title, content }) => index.addCustomRecord({ url, content, language: "en", meta: { title }, filters: { kind: [kind] } })));
        const written = await index.writeFiles({ outputPath: join(root, "pagefind") });
        await pagefind.close();
        const problems = [...added.errors, ...records.flatMap((record) => record.errors), ...written.errors];
        if (problems.length > 0) throw new Error(`the search index was not made: ${problems.join("; ")}`);
        for (const file of await builtFiles(join(root, "pagefind"), "pagefind-{ui,modular-ui,component-ui,highlight}*")) await rm(file);
        logger.info(`${added.page_count} pages and ${entries.length} entries searchable`);
      },
    },
  };
}
