import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { models } from "#domain/configs/models.ts";
import { entry, FIELDS, formatFact, loadLedger, parseLedger, STATUSES, VERDICTS } from "./ledger.ts";
import { bibliography, citedInCode, uses } from "./ledgerUse.ts";

const source = `- id: a-paper
  title: A paper
  authors: [Someone]
  date: 2024-05-07
  kind: paper
  url: https://example.org
  licence: not seen
  read: the abstract
  retrieved: 2026-11-23
`;
const fact = `- id: a.fact
  claim: The cache takes this much.
  value: 70272
  unit: bytes/token
  source: a-paper
  locator: Table 1
  status: read-at-publisher
  topics: [mla]
  retrieved: 2026-11-23
`;
const parse = (parts: { sources?: string; facts?: string; tables?: string; claims?: string; contradictions?: string; terms?: string }) =>
  parseLedger([
    { path: "content/ledger/sources.yaml", text: parts.sources ?? source },
    { path: "content/ledger/facts/a.yaml", text: parts.facts ?? fact },
    ...(parts.tables ? [{ path: "content/ledger/tables/a.yaml", text: parts.tables }] : []),
    ...(parts.claims ? [{ path: "content/ledger/claims.yaml", text: parts.claims }] : []),
    ...(parts.contradictions ? [{ path: "content/ledger/contradictions.yaml", text: parts.contradictions }] : []),
    ...(parts.terms ? [{ path: "content/ledger/glossary.yaml", text: parts.terms }] : []),
  ]);
const message = (run: () => unknown): string => {
  try { run(); } catch (error) { return (error as Error).message; }
  return "no error";
};

describe("a mistake in the ledger", () => {
  test("names file, line, field, what was found and what is allowed", () => {
    expect(message(() => parse({ facts: fact.replace("read-at-publisher", "primary") }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:7  invalid: status is "primary"; expected one of read-at-publisher, read-in-copy, derived-here, disputed (entry a.fact)"
    `);
  });
  test("a missing field points at its entry", () => {
    expect(message(() => parse({ facts: `${fact}${fact.replace("a.fact", "b.fact").replace("  locator: Table 1\n", "")}` }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:10  missing: locator (entry b.fact)"
    `);
  });
  test("a misspelt field is named at its own line", () => {
    expect(message(() => parse({ facts: fact.replace("locator", "loactor") }))).toMatchInlineSnapshot(`
      "the ledger has 2 problems:
      content/ledger/facts/a.yaml:1  missing: locator (entry a.fact)
      content/ledger/facts/a.yaml:6  unknown field: loactor; remove it or correct its spelling (entry a.fact)"
    `);
  });
  test("a contradiction has two sides, each of a source that is there", () => {
    const side = (source: string) => `    - { source: ${source}, where: Table 1, says: "70,272" }\n`;
    const found = (sides: string): string => `- id: two-sizes\n  about: The size of the cache\n  sides:\n${sides}  arithmetic: They differ.\n  use: The first.\n  topics: [mla]\n`;
    expect(parse({ contradictions: found(side("a-paper") + side("a-paper")) }).contradictions.size).toBe(1);
    expect(message(() => parse({ contradictions: found(side("a-paper")) }))).toContain("contradictions.yaml:4  invalid: sides");
    expect(message(() => parse({ contradictions: found(side("a-paper") + side("a-papr")) }))).toContain('contradictions.yaml:1  unknown source: "a-papr"; did you mean a-paper?');
  });
  test("only an opinion may stand without a fact, and it must", () => {
    const claim = (verdict: string, facts: string): string => `- id: a-claim\n  claim: It costs less.\n  verdict: ${verdict}\n  correction: It says so.\n  facts: [${facts}]\n  topics: [mla]\n`;
    expect(parse({ claims: claim("opinion", "") }).claims.size).toBe(1);
    expect(parse({ claims: claim("unsupported", "a.fact") }).claims.size).toBe(1);
    expect(message(() => parse({ claims: claim("opinion", "a.fact") }))).toContain("claims.yaml:1  invalid: facts; an opinion has none, expected facts: []");
    expect(message(() => parse({ claims: claim("unsupported", "") }))).toContain("claims.yaml:1  missing: facts; a claim that is unsupported names the facts that say so, and only an opinion has none");
  });
  test("an unknown source offers the nearest ids", () => {
    expect(message(() => parse({ facts: fact.replace("a-paper", "a-papr") }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:1  unknown source: "a-papr"; did you mean a-paper?"
    `);
  });
  test("an id may stand only once", () => {
    expect(message(() => parse({ facts: fact + fact }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:10  invalid: fact "a.fact" is already at content/ledger/facts/a.yaml:1; expected each id once"
    `);
  });
  test("a copy must be named", () => {
    expect(message(() => parse({ facts: fact.replace("read-at-publisher", "read-in-copy") }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:1  missing: via; a fact read in a copy names the copy, here or at its source"
    `);
  });
  test("a derivation must show its arithmetic", () => {
    expect(message(() => parse({ facts: fact.replace("read-at-publisher", "derived-here") }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:1  missing: how; a derived fact shows the arithmetic"
    `);
  });
  test("broken YAML is reported with its line", () => {
    expect(message(() => parse({ facts: "- id: a\n  claim: [" }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/facts/a.yaml:2  invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 11:"
    `);
  });
  test("a row of a table must fill its columns", () => {
    const table = `- id: t\n  title: Some table\n  source: a-paper\n  locator: Table 2\n  status: read-at-publisher\n  topics: [mla]\n  retrieved: 2026-11-23\n  columns: [{ key: a, label: A }, { key: b, label: B }]\n  rows: [[1, 2], [1]]\n`;
    expect(message(() => parse({ tables: table }))).toMatchInlineSnapshot(`
      "the ledger has 1 problem:
      content/ledger/tables/a.yaml:1  invalid: row 2 of t has 1 cells; expected 2, one a column"
    `);
  });
  test("several mistakes are reported together", () => {
    expect(message(() => parse({ facts: fact.replace("Table 1", "T").replace("70272", "[]") })).split("\n")).toHaveLength(3);
  });
});

describe("the ledger of this repository", () => {
  const ledger = loadLedger();

  test("reads without a problem and is not empty", () => {
    for (const part of Object.values(ledger)) expect(part.size).toBeGreaterThan(0);
  });
  test("every fact prints a value", () => {
    for (const fact of ledger.facts.values()) expect(formatFact(fact), fact.id).toMatch(/\S/);
  });
  test("a printed value keeps every digit of the stored one", () => {
    for (const fact of ledger.facts.values()) {
      if (typeof fact.value !== "number") continue;
      const [, digits, scale] = /^\$?([\d.]+)( million| billion)?/.exec(formatFact(fact).replaceAll(",", ""))!;
      expect(Number(`${digits}e${fact.unit !== "USD" || !scale ? 0 : scale === " million" ? 6 : 9}`), fact.id).toBe(fact.value);
    }
  });
  test("the published cache of V3 is the product of its published shape", () => {
    const value = (id: string) => Number(ledger.facts.get(id)?.value);
    expect(value("v3.kv.bytes-per-token")).toBe(value("v3.mla.num-layers") * (value("v3.mla.kv-lora-rank") + value("v3.mla.qk-rope-head-dim")) * 2);
    expect(value("isca.kv.v3") * 1000).toBe(value("v3.kv.bytes-per-token"));
  });
  test("DeepSeek's printed ladder follows from the stored formats", () => {
    const value = (id: string) => Number(ledger.facts.get(id)?.value);
    expect(value("v32.kv.bytes-per-token")).toBe(value("v3.mla.num-layers") * (value("flashmla.format.v32-bytes") + value("v32.indexer.bytes")));
    expect(Math.round(value("ds67b.kv.bytes-per-token") / value("v41.kv-bytes"))).toBe(value("v41.kv.reduction-v1"));
  });
  test("every source that code cites is listed", () => {
    expect([...citedInCode().keys()].filter((id) => !ledger.sources.has(id))).toEqual([]);
  });
  test("every fact, source and term that an article names is listed", () => {
    const unknown = uses().flatMap((use) => [...use.sources.filter((id) => !ledger.sources.has(id)), ...use.terms.filter((id) => !ledger.terms.has(id))]);
    expect(unknown).toEqual([]);
  });
  test("every fact of a table says the same as the table", () => {
    const cells = [...ledger.tables.values()].flatMap(({ rows }) => rows.flat()).map(String);
    for (const id of ["v2.ablation.ceval-small-mha", "v2.ablation.ceval-small-mla", "isca.kv.v3", "v41.kv-bytes", "calc.lmcache.bytes", "calc.generic.bytes", "calc.raschka.ratio"]) expect(cells, id).toContain(String(entry(ledger.facts, "fact", id).value));
  });
  test("the shapes that are simulated are those on record", () => {
    const rows = [...ledger.tables.values()].filter(({ id }) => id.startsWith("peers.")).flatMap((table) => table.rows);
    for (const [name, layers, heads, kvHeads, headDim] of rows) {
      const model = models.find((shape) => shape.name === name);
      const [first] = model?.layers ?? [];
      expect([name, model?.numLayers, model?.numHeads]).toEqual([name, layers, heads]);
      if (first?.kind === "grouped") expect([first.numKvHeads, first.headDim], String(name)).toEqual([kvHeads, headDim]);
      else expect([kvHeads, model?.mla?.vHeadDim], String(name)).toEqual(["MLA", headDim]);
    }
    expect(rows.length).toBeGreaterThan(7);
  });
  test("the bibliography has one balanced entry a source", () => {
    const bib = bibliography([...ledger.sources.values()]);
    expect(bib.match(/^@misc\{/gm)).toHaveLength(ledger.sources.size);
    expect(bib.split("{").length).toBe(bib.split("}").length);
    expect(bib).toContain("author = {{DeepSeek-AI}}");
    expect(bib).toContain("author = {Carl Eckart and Gale Young}");
  });
});

describe("content/ledger/README.md", () => {
  const parts = new Map(readFileSync("content/ledger/README.md", "utf8").split(/^## /m).slice(1).map((part) => [/^\w+/.exec(part)![0], part] as const));
  test.each(Object.entries(FIELDS))("explains every field of %s", (part, fields) => {
    for (const field of fields) if (field !== "id") expect(parts.get(part), field).toContain(`\`${field}\``);
  });
  test("names every status and verdict", () => {
    for (const status of STATUSES) expect(parts.get("Facts")).toContain(`\`${status}\``);
    for (const verdict of VERDICTS) expect(parts.get("Claims")).toContain(verdict);
  });
});
