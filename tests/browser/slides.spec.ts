import { axeFaults } from "./axe.ts";
import { expect, paths, test } from "./watched.ts";

const decks = paths.filter((path) => /^\/slides\/./.test(path));

test("every slide of every deck fits a screen of 1280 by 720", async ({ page }) => {
  test.setTimeout(180_000);
  expect(decks.length).toBeGreaterThan(11);
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const path of decks) {
    await page.goto(path);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const cut = await page.evaluate(async () => {
      const found: string[] = [];
      for (const { id } of document.querySelectorAll(".slide")) {
        if (location.hash !== `#${id}`) {
          const moved = new Promise((resolve) => { addEventListener("hashchange", resolve, { once: true }); });
          location.hash = id;
          await moved;
        }
        const slide = document.querySelector(".slide.is-current")!;
        const body = slide.querySelector(".slide-body")!;
        if (slide.id !== id) found.push(`#${id} shows #${slide.id}`);
        if (body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1) found.push(`#${id}: ${body.scrollWidth} x ${body.scrollHeight} in ${body.clientWidth} x ${body.clientHeight}`);
        for (const shown of slide.querySelectorAll(".slide-head, .slide-body, .figure-plot > svg, .figure-caption")) {
          const { right, bottom, width } = shown.getBoundingClientRect();
          if (width > 0 && (right > innerWidth + 1 || (bottom > innerHeight + 1 && !slide.querySelector(".is-tall")))) found.push(`#${id}: ${shown.className.toString()} reaches ${Math.round(right)}, ${Math.round(bottom)}`);
        }
      }
      return found;
    });
    expect.soft(cut, path).toEqual([]);
  }
});

test("keys, links and lists move a deck, and a slider keeps its own keys", async ({ page, context }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto("/slides/mla/#how-large-it-is");
  const shown = page.locator(".slide.is-current");
  await expect(shown).toHaveAttribute("id", "how-large-it-is");
  await page.keyboard.press("PageDown");
  await expect(shown).toHaveAttribute("id", "figure-kv-cache");
  await expect(page).toHaveURL(/#figure-kv-cache$/);
  await expect(shown).toBeFocused();
  expect(await page.locator(".slide:not(.is-current):not([inert])").count()).toBe(0);

  // Who presses the bar's button stays on it, and hears the move.
  const back = page.getByRole("button", { name: "Previous slide" });
  await back.focus();
  await page.keyboard.press("Enter");
  await expect(shown).toHaveAttribute("id", "how-large-it-is");
  await expect(back).toBeFocused();
  await expect(page.locator("[data-said]")).toContainText("How large it is");
  await page.keyboard.press("PageDown");
  await expect(shown).toHaveAttribute("id", "figure-kv-cache");
  await shown.focus();

  const slider = shown.locator('input[type="range"]').first();
  const before = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(slider).not.toHaveValue(before);
  await expect(shown).toHaveAttribute("id", "figure-kv-cache");
  expect.soft(await axeFaults(page), "a figure's slide").toEqual([]);

  // A second window follows, with the figure's inputs.
  const [presenter] = await Promise.all([context.waitForEvent("page"), (async () => { await page.keyboard.press("Escape"); await page.keyboard.press("p"); })()]);
  await expect(presenter.locator(".slide.is-current")).toHaveAttribute("id", "figure-kv-cache");
  await expect(presenter.locator(".slide.is-current .slide-notes")).toBeVisible();
  await presenter.keyboard.press("ArrowRight");
  await expect(shown).toHaveAttribute("id", "how-large-it-is-2");
  await presenter.close();

  await page.keyboard.press("o");
  await page.locator("#deck-overview").getByRole("link", { name: "What remains unknown" }).click();
  await expect(shown).toHaveAttribute("id", "unknowns");
  await page.keyboard.press("n");
  await expect(shown.locator(".slide-notes")).toBeVisible();
  expect.soft(await axeFaults(page), "a slide with notes").toEqual([]);
  await page.goBack();
  await expect(shown).toHaveAttribute("id", "how-large-it-is-2");
});
