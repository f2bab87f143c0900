import type { APIRoute } from "astro";
import { loadLedger } from "../../ledger.ts";

const COLUMNS = ["id", "claim", "value", "unit", "source", "locator", "status", "via", "how", "note", "date", "retrieved"] as const;

const cell = (value: unknown): string => {
  const text = value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Every fact as CSV (RFC 4180). */
export const GET: APIRoute = () => {
  const rows = [...loadLedger().facts.values()].map((fact) => COLUMNS.map((column) => cell(fact[column])).join(","));
  return new Response([COLUMNS.join(","), ...rows, ""].join("\r\n"), { headers: { "content-type": "text/csv; charset=utf-8" } });
};
