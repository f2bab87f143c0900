/**
 * What an exercise or a prediction announces in the bubbling event `practice-answer` when the reader committed an answer that could be read.
 * The engine keeps none of it; whoever listens may.
 */
export interface PracticeAnswer {
  /** "exercise:mla/1" or "prediction:mla/bytes-per-token": the element's `data-practice`. */
  readonly id: string;
  /** Which set of numbers was shown; 0 is the exercise's own. */
  readonly set: number;
  readonly right: boolean;
  /** The number guessed, in the unit of the prediction; left out by exercises. */
  readonly guess?: number;
}
