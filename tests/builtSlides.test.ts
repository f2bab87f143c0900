import { expect, test } from "vitest";
import { builtPaths, type Page, readPage } from "./dist.ts";

// The slides as files: each is cut from its article, so both must agree.

const topics = builtPaths().map((path) => /^\/slides\/([a-z0-9-]+)\/$/.exec(path)?.[1]).filter((topic) => topic !== undefined);
const known = new Map<string, Page>();
/** A page, parsed once: every test of a deck reads the same two. */
function pageAt(path: string): Page {
  const page = known.get(path) ?? readPage(path);
  known.set(path, page);
  return page;
}
const textOf = (element: Element): string => element.textContent.replace(/\s+/g, " ").trim();

test("every article has slides", () => {
  const articles = builtPaths().filter((path) => /^\/[a-z0-9-]+\/$/.test(path) && pageAt(path).document.querySelector("article.article")).map((path) => path.slice(1, -1));
  expect(articles.length).toBeGreaterThan(11);
  expect(topics).toEqual(articles);
});

test.each(topics)("the slides of %s open at each heading of the article, with a key sentence in each section", (topic) => {
  const { document: deck } = pageAt(`/slides/${topic}/`);
  const slides = [...deck.querySelectorAll(".slide")];
  const headings = [...pageAt(`/${topic}/`).document.querySelectorAll(".prose h2[id], .prose h3[id]")].filter(({ id }) => !["exercises", "references"].includes(id));
  expect(headings.length).toBeGreaterThan(5);
  expect(headings.map(({ id }) => id).filter((id) => !slides.some((slide) => slide.id === id))).toEqual([]);
  const sections = headings.filter(({ localName }) => localName === "h2");
  for (const [at, { id }] of sections.entries()) {
    const from = slides.findIndex((slide) => slide.id === id);
    const to = at + 1 < sections.length ? slides.findIndex((slide) => slide.id === sections[at + 1]!.id) : slides.length;
    expect(slides.slice(from, to).some((slide) => slide.querySelector(".slide-body > p, .slide-body > ul")), `no <Key> in the section #${id}`).toBe(true);
  }
});

test.each(topics)("the slides of %s say what the article says", (topic) => {
  const prose = textOf(pageAt(`/${topic}/`).document.querySelector(".prose")!);
  const keys = [...pageAt(`/slides/${topic}/`).document.querySelectorAll(".is-section .slide-body > p")].map(textOf);
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => !prose.includes(key))).toEqual([]);
});

test.each(topics)("on the slides of %s something follows every colon", (topic) => {
  const announced = [...pageAt(`/slides/${topic}/`).document.querySelectorAll(".is-section .slide-body > p")].filter((key) => textOf(key).endsWith(":"));
  expect(announced.filter(({ nextElementSibling }) => nextElementSibling === null).map(textOf)).toEqual([]);
});

test.each(topics)("the slides of %s show each figure and each prediction of the article once", (topic) => {
  const ids = (path: string, selector: string): string[] => [...pageAt(path).document.querySelectorAll(selector)].map(({ id }) => id);
  expect(ids(`/slides/${topic}/`, ".is-figure sim-figure")).toEqual(ids(`/${topic}/`, ".prose sim-figure"));
  expect(ids(`/slides/${topic}/`, ".slide.is-question").map((id) => id.replace("predict-", `predict-${topic}-`))).toEqual(ids(`/${topic}/`, ".prose predict-first"));
});

test("articles, course and slides lead to each other", () => {
  expect(pageAt("/course/").document.querySelector('main a[href="/slides/"]')).not.toBeNull();
  for (const topic of topics) {
    expect(pageAt(`/${topic}/`).document.querySelector(`.article-end a[href="/slides/${topic}/"]`), topic).not.toBeNull();
    expect(pageAt(`/slides/${topic}/`).document.querySelector(`nav a[href="/${topic}/"]`), topic).not.toBeNull();
    expect(pageAt("/slides/").document.querySelector(`a[href="/slides/${topic}/"]`), topic).not.toBeNull();
  }
});
