import { exactReadingMinutes } from "../readingTime.ts";

/** A part of an article that a reading can name. */
export interface Section {
  /** The anchor of its heading; "start" is what stands before the first heading. */
  readonly slug: string;
  readonly title: string;
  /** With the parts below it. */
  readonly minutes: number;
  /** Positions of the parts below it, in the article's list. */
  readonly within: readonly number[];
}

/** The name of what stands before an article's first heading. */
export const START = "start";

/** A heading's anchor, as the page has it; the test of built links holds it to that. */
export const slugOf = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s/g, "-");

/** The sections of an article's source, in order; a section of the second level holds those of the third below it. */
export function sectionsOf(body: string): readonly Section[] {
  const prose = body.replace(/^---[\s\S]*?\n---/, "");
  const pieces = prose.split(/^(#{2,3} .+)$/m);
  const own = [{ depth: 2, title: "", text: pieces[0] ?? "" }];
  for (let at = 1; at < pieces.length; at += 2) {
    const [, marks = "", title = ""] = /^(#+) (.+)$/.exec(pieces[at]!) ?? [];
    own.push({ depth: marks.length, title, text: pieces[at + 1] ?? "" });
  }
  return own.map(({ depth, title, text }, at) => {
    const end = depth === 3 ? at + 1 : own.findIndex((other, later) => later > at && other.depth === 2);
    const below = own.slice(at + 1, end === -1 ? own.length : end);
    return { slug: at === 0 ? START : slugOf(title), title, minutes: [text, ...below.map((other) => other.text)].reduce((sum, part) => sum + exactReadingMinutes(part), 0), within: below.map((_, later) => at + 1 + later) };
  });
}
