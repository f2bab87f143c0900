import { unified } from "@astrojs/markdown-remark";
import remarkMath from "remark-math";
import { describe, expect, test } from "vitest";
import { bareNumbers, bareNumbersIn } from "./bareNumbers.ts";

async function compile(source: string, frontmatter: Record<string, unknown> = {}): Promise<string> {
  const processor = unified({ remarkPlugins: [remarkMath, bareNumbers] });
  const renderer = await processor.createMdxRenderer!({ syntaxHighlight: false, shikiConfig: {} as never, gfm: true, smartypants: true }, { optimize: false, srcDir: new URL("file:///src/") } as never);
  return (await renderer.process(source, "content/mla/article.mdx", frontmatter)).code;
}

describe("a structural number passes", () => {
  test.each([
    "In 2024 and in December 2024, on 27 December 2024, on 2024-12-27, May 7, 2024, in the 1990s, from 2023–2025.",
    "Table 1, section 2.1.4, Eq. 9, Eqs. 9, 10 and 11, Figure 2a, Tables 3 and 4, §3.2, page 12, pp. 3-5, Appendix B.2, Eq. (17), issues 688 and 2132.",
    "DeepSeek-V3, V3, V2-Lite, V4.1-Flash, R1, Llama 3.1 405B, Llama-3.1-70B, Qwen2.5-72B, Qwen3, Kimi K2, GPT-4, GPT-4o, gpt-oss, Gemma 3 27B, DeepSeek 67B, 405B.",
    "H800, A100, MI300X, BF16, FP8, E4M3, int8, UTF-8, SHA-256, CC BY 4.0, Apache 2.0, PCIe 5.0, L2, V4-Pro.",
    "arXiv:2405.04434, arXiv:2505.09343v1, 2412.19437, v0.6.1, 7.3.4, https://example.org/12/34.",
    "Seven of eight comparisons, ten layers, two bytes an element, first, twice, 2D and 3D, the schedules 1F1B and ZB1P.",
  ])("%s", (text) => expect(bareNumbersIn(text)).toEqual([]));
});

describe("a quantity is found", () => {
  test.each([
    ["It has 8 heads.", "8"], ["The cache takes 70,272 bytes.", "70,272"], ["About 93.3% less.", "93.3%"], ["It cost $5.576M.", "$5.576M"], ["A 128K context.", "128K"],
    ["a 16-bit cache", "16"], ["On 2048 H800 GPUs", "2048"], ["in 2000 tokens", "2000"], ["671B parameters", "671B"], ["14.8T tokens", "14.8T"], ["1.78x too much", "1.78x"], ["x8 smaller", "8"],
    ["3e24 operations", "3e24"], ["½ of it", "½"], ["sixteen bits", "sixteen bits"], ["one million tokens", "million tokens"], ["twelve heads", "twelve heads"], ["five per cent", "five per cent"],
    ["Table 1 and 128 heads", "128"], ["under 1F1B with 1B tokens", "1B"], ["V3 has 61 layers", "61"], ["80 GB", "80 GB"], ["Version: 7", "7"], ["1st place", "1"], ["Ⅷ heads", "Ⅷ"], ["３ heads", "３"],
  ])("%s", (text, found) => expect(bareNumbersIn(text).map((number) => number.text)).toContain(found));
});

describe("a bare number stops the build wherever readers see it", () => {
  test.each([
    ["a paragraph, on its line", "Text.\n\nMore text\nwith 61 layers.", 4], ["a heading", "## The 61 layers", 1], ["a list", "- one\n- 61 layers", 2], ["a table", "| a |\n|---|\n| 61 |", 3],
    ["emphasis", "It has **61** layers.", 1], ["a component", "<Unknowns>\n\nThe 61 layers.\n\n</Unknowns>", 3], ["a prop", '<Aside title="61 layers">x</Aside>', 1],
    ["a link", "[61 layers](/x/)", 1], ["a link's title", '[x](/x/ "61 layers")', 1], ["an image's text", "![61 layers](./x.png)", 1], ["a string in braces", 'It has {"61"} layers.', 1],
    ["an entity", "It has &#54;1 layers.", 1], ["a footnote", "Text[^a].\n\n[^a]: 61 layers.", 3], ["a term", '<Term id="x">61 layers</Term>', 1], ["an excuse without a reason", "<Exempt>61</Exempt> layers", 1], ["an excuse of one word", '<Exempt because="x">61</Exempt>', 1],
  ])("%s", async (_, source, line) => {
    await expect(compile(source)).rejects.toThrow(new RegExp(`content/mla/article\\.mdx:${line}: bare number: .*<Fact.*<Num.*<Exempt`));
  });
  test("the frontmatter", async () => {
    await expect(compile("Text.", { title: "Shrinks by 93.3%" })).rejects.toThrow("content/mla/article.mdx frontmatter, title: bare number: 93.3%");
    await expect(compile("Text.", { title: "V3", published: new Date(0), changes: [{ date: "2026-11-23", what: "First published." }] })).resolves.toBeTypeOf("string");
  });
});

test.each([
  ["a quoted one", 'It has <Fact id="v3.num-layers" /> layers.'], ["a computed one", 'It adds <Num of="a/b" read={(out) => out.rows[0].x / 1e9} digits={3} unit="GB" />.'],
  ["mathematics", "So $61 \\times 2$ and\n\n$$\n512 + 64\n$$"], ["code", "Set `rank=512`:\n\n```json\n{ \"n_layers\": 61 }\n```"], ["a place in a source", 'As printed <Cite id="v2" where="Table 8 and section 3.2" />.'],
  ["an excused one", '<Exempt because="the reader\'s own example">12</Exempt> apples'], ["a comment", "{/* 61 layers */}\n\nText."], ["a list's own numbers", "1. one\n2. two"],
])("%s passes", async (_, source) => {
  await expect(compile(source)).resolves.toBeTypeOf("string");
});
