import { getCollection } from "astro:content";
import type { AnyFigure } from "#sim/figure.ts";
import { figures } from "#sim/figures.ts";
import { practices } from "#sim/practices.ts";
import { placeOf, plan, visibleArticles } from "../articles.ts";
import { fail } from "../build/place.ts";
import { faultsOfPath, readingsOf, type Book } from "./checkPath.ts";
import type { CoursePath } from "./pathSchema.ts";
import { faultsOfNeeds, topicsNeeded } from "./prerequisites.ts";
import { readPaths } from "./readPaths.ts";
import { sectionsOf } from "./sections.ts";

/** A path with its name in addresses. */
export interface NamedCourse { readonly id: string; readonly data: CoursePath }
/** The paths through the book, and the book as they see it. */
export interface Course { readonly paths: readonly NamedCourse[]; readonly book: Book }

const loadAll = async <T>(found: Readonly<Record<string, () => Promise<T>>>): Promise<ReadonlyMap<string, T>> => new Map(await Promise.all(Object.entries(found).map(async ([id, load]) => [id, await load()] as const)));

async function readBook(): Promise<Book> {
  const articles = (await visibleArticles()).filter(({ id }) => placeOf(id).lang === "en");
  return {
    articles: new Map(articles.map(({ id, data, body }) => [id, { title: data.title, sections: sectionsOf(body ?? "") }])),
    needs: new Map(articles.map(({ id, data }) => [id, topicsNeeded(data.prerequisites)])),
    figures: (await loadAll(figures)) as ReadonlyMap<string, AnyFigure>,
    practices: await loadAll(practices),
  };
}

async function read(): Promise<Course> {
  const book = await readBook();
  fail("the prerequisites of the articles cannot be met", faultsOfNeeds(book.needs));
  // The collection holds the data; the files are read again for the lines that an error names.
  fail("a path of the course refers to what is not there", readPaths().flatMap((path) => faultsOfPath(path, book)));
  const paths = (await getCollection("course")).sort((a, b) => a.data.order - b.data.order);
  return { book, paths };
}

let known: Promise<Course> | undefined;

/**
 * The checked course. One build reads it once; the live-reload server reads it anew for each page.
 *
 * @throws Error that lists every fault with file, line and what is allowed
 */
export const course = (): Promise<Course> => (import.meta.env.DEV ? read() : (known ??= read()));

/** Where the course uses an article: each path with the numbers of its meetings. */
export async function usesOf(topic: string): Promise<readonly { readonly path: NamedCourse; readonly numbers: readonly number[] }[]> {
  const { paths } = await course();
  return paths
    .map((path) => ({ path, numbers: path.data.meetings.flatMap((meeting, at) => (readingsOf(meeting).some(({ article }) => article === topic) ? [at + 1] : [])) }))
    .filter(({ numbers }) => numbers.length > 0);
}

/** The book's topics in reading order, each with what it needs: what a map of prerequisites draws. */
export async function mapOf(topics?: readonly string[]): Promise<readonly { readonly topic: string; readonly title: string; readonly needs: readonly string[] }[]> {
  const { book } = await course();
  const order = topics ?? (await plan()).map(({ id }) => id);
  return order.filter((topic) => book.articles.has(topic)).map((topic) => ({ topic, title: book.articles.get(topic)!.title, needs: (book.needs.get(topic) ?? []).filter((needed) => order.includes(needed)) }));
}
