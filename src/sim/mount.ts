import "./linkedReading.ts";
import { commitAddress, rewriteAddress } from "./address.ts";
import { checkList, isState, readControl, syncControls } from "./controls.ts";
import { load } from "./discover.ts";
import type { AnyFigure, Table } from "./figure.ts";
import { figures } from "./figures.ts";
import { attachReadings } from "./readings.ts";
import { run } from "./run.ts";
import type { Spec } from "./spec.ts";
import { Status } from "./status.ts";
import { readState, unknownFigures, writeState } from "./urlState.ts";
import { correctValues, resolveValues, type State } from "./values.ts";
import { request, type Request } from "./workerClient.ts";

/** What arrives on first use: the figure, and the code that draws it. */
interface Live { readonly fig: AnyFigure; readonly draw: typeof import("./draw.ts").draw; readonly fillTable: typeof import("./dataTable.ts").fillTable }

/** A heavy answer is asked for once the reader's hand has rested this long. */
const REST_MS = 150;
/** A screen reader hears the answer once it has stood still this long. */
const ANNOUNCE_MS = 700;

/**
 * A figure in a page. The server's HTML is complete; the element makes it answer.
 * Nothing but this script loads before the reader's first use, or a link that asks for another state than the page's own.
 */
class SimFigure extends HTMLElement {
  spec!: Spec;
  values!: State;
  #status!: Status;
  #refreshReadings = (): void => undefined;
  #live: Promise<Live> | undefined;
  #alive: Live | undefined;
  #shown: { out: unknown; values: State; caption: string; table: Table } | undefined;
  #request: Request | undefined;
  #frame = 0;
  #timers = { rest: 0, announce: 0 };
  #isOnScreen = false;
  #width = 0;

  connectedCallback(): void {
    if (this.dataset["alive"] !== undefined) return;
    this.dataset["alive"] = "";
    this.spec = JSON.parse(this.dataset["spec"]!) as Spec;
    this.values = this.spec.base;
    this.#status = new Status(this.#part("status"), this.spec.words, { stop: () => { this.#stop(); }, retry: () => { void this.#update(); } });
    const plot = this.#part("plot");
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    this.#refreshReadings = attachReadings(plot, this.#part("reading"));
    for (const row of this.querySelectorAll<HTMLElement>("tr[data-link] > th")) row.tabIndex = 0;
    syncControls(this, this.spec, this.values);
    this.#listen();
    const player = this.querySelector<HTMLElement>("[data-player]");
    if (player) void import("./player.ts").then(({ attachPlayer }) => { attachPlayer(this, player); }).catch((error: unknown) => { this.#status.failed(this.spec.words.loadFailed, error, false); });
    this.#readAddress();
  }

  #part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.querySelector<T>(`[data-${name}]`)!;
  }

  #listen(): void {
    const controls = this.#part("controls");
    for (const part of this.querySelectorAll("[data-presets], [data-controls]")) {
      for (const type of ["pointerover", "focusin", "touchstart"]) part.addEventListener(type, () => { this.#load().catch(() => undefined); }, { once: true, passive: true });
    }
    controls.addEventListener("input", (event) => { this.#onInput(event.target, false); });
    controls.addEventListener("change", (event) => { this.#onInput(event.target, true); });
    this.addEventListener("click", (event) => { this.#onClick(event.target as Element); });
    this.addEventListener("toggle", (event) => { if (event.target instanceof Element && event.target.matches("[data-share], [data-table]")) void this.#refreshDetails(); }, true);
    addEventListener("popstate", () => { this.#readAddress(); });
    document.addEventListener("visibilitychange", () => { this.#onVisible(); });
    new IntersectionObserver(([entry]) => { this.#isOnScreen = entry!.isIntersecting; this.#onVisible(); }).observe(this);
    new ResizeObserver(([entry]) => {
      const width = Math.round(entry!.contentRect.width);
      if (width === this.#width) return;
      this.#width = width;
      if (this.#shown && width > 0) this.#draw();
    }).observe(this.#part("plot"));
  }

  get #isVisible(): boolean {
    return this.#isOnScreen && !document.hidden;
  }

  /** Work stops out of sight, and goes on where it stopped. */
  #onVisible(): void {
    if (!this.#request) return;
    if (this.#isVisible) {
      this.#request.resume();
      this.#status.resumed();
    } else {
      this.#request.pause();
      this.#status.paused();
    }
  }

  /** Takes the state that the address asks for, and says what it corrected. */
  #readAddress(): void {
    const { values, corrections } = readState(location.search, this.spec.name, this.spec, this.spec.base);
    this.#status.corrected(this.spec.words.corrected, corrections);
    if (isState(values, this.values)) return;
    this.values = values;
    syncControls(this, this.spec, values);
    void this.#update();
  }

  readonly #rewrite = (search: string): string => writeState(search, this.spec.name, this.spec, this.values, this.spec.base);

  #onInput(target: EventTarget | null, isSettled: boolean): void {
    const said = readControl(target, this.spec);
    if (!said || !checkList(target, this.spec)) return;
    const { values, corrections } = correctValues(this.spec, { [said.name]: said.raw }, this.values);
    const isBox = target instanceof HTMLInputElement && target.type === "number";
    if (corrections.length > 0 && !isSettled) {
      // The reader may be in the middle of a number.
      if (isBox) target.setAttribute("aria-invalid", "true");
      return;
    }
    if (isBox) target.removeAttribute("aria-invalid");
    this.#status.corrected(this.spec.words.correctedInput, corrections);
    this.#take(values, said.name, isSettled, isSettled && isBox ? null : target, true);
  }

  #take(values: State, act: string, isSettled: boolean, typing: EventTarget | null = null, isKept = false): void {
    const isNew = !isState(values, this.values);
    this.values = values;
    syncControls(this, this.spec, values, typing, isKept);
    if (isSettled) commitAddress(`${this.spec.name}.${act}`, this.#rewrite);
    else rewriteAddress(this.#rewrite);
    if (isNew) void this.#update();
  }

  #onClick(target: Element): void {
    const button = target.closest<HTMLElement>("button");
    if (!button) return;
    const { preset, reset, action } = button.dataset;
    if (preset !== undefined || reset !== undefined) {
      this.#status.corrected("", []);
      this.#take({ ...this.spec.base, ...(preset === undefined ? {} : this.spec.presets[preset]) }, `preset ${preset ?? ""}`, true);
    } else if (action !== undefined) void import("./actions.ts").then(({ act }) => act(action, button, this)).catch((error: unknown) => { this.#status.failed(this.spec.words.loadFailed, error, false); });
  }

  #load(): Promise<Live> {
    this.#live ??= Promise.all([load(figures, this.spec.id, "figure"), import("./live.ts")]).then(([fig, { draw, fillTable }]) => (this.#alive = { fig, draw, fillTable }));
    // A failed load is tried again at the next use.
    this.#live.catch(() => { this.#live = undefined; });
    return this.#live;
  }

  /** Computes and shows the answer for the current values; the newest values win. */
  async #update(): Promise<void> {
    this.dispatchEvent(new CustomEvent("sim-change"));
    this.#cancel();
    if (!this.#alive) {
      this.#status.waiting(this.spec.words.loading);
      try {
        await this.#load();
      } catch (error) {
        this.#status.failed(this.spec.words.loadFailed, error);
        return;
      }
      this.#status.idle();
    }
    if (this.spec.cost === "heavy") this.#timers.rest = window.setTimeout(() => { this.#compute(); }, REST_MS);
    // Several inputs of one frame are answered once, within that frame.
    else this.#frame = requestAnimationFrame(() => { this.#answer(() => run(this.#alive!.fig.sim, this.values)); });
  }

  #cancel(): void {
    this.#request?.stop();
    this.#request = undefined;
    clearTimeout(this.#timers.rest);
    cancelAnimationFrame(this.#frame);
  }

  #compute(): void {
    this.#request?.stop();
    this.#status.computing();
    this.#request = request(this.spec.id, this.values, !this.#isVisible, {
      onProgress: (done) => { this.#status.progress(done); },
      onDone: (out) => { this.#request = undefined; this.#answer(() => out); },
      onFailed: (message) => { this.#request = undefined; this.#status.failed(this.spec.words.failed, message); },
    });
    if (!this.#isVisible) this.#status.paused();
  }

  #stop(): void {
    this.#request?.stop();
    this.#request = undefined;
    this.#status.stopped();
  }

  #answer(compute: () => unknown, isSettled = true): void {
    try {
      const { fig } = this.#alive!;
      const values = resolveValues(this.spec, this.values);
      const out = compute();
      this.#shown = { out, values, caption: fig.caption(out, values), table: fig.table(out, values) };
      this.#draw();
      this.#status.idle();
    } catch (error) {
      this.#status.failed(this.spec.words.failed, error);
      return;
    }
    const { caption } = this.#shown;
    this.#part("caption").textContent = caption;
    clearTimeout(this.#timers.announce);
    if (isSettled) this.#timers.announce = window.setTimeout(() => { this.#part("announce").textContent = caption; }, ANNOUNCE_MS);
    void this.#refreshDetails();
    this.dispatchEvent(new CustomEvent("sim-answer", { bubbles: true, detail: this.#shown }));
  }

  #draw(): void {
    const { out, values, caption } = this.#shown!;
    const plot = this.#part("plot");
    this.#width ||= Math.round(plot.clientWidth);
    plot.replaceChildren(this.#alive!.draw(this.#alive!.fig, out, values, this.#width, caption));
    this.#refreshReadings();
  }

  /** Brings the open ones of the folded parts up to date; a closed one waits until it is opened. */
  async #refreshDetails(): Promise<void> {
    if (this.#shown && this.querySelector("[data-table][open]")) this.#alive!.fillTable(this.querySelector("table")!, this.#shown.table);
    if (!this.querySelector("[data-share][open]")) return;
    const { shareTexts } = await import("./share.ts");
    const texts = shareTexts(this.spec, this.values);
    for (const place of this.querySelectorAll<HTMLElement>("[data-text]")) place.textContent = texts[place.dataset["text"]!] ?? "";
  }

  /** The answer's table and drawing as they stand, for downloads; computes the answer if the reader has changed nothing yet. */
  async answer(): Promise<{ table: Table; svg: SVGSVGElement; caption: string; values: State }> {
    const svg = [...this.#part("plot").querySelectorAll<SVGSVGElement>("svg")].find((drawn) => drawn.getClientRects().length > 0)!;
    if (this.#shown) return { ...this.#shown, svg };
    const { fig } = await this.#load();
    const out = this.spec.cost === "instant" ? run(fig.sim, this.spec.base) as unknown : await new Promise((onDone, reject) => {
      request(this.spec.id, this.spec.base, false, { onProgress: () => undefined, onDone, onFailed: (message) => { reject(new Error(message)); } });
    });
    return { table: fig.table(out, this.spec.base), svg, caption: this.#part("caption").textContent, values: this.spec.base };
  }

  /** Leaves the drawing to the step player: what is under way here ends. */
  async handOver(): Promise<void> {
    this.#cancel();
    this.#status.idle();
    await this.#load();
  }

  /** Shows one step of the run; announced only where the reader rests. */
  show(out: unknown, isSettled: boolean): void {
    this.#answer(() => out, isSettled);
  }

  /** Says something short where the figure reports, and to a screen reader. */
  say(message: string): void {
    this.#status.say(message);
  }
}
export type { SimFigure };

customElements.define("sim-figure", SimFigure);

/** A link may speak of a figure that this page does not have. */
function reportUnknown(): void {
  const all = [...document.querySelectorAll<SimFigure>("sim-figure")];
  const names = all.map(({ spec }) => spec.name);
  const unknown = unknownFigures(location.search, names);
  const [first] = all;
  if (!first || unknown.length === 0) return;
  const { words } = first.spec;
  const note = Object.assign(document.createElement("div"), { className: "link-note" });
  const said = Object.assign(document.createElement("p"), { textContent: unknown.map((name) => `${words.unknownFigure} ${name}${words.expectedOneOf} ${names.join(", ")}${words.ignored}.`).join(" ") });
  said.setAttribute("role", "status");
  const dismiss = Object.assign(document.createElement("button"), { type: "button", textContent: words.dismiss });
  dismiss.addEventListener("click", () => { note.remove(); });
  note.append(said, dismiss);
  (document.querySelector("main") ?? document.body).prepend(note);
}
reportUnknown();
