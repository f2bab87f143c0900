import { readFileSync } from "node:fs";
import { FigureOnPage } from "./figure.ts";
import { expect, figureIds, test } from "./watched.ts";

const STEPPED = "mla/low-rank";
const PLAIN = "mla/kv-cache";
const isStepped = (id: string): boolean => readFileSync(`dist/figures/${id}/index.html`, "utf8").includes("data-player");

for (const id of figureIds.filter(isStepped)) test(`${id} steps back, plays, pauses and ends where the static figure stands, by keyboard`, async ({ page }) => {
  const figure = await new FigureOnPage(page, id).open();
  const said = figure.part("player-said");
  const end = await figure.caption.innerText();
  await figure.part("scrub").focus();
  await figure.answering(() => figure.part("scrub").press("Home"));
  await expect(said).toContainText("Step 1 of");
  await figure.root.locator('[data-step="1"]').press("Enter");
  await expect(said).toContainText("Step 2 of");
  await figure.part("speed").selectOption("30");
  await figure.part("play").press("Enter");
  await expect(figure.part("play")).toHaveText("Pause");
  await expect(said).not.toContainText("Step 2 of");
  await figure.part("play").press("Enter");
  await expect(figure.part("play")).toHaveText("Play");
  const held = await said.innerText();
  await page.waitForTimeout(400);
  expect(await said.innerText()).toBe(held);
  await figure.part("scrub").press("End");
  await expect(figure.part("player-stop")).toBeHidden({ timeout: 30_000 });
  expect(await figure.caption.innerText()).toBe(end);
});

test("starts paused where the reader asks for less motion, and plays when told to", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const figure = await new FigureOnPage(page, STEPPED).open();
  await page.waitForTimeout(500);
  expect(await figure.numAnswers()).toBe(0);
  await expect(figure.part("play")).toHaveText("Play");
  await figure.answering(() => figure.part("play").press("Enter"));
  await expect(figure.part("play")).toHaveText("Pause");
});

test("a step back is the last but one, of another number of steps too", async ({ page }) => {
  const figure = await new FigureOnPage(page, "deepseekmoe/routing-balance").open("?routing-balance.numBatches=20");
  await expect.poll(figure.numAnswers).toBeGreaterThan(0);
  await figure.answering(() => figure.root.locator('[data-step="-1"]').press("Enter"));
  await expect(figure.part("player-said")).toHaveText("Step 19 of 20");
});

test("plays nothing by itself, and a figure without steps loads no player", async ({ page }) => {
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(request.url()));
  const plain = await new FigureOnPage(page, PLAIN).open();
  await expect(plain.part("player")).toHaveCount(0);
  expect(scripts.filter((url) => /\/player\./.test(url))).toEqual([]);
  const figure = await new FigureOnPage(page, STEPPED).open();
  await page.waitForTimeout(500);
  expect(scripts.some((url) => /\/player\./.test(url))).toBe(true);
  expect(await figure.numAnswers()).toBe(0);
});
