import { relative } from "node:path";
import type { Point, Position } from "unist";

/** As much of a VFile as the checks need. */
export interface SourceFile {
  readonly path?: string | undefined;
  readonly cwd?: string;
}

/** `content/mla/article.mdx:12:3`, the way an editor opens it; without a known point just the file. */
export function place(file: SourceFile, at?: Partial<Pick<Point, "line" | "column">> | Position | null): string {
  const name = file.path ? relative(file.cwd ?? process.cwd(), file.path).replaceAll("\\", "/") : "(text)";
  const point = at && "start" in at ? at.start : at;
  if (!point?.line) return name;
  return point.column === undefined ? `${name}:${point.line}` : `${name}:${point.line}:${point.column}`;
}

/** Several faults as one error: an author wants to see them all, not one a build. */
export function fail(what: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new Error([`${what} (${faults.length})`, ...faults].join("\n\n"));
}
