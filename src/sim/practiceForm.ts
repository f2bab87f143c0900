import type { PracticeAnswer } from "./practiceAnswer.ts";

/** The words of text.livePractice, as they travel in the page. */
type Words = Readonly<Record<string, string>>;

/** Fills the {places} of a text. */
export const fill = (text: string, places: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);

/** A paragraph of a reply. */
export const paragraph = (className: string, ...content: (Node | string)[]): HTMLParagraphElement => {
  const p = document.createElement("p");
  p.className = className;
  p.append(...content);
  return p;
};

/**
 * What every prediction and exercise shares: a form that the reader commits, a place for what is wrong with it, and a reply that is announced.
 * Nothing is stored and nothing is counted: an answer is announced, as PracticeAnswer says. The explanations stand in the page's HTML, marked by `data-fits`.
 */
export abstract class PracticeForm<Spec extends { readonly words: Words }> extends HTMLElement {
  protected spec!: Spec;
  protected reply!: HTMLElement;
  private isReady = false;

  connectedCallback(): void {
    // An exercise that gave way to a variant and came back is listening already.
    if (this.isReady) return;
    this.isReady = true;
    this.spec = JSON.parse(this.dataset["spec"]!) as Spec;
    this.reply = this.querySelector("[data-reply]")!;
    this.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    this.prepare();
  }

  /** What else has to be set up, once. */
  protected prepare(): void {}

  /** Reads what the reader committed and replies to it. */
  protected abstract answer(): void;

  protected complain(message: string): void {
    this.querySelector("[data-problem]")!.textContent = message;
    if (message !== "") this.reply.replaceChildren();
  }

  /** The radio button the reader chose; without one, the reader is asked to choose. */
  protected chosen(): HTMLInputElement | undefined {
    const chosen = this.querySelector<HTMLInputElement>("input[type=radio]:checked");
    if (chosen) return chosen;
    this.complain(this.spec.words["choose"]!);
    this.querySelector<HTMLInputElement>("input[type=radio]")!.focus();
    return undefined;
  }

  /** A copy of the explanation with this key, as it stands in the page; empty when the page has none. */
  protected explanation(key: string): Node[] {
    const source = this.querySelector(`[data-fits="${key}"]`);
    return source ? [...source.childNodes].map((node) => node.cloneNode(true)) : [];
  }

  /** Tells whoever listens what was answered. */
  protected announce(answer: Pick<PracticeAnswer, "right" | "guess">): void {
    const { practice: id = "", set = "0" } = this.dataset;
    this.dispatchEvent(new CustomEvent<PracticeAnswer>("practice-answer", { bubbles: true, detail: { ...answer, id, set: Number(set) } }));
  }

  /** The reply to an exercise. */
  protected verdict(isRight: boolean, text: string, ...why: (Node | string)[]): void {
    this.reply.replaceChildren(paragraph(`practice-verdict ${isRight ? "is-right" : "is-wrong"}`, text), ...(why.length > 0 ? [paragraph("practice-why", ...why)] : []));
    this.announce({ right: isRight });
  }
}
