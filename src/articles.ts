import { type CollectionEntry, getCollection } from "astro:content";

export type Article = CollectionEntry<"articles">;

/** An article's topic and language: "zh/mla" is topic "mla" in "zh". */
export function placeOf(id: string): { topic: string; lang: string } {
  const [topic, lang] = id.split("/").reverse();
  return { topic: topic!, lang: lang ?? "en" };
}

/** The articles a built site shows; the live-reload server shows drafts too. */
export const visibleArticles = (): Promise<Article[]> => getCollection("articles", ({ data }) => import.meta.env.DEV || !data.draft);

/** The plan of the book in reading order, each topic with its article when that is written; an article nobody planned comes after. */
export async function plan(lang = "en") {
  const articles = (await visibleArticles()).filter(({ id, data }) => !data.draft && placeOf(id).lang === lang);
  const topics = (await getCollection("topics")).sort((a, b) => a.data.order - b.data.order);
  const planned = topics.map(({ id, data }) => ({ ...data, id, article: articles.find((article) => placeOf(article.id).topic === id) }));
  const unplanned = articles
    .filter((article) => !topics.some(({ id }) => id === placeOf(article.id).topic))
    .map((article, at) => ({ id: placeOf(article.id).topic, order: topics.length + at + 1, part: undefined, title: article.data.title, question: article.data.question, article }));
  return [...planned, ...unplanned];
}

/** The plan by parts, in reading order; what nobody planned has no part. */
export async function parts(lang = "en") {
  const byPart = new Map<string | undefined, Awaited<ReturnType<typeof plan>>>();
  for (const topic of await plan(lang)) byPart.set(topic.part, [...(byPart.get(topic.part) ?? []), topic]);
  return [...byPart].map(([title, topics]) => ({ title, topics }));
}
