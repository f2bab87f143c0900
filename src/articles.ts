import { type CollectionEntry, getCollection } from "astro:content";

export type Article = CollectionEntry<"articles">;

/** An article's topic and language: "zh/mla" is topic "mla" in "zh". */
export function placeOf(id: string): { topic: string; lang: string } {
  const [topic, lang] = id.split("/").reverse();
  return { topic: topic!, lang: lang ?? "en" };
}

/** The articles a built site shows; the live-reload server shows drafts too. */
export const visibleArticles = (): Promise<Article[]> => getCollection("articles", ({ data }) => import.meta.env.DEV || !data.draft);

/** The plan of the book in reading order, each topic with its article when that is written. */
export async function plan(lang = "en") {
  const articles = (await visibleArticles()).filter(({ data }) => !data.draft);
  const topics = (await getCollection("topics")).sort((a, b) => a.data.order - b.data.order);
  return topics.map(({ id, data }) => ({ ...data, id, article: articles.find((article) => article.id === (lang === "en" ? id : `${lang}/${id}`)) }));
}
