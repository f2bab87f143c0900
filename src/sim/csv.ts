import { formatUnit } from "#plot/format.ts";
import type { Column, Table } from "./figure.ts";

/** A column's heading with its unit: "Cache per token (bytes)". */
export function heading({ label, unit }: Column): string {
  const printed = unit === undefined ? "" : formatUnit(unit, 2);
  return printed === "" ? label : `${label} (${printed})`;
}

/** A spreadsheet runs text that begins like a formula; a leading apostrophe keeps it text. Numbers keep their sign. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const cell = (value: string | number | undefined): string => (typeof value === "number" ? String(value) : quoted(inert(value ?? "")));

/** A figure's table as comma-separated values after RFC 4180: one heading line, raw numbers, CRLF line ends. */
export function toCsv({ columns, rows }: Table): string {
  const lines = [columns.map((column) => cell(heading(column))), ...rows.map((row) => columns.map(({ key }) => cell(row[key])))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}
