import type { Locator, Page } from "@playwright/test";

/** How long a figure may take to answer; a heavy one computes in the worker. */
const ANSWER_TIMEOUT_MS = 60_000;

/** The first control of a figure that a key press changes; a page may show some of them only. */
export const controlOf = (figure: Locator): Locator => figure.locator("[data-controls] :is(input[type=range], select, input[type=checkbox])").filter({ visible: true }).first();

/** Presses a key that changes the control's value, whatever its kind, and waits until the figure has answered. */
export async function changeAndWait(figure: Locator): Promise<void> {
  const control = controlOf(figure);
  await control.scrollIntoViewIfNeeded();
  await control.focus();
  const answered = figure.evaluate(
    (element, timeout) => new Promise<void>((done, failed) => {
      element.addEventListener("sim-answer", () => { done(); }, { once: true });
      setTimeout(() => { failed(new Error(`${element.id} gave no answer within ${timeout} ms`)); }, timeout);
    }),
    ANSWER_TIMEOUT_MS,
  );
  await control.press(await keyFor(control));
  await answered;
}

/** A key that moves the control away from where it stands; at its end a slider goes back. */
async function keyFor(control: Locator): Promise<string> {
  return control.evaluate((element) => {
    if (element instanceof HTMLSelectElement) return element.selectedIndex < element.options.length - 1 ? "ArrowDown" : "ArrowUp";
    if (element instanceof HTMLInputElement && element.type === "checkbox") return "Space";
    return element instanceof HTMLInputElement && Number(element.value) >= Number(element.max) ? "ArrowLeft" : "ArrowRight";
  });
}

/** Makes every figure of a page answer once. @returns how many there are */
export async function makeAllAlive(page: Page): Promise<number> {
  const figures = await page.locator("sim-figure").all();
  for (const figure of figures) await changeAndWait(figure);
  return figures.length;
}
