import type { Unit } from "./contract.ts";
import { diagnose, EXERCISE_REACH, type Diagnosis, type Target } from "./diagnose.ts";
import { exactQuantity } from "./exactQuantity.ts";
import { readNumber } from "./readNumber.ts";

/** The words of text.livePractice, as they travel in the page. */
type Words = Readonly<Record<string, string>>;

/** What the build hands to an exercise or a prediction. The explanations stand in the page's HTML, marked by `data-fits`. */
export interface PracticeSpec extends Target {
  readonly unit: Unit;
  /** Wrong answers that are known, in the order of their explanations. */
  readonly mistakes: readonly number[];
  /** What a reader may write behind the number. */
  readonly units: readonly string[];
  readonly words: Words;
}

/** Fills the {places} of a text. */
export const fill = (text: string, places: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);

/**
 * What a prediction and an exercise share: a form that reads a number or a choice, says what is wrong with it, and announces the answer to it.
 * Nothing is stored and nothing is counted.
 */
export abstract class PracticeElement extends HTMLElement {
  protected spec!: PracticeSpec;
  protected reply!: HTMLElement;

  connectedCallback(): void {
    this.spec = JSON.parse(this.dataset["spec"]!) as PracticeSpec;
    this.reply = this.querySelector("[data-reply]")!;
    this.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
  }

  /** Shows the reply to a number the reader committed. */
  protected abstract respond(guess: number): void;

  private answer(): void {
    const field = this.querySelector<HTMLInputElement>("input[data-number]");
    const guess = field ? this.readField(field) : this.readChoice();
    if (guess === undefined) return;
    this.complain("");
    this.respond(guess);
  }

  private readField(field: HTMLInputElement): number | undefined {
    const read = readNumber(field.value, this.spec.units);
    const problem = "problem" in read ? read.problem : this.refuse(read.value);
    if (problem === undefined) {
      field.removeAttribute("aria-invalid");
      return (read as { value: number }).value;
    }
    this.complain(fill(this.spec.words[problem]!, { input: field.value.trim() }));
    field.setAttribute("aria-invalid", "true");
    field.focus();
    return undefined;
  }

  private readChoice(): number | undefined {
    const chosen = this.querySelector<HTMLInputElement>("input[type=radio]:checked");
    if (chosen) return Number(chosen.value);
    this.complain(this.spec.words["choose"]!);
    this.querySelector<HTMLInputElement>("input[type=radio]")!.focus();
    return undefined;
  }

  /** Why a number that could be read still cannot be taken, as a key of the words. */
  protected refuse(_value: number): string | undefined {
    return undefined;
  }

  private complain(message: string): void {
    this.querySelector("[data-problem]")!.textContent = message;
    if (message !== "") this.reply.replaceChildren();
  }

  protected diagnose(guess: number, reach: number): Diagnosis {
    return diagnose(guess, this.spec, this.spec.mistakes, reach);
  }

  /** A copy of the explanation that fits, as it stands in the page; empty when the page has none. */
  protected explanation(found: Diagnosis): Node[] {
    const key = found.kind === "mistake" ? `mistake-${found.index}` : found.kind;
    const source = this.querySelector(`[data-fits="${key}"]`);
    return source ? [...source.childNodes].map((node) => node.cloneNode(true)) : [];
  }

  protected quantity(x: number): string {
    return exactQuantity(x, this.spec.unit);
  }
}

/** A paragraph of a reply. */
export const paragraph = (className: string, ...content: (Node | string)[]): HTMLParagraphElement => {
  const p = document.createElement("p");
  p.className = className;
  p.append(...content);
  return p;
};

/** `<practice-exercise>`: checks an answer and names the likely mistake. */
export class PracticeExercise extends PracticeElement {
  protected respond(guess: number): void {
    const { words, truth } = this.spec;
    const found = this.diagnose(guess, EXERCISE_REACH);
    if (found.kind === "right") {
      const text = guess === truth ? words["right"]! : fill(words["rightRounded"]!, { truth: this.quantity(truth) });
      this.reply.replaceChildren(paragraph("practice-verdict is-right", text));
      return;
    }
    const said = fill(words["wrong"]!, { guess: this.quantity(guess) });
    const why = found.kind === "mistake" ? this.explanation(found) : [words[found.kind]!];
    this.reply.replaceChildren(paragraph("practice-verdict is-wrong", said), paragraph("practice-why", ...why));
  }
}

