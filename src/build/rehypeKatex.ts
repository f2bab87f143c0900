import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import katex from "katex";
import { SKIP, visit } from "unist-util-visit";
import type { VFile } from "vfile";

const isMath = (el: Element): boolean =>
  Array.isArray(el.properties.className) && el.properties.className.some((name) => name === "language-math" || String(name).startsWith("math-"));

/**
 * Sets TeX at build. Unlike rehype-katex it stops the build at an error instead of printing it in red,
 * and it uses the same KaTeX whose style sheet the page carries.
 *
 * `\link{key}{tex}` marks a symbol with `data-link="key"`, so that it lights together with its namesakes.
 */
export function rehypeKatex() {
  return (tree: Root, file: VFile): void => {
    visit(tree, "element", (el, index, parent) => {
      if (!isMath(el) || !parent || index === undefined) return;
      const display = (el.properties.className as string[]).includes("math-display");
      // A display formula arrives as <pre><code>, an inline one as <code>; the place is the source line, which KaTeX cannot know.
      const source = toText(el, { whitespace: "pre" });
      parent.children[index] = set(source, display, (problem) => file.fail(`${file.path}:${el.position?.start.line ?? "?"}: invalid TeX: ${problem}`, { source: "katex" }));
      return SKIP;
    });
  };
}

function set(source: string, displayMode: boolean, fail: (problem: string) => never): Element {
  try {
    const html = katex.renderToString(source, {
      displayMode,
      throwOnError: true,
      output: "htmlAndMathml",
      // \htmlData is what \link expands to; everything else that could carry markup stays refused.
      trust: ({ command }) => command === "\\htmlData",
      strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
      macros: { "\\link": "\\htmlData{link=#1}{#2}" },
    });
    return fromHtml(html, { fragment: true }).children[0] as Element;
  } catch (error) {
    return fail((error as Error).message);
  }
}
