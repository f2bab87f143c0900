import katex from "katex";
import type { Nodes } from "mdast";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { childrenOf, element, nameOf, parseXml, type XmlNode } from "./xml.ts";

/** How a formula is written: between `\\(` and `\\)`, which Moodle's MathJax filter reads, or as MathML. */
export type Formulas = "tex" | "mathml";

const processor = unified().use(remarkParse).use(remarkMath);

/** KaTeX's MathML without its wrapper and without the TeX beside it. */
function mathml(tex: string, display: boolean): XmlNode {
  const [span] = parseXml(katex.renderToString(tex, { output: "mathml", displayMode: display, strict: "error", throwOnError: true }));
  const semantics = childrenOf(childrenOf(span!)[0]!)[0]!;
  return element("math", { xmlns: "http://www.w3.org/1998/Math/MathML", display: display ? "block" : "inline" }, ...childrenOf(semantics).filter((node) => nameOf(node) !== "annotation"));
}

/**
 * The Markdown of an exercise's texts as XHTML blocks: paragraphs and lists of words, emphasis, code, links and formulas.
 *
 * @throws Error that names `where`, for anything else
 */
export function blocks(markdown: string, formulas: Formulas, where: string): readonly XmlNode[] {
  const formula = (tex: string, display: boolean): XmlNode => (formulas === "mathml" ? mathml(tex, display) : { "#text": display ? `\\[${tex}\\]` : `\\(${tex}\\)` });
  const inside = (node: { readonly children: readonly Nodes[] }): XmlNode[] => node.children.map(write);
  const write = (node: Nodes): XmlNode => {
    switch (node.type) {
      case "text": return { "#text": node.value };
      case "inlineCode": return element("code", {}, node.value);
      case "inlineMath": return formula(node.value, false);
      case "math": return element("p", {}, formula(node.value, true));
      case "emphasis": return element("em", {}, ...inside(node));
      case "strong": return element("strong", {}, ...inside(node));
      case "link": return element("a", { href: node.url }, ...inside(node));
      case "break": return element("br");
      case "paragraph": return element("p", {}, ...inside(node));
      case "list": return element(node.ordered ? "ol" : "ul", {}, ...inside(node));
      case "listItem": return element("li", {}, ...inside(node));
      default: throw new Error(`unsupported: ${where} has a ${node.type} in its text; expected paragraphs, lists, emphasis, code, links and formulas`);
    }
  };
  return processor.parse(markdown).children.map(write);
}

/** The same without the paragraph around it, where the text is a single paragraph. */
export function inline(markdown: string, formulas: Formulas, where: string): readonly XmlNode[] {
  const found = blocks(markdown, formulas, where);
  return found.length === 1 && nameOf(found[0]!) === "p" ? childrenOf(found[0]!) : found;
}
