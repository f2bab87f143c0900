import type { Text } from "../text/index.ts";

type Words = Text["livePractice"];

const READING = ["empty", "notNumber", "grouping", "tooLarge"] as const;

/** The words that each kind of practice may show: a page carries those of its kinds and no others. */
const OF_KIND = {
  prediction: [...READING, "notPositive", "choose", "predicted", "ratioHigh", "ratioLow", "near", "guessMark", "truthMark", "stripOf"],
  numeric: [...READING, "right", "rightRounded", "wrong", "low", "high", "close", "shifted"],
  choice: ["choose", "right", "wrongChoice"],
  ordering: ["right", "wrongPlace", "wrongFirst", "wrongLater", "moved"],
} as const satisfies Readonly<Record<string, readonly (keyof Words)[]>>;

/** A kind of practice. */
export type PracticeKind = keyof typeof OF_KIND;

/** What the script of one prediction or exercise shows. */
export const practiceWords = (kind: PracticeKind, words: Words): Readonly<Record<string, string>> => Object.fromEntries(OF_KIND[kind].map((key) => [key, words[key]]));
