import type { Spec } from "./spec.ts";

/** Where a figure says what it is doing: a line over the drawing with a progress bar, stop and retry, and a note for corrections. */
export class Status {
  readonly #root: HTMLElement;
  readonly #words: Spec["words"];
  #isComputing = false;
  #timer = 0;

  constructor(root: HTMLElement, words: Spec["words"], acts: { stop: () => void; retry: () => void }) {
    this.#root = root;
    this.#words = words;
    this.#button("stop").addEventListener("click", acts.stop);
    this.#button("retry").addEventListener("click", acts.retry);
  }

  #button = (name: "stop" | "retry"): HTMLButtonElement => this.#root.querySelector(`[data-${name}]`)!;
  get #bar(): HTMLProgressElement { return this.#root.querySelector("progress")!; }

  #show(text: string, { bar = false, stop = false, retry = false } = {}): void {
    clearTimeout(this.#timer);
    this.#root.hidden = text === "";
    this.#root.querySelector("[data-status-text]")!.textContent = text;
    this.#bar.hidden = !bar;
    this.#button("stop").hidden = !stop;
    this.#button("retry").hidden = !retry;
    this.#isComputing = stop;
    this.#root.closest("sim-figure")?.toggleAttribute("data-busy", bar);
  }

  idle(): void { this.#show(""); }

  /** Says that something loads, unless it arrives before anyone would notice. */
  waiting(text: string): void {
    this.#show("");
    this.#timer = window.setTimeout(() => { this.#show(text); }, 200);
  }

  computing(): void {
    this.#bar.value = 0;
    this.#show(this.#words.computing, { bar: true, stop: true });
  }

  progress(done: number): void {
    if (this.#isComputing) this.#bar.value = done;
  }

  paused(): void { this.#show(this.#words.paused, { bar: true, stop: true }); }
  resumed(): void { this.#show(this.#words.computing, { bar: true, stop: true }); }
  stopped(): void { this.#show(this.#words.stopped, { retry: true }); }

  failed(lead: string, error: unknown, canRetry = true): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#show(`${lead} ${message}`, { retry: canRetry });
  }

  /** A word of success, gone after a while. */
  say(message: string): void {
    this.#show(message);
    this.#timer = window.setTimeout(() => { this.idle(); }, 4000);
  }

  /** Lists what was corrected in a link or an input; an empty list takes the note away. */
  corrected(lead: string, corrections: readonly string[]): void {
    const note = this.#root.closest("sim-figure")!.querySelector<HTMLElement>("[data-corrections]")!;
    note.hidden = corrections.length === 0;
    const said = note.firstElementChild!;
    said.replaceChildren();
    if (corrections.length === 0) return;
    note.querySelector("button")!.onclick = () => { note.hidden = true; };
    const list = document.createElement("ul");
    list.append(...corrections.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    said.append(Object.assign(document.createElement("p"), { textContent: lead }), list);
  }
}
