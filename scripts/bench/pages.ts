import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

export interface MainPage {
  readonly path: string;
  readonly isArticle: boolean;
}

const SECTIONS = ["topics", "figures", "course", "ledger", "claims", "contradictions", "sources", "glossary", "notation", "method", "about", "search", "404.html"];

/** The pages a reader starts from: home, each published article, the sections. */
export function mainPages(root: string): MainPage[] {
  const isBuilt = (path: string) => existsSync(join(root, "dist", path.endsWith("/") ? `${path}index.html` : path));
  const isDraft = (file: string) => /^draft:\s*true\s*$/m.test(readFileSync(join(root, file), "utf8"));
  const articles = globSync("content/*/article.mdx", { cwd: root }).filter((file) => !isDraft(file)).map((file) => `/${file.split(sep)[1]!}/`).sort();
  const sections = SECTIONS.map((name) => (name.endsWith(".html") ? `/${name}` : `/${name}/`));
  return [
    { path: "/", isArticle: false },
    ...articles.map((path) => ({ path, isArticle: true })),
    ...sections.map((path) => ({ path, isArticle: false })),
  ].filter(({ path }) => isBuilt(path));
}
