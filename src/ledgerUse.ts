import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { entry, loadLedger, type Ledger, type Source } from "./ledger.ts";

/** What one article quotes, each list in the order of first appearance. */
export interface Use {
  /** The article's address: "/mla/". */
  readonly href: string;
  readonly title: string;
  readonly topic: string;
  readonly facts: readonly string[];
  /** Those cited, and those that a quoted fact or table rests on. */
  readonly sources: readonly string[];
  readonly terms: readonly string[];
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

function useOf(path: string, text: string, ledger: Ledger): Use {
  const [, topic = "", lang] = /content\/([^/]+)\/article(?:\.([a-z]{2}))?\.mdx$/.exec(path) ?? [];
  const named = [...text.matchAll(/<(Fact|Cite|Term|LedgerTable)\s[^>]*?\bid="([^"]+)"/g)].map(([, what = "", id = ""]) => ({ what, id }));
  const sourceOf = ({ what, id }: { what: string; id: string }): string[] => (what === "Cite" ? [id] : what === "Fact" ? [entry(ledger.facts, "fact", id).source] : what === "LedgerTable" ? [entry(ledger.tables, "table", id).source] : []);
  return {
    href: lang ? `/${lang}/${topic}/` : `/${topic}/`,
    title: /^title: *["']?(.*?)["']? *$/m.exec(text)?.[1] ?? topic,
    topic,
    facts: unique(named.filter(({ what }) => what === "Fact").map(({ id }) => id)),
    sources: unique(named.flatMap(sourceOf)),
    terms: unique(named.filter(({ what }) => what === "Term").map(({ id }) => id)),
  };
}

/** What each published article quotes; drafts are left out. */
export function uses(root: string = process.cwd(), ledger: Ledger = loadLedger(root)): Use[] {
  return globSync("content/*/article*.mdx", { cwd: root })
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !/^draft: *true/m.test(text))
    .map(({ path, text }) => useOf(path, text, ledger));
}

/** What the article at this address quotes, or the one whose slides are there; undefined on any other page. */
export function useAt(pathname: string, root: string = process.cwd()): Use | undefined {
  const [first = "", second] = pathname.replace(/^\/slides\//, "/").split("/").filter(Boolean);
  const path = second ? `content/${second}/article.${first}.mdx` : `content/${first}/article.mdx`;
  return existsSync(join(root, path)) ? useOf(path, readFileSync(join(root, path), "utf8"), loadLedger(root)) : undefined;
}

/** The simulations and published shapes that name each source, as paths in the repository. */
export function citedInCode(root: string = process.cwd()): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of globSync(["content/*/*.sim.ts", "src/domain/**/*.ts"], { cwd: root }).sort()) {
    for (const id of unique([...readFileSync(join(root, path), "utf8").matchAll(/cite: "([^"]+)"/g)].map((match) => match[1]!))) {
      found.set(id, [...(found.get(id) ?? []), path.replaceAll("\\", "/")]);
    }
  }
  return found;
}

const ORGANISATION = /^\S+$|AI$|Team$|contributors$|DeepMind$/;
const tex = (text: string): string => text.replace(/[&%#_$]/g, "\\$&");

/** One BibTeX entry; arXiv papers carry their number, everything else its address. */
export function bibtex(source: Source): string {
  const [year = "", month] = source.date.split("-");
  const arxiv = /arxiv\.org\/abs\/([\d.]+)/.exec(source.url)?.[1];
  const doi = /doi\.org\/(.+)$/.exec(source.url)?.[1];
  const fields: [string, string | undefined][] = [
    ["title", `{${tex(source.title)}}`],
    ["author", source.authors.map((name) => (ORGANISATION.test(name) ? `{${tex(name)}}` : tex(name))).join(" and ")],
    ["year", year],
    ["month", month && String(Number(month))],
    ["eprint", arxiv],
    ["archivePrefix", arxiv && "arXiv"],
    ["doi", doi],
    ["url", source.url],
    ["note", source.kind === "paper" || source.kind === "report" ? undefined : `accessed ${source.retrieved}`],
  ];
  return `@misc{${source.id},\n${fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}},`] : [])).join("\n")}\n}\n`;
}

/** A list of entries as one .bib file. */
export const bibliography = (sources: readonly Source[]): string => sources.map(bibtex).join("\n");

/** Authors as a reference list prints them: one to three names, or the first and "et al.". */
export const printedAuthors = ({ authors }: Pick<Source, "authors">): string =>
  authors.length > 3 ? `${authors[0]} et al` : authors.length > 1 ? `${authors.slice(0, -1).join(", ")} and ${authors.at(-1)}` : (authors[0] ?? "");
