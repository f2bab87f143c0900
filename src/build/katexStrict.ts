import type { Element, ElementContent, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import katex, { type KatexOptions } from "katex";
import { SKIP, visit } from "unist-util-visit";
import { fail, place, type SourceFile } from "./place.ts";

const LINK_KEY = /^[a-z0-9][a-z0-9.-]*$/i;
const LINK_SCHEME = "link:";

/** Of the commands that reach outside a formula only \htmlData{link=key} is allowed; KaTeX would print the others in red and go on. */
function trust(context: Parameters<Extract<KatexOptions["trust"], (...args: never[]) => unknown>>[0]): boolean {
  if (context.command === "\\href" && context.url.startsWith(LINK_SCHEME)) return true;
  const attributes = context.command === "\\htmlData" ? Object.entries(context.attributes) : [];
  const [first] = attributes;
  if (attributes.length === 1 && first?.[0] === "data-link" && LINK_KEY.test(first[1])) return true;
  throw new Error(`${context.command} is not allowed here; allowed: \\htmlData{link=key}{symbol} with a key of letters, digits, "." and "-"`);
}

const strict = (code: string): "ignore" | "error" => (code === "htmlExtension" ? "ignore" : "error");

/**
 * One formula as HTML for the eye and MathML for the ear.
 * A symbol written `\link{dc}{d_c}` or `\htmlData{link=dc}{d_c}` carries `data-link` in both; in the MathML it takes the keyboard's focus, because the HTML side is hidden from assistive technology.
 * KaTeX drops the key from its MathML, so that half is drawn from the same TeX with the key in an \href, which it keeps.
 *
 * @throws Error with KaTeX's message when the TeX is wrong or uses a command that is not allowed
 */
export function renderTex(tex: string, displayMode = false): string {
  if (/\\href|\\url/.test(tex)) throw new Error("\\href is not allowed here; link the words beside the formula instead");
  const options: KatexOptions = { displayMode, throwOnError: true, strict, trust, macros: { "\\link": "\\htmlData{link=#1}{#2}" } };
  const html = katex.renderToString(tex, { ...options, output: "html" });
  const linked = tex.replace(/\\(?:htmlData\s*\{\s*link\s*=|link\s*\{)\s*([^{}]*?)\s*\}/g, `\\href{${LINK_SCHEME}$1}`);
  const mathml = katex
    .renderToString(linked, { ...options, output: "mathml" })
    .replace(/ href="link:([^"]*)"/g, ' data-link="$1" tabindex="0"')
    .replace(/(<annotation[^>]*>)[^<]*/, (_, open: string) => open + escape(tex));
  return html.replace('<span class="katex">', () => `<span class="katex">${inner(mathml)}`);
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** The hidden MathML span out of KaTeX's outer span. */
const inner = (mathml: string): string => `<span class="katex-mathml">${/<math[\s\S]*<\/math>/.exec(mathml)![0]}</span>`;

/** The line of an error inside a formula: KaTeX counts characters, an editor counts lines. */
function lineOf(error: Error, tex: string, startLine: number, isDisplay: boolean): number {
  const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? 1);
  const linesBefore = tex.slice(0, position - 1).split("\n").length - 1;
  return startLine + linesBefore + (isDisplay ? 1 : 0);
}

const hasClass = (node: Element, name: string): boolean => Array.isArray(node.properties.className) && node.properties.className.includes(name);

/** A wide formula scrolls in its own box; the box takes the focus so that the arrow keys can scroll it, unless a symbol inside does. */
function equation(children: ElementContent[], isLinked: boolean): Element {
  return { type: "element", tagName: "div", properties: isLinked ? { className: ["equation"] } : { className: ["equation"], tabIndex: 0, role: "group", ariaLabel: "Equation" }, children };
}

/**
 * A rehype plugin: every formula, also those inside components, becomes HTML and MathML, and wrong TeX stops the build.
 *
 * @throws Error that lists every wrong formula with file, line and what KaTeX found
 */
export function katexStrict() {
  return (tree: Root, file: SourceFile): void => {
    const faults: string[] = [];
    visit(tree, "element", (node, index, parent) => {
      const code = node.tagName === "pre" ? node.children.find((child): child is Element => child.type === "element" && hasClass(child, "math-display")) : node;
      if (!code || index === undefined || !parent || !(hasClass(code, "math-display") || hasClass(code, "math-inline"))) return;
      const isDisplay = hasClass(code, "math-display");
      const tex = toText(code, { whitespace: "pre" });
      try {
        const drawn = withoutPlaces(fromHtml(renderTex(tex, isDisplay), { fragment: true }));
        (parent.children as RootContent[]).splice(index, 1, ...(isDisplay ? [equation(drawn, /\\(?:htmlData|link)\s*\{/.test(tex))] : drawn));
      } catch (thrown) {
        const error = thrown as Error;
        const start = (node.position ?? code.position)?.start;
        faults.push(`${place(file, start && { line: lineOf(error, tex, start.line, isDisplay) })}: invalid TeX: ${error.message.replace(/^KaTeX parse error: /, "")}; in ${tex.trim()}`);
      }
      return SKIP;
    });
    fail("a formula cannot be drawn", faults);
  };
}

/** Positions inside generated HTML would be read as positions in the article. */
function withoutPlaces(tree: Root): ElementContent[] {
  visit(tree, (node) => {
    delete node.position;
  });
  return tree.children as ElementContent[];
}
