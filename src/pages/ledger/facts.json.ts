import type { APIRoute } from "astro";
import { loadLedger } from "../../ledger.ts";

/** Every fact as JSON, without the line it was written at. */
export const GET: APIRoute = () =>
  new Response(`${JSON.stringify([...loadLedger().facts.values()].map(({ at: _, ...fact }) => fact), null, 2)}\n`, { headers: { "content-type": "application/json" } });
