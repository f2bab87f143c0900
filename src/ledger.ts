import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "astro/zod";
import { formatNumber, formatQuantity, formatUsd } from "#plot/format.ts";
import { UNITS, type Unit } from "#sim/contract.ts";
import { readEntries, unknownId, type LedgerFile, type Placed } from "./ledgerFile.ts";

/** How a fact was checked; shown wherever the fact is shown. */
export const STATUSES = ["read-at-publisher", "read-in-copy", "derived-here", "disputed"] as const;
export type Status = (typeof STATUSES)[number];

/** What the record makes of a claim, from agreement to the opposite; of an opinion it makes nothing. */
export const VERDICTS = ["supported", "supported with correction", "unsupported", "contradicted", "opinion"] as const;

/** Units that only a printed number has, beside those of the simulations. */
const PRINTED_UNITS = { times: "times", "kB/token": "kB per token", "tokens/s": "tokens per second", "elements/token": "elements per token", points: "points", "million USD": "million USD" } as const;

const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "expected lower-case letters, digits, dots and hyphens");
// An unquoted date is a date to YAML 1.1 only; here it stays text, and a year alone may be a number.
const date = z.union([z.string(), z.number()]).transform(String).refine((text) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text), "expected year, year-month or year-month-day");
const words = z.string().min(3, "expected a sentence");
const unit = z.enum([...UNITS, ...(Object.keys(PRINTED_UNITS) as (keyof typeof PRINTED_UNITS)[])]);

const sourceSchema = z.strictObject({
  id, title: words, authors: z.array(z.string()).min(1), date, url: z.url(), licence: words, read: words,
  kind: z.enum(["report", "paper", "code", "card", "page", "thread", "datasheet"]), via: words.optional(), retrieved: date,
});
const factSchema = z.strictObject({
  id, claim: words, value: z.union([z.number(), z.string()]), unit: unit.optional(), digits: z.int().positive().optional(),
  source: id, locator: words, status: z.enum(STATUSES), via: words.optional(), how: words.optional(), from: z.array(id).optional(),
  note: words.optional(), topics: z.array(id).min(1), date: date.optional(), retrieved: date,
});
const tableSchema = z.strictObject({
  id, title: words, source: id, locator: words, status: z.enum(STATUSES), via: words.optional(), how: words.optional(), note: words.optional(), topics: z.array(id).min(1), retrieved: date,
  columns: z.array(z.strictObject({ key: id, label: z.string(), unit: unit.optional() })).min(2), rows: z.array(z.array(z.union([z.number(), z.string()]))).min(1),
});
const claimSchema = z.strictObject({
  id, claim: words, verdict: z.enum(VERDICTS), correction: words, facts: z.array(id), topics: z.array(id).min(1),
});
const contradictionSchema = z.strictObject({
  id, about: words, sides: z.array(z.strictObject({ source: id, where: words, says: words })).min(2), arithmetic: words, use: words, topics: z.array(id).min(1),
});
const termSchema = z.strictObject({ id, term: z.string(), definition: words, see: z.array(id).optional(), source: id.optional(), locator: words.optional() });

/** The fields an entry of each part may have; content/ledger/README.md explains them. */
export const FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({ Facts: factSchema, Sources: sourceSchema, Tables: tableSchema, Claims: claimSchema, Contradictions: contradictionSchema, Glossary: termSchema }).map(([part, { shape }]) => [part, Object.keys(shape)]),
);

export type Source = Placed<z.output<typeof sourceSchema>>;
export type Fact = Placed<z.output<typeof factSchema>>;
export type Table = Placed<z.output<typeof tableSchema>>;
export type Claim = Placed<z.output<typeof claimSchema>>;
export type Contradiction = Placed<z.output<typeof contradictionSchema>>;
export type Term = Placed<z.output<typeof termSchema>>;

/** Everything the record says, by id, in the order of the files. */
export interface Ledger {
  readonly sources: ReadonlyMap<string, Source>;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly claims: ReadonlyMap<string, Claim>;
  readonly contradictions: ReadonlyMap<string, Contradiction>;
  readonly terms: ReadonlyMap<string, Term>;
}

function byId<T extends { id: string; at: string }>(what: string, entries: readonly T[], problems: string[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const entry of entries) {
    const first = found.get(entry.id);
    if (first) problems.push(`${entry.at}  invalid: ${what} "${entry.id}" is already at ${first.at}; expected each id once`);
    else found.set(entry.id, entry);
  }
  return found;
}

/** A copy must say whose, a derivation how, a dispute what: a status without its reason is no status. */
function checkStatus(entry: Fact | Table, source: Source | undefined, problems: string[]): void {
  if (entry.status === "read-in-copy" && !entry.via && !source?.via) problems.push(`${entry.at}  missing: via; a fact read in a copy names the copy, here or at its source`);
  if (entry.status === "derived-here" && !entry.how) problems.push(`${entry.at}  missing: how; a derived fact shows the arithmetic`);
  if (entry.status === "disputed" && !entry.note) problems.push(`${entry.at}  missing: note; a disputed fact says what is disputed`);
}

/** Whatever a record can settle names what settles it; an opinion beside a number would look settled by it. */
function checkVerdict({ at, verdict, facts }: Claim, problems: string[]): void {
  const isOpinion = verdict === "opinion";
  if (isOpinion && facts.length > 0) problems.push(`${at}  invalid: facts; an opinion has none, expected facts: []`);
  if (!isOpinion && facts.length === 0) problems.push(`${at}  missing: facts; a claim that is ${verdict} names the facts that say so, and only an opinion has none`);
}

function checkReferences({ sources, facts, tables, claims, contradictions, terms }: Ledger, problems: string[]): void {
  const must = (known: ReadonlyMap<string, unknown>, what: string, place: string, ids: readonly (string | undefined)[]): void => {
    for (const name of ids) if (name !== undefined && !known.has(name)) problems.push(`${place}  ${unknownId(what, name, [...known.keys()])}`);
  };
  for (const entry of [...facts.values(), ...tables.values()]) {
    must(sources, "source", entry.at, [entry.source]);
    checkStatus(entry, sources.get(entry.source), problems);
  }
  for (const fact of facts.values()) must(facts, "fact", fact.at, fact.from ?? []);
  for (const claim of claims.values()) {
    must(facts, "fact", claim.at, claim.facts);
    checkVerdict(claim, problems);
  }
  for (const { at, sides } of contradictions.values()) must(sources, "source", at, sides.map(({ source }) => source));
  for (const term of terms.values()) {
    must(terms, "term", term.at, term.see ?? []);
    must(sources, "source", term.at, [term.source]);
  }
  for (const table of tables.values()) {
    const wrong = table.rows.findIndex((row) => row.length !== table.columns.length);
    if (wrong >= 0) problems.push(`${table.at}  invalid: row ${wrong + 1} of ${table.id} has ${table.rows[wrong]!.length} cells; expected ${table.columns.length}, one a column`);
  }
}

/**
 * Reads the ledger from its files.
 *
 * @throws Error that lists every problem with file and line
 */
export function parseLedger(files: readonly LedgerFile[]): Ledger {
  const problems: string[] = [];
  const read = <S extends z.ZodType<object>>(part: string, schema: S) => files.filter(({ path }) => path.includes(`ledger/${part}`)).flatMap((file) => readEntries(file, schema, problems));
  const ledger: Ledger = {
    sources: byId("source", read("sources.yaml", sourceSchema), problems),
    facts: byId("fact", read("facts/", factSchema), problems),
    tables: byId("table", read("tables/", tableSchema), problems),
    claims: byId("claim", read("claims.yaml", claimSchema), problems),
    contradictions: byId("contradiction", read("contradictions.yaml", contradictionSchema), problems),
    terms: byId("term", read("glossary.yaml", termSchema), problems),
  };
  // References into entries that did not read would only repeat the first problem.
  if (problems.length === 0) checkReferences(ledger, problems);
  if (problems.length > 0) throw new Error(`the ledger has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.join("\n")}`);
  return ledger;
}

const last: { key?: string; ledger?: Ledger } = {};

/** The ledger of this repository; read again only when a file changed, so that `npm run dev` follows an edit. */
export function loadLedger(root: string = process.cwd()): Ledger {
  const folder = "content/ledger";
  const names = ["sources.yaml", "claims.yaml", "contradictions.yaml", "glossary.yaml", ...["facts", "tables"].flatMap((part) => readdirSync(join(root, folder, part)).sort().map((name) => `${part}/${name}`))];
  const files = names.map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") }));
  const key = files.map(({ path, text }) => `${path}\n${text}`).join("\n");
  if (last.key !== key || !last.ledger) Object.assign(last, { ledger: parseLedger(files), key });
  return last.ledger!;
}

/**
 * The entry with this id.
 *
 * @throws Error that names the nearest ids
 */
export function entry<T>(entries: ReadonlyMap<string, T>, what: string, name: string): T {
  const found = entries.get(name);
  if (!found) throw new Error(`${unknownId(what, name, [...entries.keys()])}`);
  return found;
}

/** A value as prose prints it: "70,272 bytes per token", "93.3%", "$5.576 million", "5.76 times". */
export function formatValue(value: number | string, valueUnit?: Fact["unit"], digits?: number): string {
  if (typeof value === "string") return value;
  if (valueUnit === undefined) return formatNumber(value, digits);
  if (valueUnit === "USD") return formatUsd(value, digits ?? 15);
  if (valueUnit in PRINTED_UNITS) return `${formatNumber(value, digits)} ${PRINTED_UNITS[valueUnit as keyof typeof PRINTED_UNITS]}`;
  return formatQuantity(value, valueUnit as Unit, digits);
}

/** A fact's value as prose prints it. */
export const formatFact = (fact: Pick<Fact, "value" | "unit" | "digits">): string => formatValue(fact.value, fact.unit, fact.digits);
