// The progress page: what this browser keeps, and the ways to save, load and clear it.
import { canWrite, stored, written } from "./entry.ts";
import { checkSize, gained, merge, parse, ProgressError, serialise } from "./file.ts";
import { list } from "./list.ts";
import { NOTHING, type Progress } from "./record.ts";
import { KEY } from "./store.ts";
import { fill, sayGained, type Words } from "./words.ts";

const page = document.querySelector<HTMLElement>("[data-progress-page]")!;
const words = JSON.parse(page.dataset["words"]!) as Words;
const one = <E extends HTMLElement = HTMLElement>(name: string): E => page.querySelector<E>(`[data-${name}]`)!;
const undo = one<HTMLButtonElement>("undo");

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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

/** Writes the entry, or takes it away; says on the page when the browser refuses. */
function write(text: string | null): boolean {
  const isWritten = written(text);
  if (!isWritten) say(words["full"]!);
  return isWritten;
}

function say(text: string): void {
  one("said").textContent = text;
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
  list(page, progress, words);
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
