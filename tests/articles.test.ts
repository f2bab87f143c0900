import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ARTICLE_COMPONENTS } from "../src/build/articleVocabulary.ts";
import { articleFaults } from "./articleFaults.ts";

// What the build would refuse, found without building: `npm test -- <topic>` runs it for one article.

const articles = globSync("content/*/article*.mdx").map((path) => path.replaceAll("\\", "/")).sort();

test("there are articles", () => expect(articles.length).toBeGreaterThan(0));

test.each(articles)("%s has sound front matter and syntax, known names and no bare number", (path) => {
  const faults = articleFaults(path, readFileSync(path, "utf8"));
  // An error of our own prints the faults alone, each on its line.
  if (faults.length > 0) throw new Error(`${faults.length} fault${faults.length === 1 ? "" : "s"}\n\n${faults.join("\n\n")}\n`);
});

test.each(Object.keys(ARTICLE_COMPONENTS))("CONTRIBUTING.md says what <%s> is for", (name) => {
  // In its table, with an example: `| <Fact id="..." /> | what it prints |`.
  expect(readFileSync("CONTRIBUTING.md", "utf8")).toMatch(new RegExp(`^\\| \`<${name}\\b[^|]*\\|[^|]+\\|`, "m"));
});

describe("a mistake of an author is named with file, line and remedy", () => {
  const FRONT = ["---", "title: The smallest topic", "question: How small?", "answer: As small as a topic can be made.", "description: A topic as small as it can be made.", "authors: [Someone]", "published: 2026-11-23", "---", ""];
  const faultsIn = (body: string, front: readonly string[] = FRONT): string[] => articleFaults("content/a/article.mdx", [...front, body].join("\n"));

  test("a sound article has none", () => {
    expect(faultsIn('A <Term id="token">token</Term> and <Fact id="v3.mla.num-layers" />.\n\n<Figure id="mla/kv-cache" />')).toEqual([]);
  });

  test.each([
    ["an unclosed tag", 'A <Term id="token">token.', /^content\/a\/article\.mdx:10:1: invalid MDX: Expected a closing tag for `<Term>`.*; close each component/],
    ["a bare less-than sign", "Where x <3.", /^content\/a\/article\.mdx:10:10: invalid MDX: Unexpected character `3`.*; write \\< where/],
    ["a bare brace", "A set {1, 2", /^content\/a\/article\.mdx:10:\d+: invalid MDX: .*; write \\\{ where/],
    ["an unknown fact", 'It has <Fact id="v3.mla.num-layer" />.', /^content\/a\/article\.mdx:10:8: unknown fact: "v3\.mla\.num-layer"; did you mean v3\.mla\.num-layers/],
    ["an unknown source", '<Cite id="v3-raport" />', /^content\/a\/article\.mdx:10:1: unknown source: "v3-raport"; did you mean v3-report/],
    ["an unknown term", '<Term id="tokn">x</Term>', /^content\/a\/article\.mdx:10:1: unknown term: "tokn"; did you mean token/],
    ["an unknown figure", '<Figure id="mla/kvcache" />', /^content\/a\/article\.mdx:10:1: unknown figure: "mla\/kvcache"; did you mean mla\/kv-cache/],
    ["an unknown simulation", '<Num of="mla/kvcache" read={(out) => out.x} />', /^content\/a\/article\.mdx:10:1: unknown simulation: "mla\/kvcache"; did you mean mla\/kv-cache/],
    ["a name left out", "<Figure />", /^content\/a\/article\.mdx:10:1: missing: id of <Figure>; expected the name of a figure/],
    ["a bare number", "It has 61 layers.", /^content\/a\/article\.mdx:10: bare number: 61 .*quote it with <Fact/],
    ["an import", 'import x from "y"', /^content\/a\/article\.mdx:10:1: unsafe article: an import; allowed: none/],
  ])("%s", (_, body, fault) => {
    expect(faultsIn(body)).toEqual([expect.stringMatching(fault)]);
  });

  test.each([
    ["an unknown key", "summary: x", /^content\/a\/article\.mdx:8: front matter: unknown key: summary; expected some of title, question, answer/],
    ["an indented key", " draft: true", /^content\/a\/article\.mdx:7: invalid YAML: .*; expected "key: value"/],
    ["a wrong value", "draft: maybe", /^content\/a\/article\.mdx:8: front matter: invalid: draft is "maybe"; .*boolean/],
  ])("front matter with %s", (_, line, fault) => {
    expect(faultsIn("Text.", [...FRONT.slice(0, 7), line, "---", ""])[0]).toMatch(fault);
  });

  test("front matter with a key too few, or a text too short", () => {
    expect(faultsIn("Text.", FRONT.filter((line) => !line.startsWith("answer")))).toEqual([expect.stringMatching(/^content\/a\/article\.mdx:1: front matter: missing: answer; /)]);
    expect(faultsIn("Text.", FRONT.map((line) => (line.startsWith("answer") ? "answer: Far." : line)))).toEqual([expect.stringMatching(/^content\/a\/article\.mdx:4: front matter: invalid: answer is "Far\." \(4 characters\); .*20/)]);
    expect(articleFaults("content/a/article.mdx", "Text.")[0]).toMatch(/^content\/a\/article\.mdx:1: missing: front matter; /);
  });

  test("several faults are named at once, each once", () => {
    expect(faultsIn('import x from "y"\n\nIt has 61 <Term id="nothing-like-it">layers</Term>.\n\n<Figure id="mla/kvcache" />')).toHaveLength(4);
  });
});
