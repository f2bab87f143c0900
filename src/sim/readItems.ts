import type { Param, Unit } from "./contract.ts";
import { nearestAllowed, type Range } from "./slider.ts";

/** A param that holds several numbers. */
export type ListParam = Param & { readonly kind: "list" };

/** What one raw value of a param became: the value itself, or the reason why it was refused. */
export type Reading<T> = { readonly value: T } | { readonly refusal: string };

/** A value behind its unit, as errors print it. */
const withUnit = (text: string | number, unit: Unit): string => (unit === "ratio" || unit === "count" ? `${text}` : `${text} ${unit}`);

const isOnGrid = (range: Range, x: number): boolean => Math.abs(nearestAllowed(range, x) - x) <= 1e-9 * Math.max(1, Math.abs(x));

const steps = ({ step }: Range): string => (step === undefined ? "" : ` in steps of ${step}`);

/**
 * Reads one number, given as a number or as text, that must lie in a range and on its grid.
 *
 * @param name what an error calls it: "batchSize", "weights item 3"
 * @param expected what an error says is allowed; the range when left out
 */
export function readAmount(name: string, range: Range & { readonly unit: Unit }, raw: unknown, expected?: string): Reading<number> {
  const x = typeof raw === "string" && raw.trim() === "" ? NaN : Number(raw);
  const allowed = expected ?? `expected ${withUnit(`${range.min} to ${range.max}`, range.unit)}`;
  if (!Number.isFinite(x)) return { refusal: `invalid: ${name} is "${String(raw)}"; ${allowed}` };
  if (x < range.min || x > range.max) return { refusal: `out of range: ${name} is ${withUnit(x, range.unit)}; ${allowed}` };
  if (!isOnGrid(range, x)) return { refusal: `invalid: ${name} is ${withUnit(x, range.unit)}; ${allowed}${expected === undefined ? steps(range) : ""}` };
  // No text and no address can tell -0 from 0.
  return { value: x + 0 };
}

/**
 * How many numbers a list takes and which, in words: "2 to 64 numbers, each 0 to 1000 token in steps of 1".
 *
 * @param most the largest number with its unit, as a page prints it; as errors do when left out
 */
export function describeList(param: ListParam, most = withUnit(param.max, param.unit)): string {
  const { minLength, maxLength, min } = param;
  const length = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`;
  return `${length} ${maxLength === 1 ? "number" : "numbers"}, each ${min} to ${most}${steps(param)}`;
}

/** One comma or semicolon, one tab, or any other white space; a spreadsheet's empty cell stays an empty item. */
const SEPARATOR = /\s*[,;]\s*|[^\S\t]*\t[^\S\t]*|\s+/;
/** The longest item an error repeats. */
const SHOWN = 24;

/** The items of a list written as text; brackets around it and one separator behind the last item are allowed. */
function itemsOf(text: string): string[] {
  const inner = text.trim().replace(/^\[(.*)\]$/s, "$1").trim().replaceAll("\u2212", "-");
  const items = inner === "" ? [] : inner.split(SEPARATOR);
  return items.length > 1 && items.at(-1) === "" ? items.slice(0, -1) : items;
}

/** The items of a raw value; undefined when it is no list at all. */
function rawItems(raw: unknown): readonly unknown[] | undefined {
  if (Array.isArray(raw)) return raw;
  return typeof raw === "string" || typeof raw === "number" ? itemsOf(String(raw)) : undefined;
}

/** One item as a number or a text; what can be neither becomes the name of its type, which is refused. Number(null) would be 0. */
function plainItem(item: unknown): string | number {
  if (typeof item === "number") return item;
  if (typeof item !== "string") return typeof item;
  return item.length > SHOWN && Number.isNaN(Number(item)) ? `${item.slice(0, SHOWN)}…` : item;
}

function readAll(name: string, param: ListParam, raw: unknown, range: Range): Reading<readonly number[]> {
  const items = rawItems(raw);
  const expected = `expected ${describeList(param)}`;
  if (!items) return { refusal: `invalid: ${name} is "${String(raw)}"; ${expected}` };
  const numbers: number[] = [];
  for (const [at, item] of items.entries()) {
    const place = `${name} item ${at + 1}`;
    if (item === "") return { refusal: `missing: ${place} is empty; ${expected}` };
    const reading = readAmount(place, { ...range, unit: param.unit }, plainItem(item), expected);
    if ("refusal" in reading) return reading;
    numbers.push(reading.value);
  }
  if (numbers.length === 0 && param.minLength > 0) return { refusal: `missing: ${name} is empty; ${expected}` };
  if (numbers.length >= param.minLength && numbers.length <= param.maxLength) return { value: numbers };
  return { refusal: `out of range: ${name} has ${numbers.length} ${numbers.length === 1 ? "number" : "numbers"}; ${expected}` };
}

/**
 * Reads a list: an array of numbers, or text such as "90, 132, 40" or a column pasted from a spreadsheet.
 * A comma always separates; no item has a separator of thousands. The refusal names the first item that is wrong by its position, counted from 1.
 */
export function readItems(name: string, param: ListParam, raw: unknown): Reading<readonly number[]> {
  return readAll(name, param, raw, param);
}

/**
 * The nearest allowed list, where only the sizes of its numbers are wrong: each moves into the range and onto the grid.
 * Undefined where an item is no number or their count is wrong; then there is nothing to be near to.
 */
export function nearestList(param: ListParam, raw: unknown): readonly number[] | undefined {
  const reading = readAll("", param, raw, { min: -Infinity, max: Infinity });
  return "value" in reading ? reading.value.map((x) => nearestAllowed(param, x)) : undefined;
}
