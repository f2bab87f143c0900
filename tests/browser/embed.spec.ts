import type { Frame, Page } from "@playwright/test";
import { readPage } from "../dist.ts";
import { type PlainServer, servePlainly } from "./plainServer.ts";
import { expect, figureIds, test } from "./watched.ts";

// Figures in frames on a page of another site: another name, another port.

const WIDTHS = [240, 320, 480, 800, 1200, 1600];
let server: PlainServer;
let elsewhere: string;

test.beforeAll(async () => {
  // With the very lines that /about/ offers.
  const lines = readPage("/about/").document.querySelector("#embed ~ pre")!.textContent;
  server = await servePlainly(() => `<!doctype html><title>A course page</title>${lines}<iframe title="figure" height="720"></iframe>`);
  elsewhere = `http://localhost:${server.port}/`;
});
test.afterAll(() => server.stop());
test.beforeEach(({ watch }) => { watch.expected = new RegExp(`${new URL(elsewhere).host}|favicon`); });

/** Shows an address in the frame and waits for its figure. */
async function show(page: Page, address: string): Promise<Frame> {
  await page.locator("iframe").evaluate((frame: HTMLIFrameElement, src) => new Promise((done) => { frame.addEventListener("load", done, { once: true }); frame.src = src; }), address);
  const frame = page.frames()[1]!;
  await frame.waitForSelector("sim-figure[data-alive]");
  return frame;
}

test("every figure fits its frame at any width, where storage is refused", async ({ page, baseURL }) => {
  // Fifty figures at six widths take a minute on two busy cores.
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: () => { throw new DOMException("refused", "SecurityError"); } });
  });
  await page.setViewportSize({ width: 1700, height: 900 });
  await page.goto(elsewhere);
  const faults: string[] = [];
  for (const id of figureIds) {
    const frame = await show(page, `${baseURL}/embed/${id}/`);
    for (const width of WIDTHS) {
      await page.locator("iframe").evaluate((element, value) => element.setAttribute("width", String(value)), width);
      // A frame of another site hears of its size a little later.
      await frame.waitForFunction((value) => innerWidth === value, width);
      const over = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) faults.push(`${id} is ${over} px too wide at ${width} px`);
    }
  }
  expect(faults).toEqual([]);
  expect(figureIds.length).toBeGreaterThan(40);
});

test("a framed figure takes its state from its address, answers, and makes its frame as tall as it is", async ({ page, baseURL }) => {
  await page.goto(elsewhere);
  const frame = await show(page, `${baseURL}/embed/mla/kv-cache/?kv-cache.contextTokens=4096`);
  await expect(frame.locator("[data-param=contextTokens]").first()).toHaveAttribute("aria-valuetext", "4,096 tokens");
  const figure = frame.locator("sim-figure");
  const before = await figure.locator("[data-caption]").innerText();
  const preset = figure.locator("[data-preset]").last();
  await preset.click();
  await expect(figure.locator("[data-caption]")).not.toHaveText(before);
  for (const width of [800, 260]) {
    await page.locator("iframe").evaluate((element, value) => element.setAttribute("width", String(value)), width);
    await frame.waitForFunction((value) => innerWidth === value, width);
    await expect.poll(() => frame.evaluate(() => Math.abs(innerHeight - document.body.getBoundingClientRect().height) < 2), { message: `as tall as its figure at ${width} px` }).toBe(true);
  }
  // It shrinks again as well.
  const tall = await frame.evaluate(() => innerHeight);
  await page.locator("iframe").evaluate((element) => element.setAttribute("width", "800"));
  await expect.poll(() => frame.evaluate(() => innerHeight)).toBeLessThan(tall);
});
