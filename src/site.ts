import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Where the site is published; `SITE_URL` overrides it at build. */
export const SITE = (process.env.SITE_URL ?? "https://deepseek-recomputed.example").replace(/\/$/, "");

/** The name of the work, as a citation prints it. */
export const SITE_NAME = "DeepSeek, Recomputed";

/** The version of the work, as a citation prints it: package.json's. */
export const VERSION = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;

/** Where a reader reports an error: a repository's "new issue" address or a mailbox. `REPORT_URL` overrides it at build. */
const REPORT = process.env.REPORT_URL ?? `mailto:errata@${new URL(SITE).hostname}`;

/** The address that reports an error on one page, with that page's path filled in. */
export function reportUrl(path: string): string {
  const subject = `Error on ${path}`;
  const body = `Page: ${SITE}${path}\n\nWhat is wrong:\n\nWhat the source says, and where:\n`;
  const query = REPORT.startsWith("mailto:") ? { subject, body } : { title: subject, body };
  const separator = REPORT.includes("?") ? "&" : "?";
  return REPORT + separator + Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
}

/** The commit the pages were built from, so that a printout can be traced; empty outside a repository. */
export const BUILD = ((): string => {
  try {
    return execFileSync("git", ["rev-parse", "--short=10", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
})();
