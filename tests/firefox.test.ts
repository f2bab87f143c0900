import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedBrowsers } from "../scripts/browser.mjs";
import { serve } from "../scripts/serve.mjs";
import { builtPaths } from "./dist.ts";

// A second engine, through WebDriver BiDi: pages show, figures answer, the console stays empty.

const { firefox } = recordedBrowsers();
if (!firefox) console.warn("skipped: no Firefox on this machine; install firefox-esr or set FIREFOX_PATH");

describe.skipIf(!firefox)("Firefox", () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;
  const faults: string[] = [];

  beforeAll(async () => {
    server = await serve({ folder: "dist" });
    browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox!, headless: true });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage();
    page.on("console", (message) => { if (message.type() === "error") faults.push(`${path}: ${message.text()}`); });
    page.on("pageerror", (error) => faults.push(`${path}: ${String(error)}`));
    await page.goto(new URL(path, server.address).href);
    return page;
  }

  const figures = builtPaths().filter((path) => /^\/figures\/[^/]+\/[^/]+\/$/.test(path));
  test("there are figures to look at", () => expect(figures.length).toBeGreaterThan(0));

  test.each(figures)("%s answers to its first input by keyboard", async (path) => {
    const page = await open(path);
    await page.waitForSelector("sim-figure[data-alive]");
    const before = await page.$eval("[data-caption]", (caption) => caption.textContent);
    await page.evaluate(() => document.addEventListener("sim-answer", () => { document.documentElement.dataset["answered"] = ""; }));
    // The far end from where it stands, which a slider and a list of choices both reach with these keys; a flag has Space.
    const input = (await page.$('input[type="range"][data-param], select[data-param], input[type="checkbox"][data-param]'))!;
    const isFlag = await input.evaluate((element) => (element as HTMLInputElement).type === "checkbox");
    const isAtEnd = await input.evaluate((element) => (element instanceof HTMLSelectElement ? element.selectedIndex === element.options.length - 1 : Number((element as HTMLInputElement).value) >= Number((element as HTMLInputElement).max)));
    await input.focus();
    await page.keyboard.press(isFlag ? " " : isAtEnd ? "Home" : "End");
    await page.waitForSelector("html[data-answered]", { timeout: 60_000 });
    await page.waitForFunction(() => location.search !== "");
    expect(await page.$eval("[data-plot] svg", (svg) => svg.getAttribute("role"))).toBe("img");
    expect(before).toBeTruthy();
    await page.close();
  });

  test.each(["/", "/mla/", "/ledger/"])("%s shows", async (path) => {
    const page = await open(path);
    expect(await page.$$eval("h1", (list) => list.length)).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.close();
  });

  test("its console stays empty", () => expect([...new Set(faults)].slice(0, 10)).toEqual([]));
});
