import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { figures } from "#sim/figures.ts";
import { practices } from "#sim/practices.ts";
import { faultsOfPath, minutesOf, readingsOf, type Book } from "./checkPath.ts";
import { faultsOfNeeds, topicsNeeded, type Prerequisite } from "./prerequisites.ts";
import { readPaths } from "./readPaths.ts";
import { sectionsOf } from "./sections.ts";

// The paths of this repository against its articles, as the build checks them.

interface Front { title: string; draft?: boolean; prerequisites?: Prerequisite[] }
const articles = globSync("content/*/article.mdx").sort().map((file) => {
  const source = readFileSync(file, "utf8");
  return { id: file.replaceAll("\\", "/").split("/")[1]!, front: parse(/^---\n([\s\S]*?)\n---/.exec(source)![1]!) as Front, source };
}).filter(({ front }) => !front.draft);
const all = async <T>(found: Readonly<Record<string, () => Promise<T>>>): Promise<ReadonlyMap<string, T>> => new Map(await Promise.all(Object.entries(found).map(async ([id, load]) => [id, await load()] as const)));
const book: Book = {
  articles: new Map(articles.map(({ id, front, source }) => [id, { title: front.title, sections: sectionsOf(source) }])),
  needs: new Map(articles.map(({ id, front }) => [id, topicsNeeded(front.prerequisites ?? [])])),
  figures: await all(figures),
  practices: await all(practices),
};
const paths = readPaths();
const byId = (id: string) => paths.find((path) => path.id === id)!.data;

test("there are three paths", () => expect(paths.map(({ id }) => id)).toEqual(["readers-hour", "undergraduate", "engineers-path"]));
test("the prerequisites of the articles are articles, and go in no circle", () => expect(faultsOfNeeds(book.needs)).toEqual([]));
test("some articles need others", () => expect([...book.needs.values()].flat().length).toBeGreaterThan(3));

describe.each(paths.map((path) => [path.id, path] as const))("%s", (_, path) => {
  test("refers only to what is there, in an order that can be read", () => expect(faultsOfPath(path, book)).toEqual([]));
  test("asks each exercise once", () => {
    const asked = path.data.meetings.flatMap(({ plan, homework }) => [...plan.flatMap(({ exercises = [] }) => exercises), ...homework.exercises]);
    expect(asked.filter((id, at) => asked.indexOf(id) !== at)).toEqual([]);
  });
});

describe("the reader's hour", () => {
  const { meetings } = byId("readers-hour");
  const steps = meetings.flatMap(({ plan }) => plan);
  const reading = steps.flatMap(({ read = [] }) => read).reduce((sum, part) => sum + minutesOf(part, book), 0);
  test("is planned to take an hour", () => expect(meetings.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(60));
  test("takes an hour by the words that it reads", () => {
    // Two minutes for each prediction and a minute and a half for each figure: enough to commit, and to look twice.
    const looking = steps.reduce((sum, { predict = [], figures: shown = [] }) => sum + 2 * predict.length + 1.5 * shown.length, 0);
    expect(reading + looking).toBeGreaterThan(52);
    expect(reading + looking).toBeLessThan(66);
  });
  test("needs nothing before, and leaves nothing for after", () => {
    expect(meetings.flatMap(({ readings, homework }) => [...readings, ...homework.exercises, ...homework.tasks])).toEqual([]);
  });
});

describe("the undergraduate course", () => {
  const { meetings } = byId("undergraduate");
  test("has eight meetings of an hour and a half", () => expect(meetings.map(({ minutes }) => minutes)).toEqual(Array.from({ length: 8 }, () => 90)));
  test("reads every article as a whole", () => expect(meetings.flatMap(({ readings }) => readings.filter(({ sections }) => !sections).map(({ article }) => article)).sort()).toEqual([...book.articles.keys()].sort()));
  test("asks for no more reading before a meeting than an evening or two holds", () => {
    for (const meeting of meetings) expect(readingsOf(meeting).reduce((sum, part) => sum + minutesOf(part, book), 0)).toBeLessThan(40);
  });
  test("polls, shows, discusses and sets homework in every meeting", () => {
    for (const { plan, discussion, homework } of meetings) {
      expect(plan.some(({ predict }) => predict)).toBe(true);
      expect(plan.some(({ figures: shown }) => shown)).toBe(true);
      expect(discussion.length).toBeGreaterThan(2);
      expect(homework.exercises.length).toBeGreaterThan(2);
    }
  });
});
