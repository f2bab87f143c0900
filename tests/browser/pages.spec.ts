import type { Page } from "@playwright/test";
import { axeFaults } from "./axe.ts";
import { FigureOnPage } from "./figure.ts";
import { expect, paths, settle, test } from "./watched.ts";

const tooWide = (page: Page): Promise<string[]> => page.evaluate(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > clientWidth + 1).map((element) => `${element.localName}.${element.className.toString()} reaches ${Math.round(element.getBoundingClientRect().right)} of ${clientWidth}`);
  return wide.length > 0 ? wide.slice(0, 6) : [`the page is ${scrollWidth} wide`];
});

// A page of source code differs from the next only in its text, and a figure's frame from its page only in what stands around it.
const sources = paths.filter((path) => path.startsWith("/source/"));
const frames = paths.filter((path) => path.startsWith("/embed/"));
// The pages of meetings differ in their text as well, and have no script.
const meetings = paths.filter((path) => /^\/course\/[^/]+\/\d+\/$/.test(path));
// A page of an exercise's other numbers has what the exercise has in its article, five times; a few of them stand for all.
const sets = paths.filter((path) => path.startsWith("/exercises/"));
const looked = paths.filter((path) => path !== "/404.html" && !/^\/slides\/./.test(path) && ![...sources.slice(1), ...frames.slice(1), ...meetings.filter((meeting) => meeting !== "/course/undergraduate/2/"), ...sets.filter((_, at) => at % 32 !== 0)].includes(path));

for (const path of looked) {
  test(`${path} fits a phone, passes axe in light and dark, and does not move`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await settle(page);
    // Through the whole page, as a reader would: whatever loads late must not push the text.
    await page.evaluate(async () => { for (let y = 0; y < document.body.scrollHeight; y += innerHeight) { scrollTo(0, y); await new Promise((resolve) => requestAnimationFrame(resolve)); } scrollTo(0, 0); });
    expect(await page.evaluate(() => window.layoutShift)).toBeLessThan(0.01);
    expect.soft(await tooWide(page), "at 390 px").toEqual([]);
    expect.soft(await axeFaults(page), "light, 390 px").toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect.soft(await tooWide(page), "at 320 px").toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    expect.soft(await tooWide(page), "at 1280 px").toEqual([]);
    expect.soft(await axeFaults(page), "dark, 1280 px").toEqual([]);
    await page.emulateMedia({ media: "print" });
    expect.soft(await tooWide(page), "on paper").toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "paper is light, whatever the theme").toBe("light");
  });
}

test("/mla/ passes axe with every figure alive, in light and dark", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/mla/");
  const figures = await page.locator("sim-figure").evaluateAll((list) => list.map((figure) => (figure as HTMLElement).dataset["figure"]!));
  expect(figures.length).toBeGreaterThan(5);
  for (const id of new Set(figures)) {
    const figure = new FigureOnPage(page, id);
    await figure.answering(() => figure.root.locator('[data-preset][aria-pressed="false"]').first().press("Enter"));
  }
  expect.soft(await axeFaults(page), "light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect.soft(await axeFaults(page), "dark").toEqual([]);
});

test("source pages fit a phone", async ({ page }) => {
  for (const path of sources) {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    expect.soft(await tooWide(page), path).toEqual([]);
  }
});

test("an unknown address shows the site's own page", async ({ page, watch }) => {
  watch.expected = /404/;
  const response = await page.goto("/no/such/page/");
  expect(response!.status()).toBe(404);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator('a[href="/"]').first()).toBeVisible();
});

test("the policy is in force: what it forbids is refused and reported", async ({ page, watch }) => {
  watch.expected = /policy:|Content Security Policy|another origin|ERR_/i;
  await page.goto("/mla/");
  const before = await page.evaluate(() => window.violations.length);
  expect(before).toBe(0);
  const ran = await page.evaluate(async () => {
    const add = (tag: string, attributes: Record<string, string>, text = ""): HTMLElement => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.textContent = text;
      document.body.append(element);
      return element;
    };
    add("script", {}, "window.planted = true");
    add("style", {}, "h1 { color: red }");
    const styled = add("p", { style: "color: rgb(1, 2, 3)" }, "styled");
    add("button", { onclick: "window.planted = true" }, "x").click();
    add("img", { src: "https://example.com/a.png", alt: "" });
    // The test's own call may evaluate text; what the page does later may not.
    const evaluated = await new Promise<boolean>((resolve) => setTimeout(() => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the policy must refuse it
      try { resolve(new Function("return true")() as boolean); } catch { resolve(false); }
    }));
    return { planted: "planted" in window, evaluated, color: getComputedStyle(styled).color };
  });
  expect(ran).toMatchObject({ planted: false, evaluated: false });
  expect(ran.color).not.toContain("1, 2, 3");
  await expect.poll(() => page.evaluate(() => window.violations.map((violation) => violation.split(" ")[0]))).toEqual(expect.arrayContaining(["script-src-elem", "style-src-elem", "style-src-attr", "script-src-attr", "img-src"]));
});
