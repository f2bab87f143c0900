import type { Unit } from "#sim/contract.ts";

const formats = new Map<number, Intl.NumberFormat>();
/** Making a format costs thirty times what using it does, and a drawing prints a hundred numbers. */
function grouped(digits: number): Intl.NumberFormat {
  const known = formats.get(digits) ?? new Intl.NumberFormat("en", { maximumSignificantDigits: digits, useGrouping: "always" });
  formats.set(digits, known);
  return known;
}
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/**
 * A number as prose prints it: grouped thousands, `digits` significant digits (exact for whole numbers up to 15 digits when left out).
 * A very large or very small number is written with a power of ten.
 */
export function formatNumber(x: number, digits?: number): string {
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 1e15 || size < 1e-4) {
    const [mantissa, exponent] = x.toExponential(Math.max(0, (digits ?? 3) - 1)).split("e");
    return `${mantissa} × 10^${Number(exponent)}`;
  }
  return grouped(digits ?? (Number.isInteger(x) ? 15 : 4)).format(x);
}

/** A whole number in full, with grouped thousands: 70,272. */
export const formatInteger = (x: number): string => whole.format(x);

/** The two above inside `$TeX$`, where a bare comma sets a space behind it: 70{,}272. */
export const texNumber = (x: number, digits?: number): string => formatNumber(x, digits).replaceAll(",", "{,}");
export const texInteger = (x: number): string => formatInteger(x).replaceAll(",", "{,}");

const DECIMAL_BYTES = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** Bytes in powers of ten, which this site uses unless it says otherwise: 1 kB is 1,000 bytes, 1 GB is 10^9. */
export function formatBytes(bytes: number, digits = 3): string {
  const power = bytes < 1 ? 0 : Math.min(DECIMAL_BYTES.length - 1, Math.floor(Math.log10(bytes * (1 + 1e-12)) / 3));
  const text = formatNumber(bytes / 1000 ** power, digits);
  // Rounding can carry into the next unit: 999.96 kB at three digits is 1 MB.
  return text === "1,000" && power < DECIMAL_BYTES.length - 1 ? `1 ${DECIMAL_BYTES[power + 1]}` : `${text} ${DECIMAL_BYTES[power]}`;
}

/**
 * Dollars as prose prints them: $2, $87,072, $5.576 million, $1.6 billion.
 *
 * @param digits significant digits; four when left out, and all of a whole number below a million
 */
export function formatUsd(usd: number, digits?: number): string {
  const sign = usd < 0 ? "-" : "";
  const size = Math.abs(usd);
  const [scale, word] = size >= 999.95e6 ? [1e9, " billion"] : size >= 999_950 ? [1e6, " million"] : [1, ""];
  const isCents = scale === 1 && size > 0 && size < 100 && !Number.isInteger(size);
  return `${sign}$${formatNumber(size / scale, digits ?? (scale > 1 || isCents ? 4 : Math.max(1, String(Math.round(size)).length)))}${word}`;
}

/** Dollars where there is little room: $5.33M, $238K, $2. */
export function formatUsdBriefly(usd: number, digits = 3): string {
  const size = Math.abs(usd);
  const [scale, letter] = size >= 999.5e6 ? [1e9, "B"] : size >= 999_500 ? [1e6, "M"] : size >= 1000 ? [1e3, "K"] : [1, ""];
  return scale === 1 ? formatUsd(usd, digits) : `${usd < 0 ? "-" : ""}$${formatNumber(size / scale, digits)}${letter}`;
}

const PLURAL: Partial<Record<Unit, string>> = {
  token: "tokens", sequence: "sequences", layer: "layers", head: "heads", group: "groups", dimension: "dimensions", element: "elements",
  GPU: "GPUs", expert: "experts", node: "nodes", step: "steps", stage: "stages", microbatch: "micro-batches", question: "questions", sample: "samples", problem: "problems", day: "days", "GPU-hour": "GPU-hours", bit: "bits", byte: "bytes", "bytes/element": "bytes per element", "bytes/token": "bytes per token",
};

/** The unit as it is printed behind `x`; empty for a pure number. */
export function formatUnit(unit: Unit, x: number): string {
  if (unit === "ratio" || unit === "count") return "";
  if (x === 1 && unit === "bytes/element") return "byte per element";
  if (x === 1 && unit === "bytes/token") return "byte per token";
  if (x === 1 && unit === "microbatch") return "micro-batch";
  return x === 1 ? unit : (PLURAL[unit] ?? unit);
}

/** A number with its unit: "1 token", "131,072 tokens", "84.5%", "$5,576,000". */
export function formatQuantity(x: number, unit: Unit, digits?: number): string {
  const printed = formatUnit(unit, x);
  if (unit === "USD") return `${x < 0 ? "-" : ""}$${formatNumber(Math.abs(x), digits)}`;
  if (unit === "%") return `${formatNumber(x, digits)}%`;
  return printed === "" ? formatNumber(x, digits) : `${formatNumber(x, digits)} ${printed}`;
}
