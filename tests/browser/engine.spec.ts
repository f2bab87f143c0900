import { execFileSync } from "node:child_process";
import { FigureOnPage } from "./figure.ts";
import { expect, figureIds, settle, test } from "./watched.ts";

const HEAVY = "mla/low-rank";
const INSTANT = "mla/kv-cache";

/** The answer of the command line for a state, as JSON has it. */
function printed(id: string, search: string): unknown {
  const flags = [...new URLSearchParams(search)].map(([key, value]) => `--${key.slice(key.indexOf(".") + 1)}=${value}`);
  return (JSON.parse(execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "src/cli.ts", id, ...flags, "--json"], { encoding: "utf8", maxBuffer: 1 << 26 })) as { out: unknown }).out;
}

/**
 * The language fixes every bit of + - * / and sqrt, so an answer made of those is the same everywhere, to the last bit.
 * It leaves the last bits of exp, log, cos and pow to the engine, and Node and Chromium carry different versions of it. These
 * simulations draw normal numbers (log, cos) or powers: 9 digits, or 1e-12 where a difference has cancelled down to rounding noise.
 */
const NOT_TO_THE_LAST_BIT: readonly string[] = [HEAVY];

function expectSameAnswer(id: string, found: unknown, wanted: unknown): void {
  if (NOT_TO_THE_LAST_BIT.includes(id)) expectClose(found, wanted);
  else expect(found).toEqual(wanted);
}

function expectClose(found: unknown, wanted: unknown, path = "out"): void {
  if (typeof wanted === "number" && typeof found === "number") expect(Math.abs(found - wanted), `${path}: ${found} against ${wanted}`).toBeLessThanOrEqual(Math.max(1e-12, 1e-9 * Math.abs(wanted)));
  else if (typeof wanted === "object" && wanted !== null && typeof found === "object" && found !== null) {
    expect(Object.keys(found), path).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted)) expectClose((found as Record<string, unknown>)[key], value, `${path}.${key}`);
  } else expect(found, path).toEqual(wanted);
}

test.describe("same values, same numbers", () => {
  for (const id of figureIds) {
    test(`${id} answers in the page as on the command line`, async ({ page }) => {
      const figure = await new FigureOnPage(page, id).open();
      await figure.answering(figure.nudge);
      expectSameAnswer(id, await figure.lastOut(), printed(id, new URL(page.url()).search));
    });
  }
});

test.describe("a heavy figure", () => {
  test("works in a worker, shows progress and stops on request", async ({ page }) => {
    const figure = await new FigureOnPage(page, HEAVY).open();
    await page.evaluate(() => {
      // Whatever the worker says arrives late, so that there is time to see it work and to stop it.
      const listen = Worker.prototype.addEventListener;
      Worker.prototype.addEventListener = function (this: Worker, type: string, listener: EventListener) {
        listen.call(this, type, type === "message" ? (event: Event) => setTimeout(() => { listener(event); }, 1500) : listener);
      } as typeof listen;
    });
    const slider = figure.sliders.first();
    await slider.focus();
    const worker = page.waitForEvent("worker");
    await slider.press("End");
    await worker;
    await expect(figure.part("stop")).toBeVisible();
    await expect(figure.root.locator("progress")).toBeVisible();
    await expect(figure.root).toHaveAttribute("data-busy", "");
    const caption = await figure.caption.innerText();
    await figure.part("stop").press("Enter");
    await expect(figure.part("retry")).toBeVisible();
    await expect(figure.root).not.toHaveAttribute("data-busy", "");
    await expect.poll(() => page.workers().length).toBe(0);
    await page.waitForTimeout(2500);
    expect(await figure.caption.innerText(), "a stopped answer never arrives").toBe(caption);
    await figure.answering(() => figure.part("retry").press("Enter"));
    expect(await figure.caption.innerText()).not.toBe(caption);
  });

  test("shows the newest request only", async ({ page }) => {
    const figure = await new FigureOnPage(page, HEAVY).open();
    const slider = figure.sliders.first();
    await slider.focus();
    for (let press = 0; press < 4; press++) {
      await slider.press("ArrowRight");
      await page.waitForTimeout(200);
    }
    await figure.atRest();
    await expect.poll(figure.numAnswers).toBeGreaterThan(0);
    expectSameAnswer(HEAVY, await figure.lastOut(), printed(HEAVY, new URL(page.url()).search));
  });

  test("shows what its worker threw and tries again on request", async ({ page, watch }) => {
    watch.expected = /planted|worker/i;
    let isBroken = true;
    await page.route(/worker[^/]*\.js$/, (route) => (isBroken ? route.fulfill({ contentType: "text/javascript", body: 'throw new Error("planted failure")' }) : route.continue()));
    const figure = await new FigureOnPage(page, HEAVY).open();
    const slider = figure.sliders.first();
    await slider.focus();
    await slider.press("End");
    await expect(figure.part("status-text")).toContainText("planted failure", { timeout: 15_000 });
    isBroken = false;
    await figure.answering(() => figure.part("retry").click());
    await expect(figure.part("status")).toBeHidden();
  });
});

test("a figure that cannot load says so and loads when asked again", async ({ page, watch }) => {
  watch.expected = /ERR_|Failed to (load|fetch)|preload/i;
  const figure = await new FigureOnPage(page, INSTANT).open();
  await page.route(/\.js$/, (route) => route.abort());
  const slider = figure.sliders.first();
  await slider.focus();
  await slider.press("End");
  await expect(figure.part("retry")).toBeVisible({ timeout: 15_000 });
  await page.unroute(/\.js$/);
});

test("a figure that is alive works without a network", async ({ page, context, watch }) => {
  // Chromium asks for the tab's icon again when the address changes; the page does not need the answer.
  watch.expected = /ERR_INTERNET_DISCONNECTED .*favicon/;
  const figure = await new FigureOnPage(page, INSTANT).open();
  const slider = figure.sliders.first();
  await slider.focus();
  await figure.answering(() => slider.press("End"));
  await context.setOffline(true);
  await figure.answering(() => slider.press("Home"));
  await figure.answering(() => figure.part("reset").click());
  await context.setOffline(false);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  for (const id of figureIds) {
    test(`${id} shows drawing, caption and table, and no dead control`, async ({ page }) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`/figures/${id}/`);
        const figure = page.locator("sim-figure").first();
        await expect(figure.locator("[data-plot] svg:visible")).toHaveCount(1);
        await expect(figure.locator("[data-caption]")).not.toBeEmpty();
        await expect(figure.locator("[data-controls]")).toBeHidden();
        await figure.locator("details[data-table] > summary").click();
        await expect(figure.locator("details[data-table] tbody tr").first()).toBeVisible();
      }
    });
  }
});

test("a figure does not move its page when it comes alive", async ({ page }) => {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const figure = await new FigureOnPage(page, INSTANT).open();
    await settle(page);
    const height = await figure.part("plot").evaluate((plot) => plot.getBoundingClientRect().height);
    const slider = figure.sliders.first();
    await slider.focus();
    await figure.answering(() => slider.press("ArrowRight"));
    expect(Math.abs((await figure.part("plot").evaluate((plot) => plot.getBoundingClientRect().height)) - height)).toBeLessThan(2);
    expect(await page.evaluate(() => window.layoutShift)).toBeLessThan(0.01);
  }
});
