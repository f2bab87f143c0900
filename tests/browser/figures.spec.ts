import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { FigureOnPage } from "./figure.ts";
import { expectAnswerOfCommandLine } from "./parity.ts";
import { expect, figureIds, test } from "./watched.ts";

const IMPOSSIBLE = /NaN|undefined|Infinity/;
const search = (page: Page): string => new URL(page.url()).search;

/** Nothing but the page's own script is there until the reader's first use, and that use moves nothing. */
async function comesAlive(figure: FigureOnPage): Promise<void> {
  const { page } = figure;
  const scripts: string[] = [];
  page.on("request", (request) => { if (request.resourceType() === "script") scripts.push(request.url()); });
  await figure.open();
  const before = scripts.length;
  const still = await figure.state();
  await figure.root.scrollIntoViewIfNeeded();
  await page.waitForTimeout(200);
  expect(scripts.length, "nothing loads before the first use").toBe(before);
  await figure.sliders.or(figure.choices).or(figure.flags).first().focus();
  await expect.poll(() => scripts.length).toBeGreaterThan(before);
  expect((await figure.state()).caption).toBe(still.caption);
  expect(await page.evaluate(() => window.layoutShift)).toBeLessThan(0.01);
}

/** Moves every slider by keyboard, the first two by mouse as well, then fills every box. A heavy figure is waited for at the end alone. */
async function answersToNumbers(figure: FigureOnPage): Promise<void> {
  const { page } = figure;
  const isHeavy = await figure.isHeavy();
  const [name, sliders, boxes] = [figure.id.split("/")[1]!, await figure.sliders.all(), await figure.boxes.all()];
  const answering = (act: () => Promise<unknown>): Promise<unknown> => (isHeavy ? act() : figure.answering(act));
  for (const [at, slider] of sliders.entries()) {
    const before = search(page);
    const isAtTop = await slider.evaluate((input: HTMLInputElement) => Number(input.value) >= Number(input.max));
    await slider.focus();
    await answering(() => slider.press(isAtTop ? "Home" : "End"));
    await expect.poll(() => search(page), "the address says what was moved").not.toBe(before);
    expect(search(page).slice(1)).toContain(`${name}.`);
    if (at > 1) continue;
    const moved = search(page);
    const { width, height } = (await slider.boundingBox())!;
    await answering(() => slider.click({ position: { x: width * 0.31, y: height / 2 } }));
    await expect.poll(() => search(page), "a click moves it too").not.toBe(moved);
  }
  for (const box of boxes) {
    const [min, max, value] = await box.evaluate((input: HTMLInputElement) => [input.min, input.max, input.value]);
    const wanted = Number(value) === Number(min) ? max! : min!;
    await answering(async () => { await box.fill(wanted); await box.press("Enter"); });
    expect(Number(await box.inputValue())).toBe(Number(wanted));
  }
  await figure.atRest();
  expect((await figure.caption.innerText()).match(IMPOSSIBLE)).toBeNull();
}

async function answersToChoices(figure: FigureOnPage): Promise<void> {
  for (const select of await figure.choices.all()) {
    const options = await select.locator("option").evaluateAll((list) => list.map((option) => (option as HTMLOptionElement).value));
    for (const option of [...options.filter((value) => value !== options[0]), options[0]!]) {
      if ((await select.inputValue()) !== option) await figure.answering(() => select.selectOption(option));
    }
  }
  for (const flag of await figure.flags.all()) {
    await flag.focus();
    for (let press = 0; press < 2; press++) await figure.answering(() => flag.press("Space"));
  }
}

/** A list is taken as it is typed or pasted, and what is wrong with it is said at once, with the place. */
async function answersToLists(figure: FigureOnPage): Promise<void> {
  const { page } = figure;
  for (const field of await figure.lists.all()) {
    const said = page.locator(`[id="${(await field.getAttribute("aria-describedby"))!}"]`);
    const [shown, hint, before] = [await field.inputValue(), await said.innerText(), await figure.state()];
    const broken = shown.replace(/[^,]*$/, "\nx");
    await field.fill(broken);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(said).toContainText(new RegExp(`item ${shown.split(",").length} is "x"; expected `));
    await field.blur();
    await page.waitForTimeout(400);
    expect(await figure.state(), "a broken list changes nothing").toEqual(before);
    const other = figure.sliders.first();
    await other.focus();
    await figure.answering(() => other.press("ArrowRight"));
    expect(await field.inputValue(), "another input leaves what was typed").toBe(broken);
    await figure.part("reset").click();
    expect(await field.inputValue()).toBe(shown);
    await expect(said).toHaveText(hint);
    const column = shown.split(", ").reverse().join("\n");
    await figure.answering(async () => { await field.fill(column); await field.blur(); });
    await expect(field).not.toHaveAttribute("aria-invalid");
    expect(await field.inputValue(), "a good list stays as it was pasted").toBe(column);
    expect(decodeURIComponent(search(page))).toContain(`=${column.replaceAll("\n", ",")}`);
    const told = await figure.caption.innerText();
    await page.reload();
    await expect(figure.caption).toHaveText(told);
    expect(await field.inputValue()).toBe(column.replaceAll("\n", ", "));
    await figure.answering(() => figure.part("reset").click());
  }
}

/** Each preset has an address of its own; reset leads back to the start, and the browser's button back again. */
async function walksThroughPresets(figure: FigureOnPage): Promise<void> {
  const { page } = figure;
  const start = await figure.caption.innerText();
  const seen: string[] = [];
  for (const preset of await figure.presets.all()) {
    const wasPressed = (await preset.getAttribute("aria-pressed")) === "true";
    if (wasPressed) await preset.press("Enter");
    else await figure.answering(() => preset.press("Enter"));
    await expect(preset).toHaveAttribute("aria-pressed", "true");
    seen.push(search(page));
  }
  expect(new Set(seen).size, "each preset has an address of its own").toBe(seen.length);
  const last = seen.at(-1);
  if (!last) return;
  await figure.answering(() => figure.part("reset").click());
  expect(await figure.caption.innerText()).toBe(start);
  expect(search(page)).toBe("");
  await figure.answering(() => page.goBack());
  expect(search(page)).toBe(last);
  await figure.answering(() => figure.part("reset").click());
}

/** Its table, files and citations hold what it shows. */
async function handsOutItsData(figure: FigureOnPage): Promise<void> {
  const { page, id } = figure;
  const table = figure.root.locator("details[data-table]");
  await table.locator("summary").press("Enter");
  await expect(table.locator("tbody tr").first()).toBeVisible();
  const save = async (kind: string): Promise<{ name: string; body: Buffer }> => {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), figure.root.locator(`[data-action="${kind}"]`).click()]);
    return { name: download.suggestedFilename(), body: await readFile(await download.path()) };
  };
  const csv = await save("csv");
  expect(csv.name).toMatch(/\.csv$/);
  const lines = csv.body.toString("utf8").replace(/^\ufeff/, "").trim().split(/\r?\n/);
  expect(lines.length).toBe((await table.locator("tbody tr").count()) + 1);
  expect(csv.body.toString("utf8")).not.toMatch(/NaN|undefined|\[object/);
  const svg = (await save("svg")).body.toString("utf8");
  const parsed = await page.evaluate((text) => { const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml"); return { name: root.localName, numMarks: root.querySelectorAll("path, rect, circle, line, text").length }; }, svg);
  expect(parsed.name).toBe("svg");
  expect(parsed.numMarks).toBeGreaterThan(3);
  expect(svg).not.toContain("var(--");
  const png = (await save("png")).body;
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(png.length).toBeGreaterThan(2000);
  for (const summary of await figure.root.locator("details[data-share] > summary").all()) await summary.press("Enter");
  await expect(figure.root.locator('[data-text="bibtex"]')).toContainText(/@\w+\{/);
  await expect(figure.root.locator('[data-text="text"]')).toContainText(`/figures/${id}/`);
  await expect(figure.root.locator('[data-text="embed"]')).toContainText(`/embed/${id}/`);
}

/** Exact values are read by arrow keys and by pointer. */
async function readsExactValues(figure: FigureOnPage): Promise<void> {
  const { page } = figure;
  const hint = await figure.part("reading").innerText();
  await figure.part("plot").focus();
  await page.keyboard.press("ArrowRight");
  await expect(figure.part("reading")).not.toHaveText(hint);
  await page.keyboard.press("Escape");
  const before = await figure.part("reading").innerText();
  const marks = figure.root.locator("[data-plot] > svg:visible [data-read]");
  // A mark whose middle is on the screen: a label over it is part of the drawing too.
  await figure.root.locator("[data-plot]").first().scrollIntoViewIfNeeded();
  const middles = await marks.evaluateAll((list) => list.flatMap((mark) => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2] as const;
    return mark.closest("[data-plot]")!.contains(document.elementFromPoint(...middle)) ? [middle] : [];
  }));
  expect(middles.length, "a mark can be pointed at").toBeGreaterThan(0);
  await page.mouse.move(...middles.at(-1)!);
  await expect(figure.part("reading")).not.toHaveText(before);
}

test("the built site has figures", () => expect(figureIds.length).toBeGreaterThan(5));

for (const id of figureIds) {
  test.describe(id, () => {
    test("comes alive when it is used, and answers to every input", async ({ page }) => {
      test.setTimeout(240_000);
      const figure = new FigureOnPage(page, id);
      await test.step("comes alive", () => comesAlive(figure));
      await test.step("gives the answer of the command line", async () => {
        await figure.answering(figure.nudge);
        await expect.poll(() => search(page)).not.toBe("");
        await expectAnswerOfCommandLine(id, await figure.lastOut(), search(page));
        await figure.answering(() => figure.part("reset").click());
      });
      await test.step("lists", () => answersToLists(figure));
      await test.step("presets", () => walksThroughPresets(figure));
      await test.step("choices and flags", () => answersToChoices(figure));
      await test.step("sliders and boxes", () => answersToNumbers(figure));
    });

    test("corrects an impossible link, gives a good one, and hands out its data", async ({ page, context }) => {
      test.setTimeout(120_000);
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const name = id.split("/")[1]!;
      const figure = await new FigureOnPage(page, id).open(`?${name}.nonsense=1`);
      await expect(figure.part("corrections")).toContainText("unknown parameter: nonsense");
      const slider = figure.sliders.first();
      const hasSlider = (await slider.count()) > 0;
      if (hasSlider) {
        const param = (await slider.getAttribute("data-param"))!;
        await figure.open(`?${name}.${param}=1e99`);
        await expect(figure.part("corrections")).toContainText(`out of range: ${param}`);
        await figure.atRest();
        expect((await figure.caption.innerText()).match(IMPOSSIBLE)).toBeNull();
      }
      await figure.open();
      await test.step("exact values", () => readsExactValues(figure));
      await test.step("data", () => handsOutItsData(figure));
      await test.step("a link", async () => {
        await figure.answering(figure.nudge);
        const told = await figure.caption.innerText();
        await figure.root.locator('[data-action="link"]').click();
        await expect(figure.part("status-text")).toHaveText(/copied/i);
        const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
        await page.goto(`/figures/${id}/${link.search}`);
        await expect(figure.caption).toHaveText(told, { timeout: 30_000 });
        await expect(figure.part("corrections")).toBeHidden();
      });
    });

    test("answers in a frame of its own, at any width", async ({ page }) => {
      await page.goto(`/embed/${id}/`);
      const figure = await new FigureOnPage(page, id).alive();
      expect(await page.locator("header nav, footer nav").count()).toBe(0);
      await figure.answering(figure.nudge);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `at ${width} px`).toBeLessThanOrEqual(0);
      }
    });
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  for (const topic of new Set(figureIds.map((id) => id.split("/")[0]!))) {
    test(`the figures of ${topic} show drawing, caption and table, and no dead control`, async ({ page }) => {
      test.setTimeout(120_000);
      for (const id of figureIds.filter((figureId) => figureId.startsWith(`${topic}/`))) {
        await page.setViewportSize({ width: 1280, height: 844 });
        await page.goto(`/figures/${id}/`);
        const figure = new FigureOnPage(page, id);
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 844 });
          await expect(figure.svg, id).toHaveCount(1);
          await expect(figure.caption, id).not.toBeEmpty();
          await expect(figure.part("controls"), id).toBeHidden();
        }
        const table = figure.root.locator("details[data-table]");
        await table.locator("summary").first().click();
        await expect(table.locator("tbody tr").first(), id).toBeVisible();
      }
    });
  }
});
