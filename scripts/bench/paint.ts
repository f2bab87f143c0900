import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { changeAndWait, controlOf } from "./figures.ts";
import { printTable, quantile, type Target } from "./table.ts";

const CPU_SLOWDOWN = 4;
const NUM_INPUTS = 40;
const LIMIT_MS = 16;

declare global {
  interface Window {
    paints: { workMs: number; wallMs: number }[];
  }
}

/**
 * Runs in the page: measures each input until its answer is painted.
 *
 * `wall` goes from the key press to the first task after the frame that shows the answer, and so includes the wait for
 * the screen's next frame, up to 16.7 ms at 60 Hz. `work` leaves that wait out: handlers, run, drawing, layout and paint.
 */
function watchPaints(): void {
  window.paints = [];
  let begun = 0;
  let pressed = 0;
  let handlersMs = 0;
  let frameBegun = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    window.paints.push({ workMs: handlersMs + now - frameBegun, wallMs: now - pressed });
  };
  addEventListener("input", (event) => {
    begun = performance.now();
    pressed = event.timeStamp;
    // Asked for before the figure asks: the first callback of the frame.
    requestAnimationFrame(() => { frameBegun = performance.now(); });
  }, true);
  addEventListener("input", () => { handlersMs = performance.now() - begun; });
  addEventListener("sim-answer", () => { port2.postMessage(null); });
}

/** Time from input to painted answer for each instant simulation, on the figure's own frame, with a slowed processor. */
export async function measurePaint(browser: Browser, address: string, root: string, ids: readonly string[]): Promise<Target[]> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const id of ids.filter((name) => existsSync(join(root, "dist", "embed", name, "index.html")))) {
    const page = await browser.newPage({ serviceWorkers: "block", viewport: { width: 800, height: 900 } });
    await page.goto(new URL(`/embed/${id}/`, address).href, { waitUntil: "networkidle" });
    const figure = page.locator("sim-figure").first();
    if ((await controlOf(figure).count()) === 0) {
      rows.push([id, "no control", "", "", ""]);
      await page.close();
      continue;
    }
    await changeAndWait(figure);
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    await page.evaluate(watchPaints);
    for (let count = 1; count <= NUM_INPUTS; count++) {
      await changeAndWait(figure);
      await page.waitForFunction((wanted) => window.paints.length >= wanted, count);
    }
    const paints = await page.evaluate(() => window.paints);
    await page.close();
    const work = paints.map(({ workMs }) => workMs);
    const wall = paints.map(({ wallMs }) => wallMs);
    const [median, p95] = [0.5, 0.95].map((share) => Math.round(quantile(work, share) * 10) / 10) as [number, number];
    rows.push([id, median, p95, quantile(wall, 0.5).toFixed(1), quantile(wall, 0.95).toFixed(1)]);
    targets.push({ what: `${id} input to painted figure (work, median)`, measured: median, limit: LIMIT_MS, unit: `ms at ${CPU_SLOWDOWN}x slowdown`, kind: "most" });
  }
  printTable(`Input to painted figure, ms at ${CPU_SLOWDOWN}x processor slowdown, ${NUM_INPUTS} key presses (wall includes the wait for the next frame)`, ["figure", "work median", "work p95", "wall median", "wall p95"], rows);
  return targets;
}
