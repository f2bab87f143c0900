import type { Moment } from "./record.ts";

/** A day as the page's language writes it, in the reader's time zone; the year only when it is another one. */
export function dayOf(when: Moment): string {
  const date = new Date(when);
  const { lang } = document.documentElement;
  return date.toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long", ...(date.getFullYear() !== new Date().getFullYear() && { year: "numeric" }) });
}
