import type { ExerciseRecord, Moment, PredictionRecord } from "./record.ts";
import { firstSolved } from "./record.ts";

/** The words of text.liveProgress, as they travel in the page. */
export type Words = Readonly<Record<string, string>>;

/** Fills the {places} of a text. */
export const fill = (text: string, places: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));

type Day = (when: Moment) => string;

/** What is kept of an exercise, in words. */
export function sayExercise(kept: ExerciseRecord, words: Words, day: Day): string {
  const { tries, opened, solved } = kept;
  const said = tries === 1 ? words["oneTry"]! : fill(words["tries"]!, { count: tries });
  const first = firstSolved(kept);
  if (first === undefined) return [tries > 0 && `${words["tried"]!}, ${said}`, opened && words["solutionOnly"]!].filter(Boolean).join(", ");
  const { 0: own, ...others } = solved;
  // Names that are whole numbers stand in their order by themselves.
  const sets = Object.entries(others).map(([set, when]) => fill(words["set"]!, { set, day: day(when) })).join(", ");
  return [
    own && fill(words["solved"]!, { day: day(own) }),
    sets && fill(words["otherSets"]!, { sets }),
    opened && opened < first ? `${said}, ${words["solutionFirst"]!}` : said,
  ].filter(Boolean).join("; ");
}

/** What is kept of a prediction, in words. */
export const sayPrediction = ({ right, when }: PredictionRecord, guess: string, words: Words, day: Day): string => fill(words[right ? "guessedRight" : "guessedWrong"]!, { guess, day: day(when) });

/** What a file added, in words: the kinds that gained something. */
export function sayGained(gained: Readonly<Record<string, { readonly added: number; readonly changed: number }>>, file: string, words: Words): string {
  const parts = Object.entries(gained).filter(([, { added, changed }]) => added + changed > 0).map(([kind, { added, changed }]) => `${fill(words["added"]!, { kind: words[kind]!, added })}${changed > 0 ? `, ${fill(words["changed"]!, { changed })}` : ""}.`);
  return parts.length === 0 ? fill(words["nothingNew"]!, { file }) : [fill(words["loaded"]!, { file }), ...parts].join(" ");
}
