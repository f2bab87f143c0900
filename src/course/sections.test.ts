import { expect, test } from "vitest";
import { exactReadingMinutes, readingMinutes } from "../readingTime.ts";
import { sectionsOf, slugOf } from "./sections.ts";

const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");
const body = `---\ntitle: T\n---\n${words(100)}\n\n## How large is it?\n\n${words(400)}\n\n### A part, below\n\n${words(200)}\n\n## The end\n\n${words(40)}\n`;

test("an article's sections are its headings and what stands before them", () => {
  expect(sectionsOf(body).map(({ slug }) => slug)).toEqual(["start", "how-large-is-it", "a-part-below", "the-end"]);
});
test("a section takes as long as its own text and the parts below it", () => {
  expect(sectionsOf(body).map(({ minutes }) => minutes)).toEqual([0.5, 3, 1, 0.2]);
  expect(sectionsOf(body)[1]!.within).toEqual([2]);
});
test("the parts of an article add up to the whole", () => {
  const [start, large, , end] = sectionsOf(body);
  // Each heading's own words are not read as a part of it.
  expect(exactReadingMinutes(body) - start!.minutes - large!.minutes - end!.minutes).toBeCloseTo(9 / 200, 10);
  expect(readingMinutes(body)).toBe(4);
});
test("an anchor keeps letters, digits and hyphens", () => expect(slugOf("What R1-Zero showed, and what was found later")).toBe("what-r1-zero-showed-and-what-was-found-later"));
