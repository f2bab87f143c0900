import { unzipSync } from "fflate";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { FigureOnPage } from "./figure.ts";
import { type PlainServer, servePlainly } from "./plainServer.ts";
import { watchPage } from "./watched.ts";

// The course pack as an instructor uses it: unpacked into a folder of some plain server, which sends nothing but files.

let folder: string;
let server: PlainServer;
let site: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pack-"));
  for (const [path, body] of Object.entries(unzipSync(readFileSync("dist/course-pack.zip")))) {
    const file = join(folder, "a/b", path.replace(/^[^/]+\//, ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
  }
  server = await servePlainly(folder);
  site = `http://127.0.0.1:${server.port}/a/b/`;
});
test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test("the pack works from a folder of a plain server", async ({ page }) => {
  const faults: string[] = [];
  await watchPage(page, site, faults);
  await page.goto(site);
  await page.getByRole("navigation").getByRole("link", { name: "Articles" }).click();
  await page.locator('main a[href*="mla/index.html"]').first().click();
  await expect(page.locator("h1")).toHaveText("Multi-head Latent Attention");
  const instant = await new FigureOnPage(page, "mla/kv-cache").alive();
  await instant.answering(instant.nudge);
  // Another set of numbers comes from another page, at another depth.
  const variants = page.locator("practice-variants").first();
  await variants.locator("[data-another]").click();
  await expect(variants.locator("[data-set]")).toBeVisible();
  expect(await variants.locator("a[href]").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href).filter((href) => !href.includes("/a/b/")))).toEqual([]);

  await page.goto(`${site}figures/mla/low-rank/`);
  const heavy = await new FigureOnPage(page, "mla/low-rank").alive();
  const worker = page.waitForEvent("worker");
  await heavy.answering(heavy.nudge);
  await worker;

  await page.goto(`${site}search/index.html?q=latent+attention`);
  await page.locator('[data-results] a[href$="/a/b/mla/"]').click();
  await expect(page.locator("h1")).toHaveText("Multi-head Latent Attention");
  await page.waitForTimeout(3500);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found === undefined))).toBe(true);
  expect(await page.evaluate(() => window.violations)).toEqual([]);
  expect(faults).toEqual([]);
  expect(server.asked.filter((path) => !path.startsWith("/a/b/") && path !== "/favicon.ico")).toEqual([]);
});

test("a page of the pack reads when it is opened as a file", async ({ page }) => {
  await page.goto(pathToFileURL(join(folder, "a/b/mla/index.html")).href);
  await expect(page.locator("h1")).toHaveText("Multi-head Latent Attention");
  await expect(page.locator("sim-figure svg[role=img]").first()).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "the style sheet holds").not.toBe("rgba(0, 0, 0, 0)");
  await page.getByRole("navigation").getByRole("link", { name: "Figures" }).click();
  await expect(page.locator("h1")).toHaveText("Figures");
});
