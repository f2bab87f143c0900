// Fills the marks of a page: elements with `data-progress`, whose words stand in `data-says`.
import type { PracticeAnswer } from "#sim/practiceAnswer.ts";
import { dayOf } from "./day.ts";
import { answered, doneOn, NOTHING, opened, predicted, type Progress, ticked } from "./record.ts";
import { keep, load } from "./store.ts";

/** What a mark is of: what it names, or else the exercise or prediction it stands in, with the set of numbers shown there. */
function nameOf(mark: HTMLElement): string {
  const named = mark.dataset["progress"]!;
  if (named.includes(":")) return named;
  const { practice = "", set } = mark.closest<HTMLElement>("[data-practice]")!.dataset;
  return set ? `${practice}/${set}` : practice;
}

function fill(mark: HTMLElement, progress: Progress): void {
  const when = doneOn(progress, nameOf(mark));
  const [before, after] = mark.dataset["says"]!.split("{day}");
  const text = when === undefined ? "" : before! + (after === undefined ? "" : dayOf(when) + after);
  // A mark may be a live region: what it says already is not said again.
  if (mark.textContent === text) return;
  const words = document.createElement("span");
  words.textContent = before!;
  mark.replaceChildren(...(text && [words, text.slice(before!.length)]));
}

function show(): void {
  let progress = NOTHING;
  try {
    progress = load();
  } catch {
    // Refused, or not for this page to read: then nothing is marked.
  }
  for (const mark of document.querySelectorAll<HTMLElement>("[data-progress]")) fill(mark, progress);
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-ticks]")) box.checked = doneOn(progress, box.dataset["ticks"]!) !== undefined;
}

/** Keeps a change that `part` of the page asked for, or says there that it is not kept. */
function change(part: Element, how: (progress: Progress, now: string) => Progress): void {
  const isKept = keep((progress) => how(progress, new Date().toISOString()));
  show();
  if (isKept) return;
  const mark = part.querySelector<HTMLElement>("[data-unkept]");
  if (mark) mark.textContent = mark.dataset["unkept"]!;
}

function heardAnswer(part: Element, { id: named, set, right, guess }: PracticeAnswer): void {
  const [kind, id] = named.split(":") as [string, string];
  change(part, (progress, now) => (kind === "prediction" ? predicted(progress, id, guess!, right, now) : answered(progress, id, set, right, now)));
}

function heardTick(box: HTMLInputElement): void {
  const [kind, id] = box.dataset["ticks"]!.split(":") as ["article" | "meeting", string];
  // Read now: showing what is kept may take the tick away.
  const { checked } = box;
  change(box.closest("p")!, (progress, now) => ticked(progress, `${kind}s`, id, checked, now));
}

function heardOpening(solution: HTMLDetailsElement): void {
  const id = solution.closest<HTMLElement>("[data-practice]")!.dataset["practice"]!.split(":")[1]!;
  if (solution.open) keep((progress) => opened(progress, id, new Date().toISOString()));
}

/** Takes in what src/progress/listen.ts heard: keeps what the reader did, and brings every mark up to date. */
export function heard(event?: Event): void {
  const { type, target } = event ?? {};
  if (type === "practice-answer") heardAnswer(target as Element, (event as CustomEvent<PracticeAnswer>).detail);
  else if (type === "change") heardTick(target as HTMLInputElement);
  else if (type === "toggle") heardOpening(target as HTMLDetailsElement);
  else show();
}

// From now on marks may also have to go, and an exercise's other numbers bring marks of their own.
for (const type of ["practice-shown", "storage", "pageshow"]) addEventListener(type, show);
