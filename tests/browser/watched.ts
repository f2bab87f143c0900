import { test as base, expect, type Page } from "@playwright/test";
import { builtPaths } from "../dist.ts";

/** What went wrong in a page while a test looked at it. */
export interface Watch {
  /** Console errors and warnings, uncaught exceptions, CSP violations, failed and foreign requests. */
  readonly faults: string[];
  /** Faults that match are expected by this test. */
  expected?: RegExp;
}

declare global {
  interface Window { violations: string[]; layoutShift: number; answers: { figure: string; out: unknown }[] }
}

/** Runs before the page's own scripts; the page's policy does not hold for it. */
function installProbes(): void {
  window.violations = [];
  window.layoutShift = 0;
  window.answers = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  document.addEventListener("sim-answer", (event) => {
    const { detail, target } = event as CustomEvent<{ out: unknown }>;
    window.answers.push({ figure: (target as HTMLElement).dataset["figure"] ?? "", out: detail.out });
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) window.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** What Playwright itself says where it keeps a page from keeping the site: playwright.config.ts asks it to. */
const BLOCKED = "Service Worker registration blocked by Playwright";

/** Watches a page from its first request on. */
export async function watchPage(page: Page, origin: string, faults: string[]): Promise<void> {
  page.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !message.text().startsWith(BLOCKED)) faults.push(`console ${message.type()}: ${message.text()} ${message.location().url}`); });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => { if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) faults.push(`request to another origin: ${request.url()}`); });
  page.on("response", (response) => { if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`); });
  await page.addInitScript(installProbes);
}

/** A page that must end without a fault. */
export const test = base.extend<{ watch: Watch }>({
  watch: [async ({ page, baseURL }, use) => {
    const watch: Watch = { faults: [] };
    await watchPage(page, baseURL!, watch.faults);
    await use(watch);
    if (!page.isClosed()) watch.faults.push(...(await page.evaluate(() => window.violations ?? []).catch(() => [])).map((violation) => `policy: ${violation}`));
    const { expected } = watch;
    expect([...new Set(watch.faults)].filter((fault) => !expected?.test(fault)).slice(0, 10)).toEqual([]);
  }, { auto: true }],
});

export { expect };

export const paths: readonly string[] = builtPaths();
/** The ids of all built figures: "mla/kv-cache". */
export const figureIds: readonly string[] = paths.map((path) => /^\/figures\/([^/]+\/[^/]+)\/$/.exec(path)?.[1]).filter((id) => id !== undefined);

/** Makes the layout of a page final: fonts are there, lazy parts were on screen. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
