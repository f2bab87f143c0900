import remarkMath from "remark-math";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { LineCounter, parseDocument } from "yaml";
import { articleIds } from "../src/build/articleIds.ts";
import { articleSafety } from "../src/build/articleSafety.ts";
import { bareNumbers } from "../src/build/bareNumbers.ts";
import { frontMatterFaults } from "../src/build/frontMatter.ts";
import { keySentences } from "../src/build/keySentences.ts";
import { place } from "../src/build/place.ts";

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---/;
/** The front matter begins on the second line of the file. */
const LINES_ABOVE = 1;

/** What to do about a mistake in MDX itself, whose parser says only what it met. */
const SYNTAX = [
  [/closing tag|closing slash/, 'close each component, as in <Term id="token">token</Term>, or write it <Fact id="..." />; one that begins in a paragraph ends in it'],
  [/before name/, "write \\< where no component begins"],
  [/expression|acorn/, "write \\{ where no value begins"],
] as const;
const ANY_SYNTAX = "components are written as in HTML, with quoted values and a closing tag; elsewhere write \\< and \\{";

/** The keys of the front matter, or why it cannot be read; without any line numbers of the file for what is wrong inside. */
function readFront(path: string, text: string): { readonly data: Record<string, unknown>; readonly faults: readonly string[] } {
  const front = FRONT.exec(text)?.[1];
  if (front === undefined) return { data: {}, faults: [`${path}:1: missing: front matter; expected title, question, answer and so on between two lines of ---, as in content/example/article.mdx`] };
  const lines = new LineCounter();
  const doc = parseDocument(front, { lineCounter: lines });
  if (doc.errors.length > 0) {
    return { data: {}, faults: doc.errors.map(({ message, pos }) => `${path}:${lines.linePos(pos[0]).line + LINES_ABOVE}: invalid YAML: ${message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "")}; expected "key: value" from the first column, and quotes around a value that holds a colon and a space`) };
  }
  const data = (doc.toJS() ?? {}) as Record<string, unknown>;
  const lineOf = (fault: string): number => {
    const key = /^[a-z ]+: ([A-Za-z]+)/.exec(fault)?.[1];
    const at = front.split("\n").findIndex((line) => key !== undefined && line.startsWith(`${key}:`));
    return at < 0 ? 1 : at + 1 + LINES_ABOVE;
  };
  return { data, faults: frontMatterFaults(data).map((fault) => `${path}:${lineOf(fault)}: front matter: ${fault}`) };
}

/** What the parser of MDX says, and where. */
interface SyntaxError { readonly reason?: string; readonly message: string; readonly line?: number; readonly column?: number }

/** Every mistake of an article that can be found without building the site, as "file:line: what is wrong; what is allowed". */
export function articleFaults(path: string, text: string): string[] {
  const { data, faults } = readFront(path, text);
  const file = { path, data: { astro: { frontmatter: data } } };
  // Blanked rather than cut, so that the lines below keep their numbers.
  const body = text.replace(FRONT, (front) => front.replace(/[^\n]/g, " "));
  const found = [...faults];
  try {
    const tree = unified().use(remarkParse).use(remarkMath).use(remarkMdx).parse(body);
    for (const check of [articleSafety(), articleIds(), bareNumbers(), keySentences()]) {
      try {
        check(tree, file);
      } catch (error) {
        // The first paragraph says what kind of fault; the others name one each.
        found.push(...(error as Error).message.split("\n\n").slice(1));
      }
    }
  } catch (error) {
    const { reason, message, ...at } = error as SyntaxError;
    const said = reason ?? message;
    found.push(`${place({ path }, at)}: invalid MDX: ${said}; ${SYNTAX.find(([pattern]) => pattern.test(said))?.[1] ?? ANY_SYNTAX}`);
  }
  return found;
}
