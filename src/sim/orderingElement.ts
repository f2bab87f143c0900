import { firstWrong } from "./ordering.ts";
import { fill, PracticeForm } from "./practiceForm.ts";

/** What the build hands to an ordering. Each step in the page carries its right place, from 0, in `data-step`. */
export interface OrderingSpec {
  readonly words: Readonly<Record<string, string>>;
}

/** `<practice-ordering>`: steps that buttons move up and down, and the first place that is wrong. */
export class PracticeOrdering extends PracticeForm<OrderingSpec> {
  protected override prepare(): void {
    this.list.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[data-move]");
      if (button) this.move(button);
    });
    this.limit();
  }

  private get list(): HTMLOListElement {
    return this.querySelector("ol[data-steps]")!;
  }

  private get steps(): HTMLLIElement[] {
    return [...this.list.children] as HTMLLIElement[];
  }

  protected answer(): void {
    this.complain("");
    const { words } = this.spec;
    const wrong = firstWrong(this.steps.map((step) => Number(step.dataset["step"])));
    if (wrong === undefined) this.verdict(true, words["right"]!);
    else this.verdict(false, fill(words["wrongPlace"]!, { place: String(wrong + 1), count: String(this.steps.length) }), wrong === 0 ? words["wrongFirst"]! : words["wrongLater"]!);
  }

  private move(button: HTMLButtonElement): void {
    if (button.getAttribute("aria-disabled") === "true") return;
    const step = button.closest("li")!;
    if (button.dataset["move"] === "up") step.previousElementSibling?.before(step);
    else step.nextElementSibling?.after(step);
    this.limit();
    // Moving a node drops the focus; the reader goes on with the same button.
    button.focus();
    const places = { step: step.querySelector("[data-says]")!.textContent.trim(), place: String(this.steps.indexOf(step) + 1), count: String(this.steps.length) };
    this.querySelector("[data-moved]")!.textContent = fill(this.spec.words["moved"]!, places);
    this.reply.replaceChildren();
  }

  /** The first step cannot go up, the last cannot go down; the buttons stay focusable, so that the keyboard is not thrown out of the list. */
  private limit(): void {
    this.steps.forEach((step, at, { length }) => {
      step.querySelector('[data-move="up"]')!.setAttribute("aria-disabled", String(at === 0));
      step.querySelector('[data-move="down"]')!.setAttribute("aria-disabled", String(at === length - 1));
    });
  }
}
