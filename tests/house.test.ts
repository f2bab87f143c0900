import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { figures } from "#sim/figures.ts";
import { sims } from "#sim/sims.ts";

/** What may stand in content/<topic>/. */
const ROLES = [/^article(\.[a-z]{2})?\.mdx$/, /^exercises\.ts$/, /^[a-z0-9]+(-[a-z0-9]+)*\.(sim|figure|test)\.ts$/, /^exercises\.test\.ts$/, /^data\/[a-z0-9-]+(\.source)?\.json$/];
/** What may stand in content/ledger/. */
const LEDGER = [/^README\.md$/, /^(sources|claims|contradictions|glossary)\.yaml$/, /^(facts|tables)\/[a-zA-Z0-9-]+\.yaml$/];

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\n").filter((file) => file && existsSync(file));
const content = tracked.filter((file) => /^content\/[^/]+\/./.test(file));
const read = (file: string): string => readFileSync(file, "utf8");

/** What may stand in content/course/. */
const COURSE = [/^[a-z0-9]+(-[a-z0-9]+)*\.yaml$/];

test("the repository's files are found", () => expect(tracked).toContain("src/sim/run.ts"));

test.each(content)("%s has a role", (file) => {
  const [, topic, ...rest] = file.split("/");
  const roles = topic === "ledger" ? LEDGER : topic === "course" ? COURSE : ROLES;
  expect(roles.some((role) => role.test(rest.join("/"))), `unknown role: ${rest.join("/")}; expected one of ${roles.map(String).join(" ")}`).toBe(true);
});

test("no file is called what could hold anything", () => {
  expect(tracked.filter((file) => /^(utils?|helpers?|common|misc|types|shared|lib)$/i.test(basename(file).replace(/\..*$/, "")) || /(^|\/)(utils?|helpers?|common|misc)\//i.test(file))).toEqual([]);
});

test("file names say their kind", () => {
  const wrong = tracked.filter((file) => {
    const stem = basename(file).replace(/\.(astro|(test|spec|d)\.ts|ts)$/, "");
    if (file.endsWith(".astro") && !file.startsWith("src/pages/")) return !/^[A-Z][A-Za-z0-9]*$/.test(stem);
    return /^src\/(?!pages\/).*\.ts$/.test(file) && !/^([a-z][A-Za-z0-9]*|content\.config)$/.test(stem) && !/^src\/domain\/configs\//.test(file);
  });
  expect(wrong).toEqual([]);
});

test.each(["nothing", ...content.filter((file) => /\/data\/[^/]+\.json$/.test(file) && !file.endsWith(".source.json"))].slice(1))("%s says where it comes from", (file) => {
  const source = JSON.parse(read(file.replace(/\.json$/, ".source.json"))) as Record<string, unknown>;
  expect(Object.keys(source)).toEqual(expect.arrayContaining(["title", "url", "retrieved", "licence", "sha256", "madeBy"]));
  expect(source.sha256).toBe(createHash("sha256").update(readFileSync(file)).digest("hex"));
});

describe("words that do not belong in the repository", () => {
  // Written in pieces, so that this file does not match itself.
  const FORBIDDEN: [what: string, pattern: RegExp, where: RegExp][] = [
    ["a promise instead of the thing", new RegExp(`\\b(TO${"DO"}|FIX${"ME"}|X{3}|HA${"CK"})\\b`), /\.(ts|mjs|astro|mdx|css|md|yaml|json)$/],
    ["filler text", new RegExp(`lorem ${"ipsum"}`, "i"), /./],
    ["a path of one machine", new RegExp(`(^|[\\s"'\`(=])/(work|home/[a-z]+|root|Users/[a-z]+)/[a-z.]`, "im"), /./],
    ["a folder outside the repository", new RegExp(`\\.\\./sha${"red"}/|(^|[\\s"'\`(])sha${"red"}/(design|notes|ledger|hooks)`, "m"), /./],
    ["the address of a package registry", new RegExp(`https?://(registry\\.[a-z]|[a-z0-9.-]*(arti${"factory"}|verd${"accio"}|nex${"us"}))`, "i"), /./],
  ];
  const texts = tracked.filter((file) => !/\.(png|jpe?g|webp|ico|woff2?|ttf|pdf|wasm)$/.test(file));
  test.each(FORBIDDEN)("%s", (_, pattern, where) => {
    const found = texts.filter((file) => where.test(file)).flatMap((file) => read(file).split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])));
    expect(found).toEqual([]);
  });
  test("each pattern finds what it is for", () => {
    const planted = [`// TO${"DO"} later`, `Lorem ${"ipsum"}`, 'const a = "/wo' + 'rk/main/x";', "see ../sha" + "red/design/house.md", "https://registry." + "npmjs.org/astro"];
    for (const [index, [, pattern]] of FORBIDDEN.entries()) expect(planted[index]).toMatch(pattern);
  });
});

describe("figures and simulations", () => {
  test.each(Object.keys(figures))("%s shows the simulation of its own name", async (id) => {
    expect(Object.keys(sims)).toContain(id);
    expect((await figures[id]!()).sim).toBe(await sims[id]!());
  });
  test.each(globSync("content/*/article*.mdx"))("%s shows only figures and numbers that exist", (file) => {
    for (const [, element, id] of read(file).matchAll(/<(Figure)\s[^>]*?\bid="([^"]+)"/g)) expect(Object.keys(figures), `unknown ${element}: ${id} in ${file}`).toContain(id);
    for (const [, id] of read(file).matchAll(/<Num\s[^>]*?\bof="([^"]+)"/g)) expect(Object.keys(sims), `unknown simulation: ${id} in ${file}`).toContain(id);
  });
});

/** Exported declarations without a doc comment. */
function undocumented(file: string, text = read(file)): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    // A default export of a simulation states its own question; overloads share the first one's comment.
    if (ts.getJSDocCommentsAndTags(statement).some((doc) => ts.isJSDoc(doc) && ts.getTextOfJSDocComment(doc.comment)?.trim())) return [];
    const name = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0]?.name.getText() : "name" in statement ? (statement.name as ts.Identifier | undefined)?.text : undefined;
    return [`${file}:${source.getLineAndCharacterOfPosition(statement.getStart()).line + 1} ${name ?? "default"}`];
  });
}

describe("doc comments", () => {
  const documented = tracked.filter((file) => /^src\/(domain|sim)\/.*\.ts$/.test(file) && !file.endsWith(".test.ts"));
  test.each(documented)("%s documents what it exports", (file) => {
    expect(undocumented(file)).toEqual([]);
  });
  test("a missing one is found", () => {
    expect(undocumented("a.ts", "export const a = 1;\n/** Two. */\nexport function b() {}\n/** */\nexport interface C {}\nconst d = 1;\n/** D. */\nexport { d };")).toEqual(["a.ts:1 a", "a.ts:5 C"]);
  });
});

describe("sizes to look again past", () => {
  const LIMITS: [pattern: RegExp, lines: number][] = [
    [/\.(test|spec)\.ts$/, 200], [/\.sim\.ts$/, 120], [/\.figure\.ts$/, 100], [/^src\/domain\/(?!configs\/)/, 200], [/^src\/components\/.*\.astro$/, 150], [/\.mdx$/, 400],
  ];
  test("are reported, and nothing is twice as long", () => {
    const sizes = tracked.flatMap((file) => {
      const limit = LIMITS.find(([pattern]) => pattern.test(file))?.[1];
      return limit ? [{ file, limit, lines: read(file).split("\n").length - 1 }] : [];
    });
    expect(sizes.length).toBeGreaterThan(0);
    for (const { file, limit, lines } of sizes) if (lines > limit) console.warn(`${file} has ${lines} lines; look again past ${limit}`);
    expect(sizes.filter(({ limit, lines }) => lines > 2 * limit)).toEqual([]);
  });
});
