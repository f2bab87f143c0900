import type { Browser } from "@playwright/test";
import type { Served } from "../serve.mjs";
import { makeAllAlive } from "./figures.ts";
import type { MainPage } from "./pages.ts";
import { kilobytes, printTable, type Target } from "./table.ts";

const LIMIT_KB = { load: 100, alive: 180, scriptAtLoad: 20, scriptAlive: 110 };
const KINDS = ["html", "css", "js", "font", "other"] as const;
type Kind = (typeof KINDS)[number];

function kindOf(type: string): Kind {
  if (type.startsWith("text/html")) return "html";
  if (type.startsWith("text/css")) return "css";
  if (type.startsWith("text/javascript")) return "js";
  return type.startsWith("font/") ? "font" : "other";
}

type Sizes = Record<Kind, { raw: number; sent: number }>;

function sum(served: readonly Served[]): Sizes {
  const sizes = Object.fromEntries(KINDS.map((kind) => [kind, { raw: 0, sent: 0 }])) as Sizes;
  for (const { type, rawBytes, sentBytes } of served) {
    sizes[kindOf(type)].raw += rawBytes;
    sizes[kindOf(type)].sent += sentBytes;
  }
  return sizes;
}

const total = (sizes: Sizes, of: "raw" | "sent") => KINDS.reduce((bytes, kind) => bytes + sizes[kind][of], 0);

/**
 * What the server sent for each page, read from top to bottom with an empty cache, and then with every figure made alive.
 * Counted at the server, body by body, so that the worker's script is in it; headers are not.
 */
export async function measureWeight(browser: Browser, address: string, log: Served[], pages: readonly MainPage[]): Promise<Target[]> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const { path, isArticle } of pages) {
    const context = await browser.newContext({ serviceWorkers: "block", viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    log.length = 0;
    await page.goto(new URL(path, address).href, { waitUntil: "networkidle" });
    const load = sum(log);
    const numFigures = await makeAllAlive(page);
    await page.waitForLoadState("networkidle");
    const alive = sum(log);
    await context.close();

    const row = (state: string, sizes: Sizes) => [path, state, ...KINDS.map((kind) => `${kilobytes(sizes[kind].raw)}/${kilobytes(sizes[kind].sent)}`), kilobytes(total(sizes, "raw")), kilobytes(total(sizes, "sent"))];
    rows.push(row("load", load));
    if (numFigures > 0) rows.push(row(`${numFigures} alive`, alive));
    if (isArticle) {
      const target = (what: string, bytes: number, limit: number): Target => ({ what: `${path} ${what}`, measured: kilobytes(bytes), limit, unit: "kB brotli", kind: "most" });
      targets.push(
        target("complete at load", total(load, "sent"), LIMIT_KB.load),
        target("with every figure alive", total(alive, "sent"), LIMIT_KB.alive),
        target("script at load", load.js.sent, LIMIT_KB.scriptAtLoad),
        target("script with every figure alive", alive.js.sent, LIMIT_KB.scriptAlive),
      );
    }
  }
  printTable("Page weight, kB raw/brotli (fonts and pictures as they are)", ["page", "state", ...KINDS, "raw", "brotli"], rows);
  return targets;
}
