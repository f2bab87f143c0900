import { PracticeForm } from "./practiceForm.ts";

/** What the build hands to a choice: which option is right. Its options and their explanations stand in the page, numbered alike. */
export interface ChoiceSpec {
  readonly right: number;
  readonly words: Readonly<Record<string, string>>;
}

/** `<practice-choice>`: checks the option chosen, and says why it is right or which mistake it shows. */
export class PracticeChoice extends PracticeForm<ChoiceSpec> {
  protected answer(): void {
    const chosen = this.chosen();
    if (!chosen) return;
    this.complain("");
    const { right, words } = this.spec;
    const isRight = Number(chosen.value) === right;
    this.verdict(isRight, words[isRight ? "right" : "wrongChoice"]!, ...this.explanation(`option-${chosen.value}`));
  }
}
