import { formatNumber } from "#plot/format.ts";
import { isRight, PREDICTION_REACH } from "./diagnose.ts";
import { exactNumber } from "./exactQuantity.ts";
import { PracticeElement } from "./practiceElement.ts";
import { fill, paragraph } from "./practiceForm.ts";
import { strip } from "./strip.ts";

/** The widest strip drawn, in pixels; wider, the eye loses the distance. */
const WIDEST = 560;

/** `<predict-first>`: takes a guess, then draws it beside the truth and shows the explanation that fits the error. */
export class PredictFirst extends PracticeElement {
  protected override refuse(value: number): string | undefined {
    return value > 0 ? undefined : "notPositive";
  }

  protected respond(guess: number): void {
    const { words, truth } = this.spec;
    const texts = { guess: this.quantity(guess), truth: this.quantity(truth) };
    const explanation = this.fitting(this.diagnose(guess, PREDICTION_REACH));
    const drawing = document.createElement("div");
    drawing.className = "predict-strip";
    this.reply.replaceChildren(
      paragraph("practice-verdict", `${fill(words["predicted"]!, texts)} ${this.comparison(guess)}`),
      drawing,
      paragraph("practice-why", ...explanation),
    );
    const width = Math.min(WIDEST, Math.max(240, Math.floor(drawing.clientWidth)));
    drawing.innerHTML = strip(
      width,
      { value: truth, label: fill(words["truthMark"]!, { truth: exactNumber(truth) }) },
      { value: guess, label: fill(words["guessMark"]!, { guess: exactNumber(guess) }) },
      fill(words["stripOf"]!, texts),
    );
    this.announce({ right: isRight(guess, this.spec), guess });
  }

  /** How far off, as a factor: what a reader of a logarithmic scale compares. */
  private comparison(guess: number): string {
    const { words, truth, within } = this.spec;
    if (guess === truth) return "";
    if (isRight(guess, this.spec)) return fill(words["near"]!, { within: formatNumber(within * 100) });
    return guess > truth ? fill(words["ratioHigh"]!, { ratio: formatNumber(guess / truth, 3) }) : fill(words["ratioLow"]!, { ratio: formatNumber(truth / guess, 3) });
  }
}
