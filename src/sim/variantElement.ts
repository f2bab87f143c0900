import { fill } from "./practiceForm.ts";
import { fromRoot } from "./siteRoot.ts";
import { readSeed, setFor } from "./variant.ts";

const pages = new Map<string, Promise<Document>>();

/** Fetches a page once and brings along the style sheets that this page lacks. */
async function fetched(address: string): Promise<Document> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // Addresses there are relative to that page, which may stand at another depth than this one.
  for (const link of page.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>('a[href]:not([href^="#"]), link[rel="stylesheet"]')) link.href = new URL(link.getAttribute("href")!, response.url).href;
  const known = new Set([...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map(({ href }) => href));
  for (const link of page.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) if (!known.has(link.href)) document.head.append(document.importNode(link));
  return page;
}

/** `<practice-variants>`: the exercise inside it with the numbers of a seed, from the address (`?seed=7`) or from its button. What it shows anew says so by the event `practice-shown`. */
export class PracticeVariants extends HTMLElement {
  private original!: HTMLElement;
  /** The page that holds every set of numbers. */
  private page!: string;
  private exercise!: number;
  private numSets!: number;
  private words!: Readonly<Record<string, string>>;
  private seed: number | undefined;

  connectedCallback(): void {
    this.original = this.shown;
    const [, topic, exercise] = /^exercise-(.+)-(\d+)$/.exec(this.original.id)!;
    this.page = fromRoot(`/exercises/${topic}/${exercise}/`);
    this.exercise = Number(exercise);
    this.numSets = Number(this.dataset["sets"]);
    this.words = (JSON.parse(this.original.dataset["spec"]!) as { words: Record<string, string> }).words;
    this.button("another").addEventListener("click", () => void this.show(this.nextSeed()));
    this.button("original").addEventListener("click", () => this.restore());
    const asked = new URLSearchParams(location.search).get("seed");
    if (asked !== null) void this.showAsked(asked);
  }

  private get shown(): HTMLElement {
    return this.firstElementChild as HTMLElement;
  }

  private button(name: string): HTMLButtonElement {
    return this.querySelector(`:scope > .practice-variants-bar [data-${name}]`)!;
  }

  private async showAsked(text: string): Promise<void> {
    let seed: number;
    try {
      seed = readSeed(text);
    } catch {
      this.say(fill(this.words["badSeed"]!, { seed: text }));
      return;
    }
    await this.show(seed);
  }

  private setOf(seed: number): number {
    return setFor(seed, this.exercise, this.numSets);
  }

  /** The next seed that draws other numbers; any does when there is one variant only. */
  private nextSeed(): number {
    const now = this.seed === undefined ? 0 : this.setOf(this.seed);
    let seed = (this.seed ?? 0) + 1;
    while (this.numSets > 1 && this.setOf(seed) === now) seed++;
    return seed;
  }

  private async show(seed: number): Promise<void> {
    const { page, numSets, words } = this;
    const set = this.setOf(seed);
    try {
      if (!pages.has(page)) pages.set(page, fetched(page));
      const found = (await pages.get(page)!).querySelector<HTMLElement>(`[data-set="${set}"]`);
      if (!found) throw new Error(`${page} has no set ${set}`);
      const variant = document.importNode(found, true);
      variant.id = this.original.id;
      this.shown.replaceWith(variant);
      variant.dispatchEvent(new Event("practice-shown", { bubbles: true }));
      this.seed = seed;
      this.button("original").hidden = false;
      const link = document.createElement("a");
      link.href = `?seed=${seed}#${this.original.id}`;
      link.textContent = fill(words["seed"]!, { seed: String(seed) });
      this.say(link, fill(words["set"]!, { set: String(set), count: String(numSets) }));
    } catch {
      pages.delete(page);
      this.say(words["failed"]!);
    }
  }

  private restore(): void {
    this.shown.replaceWith(this.original);
    this.original.dispatchEvent(new Event("practice-shown", { bubbles: true }));
    this.seed = undefined;
    this.button("original").hidden = true;
    this.button("another").focus();
    this.say(this.words["restored"]!);
  }

  private say(...content: (Node | string)[]): void {
    this.querySelector(":scope > .practice-variants-bar [data-seed]")!.replaceChildren(...content);
  }
}
