import type { Element, ElementContent, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { EXIT, visit } from "unist-util-visit";

/** An attribute by its name in hast; one without a value is "". */
export const attribute = (node: Element, name: string): string | undefined => {
  const value = node.properties[name];
  return typeof value === "string" ? value : value === true ? "" : undefined;
};
/** Whether an element has a class. */
export const hasClass = (node: Element, name: string): boolean => Array.isArray(node.properties.className) && node.properties.className.includes(name);
/** Whether a node is an element. */
export const isElement = (node: RootContent | ElementContent): node is Element => node.type === "element";

/** A stretch of HTML, by offsets. */
export interface Stretch { readonly from: number; readonly to: number }

/** HTML with its tree: elements are found in the tree, and what is handed out is cut from the text, character for character. */
export class ParsedHtml {
  readonly html: string;
  readonly tree: Root;

  constructor(html: string) {
    this.html = html;
    this.tree = fromHtml(html, { fragment: true });
  }

  /** What stands between two offsets, but for some stretches. */
  slice(from: number, to: number, without: readonly Stretch[] = []): string {
    let html = "";
    let at = from;
    for (const cut of [...without].sort((a, b) => a.from - b.from)) {
      if (cut.from < at) continue;
      html += this.html.slice(at, cut.from);
      at = cut.to;
    }
    return html + this.html.slice(at, to);
  }

  /** HTML of a node without the scripts in it. */
  outer(node: Element): string {
    return this.slice(node.position!.start.offset!, node.position!.end.offset!, this.#scriptsIn(node));
  }

  /** HTML of what is in a node, without the scripts in it. */
  inner(node: Element): string {
    const [first] = node.children;
    return first ? this.slice(first.position!.start.offset!, node.children.at(-1)!.position!.end.offset!, this.#scriptsIn(node)) : "";
  }

  #scriptsIn(node: Element): Stretch[] {
    return this.all(node, ({ tagName, properties }) => tagName === "script" && properties.type === "module").map(({ position }) => ({ from: position!.start.offset!, to: position!.end.offset! }));
  }

  /** The elements in a node that pass a test, in order. */
  all(node: Element | Root, test: (node: Element) => boolean): Element[] {
    const found: Element[] = [];
    visit(node, "element", (inner) => { if (test(inner)) found.push(inner); });
    return found;
  }

  /** The first of those. */
  first(node: Element, test: (node: Element) => boolean): Element | undefined {
    let found: Element | undefined;
    visit(node, "element", (inner) => { if (test(inner)) { found = inner; return EXIT; } });
    return found;
  }

  /** HTML of every element that passes a test, whole. */
  outerOf(test: (node: Element) => boolean): string[] {
    return this.all(this.tree, test).map(({ position }) => this.html.slice(position!.start.offset, position!.end.offset));
  }
}
