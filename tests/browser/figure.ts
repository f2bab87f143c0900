import type { Locator, Page } from "@playwright/test";
import { expect } from "./watched.ts";

/** A figure's parts in a page, found as its HTML names them. */
export class FigureOnPage {
  readonly root: Locator;

  readonly page: Page;
  readonly id: string;

  constructor(page: Page, id: string) {
    this.page = page;
    this.id = id;
    this.root = page.locator(`sim-figure[data-figure="${id}"]`).first();
  }

  readonly part = (name: string): Locator => this.root.locator(`[data-${name}]`).first();
  get caption(): Locator { return this.root.locator("[data-caption]"); }
  get sliders(): Locator { return this.root.locator('input[type="range"][data-param]'); }
  get boxes(): Locator { return this.root.locator('input[type="number"][data-param]'); }
  get lists(): Locator { return this.root.locator("textarea[data-param]"); }
  get presets(): Locator { return this.root.locator("[data-preset]"); }
  get choices(): Locator { return this.root.locator("select[data-param]"); }
  get flags(): Locator { return this.root.locator('input[type="checkbox"][data-param]'); }
  /** The drawing itself; its panels are drawings inside it. */
  get svg(): Locator { return this.root.locator("[data-plot] > svg:visible"); }

  async open(search = ""): Promise<this> {
    await this.page.goto(`/figures/${this.id}/${search}`);
    return this.alive();
  }

  /** Waits until the figure on the page that is open answers. */
  async alive(): Promise<this> {
    await expect(this.root).toHaveAttribute("data-alive", "");
    return this;
  }

  /** Whether the figure answers in the worker, after the hand has rested. */
  readonly isHeavy = (): Promise<boolean> => this.root.evaluate((figure) => (JSON.parse(figure.dataset["spec"]!) as { cost: string }).cost === "heavy");

  /** How many answers this figure has shown since the page was loaded. */
  readonly numAnswers = (): Promise<number> => this.page.evaluate((id) => window.answers.filter(({ figure }) => figure === id).length, this.id);

  /** Does something that must give an answer to a figure at rest, and waits for the answer. */
  async answering(act: () => Promise<unknown>): Promise<void> {
    const before = await this.numAnswers();
    await act();
    await expect.poll(this.numAnswers, { timeout: 30_000, intervals: [10, 20, 50, 100] }).toBeGreaterThan(before);
  }

  /** Waits until no work is under way, after acts whose answers nobody waited for. */
  async atRest(): Promise<void> {
    if (!(await this.isHeavy())) return;
    // A heavy figure waits for the hand to rest before it starts.
    await this.page.waitForTimeout(250);
    await expect(this.root).not.toHaveAttribute("data-busy", /.*/, { timeout: 30_000 });
  }

  /** Moves the first control there is, of whatever kind. */
  readonly nudge = async (): Promise<void> => {
    const control = this.root.locator("[data-param]").first();
    await control.focus();
    const kind = await control.evaluate((element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) => element.type);
    if (kind === "range") await control.press("ArrowRight");
    else if (kind === "checkbox") await control.press("Space");
    else if (kind === "textarea") await control.fill((await control.inputValue()).split(", ").reverse().join(", "));
    else await control.selectOption({ index: await control.evaluate((select: HTMLSelectElement) => (select.selectedIndex + 1) % select.options.length) });
  };

  /** What the figure says and asks for: caption, drawing and address. */
  async state(): Promise<{ caption: string; drawing: string; search: string }> {
    return { caption: await this.caption.innerText(), drawing: await this.svg.first().innerHTML(), search: new URL(this.page.url()).search };
  }

  /** The out of the last answer, as JSON has it. */
  readonly lastOut = (): Promise<unknown> => this.page.evaluate((id) => JSON.parse(JSON.stringify(window.answers.filter(({ figure }) => figure === id).at(-1)?.out ?? null)) as unknown, this.id);
}
