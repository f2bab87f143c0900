import { z } from "astro/zod";
import type { Root } from "mdast";
import { prerequisite } from "../course/prerequisites.ts";
import { fail, place, type SourceFile } from "./place.ts";

const day = z.coerce.date();

/**
 * The front matter of content/<topic>/article.mdx. Strict: an unknown key stops the build.
 * Reading time is not here, since it is counted from the text.
 */
export const frontMatterSchema = z.strictObject({
  title: z.string().min(8).max(80),
  question: z.string().endsWith("?"),
  /** The question's answer in one or two sentences, shown on the title page before anything else. */
  answer: z.string().min(20).max(360),
  /** For search engines, feeds and cards. */
  description: z.string().min(20).max(200),
  authors: z.array(z.string()).min(1),
  published: day,
  updated: day.optional(),
  objectives: z.array(z.string()).default([]),
  /** What to know before: sentences, each with the topic of the book that teaches it, if one does. */
  prerequisites: z.array(prerequisite).default([]),
  /** Dated changes and corrections, newest first; a correction says what was wrong. */
  changes: z.array(z.strictObject({ date: day, what: z.string(), correction: z.boolean().default(false) })).default([]),
  draft: z.boolean().default(false),
});

type Issue = z.core.$ZodIssue;

const found = (data: unknown, path: readonly PropertyKey[]): unknown => path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], data);

/** Fact, then remedy: the key, what was found, what is allowed. */
function words(issue: Issue, data: unknown): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `unknown key: ${issue.keys.join(", ")}; expected some of ${Object.keys(frontMatterSchema.shape).join(", ")}`;
  const value = found(data, issue.path);
  if (value === undefined) return `missing: ${key}; ${issue.message}`;
  const length = issue.code === "too_small" || issue.code === "too_big" ? ` (${String(value).length} characters)` : "";
  return `invalid: ${key} is ${JSON.stringify(value)}${length}; ${issue.message}`;
}

/** What is wrong with the front matter of an article, in words. */
export function frontMatterFaults(data: unknown): string[] {
  return frontMatterSchema.safeParse(data).error?.issues.map((issue) => words(issue, data)) ?? [];
}

/**
 * A remark plugin: the front matter is what the schema says.
 * The content collection checks it too, but on the live-reload server it only logs and shows the page as it was.
 *
 * @throws Error that lists every fault with the file, what was found, and what is allowed
 */
export function frontMatter() {
  return (_tree: Root, file: SourceFile & { data?: { astro?: { frontmatter?: unknown } } }): void => {
    if (!file.path?.endsWith(".mdx")) return;
    fail("the front matter of an article is not right", frontMatterFaults(file.data?.astro?.frontmatter ?? {}).map((fault) => `${place(file)}, front matter: ${fault}`));
  };
}
