import { formatNumber } from "#plot/format.ts";
import { load } from "#sim/discover.ts";
import { figures } from "#sim/figures.ts";
import { renderFigure } from "#sim/render.ts";
import type { APIContext, GetStaticPaths } from "astro";
import { getCollection } from "astro:content";
import { placeOf, visibleArticles } from "../../articles.ts";
import { card, type Card } from "../../build/card.ts";
import { erratum, trainingSum } from "../../build/errata.ts";
import { DEFAULT_LANG, textFor } from "../../text/index.ts";
import { figureRoutes } from "../_drafts.ts";

/** What a link shows elsewhere: a card for the site, one an article, one a figure. */
export const getStaticPaths = (async () => {
  const { site } = textFor(DEFAULT_LANG);
  const topics = new Map((await getCollection("topics")).map(({ id, data }) => [id, data]));
  const articles = (await visibleArticles()).map(({ id, data }) => {
    const topic = topics.get(placeOf(id).topic);
    return { params: { card: id }, props: { label: topic ? `${textFor(placeOf(id).lang).article.numbered(topic.order)} · ${topic.part}` : "", title: data.title, line: data.question } };
  });
  const { said: [before, wrong, after] } = erratum("cost-2788-million-hours", "2,788 million", "v3.cost.hours");
  const line = [{ text: before }, { text: wrong, as: "wrong" }, { text: `${formatNumber(trainingSum().hours / 1e6)} million`, as: "right" }, { text: after }] as const;
  const plates = (await figureRoutes(Object.keys(figures))).map(({ params: { topic, figure } }) => ({ params: { card: `${topic}/${figure}` }, props: { figure: `${topic}/${figure}` } }));
  return [{ params: { card: "site" }, props: { label: site.tagline, title: site.name, line } }, ...articles, ...plates];
}) satisfies GetStaticPaths;

async function cardOf(props: Card | { figure: string }): Promise<Card> {
  if (!("figure" in props)) return props;
  const fig = await load(figures, props.figure, "figure");
  return { label: textFor(DEFAULT_LANG).figure.card, title: fig.title, line: fig.sim.question, drawing: renderFigure(fig).wide };
}

export async function GET({ props }: APIContext<Card | { figure: string }>): Promise<Response> {
  return new Response(await card(await cardOf(props)), { headers: { "content-type": "image/png" } });
}
