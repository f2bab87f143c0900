import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readWhole, type LedgerFile, type WholeFile } from "../ledgerFile.ts";
import { coursePath, type CoursePath } from "./pathSchema.ts";

/** Where the paths are, from the root of the repository. */
export const FOLDER = "content/course";

/** A path with its name in addresses and the places of its parts in its file. */
export type NamedPath = WholeFile<CoursePath> & { readonly id: string };

/**
 * Reads paths from their files, in their order.
 *
 * @throws Error that lists every problem of shape with file and line
 */
export function parsePaths(files: readonly LedgerFile[]): readonly NamedPath[] {
  const problems: string[] = [];
  const paths = files.flatMap((file) => {
    const whole = readWhole(file, coursePath, problems);
    return whole ? [{ ...whole, id: file.path.replace(/^.*\/|\.yaml$/g, "") }] : [];
  });
  if (problems.length > 0) throw new Error(`the course has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.join("\n")}`);
  return paths.sort((a, b) => a.data.order - b.data.order);
}

/** The paths of this repository. */
export function readPaths(root: string = process.cwd()): readonly NamedPath[] {
  const names = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(".yaml")).sort();
  return parsePaths(names.map((name) => ({ path: `${FOLDER}/${name}`, text: readFileSync(join(root, FOLDER, name), "utf8") })));
}
