import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the map has to know of an article. */
export interface Mapped {
  readonly topic: string;
  /** The topics that its prerequisites name. */
  readonly needs: readonly string[];
  /** Its text, for the links in it. */
  readonly body: string;
  /** The facts it quotes. */
  readonly facts: readonly string[];
}

/** What joins two articles; the earlier one of the book comes first. */
export interface Relation {
  readonly between: readonly [earlier: string, later: string];
  /** The one that says it wants the other read first. */
  readonly neededBy?: string;
  /** The ones whose text links to the other. */
  readonly linkedBy: readonly string[];
  /** Modules of src/domain that the simulations of both run. */
  readonly code: readonly string[];
  /** Facts that both quote. */
  readonly facts: readonly string[];
}

/** The seeded generator is in every second simulation and says nothing of its subject. */
const NOT_A_SUBJECT = ["random"];

/** The modules of src/domain that the simulations of each topic import. */
export function codeOfTopics(root: string = process.cwd()): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const path of globSync("content/*/*.sim.ts", { cwd: root }).sort()) {
    const topic = path.replaceAll("\\", "/").split("/")[1]!;
    const modules = found.get(topic) ?? new Set<string>();
    for (const [, name] of readFileSync(join(root, path), "utf8").matchAll(/from "#domain\/([\w/]+)\.ts"/g)) if (!NOT_A_SUBJECT.includes(name!)) modules.add(name!);
    found.set(topic, modules);
  }
  return new Map([...found].map(([topic, modules]) => [topic, [...modules].sort()]));
}

/** Every pair of articles that something joins: a prerequisite, a link, code that both run, a fact that both quote. Nothing else counts. */
export function relations(articles: readonly Mapped[], code: ReadonlyMap<string, readonly string[]>): Relation[] {
  const links = ({ body }: Mapped, to: string): boolean => new RegExp(`\\]\\(/${to}/[)#?]`).test(body);
  return articles.flatMap((a, i) => articles.slice(i + 1).flatMap((b): Relation[] => {
    const neededBy = b.needs.includes(a.topic) ? b.topic : a.needs.includes(b.topic) ? a.topic : undefined;
    const linkedBy = [...(links(a, b.topic) ? [a.topic] : []), ...(links(b, a.topic) ? [b.topic] : [])];
    const shared = (code.get(a.topic) ?? []).filter((name) => code.get(b.topic)?.includes(name));
    const facts = a.facts.filter((id) => b.facts.includes(id));
    if (!neededBy && linkedBy.length + shared.length + facts.length === 0) return [];
    return [{ between: [a.topic, b.topic], ...(neededBy && { neededBy }), linkedBy, code: shared, facts }];
  }));
}

/** How a relation is drawn: by the strongest thing it rests on. */
export const kindOf = ({ neededBy, code }: Relation): "needs" | "code" | "record" => (neededBy ? "needs" : code.length > 0 ? "code" : "record");
