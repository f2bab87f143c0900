import lighthouse from "lighthouse";
import type { MainPage } from "./pages.ts";
import { printTable, type Target } from "./table.ts";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const BLOCKING_LIMIT_MS = 100;

/** Lighthouse with its mobile settings on home and the articles, in the browser that listens on `port`. */
export async function measureLighthouse(address: string, port: number, pages: readonly MainPage[]): Promise<Target[]> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const { path } of pages.filter((page) => page.path === "/" || page.isArticle)) {
    const result = await lighthouse(new URL(path, address).href, { port, logLevel: "error", onlyCategories: CATEGORIES });
    if (!result) throw new Error(`Lighthouse gave no answer for ${path}`);
    const { categories, audits } = result.lhr;
    const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
    const ms = (audit: string) => Math.round(audits[audit]?.numericValue ?? NaN);
    const blockingMs = ms("total-blocking-time");
    rows.push([path, ...scores, ms("first-contentful-paint"), ms("largest-contentful-paint"), blockingMs, (audits["cumulative-layout-shift"]?.numericValue ?? NaN).toFixed(3)]);
    CATEGORIES.forEach((name, i) => targets.push({ what: `${path} Lighthouse ${name}`, measured: scores[i]!, limit: 100, unit: "points", kind: "least" }));
    targets.push({ what: `${path} blocking time`, measured: blockingMs, limit: BLOCKING_LIMIT_MS, unit: "ms", kind: "most" });
    const weak = Object.values(categories).flatMap((category) => category.auditRefs.filter(({ weight }) => weight > 0)).map(({ id }) => audits[id]!).filter(({ score }) => score !== null && score < 0.9);
    for (const { id, title, displayValue } of weak) console.log(`  ${path} ${id}: ${title}${displayValue ? ` (${displayValue})` : ""}`);
  }
  printTable("Lighthouse, mobile, one run", ["page", ...CATEGORIES, "FCP ms", "LCP ms", "TBT ms", "CLS"], rows);
  return targets;
}
