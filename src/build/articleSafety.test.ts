import { globSync, readFileSync } from "node:fs";
import { unified } from "@astrojs/markdown-remark";
import remarkMath from "remark-math";
import { expect, test } from "vitest";
import { articleSafety } from "./articleSafety.ts";
import { ARTICLE_COMPONENTS } from "./articleVocabulary.ts";

/** Compiles as the site does, with the same parser and the same plugins before ours. */
async function compile(source: string, frontmatter: Record<string, unknown> = {}): Promise<string> {
  const processor = unified({ remarkPlugins: [remarkMath, articleSafety] });
  const renderer = await processor.createMdxRenderer!({ syntaxHighlight: false, shikiConfig: {} as never, gfm: true, smartypants: true }, { optimize: false, srcDir: new URL("file:///src/") } as never);
  return (await renderer.process(source, "content/mla/article.mdx", frontmatter)).code;
}

const hostile = globSync("tests/hostile/*.mdx");

test("there are hostile articles to try", () => expect(hostile.length).toBeGreaterThan(20));

test.each(hostile)("%s is refused for the reason it names", async (file) => {
  const source = readFileSync(file, "utf8");
  const found = /refused: (.*?) \*\//.exec(source)![1]!;
  const error = await compile(source).then(() => new Error("it was let through"), (thrown: Error) => thrown);
  expect(error.message).toContain(`unsafe article: `);
  expect(error.message).toContain(found);
  expect(error.message).toMatch(/content\/mla\/article\.mdx:\d+:\d+: unsafe article: .*; allowed/);
});

test.each([
  ["a comment and a string", '{/* a note */} Text{" "}text.'],
  ["a number read out of a list", '<Num of="mla/kv-cache" read={(out) => out.rows.find((r) => r.model === "v3" && r.size > 2).bytes / 1e9} digits={3} unit="GB" />'],
  ["arithmetic and Math", "Text <Num of=\"a/b\" read={(out) => Math.round(Math.max(out.a, -out.b[0].c) * 100) / out.rows.at(-1)?.d ** 2} /> text."],
  ["given values", '<Num of="a/b" given={{ contextTokens: 4096, "model": "v3", low: -1, isOn: true, weights: [90, -1.5] }} read={(out) => out.x} />'],
  ["links, math and code", "[a](/b/) [c](#d) [e](https://arxiv.org) <sup>x</sup> $\\frac{1}{2}$ `{process}`\n\n```js\nimport x from \"y\"\n```"],
  ["a local image", "![The curve](./data/curve.png)"],
  ["a block of its own", "<Unknowns>\n\n- one\n\n</Unknowns>\n\n<Figure id=\"mla/kv-cache\" />"],
])("an article may hold %s", async (_, source) => {
  await expect(compile(source)).resolves.toBeTypeOf("string");
});

test("every component learns where it stands", async () => {
  expect(await compile("Text.\n\nThen <Fact id=\"v3.cost\" />.")).toContain("content/mla/article.mdx:3:6");
});

test("a quotation prints as the ledger has it, so it takes no digits and no unit of its own", async () => {
  for (const prop of ["digits={2}", 'unit="GB"', 'show="value"']) await expect(compile(`Text <Fact id="v3.cost" ${prop} />.`), prop).rejects.toThrow("unsafe article: ");
});

test("a layout in the frontmatter is refused", async () => {
  await expect(compile("Text.", { layout: "../../secret.astro" })).rejects.toThrow("frontmatter names a layout");
});

test("all faults are listed at once", async () => {
  await expect(compile("<script />\n\n<iframe />")).rejects.toThrow(/\(2\)[\s\S]*:1:1[\s\S]*:3:1/);
});

test("no component takes a prop that could carry markup or a handler", () => {
  for (const { props } of Object.values(ARTICLE_COMPONENTS)) for (const name of Object.keys(props)) expect(name).not.toMatch(/^on|html|style|class|src|href|slot/i);
});
