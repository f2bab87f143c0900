import type { Page } from "@playwright/test";
import axe from "axe-core";

declare global {
  interface Window { axe: typeof axe }
}

/**
 * What axe finds wrong in a page as it now stands, in words.
 * It runs in the page itself: the wrapper for Playwright answers the same for a page without frames, in up to five times the time.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split("\n")[1] ?? ""}`));
  });
}
