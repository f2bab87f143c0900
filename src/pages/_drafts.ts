import { getCollection } from "astro:content";

/**
 * The routes of the figures with these ids: "mla/kv-cache" is topic "mla", figure "kv-cache".
 * A topic whose article is a draft has none in the published site; the live-reload server shows it.
 */
export async function figureRoutes(ids: readonly string[]): Promise<{ params: { topic: string; figure: string } }[]> {
  const drafts = new Set((await getCollection("articles")).filter(({ data }) => data.draft).map(({ id }) => id));
  return ids
    .map((id) => ({ params: { topic: id.split("/")[0]!, figure: id.split("/")[1]! } }))
    .filter(({ params }) => import.meta.env.DEV || !drafts.has(params.topic));
}
