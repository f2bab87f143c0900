import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./watched.ts";

// What a reader has done: kept in the browser, marked on the pages, saved, cleared and loaded on the progress page.

const PROGRESS = "/course/progress/";
const row = (page: Page, mark: string): Locator => page.locator(`[data-row="${mark}"] > td`);
const kept = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem("progress"));

/** Answers the first numeric exercise of a page, rightly. */
async function solve(page: Page): Promise<Locator> {
  const exercise = page.locator("practice-exercise").first();
  const { truth } = JSON.parse((await exercise.getAttribute("data-spec"))!) as { truth: number };
  const field = exercise.locator("input[data-number]");
  await field.fill("1e-9");
  await field.press("Enter");
  await field.fill(String(truth));
  await field.press("Enter");
  return exercise;
}

test("what is done is marked, saved, cleared, put back and loaded; a foreign file changes nothing", async ({ page, context }) => {
  await page.goto("/mla/");
  const exercise = await solve(page);
  const mark = (await exercise.getAttribute("data-practice"))!;
  await expect(exercise.locator(".progress-mark")).toHaveText(/^solved on \d+ \w+$/);
  await page.locator("[data-ticks]").press("Space");
  await expect(page.locator(".progress-tick .progress-mark")).toHaveText(/^read on /);

  // A mark is no answer: the field is empty when the reader comes back.
  await page.reload();
  await expect(exercise.locator(".progress-mark")).toHaveText(/^solved on /);
  await expect(exercise.locator("input[data-number]")).toHaveValue("");

  await page.goto(PROGRESS);
  await expect(row(page, mark)).toHaveText(/^solved on .+; 2 tries$/);
  await expect(row(page, "article:mla")).toHaveText(/^read on /);
  const before = (await kept(page))!;
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".progress-actions > [data-save]").first().press("Enter")]);
  const saved = await readFile(await download.path(), "utf8");
  expect(JSON.parse(saved)).toEqual(JSON.parse(before));

  // By keyboard: Escape leaves all as it was; the way to clear leads past the offer to save.
  const clear = page.locator("[data-clear]");
  await clear.press("Enter");
  await expect(page.locator("dialog [data-save]")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(clear).toBeFocused();
  expect(await kept(page)).toBe(before);
  await clear.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-undo]")).toBeFocused();
  expect(await kept(page)).toBeNull();
  await expect(row(page, mark)).toHaveText("–");
  await page.keyboard.press("Enter");
  await expect(row(page, mark)).toHaveText(/^solved on /);
  expect(await kept(page)).toBe(before);

  await clear.press("Enter");
  await page.locator('dialog [value="clear"]').click();
  await expect(row(page, mark)).toHaveText("–");

  // Another tab notes something meanwhile; loading the file adds to it.
  const other = await context.newPage();
  await other.goto("/r1/");
  const second = await solve(other);
  await expect(second.locator(".progress-mark")).toHaveText(/^solved on /);
  await expect(row(page, (await second.getAttribute("data-practice"))!)).toHaveText(/^solved on /);
  const load = page.locator("input[data-load]");
  await load.setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(saved) });
  await expect(page.locator("[data-said]")).toHaveText("mine.json was loaded. Exercises: 1 added. Articles: 1 added.");
  await expect(page.locator("[data-summary]")).toContainText(/^2 of \d+ exercises solved/);

  const both = await kept(page);
  await load.setInputFiles({ name: "foreign.json", mimeType: "application/json", buffer: Buffer.from('{"format": "moodle"}') });
  await expect(page.locator("[data-said]")).toHaveText(/^foreign\.json was not loaded, and nothing was changed\. The reason: invalid: format is "moodle"; expected/);
  expect(await kept(page)).toBe(both);

  // The tab that solved one exercise keeps it when it writes again, and hears of a clearing.
  await other.locator("[data-ticks]").press("Space");
  await expect(row(page, "article:r1")).toHaveText(/^read on /);
  await clear.press("Enter");
  await page.locator('dialog [value="clear"]').click();
  await expect(second.locator(".progress-mark")).toBeEmpty();
  await expect(other.locator("[data-ticks]")).not.toBeChecked();
});

test("a browser that refuses storage is told so, and exercises work", async ({ page }) => {
  await page.addInitScript(() => { Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }); });
  await page.goto("/mla/");
  const exercise = await solve(page);
  await expect(exercise.locator(".practice-verdict.is-right")).toBeVisible();
  await expect(exercise.locator(".progress-mark")).toHaveText("cannot be kept in this browser");
  await page.locator("[data-ticks]").press("Space");
  await expect(page.locator("[data-ticks]")).not.toBeChecked();
  await page.goto(PROGRESS);
  await expect(page.locator("[data-problem]")).toContainText("This browser does not let this page store anything");
  await page.locator("[data-clear]").press("Enter");
  await expect(page.locator("[data-said]")).toHaveText("Nothing is noted yet.");
});
