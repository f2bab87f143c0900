// The progress page: what this browser keeps, and the ways to save, load and clear it.
import { formatQuantity } from "#plot/format.ts";
import { dayOf } from "./day.ts";
import { checkSize, gained, merge, parse, ProgressError, serialise } from "./file.ts";
import { NOTHING, type Progress } from "./record.ts";
import { KEY } from "./store.ts";
import { fill, sayExercise, sayGained, sayPrediction, type Words } from "./words.ts";

const page = document.querySelector<HTMLElement>("[data-progress-page]")!;
const words = JSON.parse(page.dataset["words"]!) as Words;
const one = <E extends HTMLElement = HTMLElement>(name: string): E => page.querySelector<E>(`[data-${name}]`)!;
const rows = new Map([...page.querySelectorAll<HTMLElement>("[data-row]")].map((row) => [row.dataset["row"]!, row]));
const undo = one<HTMLButtonElement>("undo");

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The entry as it stands; undefined when the browser refuses storage. */
function stored(): { readonly text: string | null } | undefined {
  try {
    return { text: localStorage.getItem(KEY) };
  } catch {
    return undefined;
  }
}

const read = (text: string | null): Progress => (text === null ? NOTHING : parse(text));

/** What is kept now, for a file to be added to. */
function current(): Progress {
  const found = stored();
  try {
    if (found) return read(found.text);
  } catch {
    // The page says already what is wrong with it.
  }
  throw new ProgressError(words["ownUnread"]);
}

/** Whether the browser keeps what it is given; some accept no more than nothing. */
function canWrite(): boolean {
  try {
    localStorage.setItem(`${KEY}-probe`, "1");
    localStorage.removeItem(`${KEY}-probe`);
    return true;
  } catch {
    return false;
  }
}

/** Writes the entry, or takes it away; says on the page when the browser refuses, which leaves what was there. */
function write(text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, text);
    return true;
  } catch {
    say(words["full"]!);
    return false;
  }
}

function say(text: string): void {
  one("said").textContent = text;
}

/** Every entry as a mark and what is kept of it, in words. */
function entries({ exercises, predictions, articles, meetings }: Progress): readonly (readonly [mark: string, said: string])[] {
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

function summary({ exercises, predictions, articles }: Progress): string {
  const count = (kind: string, isDone: (id: string) => boolean): readonly [done: number, all: number] => {
    const ids = [...rows.keys()].filter((mark) => mark.startsWith(`${kind}:`)).map((mark) => mark.slice(kind.length + 1));
    return [ids.filter(isDone).length, ids.length];
  };
  const [solved, allExercises] = count("exercise", (id) => Object.keys(exercises[id]?.solved ?? {}).length > 0);
  const [made, allPredictions] = count("prediction", (id) => Object.hasOwn(predictions, id));
  const [done, allArticles] = count("article", (id) => Object.hasOwn(articles, id));
  return fill(words["summary"]!, { exercises: solved, allExercises, predictions: made, allPredictions, articles: done, allArticles });
}

function list(progress: Progress): void {
  for (const known of rows.values()) known.querySelector("td")!.textContent = words["none"]!;
  const gone: HTMLTableRowElement[] = [];
  for (const [mark, said] of entries(progress)) {
    const known = rows.get(mark);
    if (known) known.querySelector("td")!.textContent = said;
    else gone.push(row(mark.replace(":", " "), said));
  }
  page.querySelector("[data-gone-rows] > tbody")!.replaceChildren(...gone);
  one("gone").hidden = gone.length === 0;
  one("summary").textContent = summary(progress);
}

/** Shows what is kept, or why it cannot be. */
function show(): void {
  const found = stored();
  let problem = found && canWrite() ? "" : words["unavailable"]!;
  let progress = NOTHING;
  let isUnreadable = false;
  try {
    progress = read(found?.text ?? null);
  } catch (error) {
    isUnreadable = true;
    problem = fill(words["unreadable"]!, { reason: reason(error) });
  }
  list(progress);
  if (isUnreadable) one("summary").textContent = "";
  if (one("problem").textContent !== problem) one("problem").textContent = problem;
}

function save(): string {
  const text = stored()?.text ?? null;
  let content = text ?? serialise(NOTHING);
  try {
    content = serialise(read(text));
  } catch {
    // What cannot be read is saved as it is.
  }
  const link = document.createElement("a");
  link.download = `deepseek-recomputed-progress-${new Date().toISOString().slice(0, 10)}.json`;
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 10_000);
  return fill(words["saved"]!, { file: link.download });
}

async function loadFile(file: File): Promise<void> {
  try {
    checkSize(file.size);
    const loaded = parse(await file.text());
    const before = current();
    const after = merge(before, loaded);
    if (write(JSON.stringify(after))) say(sayGained(gained(before, after), file.name, words));
  } catch (error) {
    say(fill(words["refused"]!, { file: file.name, reason: reason(error) }));
  }
  show();
}

/** What was cleared, until the page is left. */
let cleared: string | undefined;

function clear(): void {
  const text = stored()?.text;
  if (text == null || !write(null)) return;
  cleared = text;
  undo.hidden = false;
  say(words["cleared"]!);
  undo.focus();
  show();
}

/** Puts back what was cleared, together with what another tab may have noted since. */
function putBack(): void {
  const now = stored()?.text ?? null;
  let text = cleared!;
  try {
    if (now !== null) text = JSON.stringify(merge(read(now), parse(text)));
  } catch {
    say(words["undoFailed"]!);
    return;
  }
  if (!write(text)) return;
  undo.hidden = true;
  say(words["undone"]!);
  one("clear").focus();
  show();
}

const confirm = one<HTMLDialogElement>("confirm");
for (const button of page.querySelectorAll<HTMLElement>("[data-save]")) {
  button.addEventListener("click", () => {
    const said = save();
    if (confirm.open) one("saved").textContent = said;
    else say(said);
  });
}
one<HTMLInputElement>("load").addEventListener("change", ({ target }) => {
  const field = target as HTMLInputElement;
  const [file] = field.files ?? [];
  // Emptied, so that the same file can be loaded again.
  if (file) void loadFile(file).then(() => { field.value = ""; });
});
one("clear").addEventListener("click", () => {
  if (stored()?.text == null) { say(words["empty"]!); return; }
  one("saved").textContent = "";
  confirm.returnValue = "";
  confirm.showModal();
});
confirm.addEventListener("close", () => { if (confirm.returnValue === "clear") clear(); });
undo.addEventListener("click", putBack);
addEventListener("storage", ({ key }) => { if (key === KEY || key === null) show(); });
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
show();
