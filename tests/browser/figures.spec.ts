import { readFile } from "node:fs/promises";
import { FigureOnPage } from "./figure.ts";
import { expect, figureIds, test } from "./watched.ts";

test("the built site has figures", () => expect(figureIds.length).toBeGreaterThan(5));

for (const id of figureIds) {
  test.describe(id, () => {
    test("is still and loads no drawing code until it is used", async ({ page }) => {
      const scripts: string[] = [];
      page.on("request", (request) => { if (request.resourceType() === "script") scripts.push(request.url()); });
      const figure = await new FigureOnPage(page, id).open();
      const before = scripts.length;
      const still = await figure.state();
      await figure.root.scrollIntoViewIfNeeded();
      await page.waitForTimeout(200);
      expect(scripts.length).toBe(before);
      const first = figure.sliders.or(figure.root.locator("select[data-param], input[type=checkbox][data-param]")).first();
      await first.focus();
      await expect.poll(() => scripts.length).toBeGreaterThan(before);
      await page.waitForTimeout(300);
      expect((await figure.state()).caption).toBe(still.caption);
      expect(await page.evaluate(() => window.layoutShift)).toBeLessThan(0.01);
    });

    test("answers to every slider by keyboard and by mouse, and to every box", async ({ page }) => {
      test.setTimeout(180_000);
      const figure = await new FigureOnPage(page, id).open();
      for (const slider of await figure.sliders.all()) {
        const before = await figure.state();
        const isAtTop = await slider.evaluate((input: HTMLInputElement) => Number(input.value) >= Number(input.max));
        await slider.focus();
        await figure.answering(() => slider.press(isAtTop ? "Home" : "End"));
        const after = await figure.state();
        expect(after.search, "the address says what was moved").not.toBe(before.search);
        expect(after.search.slice(1)).toContain(`${id.split("/")[1]!}.`);
        const box = await slider.boundingBox();
        await figure.answering(() => page.mouse.click(box!.x + box!.width * 0.31, box!.y + box!.height / 2));
        expect((await figure.state()).search).not.toBe(after.search);
      }
      for (const box of await figure.boxes.all()) {
        const [min, max, value] = await box.evaluate((input: HTMLInputElement) => [input.min, input.max, input.value]);
        await figure.answering(async () => { await box.fill(value === min ? max! : min!); await box.press("Enter"); });
        expect(await box.inputValue()).toBe(value === min ? max : min);
      }
      expect((await figure.caption.innerText()).match(/NaN|undefined|Infinity/)).toBeNull();
    });

    test("answers to every choice and flag", async ({ page }) => {
      const figure = await new FigureOnPage(page, id).open();
      for (const select of await figure.root.locator("select[data-param]").all()) {
        const options = await select.locator("option").evaluateAll((list) => list.map((option) => (option as HTMLOptionElement).value));
        for (const option of [...options.filter((value) => value !== options[0]), options[0]!]) {
          if ((await select.inputValue()) === option) continue;
          await figure.answering(() => select.selectOption(option));
        }
      }
      for (const flag of await figure.root.locator('input[type="checkbox"][data-param]').all()) {
        await flag.focus();
        await figure.answering(() => flag.press("Space"));
        await figure.answering(() => flag.press("Space"));
      }
    });

    test("takes a list as it is typed or pasted, and says at once what is wrong and where", async ({ page }) => {
      const figure = await new FigureOnPage(page, id).open();
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
        expect(decodeURIComponent(new URL(page.url()).search)).toContain(`=${column.replaceAll("\n", ",")}`);
        const told = await figure.caption.innerText();
        await page.reload();
        await expect(figure.caption).toHaveText(told);
        expect(await field.inputValue()).toBe(column.replaceAll("\n", ", "));
      }
    });

    test("walks through its presets, back by reset and by the browser's button", async ({ page }) => {
      test.setTimeout(180_000);
      const figure = await new FigureOnPage(page, id).open();
      const start = await figure.state();
      const seen: string[] = [];
      for (const preset of await figure.presets.all()) {
        const wasPressed = (await preset.getAttribute("aria-pressed")) === "true";
        if (wasPressed) await preset.press("Enter");
        else await figure.answering(() => preset.press("Enter"));
        await expect(preset).toHaveAttribute("aria-pressed", "true");
        seen.push(new URL(page.url()).search);
      }
      expect(new Set(seen).size, "each preset has an address of its own").toBe(seen.length);
      const last = seen.at(-1);
      if (last) {
        await figure.answering(() => figure.part("reset").click());
        expect((await figure.state()).caption).toBe(start.caption);
        expect(new URL(page.url()).search).toBe("");
        await figure.answering(() => page.goBack());
        expect(new URL(page.url()).search).toBe(last);
      }
    });

    test("gives a link that shows the same on another page", async ({ page, context, watch }) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const figure = await new FigureOnPage(page, id).open();
      const slider = figure.sliders.first();
      if (await slider.count()) {
        await slider.focus();
        await figure.answering(() => slider.press("End"));
        const before = new URL(page.url()).search;
        if (before === "") await figure.answering(() => slider.press("Home"));
      }
      const told = await figure.caption.innerText();
      await figure.root.locator('[data-action="link"]').click();
      await expect(figure.part("status-text")).toHaveText(/copied/i);
      const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
      const other = await context.newPage();
      other.on("pageerror", (error) => watch.faults.push(error.message));
      await other.goto(`/figures/${id}/${link.search}`);
      await expect(other.locator("[data-caption]")).toHaveText(told, { timeout: 30_000 });
      await expect(other.locator("[data-corrections]")).toBeHidden();
    });

    test("corrects an impossible link and says so", async ({ page }) => {
      const name = id.split("/")[1]!;
      const figure = new FigureOnPage(page, id);
      await figure.open(`?${name}.nonsense=1`);
      await expect(figure.part("corrections")).toBeVisible();
      await expect(figure.part("corrections")).toContainText("unknown parameter: nonsense");
      if ((await figure.sliders.count()) > 0) {
        const param = (await figure.sliders.first().getAttribute("data-param"))!;
        await figure.open(`?${name}.${param}=1e99`);
        await expect(figure.part("corrections")).toContainText(`out of range: ${param}`);
        await figure.atRest();
        expect((await figure.caption.innerText()).match(/NaN|undefined|Infinity/)).toBeNull();
      }
    });

    test("shows its data, hands out files and says how to cite it", async ({ page }) => {
      test.setTimeout(120_000);
      const figure = await new FigureOnPage(page, id).open();
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
    });

    test("reads exact values by pointer and by arrow keys", async ({ page }) => {
      const figure = await new FigureOnPage(page, id).open();
      const plot = figure.part("plot");
      const hint = await figure.part("reading").innerText();
      await plot.focus();
      const read: string[] = [];
      for (let press = 0; press < 3; press++) {
        await page.keyboard.press("ArrowRight");
        read.push(await figure.part("reading").innerText());
      }
      expect(read[0]).not.toBe(hint);
      await page.keyboard.press("Escape");
      const mark = figure.root.locator("[data-plot] svg:visible [data-read]").first();
      await mark.hover({ force: true });
      await expect(figure.part("reading")).not.toHaveText(hint);
    });

    test("answers in a frame of its own", async ({ page }) => {
      await page.goto(`/embed/${id}/`);
      const figure = new FigureOnPage(page, id);
      await expect(figure.root).toHaveAttribute("data-alive", "");
      expect(await page.locator("header nav, footer nav").count()).toBe(0);
      const control = figure.sliders.first();
      if (await control.count()) {
        await control.focus();
        await figure.answering(() => control.press("End"));
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  });
}
