import type { AnyFigure } from "#sim/figure.ts";
import type { Practice } from "#sim/exercise.ts";
import { resolveValues } from "#sim/values.ts";
import { bareNumbersIn } from "../build/bareNumbers.ts";
import { unknownId, type Path, type WholeFile } from "../ledgerFile.ts";
import type { CoursePath, Meeting, Reading, Shown, Step } from "./pathSchema.ts";
import { faultsOfOrder, type Needs } from "./prerequisites.ts";
import type { Section } from "./sections.ts";

/** What a path may refer to: the articles that readers can see, and everything that is found by file name. */
export interface Book {
  readonly articles: ReadonlyMap<string, { readonly title: string; readonly sections: readonly Section[] }>;
  readonly needs: Needs;
  readonly figures: ReadonlyMap<string, AnyFigure>;
  readonly practices: ReadonlyMap<string, Practice>;
}

/** The values of a figure in the state that a path asks for; without those it opens with. */
export const valuesShown = (fig: AnyFigure, { preset, values }: Pick<Shown, "preset" | "values">): Readonly<Record<string, unknown>> => values ?? (preset === undefined ? {} : ((fig.presets ?? {}) as Record<string, Readonly<Record<string, unknown>>>)[preset]!);

/** The sections that a reading covers; all of them where it names none. */
function sectionsRead({ sections }: Reading, known: readonly Section[]): readonly Section[] {
  if (!sections) return known;
  const covered = new Set(known.flatMap(({ slug, within }, at) => (sections.includes(slug) ? [at, ...within] : [])));
  return known.filter((_, at) => covered.has(at));
}

/** Minutes that a reading takes, not rounded. */
export function minutesOf(reading: Reading, book: Pick<Book, "articles">): number {
  const known = book.articles.get(reading.article)?.sections ?? [];
  const covered = sectionsRead(reading, known);
  // A part's minutes hold those of the parts below it, so only the outermost count.
  const inner = new Set(covered.flatMap(({ within }) => within));
  return covered.filter((section) => !inner.has(known.indexOf(section))).reduce((sum, section) => sum + section.minutes, 0);
}

/** Every reading of a meeting in the order in which it is read: first what is prepared, then what the plan reads. */
export const readingsOf = (meeting: Meeting): readonly Reading[] => [...meeting.readings, ...meeting.plan.flatMap(({ read = [] }) => read)];

/** Few ids are listed, of many the nearest. */
const unknown = (what: string, id: string, known: readonly string[]): string => (known.length > 15 ? unknownId(what, id, known) : `unknown ${what}: "${id}"; expected one of ${known.join(", ")}`);

type Say = (path: Path, text: string) => void;

function checkReading(reading: Reading, path: Path, book: Book, say: Say): void {
  const article = book.articles.get(reading.article);
  if (!article) return say([...path, "article"], unknown("article", reading.article, [...book.articles.keys()]));
  const slugs = article.sections.map(({ slug }) => slug);
  (reading.sections ?? []).forEach((slug, at) => {
    if (!slugs.includes(slug)) say([...path, "sections", at], `unknown section of ${reading.article}: "${slug}"; expected one of ${slugs.join(", ")}`);
  });
}

function checkShown(shown: Shown, path: Path, book: Book, say: Say): void {
  const fig = book.figures.get(shown.figure);
  if (!fig) return say([...path, "figure"], unknown("figure", shown.figure, [...book.figures.keys()]));
  if (shown.preset !== undefined && !Object.hasOwn(fig.presets ?? {}, shown.preset)) return say([...path, "preset"], `unknown preset of ${shown.figure}: "${shown.preset}"; expected one of ${Object.keys(fig.presets ?? {}).map((name) => `"${name}"`).join(", ") || "none"}`);
  try {
    resolveValues(fig.sim, valuesShown(fig, shown));
  } catch (error) {
    say([...path, "values"], `${shown.figure}: ${(error as Error).message}`);
  }
}

function checkPractice(kind: "exercise" | "prediction", id: string, path: Path, book: Book, say: Say): void {
  const [topic = "", name = ""] = id.split("/");
  const practice = book.practices.get(topic);
  if (!practice) return say(path, unknown(`topic of the ${kind} "${id}"`, topic, [...book.practices.keys()]));
  const names = kind === "exercise" ? practice.exercises.map((_, at) => String(at + 1)) : Object.keys(practice.predictions);
  if (id.split("/").length !== 2 || !names.includes(name)) say(path, `unknown ${kind}: "${id}"; expected one of ${names.map((known) => `${topic}/${known}`).join(", ")}`);
}

function checkStep(step: Step, path: Path, book: Book, say: Say): void {
  const faults: string[] = [];
  (step.read ?? []).forEach((reading, at) => checkReading(reading, [...path, "read", at], book, (place, text) => { faults.push(text); say(place, text); }));
  (step.figures ?? []).forEach((shown, at) => checkShown(shown, [...path, "figures", at], book, say));
  (step.predict ?? []).forEach((id, at) => checkPractice("prediction", id, [...path, "predict", at], book, say));
  (step.exercises ?? []).forEach((id, at) => checkPractice("exercise", id, [...path, "exercises", at], book, say));
  const toRead = Math.round((step.read ?? []).reduce((sum, reading) => sum + minutesOf(reading, book), 0));
  if (faults.length === 0 && toRead > step.minutes) say([...path, "minutes"], `out of range: "${step.title}" has ${step.minutes} minutes for readings that take ${toRead}; expected ${toRead} or more`);
}

/** Texts of a file that readers see, with the way to each; ids, anchors and names of presets are none. */
function* texts(value: unknown, path: Path = []): Generator<readonly [string, Path]> {
  if (typeof value === "string") yield [value, path];
  else if (Array.isArray(value)) for (const [at, inner] of value.entries()) yield* texts(inner, [...path, at]);
  else if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) if (!["article", "sections", "figure", "preset", "values", "predict", "exercises", "assumes", "unit"].includes(key)) yield* texts(inner, [...path, key]);
  }
}

function checkNumbers(path: CoursePath, say: Say): void {
  for (const [text, way] of texts(path)) {
    // Code is not prose: a command names its values.
    for (const { text: number } of bareNumbersIn(text.replace(/`[^`]*`/g, ""))) say(way, `bare number: ${number} in "${text.replace(/\s+/g, " ").slice(0, 70)}…"; say it in words without the number, or point to the figure that computes it`);
  }
}

function checkOrder(path: CoursePath, book: Book, say: Say): void {
  const read = path.meetings.flatMap((meeting, at) => readingsOf(meeting).map(({ article }) => ({ article, at })));
  for (const { topic, needed, at, neededAt } of faultsOfOrder(read.map(({ article }) => article), book.needs, path.assumes)) {
    const meeting = read[at]!.at;
    const when = neededAt === undefined ? "which this path never reads" : `which this path reads in ${path.unit} ${read[neededAt]!.at + 1}`;
    say(["meetings", meeting], `out of order: ${path.unit} ${meeting + 1} reads "${topic}", which needs "${needed}", ${when}; read "${needed}" first${neededAt === undefined ? ", or name it under assumes" : ""}`);
  }
}

/** What is wrong with a path beyond its shape, each fault with file and line and what is allowed. */
export function faultsOfPath({ data: path, at }: WholeFile<CoursePath>, book: Book): string[] {
  const faults: string[] = [];
  const say: Say = (way, text) => { faults.push(`${at(way)}  ${way[0] === "meetings" && typeof way[1] === "number" ? `${path.unit} ${way[1] + 1}: ` : ""}${text}`); };
  path.assumes.forEach((topic, index) => { if (!book.articles.has(topic)) say(["assumes", index], unknown("article", topic, [...book.articles.keys()])); });
  path.meetings.forEach((meeting, index) => {
    const way: Path = ["meetings", index];
    meeting.readings.forEach((reading, number) => checkReading(reading, [...way, "readings", number], book, say));
    meeting.plan.forEach((step, number) => checkStep(step, [...way, "plan", number], book, say));
    meeting.homework.exercises.forEach((id, number) => checkPractice("exercise", id, [...way, "homework", "exercises", number], book, say));
    const planned = meeting.plan.reduce((sum, step) => sum + step.minutes, 0);
    if (planned !== meeting.minutes) say([...way, "minutes"], `invalid: "${meeting.title}" has ${meeting.minutes} minutes, and its plan ${planned}; make them equal`);
  });
  checkNumbers(path, say);
  // The order of articles that do not exist would only repeat the faults above.
  if (faults.length === 0) checkOrder(path, book, say);
  return faults;
}
