import type { Page } from "@playwright/test";
import { setFor } from "../../src/sim/variant.ts";
import { readPage } from "../dist.ts";
import { expect, paths, test } from "./watched.ts";

// Predictions and exercises, by keyboard alone, on every page that has them.

const articles = paths.filter((path) => !path.startsWith("/exercises/") && readPage(path).document.querySelector("practice-exercise"));

/** Opens a page and waits for the scripts of the kinds of practice it has. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator(":is(practice-choice, practice-ordering, practice-variants):not(:defined)")).toHaveCount(0);
}

test("there are articles with exercises", () => expect(articles).toContain("/mla/"));

test("a seed in the address draws other numbers, the button the next ones, and the first ones come back", async ({ page }) => {
  await open(page, "/mla/?seed=7");
  const variants = page.locator("practice-variants").first();
  const shown = variants.locator(":scope > .practice");
  const exercise = Number((await shown.getAttribute("id"))!.split("-").at(-1));
  const numSets = Number(await variants.getAttribute("data-sets"));
  await expect(shown).toHaveAttribute("data-set", String(setFor(7, exercise, numSets)));
  await expect(variants.locator("[data-seed] a")).toHaveAttribute("href", /^\?seed=7#exercise-mla-/);
  await variants.locator("[data-another]").press("Enter");
  await expect(variants.locator("[data-seed]")).not.toContainText("Seed 7");
  const { truth } = JSON.parse((await shown.getAttribute("data-spec"))!) as { truth: number };
  await variants.locator("input[data-number]").fill(String(truth));
  await variants.locator("input[data-number]").press("Enter");
  await expect(variants.locator(".practice-verdict.is-right")).toBeVisible();
  await variants.locator("[data-original]").press("Enter");
  await expect(shown).not.toHaveAttribute("data-set");
});

test("a seed that is none is said to be none, and the first numbers stay", async ({ page }) => {
  await open(page, "/mla/?seed=many");
  const variants = page.locator("practice-variants").first();
  await expect(variants.locator("[data-seed]")).toContainText("“many” is no seed");
  await expect(variants.locator(":scope > .practice")).not.toHaveAttribute("data-set");
});

for (const article of articles) {
  test(`${article} takes a guess by keyboard and answers it`, async ({ page }) => {
    await page.goto(article);
    const predictions = page.locator("predict-first");
    expect(await predictions.count()).toBeGreaterThanOrEqual(2);
    for (const prediction of await predictions.all()) {
      const { truth } = JSON.parse((await prediction.getAttribute("data-spec"))!) as { truth: number };
      await expect(prediction.locator("details.practice-more > summary")).toBeVisible();
      await expect(prediction.locator(".practice-answer")).toBeHidden();
      const field = prediction.locator("input[data-number]");
      if (await field.count()) {
        await field.focus();
        await page.keyboard.type("lots");
        await page.keyboard.press("Enter");
        await expect(prediction.locator("[data-problem]")).not.toBeEmpty();
        await field.fill("");
        await page.keyboard.type(String(truth));
      } else {
        await prediction.locator("input[type=radio]").first().focus();
        await page.keyboard.press("Space");
      }
      await page.keyboard.press("Enter");
      await expect(prediction.locator("[data-reply]")).not.toBeEmpty();
      await expect(prediction.locator("[data-reply] svg")).toBeVisible();
      await expect(prediction.locator("[data-problem]")).toBeEmpty();
    }
  });

  test(`${article} tells right from wrong by keyboard`, async ({ page }) => {
    await page.goto(article);
    expect(await page.locator("practice-exercise, practice-choice, practice-ordering").count()).toBeGreaterThanOrEqual(4);
    const exercises = page.locator("practice-exercise");
    for (const exercise of await exercises.all()) {
      const { truth, mistakes } = JSON.parse((await exercise.getAttribute("data-spec"))!) as { truth: number; mistakes: number[] };
      const field = exercise.locator("input[data-number]");
      await field.fill(String(truth));
      await field.press("Enter");
      await expect(exercise.locator(".practice-verdict.is-right")).toBeVisible();
      await field.fill(String(truth * 7.3 + 11));
      await field.press("Enter");
      await expect(exercise.locator(".practice-verdict.is-wrong")).toBeVisible();
      const mistake = mistakes.find((value) => Math.abs(value / truth - 1) > 0.2);
      if (mistake !== undefined) {
        await field.fill(String(mistake));
        await field.press("Enter");
        await expect(exercise.locator(".practice-why")).not.toBeEmpty();
      }
      for (const summary of await exercise.locator("details > summary").all()) await summary.press("Enter");
      await expect(exercise.locator(".practice-answer")).toBeVisible();
    }
  });

  test(`${article} takes a choice and an order by keyboard`, async ({ page }) => {
    await open(page, article);
    for (const exercise of await page.locator("practice-choice").all()) {
      const { right } = JSON.parse((await exercise.getAttribute("data-spec"))!) as { right: number };
      const options = exercise.locator("input[type=radio]");
      const check = exercise.locator("button[type=submit]");
      await check.press("Enter");
      await expect(exercise.locator("[data-problem]")).not.toBeEmpty();
      for (const [at, option] of (await options.all()).entries()) {
        await option.focus();
        await page.keyboard.press("Space");
        await check.press("Enter");
        await expect(exercise.locator(at === right ? ".practice-verdict.is-right" : ".practice-verdict.is-wrong")).toBeVisible();
        await expect(exercise.locator(".practice-why")).not.toBeEmpty();
      }
    }
    for (const exercise of await page.locator("practice-ordering").all()) {
      const check = exercise.locator("button[type=submit]");
      const order = async (): Promise<number[]> => (await exercise.locator("li[data-step]").all().then((steps) => Promise.all(steps.map((step) => step.getAttribute("data-step"))))).map(Number);
      const wrong = (await order()).findIndex((step, place) => step !== place);
      await check.press("Enter");
      await expect(exercise.locator(".practice-verdict.is-wrong")).toContainText(`place is ${wrong + 1} of`);
      const { length } = await order();
      for (let step = 0; step < length; step++) {
        const up = exercise.locator(`li[data-step="${step}"] [data-move=up]`);
        while ((await order()).indexOf(step) > step) {
          await up.press("Enter");
          await expect(up).toBeFocused();
        }
      }
      await expect(exercise.locator("[data-moved]")).not.toBeEmpty();
      await check.press("Enter");
      await expect(exercise.locator(".practice-verdict.is-right")).toBeVisible();
    }
  });

  test(`${article} on paper has its notes open and no controls`, async ({ page }) => {
    await page.goto(article);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator("[data-controls]").first()).toBeHidden();
    await expect(page.locator("header nav")).toBeHidden();
    await expect(page.locator("sim-figure [data-caption]").first()).toBeVisible();
    expect((await page.pdf()).length).toBeGreaterThan(20_000);
  });
}
