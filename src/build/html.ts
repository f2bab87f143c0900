import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A start tag with its attributes, quoted values included, so that a `>` inside one does not end it. */
const TAG = /<([a-zA-Z][\w:-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(\/?)>/g;
/** What holds text that only looks like tags. */
const RAW = /<!--[\s\S]*?-->|<(script|style|textarea|title)\b[\s\S]*?<\/\1\s*>/gi;

/** Rewrites the start tags of a built page; scripts, comments and raw text stay as they are. */
export function rewriteTags(html: string, rewrite: (name: string, attributes: string, tag: string) => string): string {
  const outside = (part: string): string => part.replace(TAG, (tag: string, name: string, attributes: string) => rewrite(name, attributes, tag));
  let result = "";
  let end = 0;
  for (const raw of html.matchAll(RAW)) {
    result += outside(html.slice(end, raw.index)) + raw[0];
    end = raw.index + raw[0].length;
  }
  return result + outside(html.slice(end));
}

/** A character reference of an attribute value, decoded; browsers' serialisers and Astro write no others here. */
export const decode = (value: string): string => value.replaceAll("&quot;", '"').replaceAll("&#34;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Absolute paths of the files in a built site whose name matches. */
export async function builtFiles(root: string, pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(pattern, { cwd: root })) found.push(join(root, file));
  return found.sort();
}

/** A size as a reader is told it: "4.9 MB". */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Fills what only the finished site can say into its pages: the text of each `<span data-built="name">`. */
export async function fillIn(root: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const page of await builtFiles(root, "**/*.html")) {
    const html = await readFile(page, "utf8");
    const filled = html.replace(/(<span data-built="(\w+)">)[^<]*/g, (whole, tag: string, name: string) => (Object.hasOwn(values, name) ? tag + values[name]! : whole));
    if (filled !== html) await writeFile(page, filled);
  }
}
