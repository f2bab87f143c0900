/** What a file of progress and the browser's entry call themselves. */
export const FORMAT = "deepseek-recomputed-progress";
/** The edition of the format below; a change that an older page would misread raises it. */
export const VERSION = 1;
/** More tries than this are not counted. */
export const MAX_TRIES = 9999;

/** A moment in UTC, as `Date.prototype.toISOString` writes it. Such texts sort by time. */
export type Moment = string;

/** What is kept of an exercise. */
export interface ExerciseRecord {
  /** Answers checked up to the first right one, with any numbers. */
  readonly tries: number;
  /** When the worked solution was first opened while the exercise was unsolved; left out when it never was. */
  readonly opened?: Moment;
  /** When each set of numbers was first solved: set 0 is the exercise's own. Empty until then. */
  readonly solved: Readonly<Record<string, Moment>>;
}

/** What is kept of a prediction: the first guess, since a second one knows the answer. */
export interface PredictionRecord {
  readonly guess: number;
  readonly right: boolean;
  readonly when: Moment;
}

/** All that is kept of a reader. Ids are those of the site: "mla/1", "mla/bytes-per-token", "mla", and for a meeting its path and number. */
export interface Progress {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly exercises: Readonly<Record<string, ExerciseRecord>>;
  readonly predictions: Readonly<Record<string, PredictionRecord>>;
  /** When each was marked as read. */
  readonly articles: Readonly<Record<string, Moment>>;
  /** When each was marked as done. */
  readonly meetings: Readonly<Record<string, Moment>>;
}

/** The progress of a reader who has done nothing yet. */
export const NOTHING: Progress = { format: FORMAT, version: VERSION, exercises: {}, predictions: {}, articles: {}, meetings: {} };

/** The entry of an id; an id may be the name of something every object has. */
const own = <T>(entries: Readonly<Record<string, T>>, id: string): T | undefined => (Object.hasOwn(entries, id) ? entries[id] : undefined);

/** When an exercise was first solved with any numbers. */
export const firstSolved = ({ solved }: ExerciseRecord): Moment | undefined => Object.values(solved).sort()[0];

/** The progress after an answer to an exercise was checked. The first time each set of numbers is solved stays. */
export function answered(progress: Progress, id: string, set: number, isRight: boolean, now: Moment): Progress {
  const before = own(progress.exercises, id) ?? { tries: 0, solved: {} };
  const tries = Math.min(before.tries + (firstSolved(before) ? 0 : 1), MAX_TRIES);
  return { ...progress, exercises: { ...progress.exercises, [id]: { ...before, tries, solved: isRight ? { [set]: now, ...before.solved } : before.solved } } };
}

/** The progress after the worked solution of an exercise was opened. */
export function opened(progress: Progress, id: string, now: Moment): Progress {
  const before = own(progress.exercises, id) ?? { tries: 0, solved: {} };
  return before.opened || firstSolved(before) ? progress : { ...progress, exercises: { ...progress.exercises, [id]: { ...before, opened: now } } };
}

/** The progress after a guess was committed. */
export const predicted = (progress: Progress, id: string, guess: number, right: boolean, when: Moment): Progress =>
  own(progress.predictions, id) ? progress : { ...progress, predictions: { ...progress.predictions, [id]: { guess, right, when } } };

/** The progress after an article or a meeting was ticked, or its tick taken away. */
export function ticked(progress: Progress, kind: "articles" | "meetings", id: string, isDone: boolean, now: Moment): Progress {
  const { [id]: before = now, ...others } = progress[kind];
  return { ...progress, [kind]: isDone ? { ...others, [id]: before } : others };
}

/** When what a mark names was done: "exercise:mla/1", or "exercise:mla/1/5" for its fifth set of numbers, "prediction:mla/bytes-per-token", "article:mla", "meeting:start/2". */
export function doneOn(progress: Progress, mark: string): Moment | undefined {
  const [kind, id = ""] = mark.split(":");
  if (kind === "article") return own(progress.articles, id);
  if (kind === "meeting") return own(progress.meetings, id);
  if (kind === "prediction") return own(progress.predictions, id)?.when;
  const [topic, number, set] = id.split("/");
  const exercise = own(progress.exercises, `${topic}/${number}`);
  return exercise && (set ? own(exercise.solved, set) : firstSolved(exercise));
}
