import type { Unit } from "./contract.ts";
import { diagnose, EXERCISE_REACH, type Diagnosis, isClose, isShifted, type Target } from "./diagnose.ts";
import { exactQuantity } from "./exactQuantity.ts";
import { fill, PracticeForm } from "./practiceForm.ts";
import { readNumber } from "./readNumber.ts";

/** What the build hands to a numeric exercise or a prediction. */
export interface PracticeSpec extends Target {
  readonly unit: Unit;
  /** Wrong answers that are known, in the order of their explanations. */
  readonly mistakes: readonly number[];
  /** What a reader may write behind the number, and by how much it multiplies. */
  readonly units: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, string>>;
}

/** What a prediction and a numeric exercise share: a form that reads a number or a choice of numbers and says what is wrong with it. */
export abstract class PracticeElement extends PracticeForm<PracticeSpec> {
  /** Shows the reply to a number the reader committed. */
  protected abstract respond(guess: number): void;

  protected answer(): void {
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
    const chosen = this.chosen();
    return chosen && Number(chosen.value);
  }

  /** Why a number that could be read still cannot be taken, as a key of the words. */
  protected refuse(_value: number): string | undefined {
    return undefined;
  }

  protected diagnose(guess: number, reach: number): Diagnosis {
    return diagnose(guess, this.spec, this.spec.mistakes, reach);
  }

  /** The explanation that fits, as it stands in the page. */
  protected fitting(found: Diagnosis): Node[] {
    return this.explanation(found.kind === "mistake" ? `mistake-${found.index}` : found.kind);
  }

  protected quantity(x: number): string {
    return exactQuantity(x, this.spec.unit);
  }
}

/** `<practice-exercise>`: checks a number and names the likely mistake. */
export class PracticeExercise extends PracticeElement {
  protected respond(guess: number): void {
    const { words, truth } = this.spec;
    const found = this.diagnose(guess, EXERCISE_REACH);
    if (found.kind === "right") {
      this.verdict(true, guess === truth ? words["right"]! : fill(words["rightRounded"]!, { truth: this.quantity(truth) }));
      return;
    }
    const direction = isClose(guess, truth) ? `${words[found.kind]!} ${words["close"]!}` : words[found.kind]!;
    const why = found.kind === "mistake" ? this.fitting(found) : [isShifted(guess, this.spec) ? words["shifted"]! : direction];
    this.verdict(false, fill(words["wrong"]!, { guess: this.quantity(guess) }), ...why);
  }
}
