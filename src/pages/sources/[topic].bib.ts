import type { APIRoute } from "astro";
import { entry, loadLedger } from "../../ledger.ts";
import { bibliography, uses } from "../../ledgerUse.ts";

/** One bibliography an article, and one of everything. */
export const getStaticPaths = () => [...new Set(["all", ...uses().map(({ topic }) => topic)])].map((topic) => ({ params: { topic } }));

export const GET: APIRoute = ({ params }) => {
  const { sources } = loadLedger();
  const ids = params.topic === "all" ? [...sources.keys()] : [...new Set(uses().filter(({ topic }) => topic === params.topic).flatMap((use) => use.sources))];
  return new Response(bibliography(ids.map((id) => entry(sources, "source", id))), { headers: { "content-type": "application/x-bibtex; charset=utf-8" } });
};
