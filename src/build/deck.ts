import type { Element } from "hast";
import { toText } from "hast-util-to-text";
import { SKIP, visit } from "unist-util-visit";
import { attribute, hasClass, isElement, ParsedHtml, type Stretch } from "./parsedHtml.ts";

/** One slide, cut from the HTML of an article. */
export interface Slide {
  readonly kind: "section" | "figure" | "question" | "answer" | "unknowns";
  /** A heading's slide keeps the heading's anchor. */
  readonly id: string;
  /** The heading, as HTML. */
  readonly title: string;
  /** The title of the section it belongs to, as HTML; empty where the title is that. */
  readonly section: string;
  /** Whether the slide goes on with a section that a figure or a question interrupted. */
  readonly isContinued: boolean;
  /** What stands on the slide: key sentences each in its own block, a figure, a question or its answer. */
  readonly body: string;
  /** The article's prose of this part, for the presenter. */
  readonly notes: string;
}

/** An article as slides, and what they need besides. */
export interface Deck {
  readonly slides: readonly Slide[];
  /** The scripts of the components that stand on slides. */
  readonly scripts: string;
  /** Of the article's numbered references those that the slides cite, or quote a fact of. */
  readonly sources: readonly { readonly number: number; readonly html: string }[];
  /** What the popover shows of facts, terms and sources in slides and notes: elements with ids. */
  readonly popovers: readonly string[];
}

/**
 * Cuts the HTML of an article, drawn with src/components/deck/slideComponents.ts, into slides.
 * Every slide is a piece of that HTML, so it says what the article says, number for number.
 */
export class DeckCutter {
  readonly #html: ParsedHtml;
  readonly #slides: Slide[] = [];
  #heading = { id: "", title: "", section: "" };
  #keys: string[] = [];
  #notes: string[] = [];
  #numParts = 0;

  readonly #sourceOf: (fact: string) => string;

  /** `opening` is the heading of what stands before the article's first; `sourceOf` names the source of a quoted fact. */
  constructor(html: string, opening: { readonly id: string; readonly title: string }, sourceOf: (fact: string) => string) {
    this.#sourceOf = sourceOf;
    this.#html = new ParsedHtml(html);
    this.#heading = { ...opening, section: "" };
  }

  cut(): Deck {
    let section = "";
    let isKeyEnd = false;
    for (const node of this.#html.tree.children) {
      if (!isElement(node)) continue;
      if (/^h[23]$/.test(node.tagName)) {
        this.#flush(node.tagName === "h3" ? "subsection" : "section");
        const title = this.#html.inner(node);
        this.#heading = { id: attribute(node, "id")!, title, section: node.tagName === "h3" ? section : "" };
        if (node.tagName === "h2") section = title;
        isKeyEnd = false;
      } else if (attribute(node, "dataSlide") !== undefined) {
        this.#flush("slide");
        this.#special(node, section);
        isKeyEnd = false;
      } else if (hasClass(node, "unknowns")) {
        this.#flush("section");
        this.#unknowns(node);
      } else if (!hasClass(node, "references")) {
        isKeyEnd = this.#prose(node, isKeyEnd);
      }
    }
    this.#flush("section");
    this.#listParts();
    return { slides: this.#slides, ...this.#references(), scripts: this.#html.outerOf((node) => node.tagName === "script").join("") };
  }

  /** Ends the slide of key sentences being gathered, because this comes next. A section that begins with a figure or a subsection still has a slide for its heading. */
  #flush(next: "section" | "subsection" | "slide"): void {
    const isFirst = this.#numParts === 0;
    const isDivider = isFirst && (this.#notes.length > 0 || next !== "section");
    const { id, title, section } = this.#heading;
    const notes = this.#notes.join("");
    if (this.#keys.length > 0 || isDivider) {
      this.#numParts++;
      this.#slides.push({ kind: "section", id: isFirst ? id : `${id}-${this.#numParts}`, title, section, isContinued: !isFirst, body: this.#keys.join(""), notes });
    } else {
      this.#addNotes(notes);
    }
    this.#keys = [];
    this.#notes = [];
    if (next !== "slide") this.#numParts = 0;
  }

  /** A section that says nothing before its first subsection lists them. */
  #listParts(): void {
    for (const [at, slide] of this.#slides.entries()) {
      if (slide.kind !== "section" || slide.body !== "") continue;
      const parts = this.#slides.filter(({ kind, section, isContinued }) => kind === "section" && section === slide.title && !isContinued);
      if (parts.length > 0) this.#slides[at] = { ...slide, body: `<ul class="slide-parts">${parts.map(({ title }) => `<li>${title}</li>`).join("")}</ul>` };
    }
  }

  /** Prose without a key, after a figure: it belongs to the figure's slide. */
  #addNotes(notes: string): void {
    const last = this.#slides.at(-1);
    if (notes && last) this.#slides[this.#slides.length - 1] = { ...last, notes: last.notes + notes };
  }

  #special(node: Element, section: string): void {
    const kind = attribute(node, "dataSlide")!;
    const id = attribute(node, "dataId")!;
    const parts = new Map(node.children.filter(isElement).map((part) => [attribute(part, "dataPart")!, part]));
    const part = (name: string): string => (parts.has(name) ? this.#html.inner(parts.get(name)!) : "");
    const common = { section, isContinued: false };
    if (kind === "figure") this.#slides.push({ ...common, kind, id, title: part("title"), body: part("body"), notes: part("notes") });
    else {
      this.#slides.push({ ...common, kind: "question", id, title: part("title"), body: part("question"), notes: part("notes") });
      this.#slides.push({ ...common, kind: "answer", id: `${id}-answer`, title: part("answer-title"), body: part("answer"), notes: part("answer-notes") });
    }
  }

  #unknowns(node: Element): void {
    const heading = this.#html.first(node, ({ tagName }) => tagName === "h2");
    const items = this.#html.all(node, ({ tagName }) => tagName === "li");
    const keys = items.flatMap((item) => this.#html.all(item, isKey).map((key) => this.#html.inner(key)));
    const shown = keys.length > 0 ? keys : items.map((item) => this.#html.inner(item));
    const rest = node.children.filter((child) => isElement(child) && child !== heading);
    this.#slides.push({ kind: "unknowns", id: attribute(heading!, "id")!, title: this.#html.inner(heading!), section: "", isContinued: false, body: `<ul>${shown.map((item) => `<li>${item}</li>`).join("")}</ul>`, notes: keys.length > 0 ? rest.map((child) => this.#forNotes(child as Element)).join("") : "" });
  }

  /** Takes the keys of a block onto the slide and the block into the notes; says whether the block ends with a key, so that what it leads to may follow: an equation, or after a colon a list or a table. */
  #prose(node: Element, isAfterKey: boolean): boolean {
    if (node.tagName === "script" || node.tagName === "style") return isAfterKey;
    const isEquation = hasClass(node, "equation");
    const keys = this.#html.all(node, isKey);
    for (const key of keys) this.#keys.push(`<p>${this.#html.inner(key)}</p>`);
    const isAnnounced = keys.length === 0 && (/^[uo]l$/.test(node.tagName) || hasClass(node, "ledger-table")) && /:(<\/\w+>)*<\/p>$/.test(this.#keys.at(-1) ?? "");
    const comesAlong = isAfterKey && (isEquation || isAnnounced);
    if (comesAlong) this.#keys.push(this.#html.outer(node));
    const text = toText(node).trim();
    if (text !== "" || isEquation) this.#notes.push(this.#forNotes(node, comesAlong ? [node] : keys));
    const last = keys.at(-1);
    return last !== undefined && text.endsWith(toText(last).trim());
  }

  /** A block as it stands in the notes: what is shown on the slide keeps its ids there. */
  #forNotes(block: Element, shown: readonly Element[] = this.#html.all(block, isKey)): string {
    const edits: Stretch[] = [];
    const drop = (node: Element): void => {
      visit(node, "element", (inner) => {
        const { start, end } = inner.position!;
        if (hasClass(inner, "num-note")) {
          edits.push({ from: start.offset!, to: end.offset! });
          return SKIP;
        }
        if (inner.properties.id === undefined) return;
        const tag = this.#html.slice(start.offset!, end.offset!).match(/^<[^>]*?( id="[^"]*")/);
        if (tag) edits.push({ from: start.offset! + tag[0].length - tag[1]!.length, to: start.offset! + tag[0].length });
      });
    };
    for (const part of shown) drop(part);
    visit(block, "element", (inner) => {
      if (inner.tagName === "script") edits.push({ from: inner.position!.start.offset!, to: inner.position!.end.offset! });
    });
    const { start, end } = block.position!;
    return this.#html.slice(start.offset!, end.offset!, edits);
  }

  #references(): Pick<Deck, "sources" | "popovers"> {
    const bodies = this.#slides.map(({ body }) => body).join("");
    const shown = bodies + this.#slides.map(({ notes }) => notes).join("");
    const noted = (prefix: string): Element[] => this.#html.all(this.#html.tree, ({ properties: { id } }) => typeof id === "string" && id.startsWith(prefix));
    const isNamed = ({ properties: { id } }: Element, html: string): boolean => html.includes(`data-note="${String(id)}"`);
    const quoted = [...bodies.matchAll(/data-note="note-([^"]+)"/g)].map(([, fact]) => `ref-${this.#sourceOf(fact!)}`);
    const isListed = (node: Element): boolean => isNamed(node, bodies) || quoted.includes(String(node.properties.id));
    const references = noted("ref-").map((node, at) => ({ node, number: at + 1 }));
    const [listed, unlisted] = [references.filter(({ node }) => isListed(node)), references.filter(({ node }) => !isListed(node))];
    return {
      sources: listed.map(({ node, number }) => ({ number, html: this.#html.outer(node) })),
      popovers: [...unlisted.map(({ node }) => node), ...noted("note-"), ...noted("term-")].filter((node) => isNamed(node, shown)).map((node) => `<div id="${String(node.properties.id)}">${this.#html.inner(node)}</div>`),
    };
  }
}

const isKey = (node: Element): boolean => attribute(node, "dataKey") !== undefined;
