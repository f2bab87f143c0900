import { type ExerciseRecord, FORMAT, MAX_TRIES, type Moment, type PredictionRecord, type Progress, VERSION } from "./record.ts";

/** The largest file that is read; one with every set of numbers of every exercise solved is a quarter of it. */
export const MAX_BYTES = 1_000_000;

/** The largest number of a set of numbers. */
const MAX_SET = 999;

/** The four kinds of entries, and what their ids look like. */
const KINDS = {
  exercises: { id: /^[a-z0-9-]+\/[1-9]\d{0,3}$/, such: 'such as "mla/1"' },
  predictions: { id: /^[a-z0-9-]+\/[a-z0-9-]+$/, such: 'such as "mla/bytes-per-token"' },
  articles: { id: /^[a-z0-9-]+$/, such: 'such as "mla"' },
  meetings: { id: /^[a-z0-9-]+\/[1-9]\d{0,3}$/, such: 'such as "start/1"' },
} as const;

/** A kind of entry. */
export type Kind = keyof typeof KINDS;
/** The kinds, in the order in which they are listed. */
export const kinds = Object.keys(KINDS) as readonly Kind[];

/** Why a file is refused: what was found, where, and what is allowed. */
export class ProgressError extends Error {
  override name = "ProgressError";
}

const refuse = (what: "invalid" | "missing" | "unknown" | "unsupported" | "out of range", found: string, expected: string): never => {
  throw new ProgressError(`${what}: ${found}; expected ${expected}`);
};

const LONGEST = 60;
/** A value as a message prints it. */
const printed = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

/** Refuses a file before it is read. */
export function checkSize(bytes: number): void {
  if (bytes > MAX_BYTES) refuse("out of range", `the file has ${bytes.toLocaleString("en")} bytes`, `at most ${MAX_BYTES.toLocaleString("en")}`);
}

type Entries = Readonly<Record<string, unknown>>;

function entriesOf(value: unknown, where: string): Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Entries) : refuse("invalid", `${where} is ${printed(value)}`, "an object");
}

/** An object with these keys and no others; those after `optional` may be left out. */
function keysOf(value: unknown, where: string, keys: readonly string[], optional: readonly string[] = []): Entries {
  const entries = entriesOf(value, where);
  const allowed = [...keys, ...optional];
  for (const key of Object.keys(entries)) if (!allowed.includes(key)) refuse("unknown", `${where} has the key ${printed(key)}`, `only ${allowed.join(", ")}`);
  for (const key of keys) if (!Object.hasOwn(entries, key)) refuse("missing", `${where} has no ${key}`, allowed.join(", "));
  return entries;
}

function moment(value: unknown, where: string): Moment {
  if (typeof value === "string" && /^\d{4}-/.test(value)) {
    const time = new Date(value);
    if (!Number.isNaN(time.getTime()) && time.toISOString() === value) return value;
  }
  return refuse("invalid", `${where} is ${printed(value)}`, 'a time such as "2026-11-28T09:30:00.000Z"');
}

const wholeUpTo = (value: unknown, most: number, where: string): number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most ? (value as number) : refuse("invalid", `${where} is ${printed(value)}`, `a whole number from 0 to ${most}`);

function exercise(value: unknown, where: string): ExerciseRecord {
  const found = keysOf(value, where, ["tries", "solved"], ["opened"]);
  const solved = Object.entries(entriesOf(found["solved"], `${where} → solved`)).map(([set, when]) => {
    if (!/^(0|[1-9]\d*)$/.test(set) || Number(set) > MAX_SET) refuse("invalid", `${where} has the set ${printed(set)}`, `a whole number from 0 to ${MAX_SET}`);
    return [set, moment(when, `${where} → solved → ${set}`)] as const;
  });
  return {
    tries: wholeUpTo(found["tries"], MAX_TRIES, `${where} → tries`),
    ...(Object.hasOwn(found, "opened") && { opened: moment(found["opened"], `${where} → opened`) }),
    solved: Object.fromEntries(solved),
  };
}

function prediction(value: unknown, where: string): PredictionRecord {
  const { guess, right, when } = keysOf(value, where, ["guess", "right", "when"]);
  return {
    guess: Number.isFinite(guess) ? (guess as number) : refuse("invalid", `${where} → guess is ${printed(guess)}`, "a number"),
    right: typeof right === "boolean" ? right : refuse("invalid", `${where} → right is ${printed(right)}`, "true or false"),
    when: moment(when, `${where} → when`),
  };
}

/** The entries of one kind, each id and each value checked. */
function each<T>(file: Entries, kind: Kind, read: (value: unknown, where: string) => T): Readonly<Record<string, T>> {
  const { id: pattern, such } = KINDS[kind];
  return Object.fromEntries(Object.entries(entriesOf(file[kind], kind)).map(([id, value]) => {
    if (!pattern.test(id)) refuse("invalid", `${kind} has the id ${printed(id)}`, `an id ${such}`);
    return [id, read(value, `${kind} → ${id}`)];
  }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse("invalid", `the file is not JSON (${(error as Error).message})`, "a file that the progress page saved");
  }
}

/**
 * Reads a file of progress whole or not at all. An id the site does not have is no fault: an exercise may have gone.
 *
 * @throws ProgressError that says what was found, where, and what is allowed
 */
export function parse(text: string): Progress {
  checkSize(new TextEncoder().encode(text).length);
  const file = entriesOf(json(text), "the file");
  if (file["format"] !== FORMAT) {
    if (Object.hasOwn(file, "format")) refuse("invalid", `format is ${printed(file["format"])}`, `"${FORMAT}"`);
    refuse("missing", "the file has no format", `format "${FORMAT}"`);
  }
  const version = file["version"];
  if (version !== VERSION) refuse(typeof version === "number" && version > VERSION ? "unsupported" : "invalid", `version is ${version === undefined ? "missing" : printed(version)}`, `${VERSION}, the newest that this page can read`);
  keysOf(file, "the file", ["format", "version", ...kinds]);
  return { format: FORMAT, version: VERSION, exercises: each(file, "exercises", exercise), predictions: each(file, "predictions", prediction), articles: each(file, "articles", moment), meetings: each(file, "meetings", moment) };
}

const earlier = (a: Moment, b: Moment): Moment => (a < b ? a : b);

function union<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>, both: (a: T, b: T) => T): Readonly<Record<string, T>> {
  return { ...a, ...Object.fromEntries(Object.entries(b).map(([id, value]) => [id, Object.hasOwn(a, id) ? both(a[id]!, value) : value])) };
}

const mergeExercises = (a: ExerciseRecord, b: ExerciseRecord): ExerciseRecord => ({
  tries: Math.max(a.tries, b.tries),
  ...((a.opened ?? b.opened) && { opened: earlier(a.opened ?? b.opened!, b.opened ?? a.opened!) }),
  solved: union(a.solved, b.solved, earlier),
});

/** The earlier of two predictions. Of two at the same moment any fixed choice does. */
function firstPrediction(a: PredictionRecord, b: PredictionRecord): PredictionRecord {
  if (a.when !== b.when) return a.when < b.when ? a : b;
  if (a.guess !== b.guess) return a.guess < b.guess ? a : b;
  return a.right ? a : b;
}

/** The most of both: every entry of either, with the earliest time and the most tries. The order of the two does not matter, nor how often they are merged. */
export const merge = (a: Progress, b: Progress): Progress => ({
  ...a,
  exercises: union(a.exercises, b.exercises, mergeExercises),
  predictions: union(a.predictions, b.predictions, firstPrediction),
  articles: union(a.articles, b.articles, earlier),
  meetings: union(a.meetings, b.meetings, earlier),
});

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])) : value;

/** The text of a file. The same progress is always the same text. */
export function serialise({ format, version, ...entries }: Progress): string {
  return `${JSON.stringify({ format, version, ...(sorted(entries) as object) }, null, 2)}\n`;
}

/** How many entries of each kind are new after a merge, and how many that were there changed. */
export function gained(before: Progress, after: Progress): Readonly<Record<Kind, { readonly added: number; readonly changed: number }>> {
  const count = (kind: Kind): { added: number; changed: number } => {
    const old = before[kind] as Entries;
    const ids = Object.keys(after[kind]);
    const isKnown = (id: string): boolean => Object.hasOwn(old, id);
    const isOther = (id: string): boolean => JSON.stringify(sorted(old[id])) !== JSON.stringify(sorted((after[kind] as Entries)[id]));
    return { added: ids.filter((id) => !isKnown(id)).length, changed: ids.filter((id) => isKnown(id) && isOther(id)).length };
  };
  return { exercises: count("exercises"), predictions: count("predictions"), articles: count("articles"), meetings: count("meetings") };
}
