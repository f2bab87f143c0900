import rss from "@astrojs/rss";
import type { APIContext } from "astro";
import { placeOf, visibleArticles } from "../articles.ts";
import { SITE, SITE_NAME } from "../site.ts";
import { DEFAULT_LANG, textFor } from "../text/index.ts";

/** Articles and their later changes, newest first, so that a correction reaches whoever read the article. */
export async function GET(_: APIContext): Promise<Response> {
  const articles = (await visibleArticles()).filter(({ id, data }) => !data.draft && placeOf(id).lang === DEFAULT_LANG);
  const items = articles.flatMap(({ id, data }) => [
    { title: data.title, description: `${data.question} ${data.answer}`, link: `/${id}/`, pubDate: data.published },
    ...data.changes.filter(({ date }) => date > data.published).map(({ date, what }) => ({ title: `${data.title}: changed`, description: what, link: `/${id}/#changes`, pubDate: date })),
  ]);
  return rss({ title: SITE_NAME, description: textFor(DEFAULT_LANG).site.tagline, site: SITE, items: items.sort((a, b) => b.pubDate.valueOf() - a.pubDate.valueOf()) });
}
