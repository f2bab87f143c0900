/** What a reader's text became: a number, or why it is none. */
export type ReadNumber = { readonly value: number } | { readonly problem: "empty" | "notNumber" | "grouping" | "tooLarge" };

const SPACES = /[\s\u00a0\u2009\u202f]/;
const GROUPED = /^[+-]?\d{1,3}(?:([,' _])\d{3})(?:\1\d{3})*(?:\.\d+)?$/;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/**
 * Reads a number as people write it: "70272", "70,272", "70 272", "7.03e4", "7.03 x 10^4", with or without its unit behind it.
 * A comma or space must stand before groups of three digits; "9,2" is not guessed at.
 *
 * @param units what may stand behind the number: "GB", "bytes"
 */
export function readNumber(text: string, units: readonly string[] = []): ReadNumber {
  let rest = text.trim().replaceAll("\u2212", "-").replaceAll("\u2019", "'").replace(new RegExp(SPACES, "g"), " ");
  if (rest === "") return { problem: "empty" };
  for (const unit of units) {
    if (unit !== "" && rest.toLowerCase().endsWith(unit.toLowerCase()) && /[\d. ]$/.test(rest.slice(0, -unit.length))) {
      rest = rest.slice(0, -unit.length).trim();
      break;
    }
  }
  const parts = /^(.*?)(?: ?(?:[x×*·] ?10 ?(?:\^|\*\*) ?|e ?)([+-]?\d{1,4}))?$/i.exec(rest)!;
  const mantissa = parts[1]!.trim();
  if (!PLAIN.test(mantissa) && !GROUPED.test(mantissa)) return { problem: /^[+-]?\d[\d,' _.]*$/.test(mantissa) ? "grouping" : "notNumber" };
  const value = Number(`${mantissa.replace(/[,' _]/g, "")}e${parts[2] ?? "0"}`);
  return Number.isFinite(value) ? { value } : { problem: "tooLarge" };
}
