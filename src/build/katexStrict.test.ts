import { unified } from "@astrojs/markdown-remark";
import remarkMath from "remark-math";
import { expect, test } from "vitest";
import { katexStrict, renderTex } from "./katexStrict.ts";
import { renderInline, renderMarkdown } from "./markdown.ts";

async function compile(source: string): Promise<string> {
  const processor = unified({ remarkPlugins: [remarkMath], rehypePlugins: [katexStrict as never] });
  const renderer = await processor.createMdxRenderer!({ syntaxHighlight: "shiki", shikiConfig: {} as never, gfm: true, smartypants: true }, { optimize: false, srcDir: new URL("file:///src/") } as never);
  return (await renderer.process(source, "content/mla/article.mdx", {})).code;
}

test.each([
  ["inline", "Text.\n\nThen $\\frac{1$ and more.", 3],
  ["in a displayed block, on the line of the fault", "Text.\n\n$$\na = 1\n+ \\wrong\n$$\n", 5],
  ["inside a component", "Text.\n\n<Aside>\n\nThen $\\wrong$.\n\n</Aside>\n", 5],
  ["in a table", "| a |\n|---|\n| $\\wrong$ |\n", 3],
  ["with \\href", "$\\href{https://evil.example}{x}$\n", 1],
  ["with \\htmlStyle", "$\\htmlStyle{position:fixed}{x}$\n", 1],
  ["with \\htmlData of another name", "$\\htmlData{on=x}{x}$\n", 1],
  ["with \\includegraphics", "$\\includegraphics{https://evil.example/x.png}$\n", 1],
])("TeX that is wrong %s stops the build by line", async (_, source, line) => {
  await expect(compile(source)).rejects.toThrow(`content/mla/article.mdx:${line}: invalid TeX: `);
});

test.each(["\\htmlData{link=dc}{d_c}", "\\link{dc}{d_c}"])("the symbol %s carries its key in the HTML and, with the keyboard's focus, in the MathML", (symbol) => {
  const drawn = renderTex(`2${symbol}`);
  expect(drawn).toMatch(/<span class="enclosing" data-link="dc">/);
  expect(drawn).toMatch(/<msub data-link="dc" tabindex="0">/);
  expect(drawn).not.toContain("href");
  expect(drawn).toContain(`>2${symbol}</annotation>`);
  expect(drawn.indexOf("<math")).toBeLessThan(drawn.indexOf('aria-hidden="true"'));
});

test("a displayed formula is one box that scrolls, without a code block around it", async () => {
  const code = await compile("$$\na < b\n$$\n");
  expect(code).toContain('"equation"');
  expect(code).not.toContain("language-math");
});

test("a text of an exercise is Markdown with TeX, and names itself when it is wrong", async () => {
  expect(await renderInline("Take *one* $d_c$.", "mla/1")).toMatch(/^Take <em>one<\/em> <span class="katex">/);
  await expect(renderMarkdown("$\\wrong$", "content/mla/exercises.ts, exercise 1")).rejects.toThrow(/^content\/mla\/exercises.ts, exercise 1: /);
});
