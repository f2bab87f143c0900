import type { SimFigure } from "./mount.ts";
import { request, type Request } from "./workerClient.ts";

/** Plays the run of a figure's simulation. The worker streams the steps; all are kept, so that the reader can go back. */
class Player {
  readonly #figure: SimFigure;
  readonly #root: HTMLElement;
  #frames: unknown[] = [];
  #total: number;
  /** The step that the reader asked for, from 0; shown as soon as it is computed. */
  #wanted: number;
  #request: Request | undefined;
  #isComplete = false;
  #isPlaying = false;
  #isOnScreen = true;
  #timer = 0;
  /** Which run the steps belong to: what arrives late for an earlier one is dropped. */
  #round = 0;

  constructor(figure: SimFigure, root: HTMLElement) {
    this.#figure = figure;
    this.#root = root;
    this.#total = Number(this.#scrub.max);
    this.#wanted = this.#total - 1;
    this.#part("play").addEventListener("click", () => { if (this.#isPlaying) this.#pause(); else this.#play(); });
    for (const button of root.querySelectorAll<HTMLElement>("[data-step]")) button.addEventListener("click", () => { this.#pause(); this.#want(this.#wanted + Number(button.dataset["step"]), true); });
    this.#scrub.addEventListener("input", () => { this.#pause(); this.#want(Number(this.#scrub.value) - 1, false); });
    this.#scrub.addEventListener("change", () => { this.#want(Number(this.#scrub.value) - 1, true); });
    this.#part("player-stop").addEventListener("click", () => { this.#stop(); });
    figure.addEventListener("sim-change", () => { this.#reset(); });
    document.addEventListener("visibilitychange", () => { this.#onVisible(); });
    new IntersectionObserver(([entry]) => { this.#isOnScreen = entry!.isIntersecting; this.#onVisible(); }).observe(figure);
  }

  #part<T extends HTMLElement = HTMLElement>(name: string): T { return this.#root.querySelector<T>(`[data-${name}]`)!; }
  get #scrub(): HTMLInputElement { return this.#part<HTMLInputElement>("scrub"); }

  /** Asks for the steps, once for each state of the figure. */
  #compute(): void {
    if (this.#request || this.#isComplete) return;
    const round = ++this.#round;
    this.#frames = [];
    void this.#figure.handOver().then(() => {
      if (round !== this.#round) return;
      this.#part("player-stop").hidden = false;
      const ended = (): void => { this.#request = undefined; this.#part("player-stop").hidden = true; };
      this.#request = request(this.#figure.spec.id, this.#figure.values, !this.#isVisible, {
        onProgress: () => undefined,
        onFrame: (out, done) => { this.#keep(out, done); },
        onDone: () => { ended(); this.#isComplete = true; },
        onFailed: (message) => { ended(); this.#pause(); this.#say(`${this.#root.dataset["failed"]!} ${message}`); },
      });
    }, (error: unknown) => { this.#pause(); this.#say(`${this.#root.dataset["failed"]!} ${String(error)}`); });
  }

  #keep(out: unknown, done: number): void {
    this.#frames.push(out);
    const total = Math.max(this.#frames.length, Math.round(this.#frames.length / done));
    // Other inputs, another number of steps: what was asked for near the end is meant from the end.
    if (2 * this.#wanted >= this.#total) this.#wanted += total - this.#total;
    this.#total = total;
    this.#scrub.max = String(this.#total);
    this.#wanted = Math.min(this.#wanted, this.#total - 1);
    if (this.#frames.length - 1 === this.#wanted) this.#show(!this.#isPlaying);
  }

  #want(step: number, isSettled: boolean): void {
    this.#wanted = Math.max(0, Math.min(this.#total - 1, step));
    this.#compute();
    this.#show(isSettled);
  }

  /** Shows the step asked for if it is there. A screen reader hears its answer only where the reader rests. */
  #show(isSettled: boolean): void {
    const text = this.#root.dataset["place"]!.replace("{step}", String(this.#wanted + 1)).replace("{steps}", String(this.#total));
    this.#scrub.value = String(this.#wanted + 1);
    this.#scrub.setAttribute("aria-valuetext", text);
    this.#say(text);
    if (this.#wanted < this.#frames.length) this.#figure.show(this.#frames[this.#wanted], isSettled);
  }

  #say(text: string): void { this.#part("player-said").textContent = text; }

  #play(): void {
    this.#setPlaying(true);
    this.#want(this.#wanted >= this.#total - 1 ? 0 : this.#wanted, false);
    this.#tick();
  }

  #tick(): void {
    this.#timer = window.setTimeout(() => {
      if (this.#wanted + 1 < this.#frames.length) this.#want(this.#wanted + 1, false);
      if (this.#isComplete && this.#wanted === this.#total - 1) this.#pause();
      else this.#tick();
    }, 1000 / Number(this.#part<HTMLSelectElement>("speed").value));
  }

  #pause(): void {
    if (!this.#isPlaying) return;
    clearTimeout(this.#timer);
    this.#setPlaying(false);
    this.#show(true);
  }

  #setPlaying(isPlaying: boolean): void {
    this.#isPlaying = isPlaying;
    const button = this.#part("play");
    button.textContent = button.dataset[isPlaying ? "pauseLabel" : "playLabel"]!;
  }

  /** Ends the run where it is; asked again, it starts anew and gives the same steps. */
  #stop(): void {
    this.#round++;
    this.#request?.stop();
    this.#request = undefined;
    this.#part("player-stop").hidden = true;
    this.#wanted = Math.max(0, Math.min(this.#wanted, this.#frames.length - 1));
    this.#pause();
    this.#show(true);
  }

  /** The inputs changed: the figure shows the last step of another run. */
  #reset(): void {
    clearTimeout(this.#timer);
    this.#setPlaying(false);
    this.#round++;
    this.#request?.stop();
    this.#request = undefined;
    this.#part("player-stop").hidden = true;
    this.#isComplete = false;
    this.#frames = [];
    this.#total = Number(this.#scrub.max);
    this.#wanted = this.#total - 1;
    this.#scrub.value = this.#scrub.max;
    this.#say("");
  }

  get #isVisible(): boolean { return this.#isOnScreen && !document.hidden; }

  #onVisible(): void {
    if (this.#isVisible) this.#request?.resume();
    else {
      this.#pause();
      this.#request?.pause();
    }
  }
}

/** Brings the player of a figure to life. */
export function attachPlayer(figure: SimFigure, root: HTMLElement): void {
  new Player(figure, root);
}
