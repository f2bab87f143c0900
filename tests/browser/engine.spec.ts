import { FigureOnPage } from "./figure.ts";
import { expectAnswerOfCommandLine } from "./parity.ts";
import { expect, settle, test } from "./watched.ts";

const HEAVY = "mla/low-rank";
const INSTANT = "mla/kv-cache";

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
    await expectAnswerOfCommandLine(HEAVY, await figure.lastOut(), new URL(page.url()).search);
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
