import type { APIContext, GetStaticPaths } from "astro";
import { getCollection } from "astro:content";
import { placeOf, visibleArticles } from "../../articles.ts";
import { card } from "../../build/card.ts";
import { DEFAULT_LANG, textFor } from "../../text/index.ts";

/** One card an article and one for the site: what a link to it shows elsewhere. */
export const getStaticPaths = (async () => {
  const { site } = textFor(DEFAULT_LANG);
  const numbers = new Map((await getCollection("topics")).map(({ id, data }) => [id, data.order]));
  const articles = (await visibleArticles()).map(({ id, data }) => {
    const number = numbers.get(placeOf(id).topic);
    return { params: { card: id }, props: { label: number === undefined ? "" : textFor(placeOf(id).lang).article.numbered(number), title: data.title, line: data.question } };
  });
  return [{ params: { card: "site" }, props: { label: "", title: site.name, line: site.tagline } }, ...articles];
}) satisfies GetStaticPaths;

export async function GET({ props }: APIContext<{ label: string; title: string; line: string }>): Promise<Response> {
  return new Response(await card(props), { headers: { "content-type": "image/png" } });
}
