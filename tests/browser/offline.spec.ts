import { test as base, expect, type Page } from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeServiceWorker } from "../../src/build/offline.ts";
import { FigureOnPage } from "./figure.ts";
import { type PlainServer, servePlainly } from "./plainServer.ts";
import { watchPage } from "./watched.ts";

// The only tests whose browser keeps the site. Each serves a copy of its own, which it may change and stop.

interface Site { readonly folder: string; readonly server: PlainServer; readonly at: (host: string) => string }
const test = base.extend<{ site: Site }>({
  serviceWorkers: "allow",
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "site-"));
    cpSync("dist", folder, { recursive: true });
    const server = await servePlainly(folder);
    await use({ folder, server, at: (host) => `http://${host}:${server.port}` });
    await server.stop().catch(() => undefined);
    rmSync(folder, { recursive: true });
  },
});

/** A name that leads to this machine and is no name of it: here the site behaves as on a host. */
const HOST = "site.localhost";
const isKept = (page: Page): Promise<boolean> => page.evaluate(() => navigator.serviceWorker.controller !== null);
const kept = (page: Page): Promise<void> => expect.poll(() => isKept(page), { timeout: 30_000 }).toBe(true);
const bar = (page: Page) => page.locator(".edition");

test("after one visit the whole site reads, computes and searches without a network", async ({ page, context, site }) => {
  const faults: string[] = [];
  await watchPage(page, site.at(HOST), faults);
  await page.goto(`${site.at(HOST)}/`, { waitUntil: "networkidle" });
  const shown = site.server.asked.length;
  await page.waitForTimeout(1000);
  expect(site.server.asked.length, "nothing more is fetched while the page is new").toBe(shown);
  await kept(page);
  await context.setOffline(true);
  await site.server.stop();

  await page.goto(`${site.at(HOST)}/mla/`);
  await expect(page.locator("h1")).toHaveText("Multi-head Latent Attention");
  const instant = await new FigureOnPage(page, "mla/kv-cache").alive();
  await instant.answering(instant.nudge);

  await page.goto(`${site.at(HOST)}/figures/mla/low-rank/`);
  const heavy = await new FigureOnPage(page, "mla/low-rank").alive();
  const worker = page.waitForEvent("worker");
  await heavy.answering(heavy.nudge);
  await worker;
  const { search } = new URL(page.url());
  expect(search).not.toBe("");
  const caption = await heavy.caption.innerText();
  await page.goto(`${site.at(HOST)}/figures/mla/low-rank/${search}`);
  await expect(heavy.caption).toHaveText(caption, { timeout: 15_000 });

  await page.goto(`${site.at(HOST)}/search/?q=latent+attention`);
  await expect(page.locator('[data-results] a[href="/mla/"]')).toBeVisible({ timeout: 15_000 });
  await page.goto(`${site.at(HOST)}/topics`);
  expect(new URL(page.url()).pathname).toBe("/topics/");
  expect(faults.filter((fault) => !/favicon/.test(fault))).toEqual([]);

  const missing = await page.goto(`${site.at(HOST)}/no/such/page/`);
  expect(missing!.status()).toBe(404);
  await expect(page.locator("h1")).toHaveText("No such page");
});

test("a new edition waits until the reader asks for it, and then comes to every open page", async ({ page, context, site }) => {
  const about = `${site.at(HOST)}/about/`;
  await page.goto(about);
  await kept(page);
  const other = await context.newPage();
  await other.goto(`${site.at(HOST)}/topics/`);
  await other.evaluate(() => { document.body.dataset["mark"] = "old"; });

  const file = join(site.folder, "about/index.html");
  writeFileSync(file, readFileSync(file, "utf8").replace("<h1>Method", "<h1>Newer method"));
  await writeServiceWorker(site.folder);
  site.server.asked.length = 0;
  await page.reload();
  await expect(bar(page)).toContainText("A new edition", { timeout: 20_000 });
  expect(site.server.asked.filter((path) => path !== "/sw.js"), "only what changed is fetched").toEqual(["/about/"]);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.reload();
  await expect(page.locator("h1")).toHaveText("Method");
  await expect(bar(page)).toBeVisible({ timeout: 10_000 });
  expect(await other.locator("body").getAttribute("data-mark")).toBe("old");
  // The old edition's code is there as long as its pages are.
  await other.goto(`${site.at(HOST)}/figures/mla/kv-cache/`);
  const figure = await new FigureOnPage(other, "mla/kv-cache").alive();
  const before = await figure.caption.innerText();
  await figure.nudge();
  await expect(figure.caption).not.toHaveText(before);
  await other.evaluate(() => { document.body.dataset["mark"] = "old"; });
  await other.bringToFront();
  await bar(other).getByRole("button", { name: "Later" }).click();
  await expect(bar(other)).toHaveCount(0);

  await page.bringToFront();
  await bar(page).getByRole("button", { name: "Load it" }).click();
  await expect(page.locator("h1")).toHaveText("Newer method");
  await expect(other.locator("body")).not.toHaveAttribute("data-mark", /.*/);
  await page.waitForTimeout(3500);
  await expect(bar(page)).toHaveCount(0);
});

test("a reader who saves data is asked, can remove what is kept, and a server on this machine comes first", async ({ page, site }) => {
  const own = site.at("127.0.0.1");
  await page.addInitScript(() => { Object.defineProperty(Object.getPrototypeOf((navigator as unknown as { connection: object }).connection), "saveData", { get: () => true }); });
  await page.goto(`${own}/about/`);
  const state = page.locator("[data-offline]");
  await expect(state).toContainText("does not keep");
  await page.waitForTimeout(3500);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found === undefined))).toBe(true);
  await state.getByRole("button", { name: "Keep" }).click();
  await expect(state).toContainText("keeps the site", { timeout: 30_000 });

  const file = join(site.folder, "about/index.html");
  writeFileSync(file, readFileSync(file, "utf8").replace("<h1>Method", "<h1>Newer method"));
  await page.reload();
  await expect(page.locator("h1")).toHaveText("Newer method");
  await state.getByRole("button", { name: "Remove" }).click();
  await expect(state).toContainText("does not keep");
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
});
