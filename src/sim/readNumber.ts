/** What a reader's text became: a number, or why it is none. */
export type ReadNumber = { readonly value: number } | { readonly problem: "empty" | "notNumber" | "grouping" | "tooLarge" };

const SPACES = /[\s\u00a0\u2009\u202f]/;
const GROUPED = /^[+-]?\d{1,3}(?:([,' _])\d{3})(?:\1\d{3})*(?:\.\d+)?$/;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** What people write for a power of ten, in small letters. */
const POWERS: Readonly<Record<string, number>> = { k: 3, thousand: 3, m: 6, million: 6, billion: 9, trillion: 12 };

/**
 * Reads a number as people write it: "70272", "70,272", "70 272", "7.03e4", "7.03 x 10^4", "70.3 thousand", with or without a unit behind it.
 * A comma or space must stand before groups of three digits; "9,2" is not guessed at.
 *
 * @param units what may stand behind the number, and by how much it multiplies: "GB": 1, "MB": 0.001; "$" stands before it
 */
export function readNumber(text: string, units: Readonly<Record<string, number>> = {}): ReadNumber {
  let rest = text.trim().replaceAll("\u2212", "-").replaceAll("\u2019", "'").replace(new RegExp(SPACES, "g"), " ");
  if (rest === "") return { problem: "empty" };
  if (Object.hasOwn(units, "$") && rest.startsWith("$")) rest = rest.slice(1).trim();
  const unit = Object.keys(units).find((name) => rest.toLowerCase().endsWith(name.toLowerCase()) && /[\d. ]$|\d ?[km]$|illion$|thousand$/i.test(rest.slice(0, -name.length).trimEnd()));
  if (unit !== undefined) rest = rest.slice(0, -unit.length).trim();
  const word = /^(.*[\d.]) ?(k|m|thousand|million|billion|trillion)$/i.exec(rest);
  if (word) rest = word[1]!;
  const parts = /^(.*?)(?: ?(?:[x×*·] ?10 ?(?:\^|\*\*) ?|e ?)([+-]?\d{1,4}))?$/i.exec(rest)!;
  const mantissa = parts[1]!.trim();
  if (!PLAIN.test(mantissa) && !GROUPED.test(mantissa)) return { problem: /^[+-]?\d[\d,' _.]*$/.test(mantissa) ? "grouping" : "notNumber" };
  const power = Number(parts[2] ?? 0) + (word ? POWERS[word[2]!.toLowerCase()]! : 0);
  const value = Number(`${mantissa.replace(/[,' _]/g, "")}e${power}`) * (unit === undefined ? 1 : units[unit]!);
  return Number.isFinite(value) ? { value } : { problem: "tooLarge" };
}
