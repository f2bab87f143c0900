import { z } from "astro/zod";
import { LineCounter, isNode, parseDocument, type Document } from "yaml";

/** One file of the ledger, before it is read. */
export interface LedgerFile {
  readonly path: string;
  readonly text: string;
}

/** An entry together with the place it was written at: "content/ledger/facts/v3.yaml:12". */
export type Placed<T> = T & { readonly at: string };

/** The way to a value inside a file: ["meetings", 0, "title"]. */
export type Path = readonly PropertyKey[];

const shown = (value: unknown): string => (value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value)).slice(0, 80));

const at = (data: unknown, path: Path): unknown => path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], data);

/** Words of a schema issue: the field, what was found, what is allowed. The first `skipped` steps of its path say only which entry it is in. */
function words(issue: z.core.$ZodIssue, data: unknown, skipped = 1): string {
  const field = issue.path.slice(skipped).join(".") || (skipped > 0 ? "the entry" : "the file");
  const found = at(data, issue.path);
  if (issue.code === "unrecognized_keys") return `unknown field: ${issue.keys.join(", ")}; remove it or correct its spelling`;
  if (found === undefined) return `missing: ${field}${issue.code === "invalid_value" ? `; expected one of ${issue.values.join(", ")}` : ""}`;
  if (issue.code === "invalid_value") return `invalid: ${field} is ${shown(found)}; expected one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `invalid: ${field} is ${shown(found)}; expected ${issue.expected}`;
  return `invalid: ${field} is ${shown(found)}; ${issue.message}`;
}

const entryName = (raw: unknown): string => {
  const id = at(raw, ["id"]);
  return typeof id === "string" ? ` (entry ${id})` : "";
};

/** The line of the deepest node on a path, so that a missing field points at its entry. */
function lineOf(doc: Document, counter: LineCounter, path: Path, keys: readonly string[] = []): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = doc.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    // An unknown key has a line of its own; the first one named is the one to look at.
    const value = keys[0] === undefined ? node : doc.getIn([...path, keys[0]], true);
    return counter.linePos((isNode(value) && value.range ? value.range : node.range)[0]).line;
  }
  return 1;
}

/**
 * Reads a list of entries from YAML. Every problem is added to `problems` as "file:line  what is wrong; what is allowed";
 * entries that read well come back with their place.
 */
export function readEntries<S extends z.ZodType<object>>(file: LedgerFile, entry: S, problems: string[]): Placed<z.output<S>>[] {
  const counter = new LineCounter();
  const doc = parseDocument(file.text, { lineCounter: counter });
  for (const error of doc.errors) problems.push(`${file.path}:${counter.linePos(error.pos[0]).line}  invalid YAML: ${error.message.split("\n")[0]}`);
  if (doc.errors.length > 0) return [];
  const data: unknown = doc.toJS();
  if (!Array.isArray(data)) {
    problems.push(`${file.path}:1  invalid: the file holds ${shown(data)}; expected a list of entries, each starting with "- id:"`);
    return [];
  }
  return data.flatMap((raw, index) => {
    const place = `${file.path}:${lineOf(doc, counter, [index])}`;
    const read = z.array(entry).element.safeParse(raw);
    if (read.success) return [{ ...read.data, at: place }];
    for (const issue of read.error.issues) {
      const path = [index, ...issue.path];
      const line = lineOf(doc, counter, path, issue.code === "unrecognized_keys" ? issue.keys : []);
      problems.push(`${file.path}:${line}  ${words({ ...issue, path }, data)}${entryName(raw)}`);
    }
    return [];
  });
}

/** A file that holds one entry, and the place of anything in it. */
export interface WholeFile<T> {
  readonly data: T;
  /** "content/course/undergraduate.yaml:12" for the value at the end of this path, or for the nearest thing around it. */
  readonly at: (path: Path) => string;
}

/**
 * Reads a file of YAML that holds one mapping. Problems are added as `readEntries` words them; undefined when there are any.
 */
export function readWhole<S extends z.ZodType<object>>(file: LedgerFile, schema: S, problems: string[]): WholeFile<z.output<S>> | undefined {
  const counter = new LineCounter();
  const doc = parseDocument(file.text, { lineCounter: counter });
  const place = (line: number): string => `${file.path}:${line}`;
  for (const error of doc.errors) problems.push(`${place(counter.linePos(error.pos[0]).line)}  invalid YAML: ${error.message.split("\n")[0]}`);
  if (doc.errors.length > 0) return undefined;
  const data: unknown = doc.toJS();
  const read = schema.safeParse(data);
  if (read.success) return { data: read.data, at: (path) => place(lineOf(doc, counter, path)) };
  for (const issue of read.error.issues) problems.push(`${place(lineOf(doc, counter, issue.path, issue.code === "unrecognized_keys" ? issue.keys : []))}  ${words(issue, data, 0)}`);
  return undefined;
}

/** Edits that turn one word into another, for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** "unknown fact: ..." with the ids nearest in spelling, and where all of them stand. */
export function unknownId(what: string, id: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, edits: name.includes(id) || id.includes(name) ? 1 : distance(id, name) }))
    .filter(({ edits }) => edits <= Math.max(3, id.length / 2))
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, 4);
  return `unknown ${what}: "${id}"; ${near.length > 0 ? `did you mean ${near.map(({ name }) => name).join(", ")}?` : `expected one of ${known.join(", ")}`}`;
}
