import { formatQuantity } from "#plot/format.ts";
import { dayOf } from "./day.ts";
import type { Progress } from "./record.ts";
import { fill, sayExercise, sayPrediction, type Words } from "./words.ts";

/** The rows that the page was built with, by the mark that each is of. */
type Rows = ReadonlyMap<string, HTMLElement>;

/** Every entry as a mark and what is kept of it, in words. */
function entries({ exercises, predictions, articles, meetings }: Progress, rows: Rows, words: Words): readonly (readonly [mark: string, said: string])[] {
  const guess = (id: string, value: number): string => formatQuantity(value, (rows.get(`prediction:${id}`)?.dataset["unit"] ?? "count") as Parameters<typeof formatQuantity>[1], Number.isInteger(value) ? undefined : 6);
  return [
    ...Object.entries(exercises).map(([id, kept]) => [`exercise:${id}`, sayExercise(kept, words, dayOf)] as const),
    ...Object.entries(predictions).map(([id, kept]) => [`prediction:${id}`, sayPrediction(kept, guess(id, kept.guess), words, dayOf)] as const),
    ...Object.entries(articles).map(([id, when]) => [`article:${id}`, fill(words["read"]!, { day: dayOf(when) })] as const),
    ...Object.entries(meetings).map(([id, when]) => [`meeting:${id}`, fill(words["held"]!, { day: dayOf(when) })] as const),
  ];
}

function row(name: string, said: string): HTMLTableRowElement {
  const made = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  made.append(head);
  made.insertCell().textContent = said;
  return made;
}

function summary({ exercises, predictions, articles }: Progress, rows: Rows, words: Words): string {
  const count = (kind: string, isDone: (id: string) => boolean): readonly [done: number, all: number] => {
    const ids = [...rows.keys()].filter((mark) => mark.startsWith(`${kind}:`)).map((mark) => mark.slice(kind.length + 1));
    return [ids.filter(isDone).length, ids.length];
  };
  const [solved, allExercises] = count("exercise", (id) => Object.keys(exercises[id]?.solved ?? {}).length > 0);
  const [made, allPredictions] = count("prediction", (id) => Object.hasOwn(predictions, id));
  const [done, allArticles] = count("article", (id) => Object.hasOwn(articles, id));
  return fill(words["summary"]!, { exercises: solved, allExercises, predictions: made, allPredictions, articles: done, allArticles });
}

/** Fills the tables of the progress page, and sums them up. */
export function list(page: HTMLElement, progress: Progress, words: Words): void {
  const rows: Rows = new Map([...page.querySelectorAll<HTMLElement>("[data-row]")].map((known) => [known.dataset["row"]!, known]));
  for (const known of rows.values()) known.querySelector("td")!.textContent = words["none"]!;
  const gone: HTMLTableRowElement[] = [];
  for (const [mark, said] of entries(progress, rows, words)) {
    const known = rows.get(mark);
    if (known) known.querySelector("td")!.textContent = said;
    else gone.push(row(mark.replace(":", " "), said));
  }
  page.querySelector("[data-gone-rows] > tbody")!.replaceChildren(...gone);
  page.querySelector<HTMLElement>("[data-gone]")!.hidden = gone.length === 0;
  page.querySelector("[data-summary]")!.textContent = summary(progress, rows, words);
}
