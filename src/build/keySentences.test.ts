import { unified } from "@astrojs/markdown-remark";
import remarkMath from "remark-math";
import { describe, expect, test } from "vitest";
import { articleSafety } from "./articleSafety.ts";
import { countSentences, keySentences } from "./keySentences.ts";

async function compile(source: string): Promise<string> {
  const processor = unified({ remarkPlugins: [remarkMath, articleSafety, keySentences] });
  const renderer = await processor.createMdxRenderer!({ syntaxHighlight: false, shikiConfig: {} as never, gfm: true, smartypants: true }, { optimize: false, srcDir: new URL("file:///src/") } as never);
  return (await renderer.process(source, "content/mla/article.mdx", {})).code;
}
const paragraphs = (code: string): number => code.match(/_components\.p, \{/g)?.length ?? 0;

describe("a sentence", () => {
  test.each([
    ["One.", 1], ["One. Two!", 2], ['"One." Two. Three?', 3], ["It is 3.5 or V4.1-Flash, by Eq. 9 of p. 12.", 1], ["It ends open: ", 1], ["  ", 0],
  ])("%j counts %i", (text, count) => expect(countSentences(text)).toBe(count));
});

describe("a key", () => {
  test.each([
    ["inside a paragraph", "Before. <Key>It holds one.</Key> After.", 1],
    ["alone in a paragraph", "<Key>It holds one.</Key>", 1],
    ["with a citation behind it", '<Key>It holds one.</Key> <Cite id="v3-report" />', 1],
    ["beside another", "<Key>One.</Key> <Key>Two.</Key>\n\nAnother paragraph.", 2],
    ["in two paragraphs", "<Key>One.</Key>\n\n<Key>Two.</Key>", 2],
  ])("%s leaves the paragraphs as they are", async (_, source, count) => expect(paragraphs(await compile(source))).toBe(count));

  test("may hold a number, a fact, a formula, emphasis and a citation", async () => {
    await expect(compile('<Key>**So** <Num of="mla/kv-cache" read={(out) => out.x} /> and <Fact id="v3.cost.total" /> and $x$ <Cite id="v3-report" where="Eq. 1. and 2." />.</Key>')).resolves.toBeTypeOf("string");
  });
  test.each([
    ["of three sentences", "Text. <Key>One. Two. Three.</Key>", /article\.mdx:1:7: invalid key: 3 sentences; mark one or two/],
    ["of none", "Text.\n\n<Key></Key>", /article\.mdx:3:1: invalid key: 0 sentences/],
    ["around a block", "<Key>\n\nOne.\n\n- a\n\n</Key>", /invalid key: a block or another <Key> inside/],
    ["around another", "Text <Key>one <Key>two.</Key></Key>", /invalid key: a block or another <Key> inside/],
    ["with a property", 'Text <Key id="x">one.</Key>', /<Key> with id; allowed props of Key: none/],
  ])("%s is refused", async (_, source, message) => expect(compile(source)).rejects.toThrow(message));
});
