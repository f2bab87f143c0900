import { unzipSync, strFromU8 } from "fflate";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { practices } from "#sim/practices.ts";
import { blocks, inline } from "./markup.ts";
import { moodle } from "./moodle.ts";
import { qtiItem, qtiPackage } from "./qti.ts";
import { type Item, sheet } from "./sheet.ts";
import { childrenOf, element, fragment, nameOf, parseXml, xmlDocument, type XmlNode } from "./xml.ts";

// Every topic with its own numbers and with those of two seeds.
const items = (await Promise.all(Object.keys(practices).flatMap((topic) => [undefined, 7, 8].map((seed) => sheet(topic, seed))))).flat();
const named = (name: string): [string, Item][] => items.filter(({ posed }) => name === "" || posed.kind === name).map((item) => [`${item.id}, set ${item.set}`, item]);

/** Every element of this name below these nodes, in order. */
const all = (nodes: readonly XmlNode[], name: string): XmlNode[] => nodes.flatMap((node) => [...(nameOf(node) === name ? [node] : []), ...all(nameOf(node) ? childrenOf(node) : [], name)]);
const attribute = (node: XmlNode, name: string): string | undefined => (node[":@"] as Record<string, string> | undefined)?.[`@_${name}`];
const textOf = (node: XmlNode): string => ("#text" in node ? String(node["#text"]) : childrenOf(node).map(textOf).join(""));
const first = (node: XmlNode, name: string): XmlNode => all([node], name)[0]!;
const rootOf = (text: string): XmlNode => parseXml(text).find((node) => !nameOf(node)!.startsWith("?"))!;

describe("texts", () => {
  test("TeX stays TeX for Moodle and becomes MathML for QTI", () => {
    expect(fragment(blocks("Take `a < b` and $d_c$.", "tex", "here"))).toBe("<p>Take <code>a &lt; b</code> and \\(d_c\\).</p>");
    expect(fragment(inline("$10^9$", "mathml", "here"))).toBe('<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><msup><mn>10</mn><mn>9</mn></msup></mrow></math>');
  });
  test("what an export cannot write is refused with its place", () => expect(() => blocks("# A heading", "tex", "mla/1")).toThrow("unsupported: mla/1 has a heading in its text"));
  test("wrong TeX is refused", () => expect(() => blocks("$\\frac{1}$", "mathml", "mla/1")).toThrow());
  test("whatever a text holds comes back as it was", () => {
    const hostile = `a < b && "c" > 'd' ]]> &amp; é`;
    const read = rootOf(xmlDocument(element("a", { q: hostile }, hostile)));
    expect([textOf(read), attribute(read, "q")]).toEqual([hostile, hostile]);
  });
});

// After imsqti_v2p1.xsd, whose licence asks for a registration before it is passed on: its order of children, and what its identifiers must name.
describe.each(named(""))("QTI item %s", (_, item) => {
  const root = rootOf(qtiItem(item));
  test("has its parts in the order of the schema", () => {
    expect(nameOf(root)).toBe("assessmentItem");
    for (const name of ["identifier", "title", "adaptive", "timeDependent"]) expect(attribute(root, name), name).toBeTruthy();
    expect(attribute(root, "identifier")).toMatch(/^[A-Za-z_][\w.-]*$/);
    const order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"];
    const parts = childrenOf(root).map((node) => order.indexOf(nameOf(node)!));
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(new Set(parts)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
  test("asks for one response, and answers it with feedback that it declares", () => {
    const interactions = ["textEntryInteraction", "choiceInteraction", "orderInteraction"].flatMap((name) => all([root], name));
    expect(interactions.map((node) => attribute(node, "responseIdentifier"))).toEqual(["RESPONSE"]);
    const declared = all([root], "outcomeDeclaration").map((node) => attribute(node, "identifier"));
    for (const node of all([root], "setOutcomeValue")) expect(declared).toContain(attribute(node, "identifier"));
    const shown = all([root], "modalFeedback").map((node) => attribute(node, "identifier"));
    const given = all([root], "setOutcomeValue").filter((node) => attribute(node, "identifier") === "FEEDBACK").flatMap((node) => (all([node], "variable").length > 0 ? all([root], "simpleChoice").map((option) => attribute(option, "identifier")) : all([node], "baseValue").map(textOf)));
    expect(new Set(shown)).toEqual(new Set(given));
  });
  test("tells nothing of the answer in its body", () => {
    const body = textOf(first(root, "itemBody"));
    expect(body).not.toContain(textOf({ x: [...blocks(item.exercise.solution(), "mathml", "")] }));
    expect(all([root], "rubricBlock")).toEqual([]);
  });
});

describe.each(named("numeric"))("numeric item %s", (_, item) => {
  const root = rootOf(qtiItem(item));
  if (item.posed.kind !== "numeric") throw new Error("expected a numeric item");
  const { truth, mistakes } = item.posed;
  /** The feedback of the first branch that takes a response. */
  const reply = (response: number): string => {
    const branches = ["responseIf", "responseElseIf"].flatMap((name) => all([root], name));
    const taken = branches.find((branch) => {
      const [below] = attribute(first(branch, "equal"), "tolerance")!.split(" ").map(Number);
      const base = Number(textOf(first(first(branch, "equal"), "baseValue")));
      return Math.abs(response - base) <= (below! / 100) * Math.abs(base);
    });
    return textOf(all([taken ?? first(root, "responseElse")], "setOutcomeValue").at(-1)!);
  };
  test("takes the right answer, and names each known mistake", () => {
    expect(reply(truth)).toBe("right");
    mistakes.forEach(({ value }, at) => expect(reply(value)).toBe(`mistake-${at + 1}`));
    const strange = [7.3, 17.9, 31.7].map((factor) => truth * factor + 11).find((guess) => mistakes.every(({ value }) => Math.abs(guess - value) > 0.1 * Math.abs(value)))!;
    expect(reply(strange)).toBe("wrong");
  });
});

/** A text of Markdown as QTI shows it. */
const plain = (markdown: string): string => inline(markdown, "mathml", "").map(textOf).join("");

test("the right response of a choice and of an ordering names what it shows", () => {
  for (const [, item] of [...named("choice"), ...named("ordering")]) {
    const root = rootOf(qtiItem(item));
    const says = new Map(all([root], "simpleChoice").map((node) => [attribute(node, "identifier"), textOf(node)]));
    const right = all([first(root, "correctResponse")], "value").map((node) => says.get(textOf(node)));
    expect(right).toEqual((item.posed.kind === "choice" ? [item.posed.options[item.posed.right]!.says] : item.posed.kind === "ordering" ? item.posed.steps : []).map(plain));
  }
});

test("a package holds a manifest that names every item, and the same exercises give the same bytes", async () => {
  const some = await sheet("mla", 7);
  const files = unzipSync(qtiPackage("t", some));
  const named = all([rootOf(strFromU8(files["imsmanifest.xml"]!))], "file").map((node) => attribute(node, "href"));
  expect(Object.keys(files).sort()).toEqual([...named, "imsmanifest.xml"].sort());
  expect(named).toHaveLength(some.length);
  expect(qtiPackage("t", some)).toEqual(qtiPackage("t", some));
});

// Moodle XML has no published schema; these are the rules of its documentation and of what its importer reads.
describe("Moodle XML", () => {
  const questions = childrenOf(rootOf(moodle("A/B", items)));
  test("starts with its category and has a question for every exercise", () => {
    expect(attribute(questions[0]!, "type")).toBe("category");
    expect(textOf(first(questions[0]!, "category"))).toBe("$course$/top/A//B");
    expect(questions).toHaveLength(items.length + 1);
  });
  test.each(items.map((item, at) => [`${item.id}, set ${item.set}`, item, questions[at + 1]!] as const))("%s is a question of a type that Moodle has", (_, { posed }, question) => {
    expect(attribute(question, "type")).toBe({ numeric: "numerical", choice: "multichoice", ordering: "ordering" }[posed.kind]);
    const answers = all([question], "answer");
    const texts = answers.map((answer) => textOf(childrenOf(answer).find((node) => nameOf(node) === "text")!));
    if (posed.kind === "ordering") return void expect(texts).toEqual(posed.steps.map((step) => fragment(inline(step, "tex", ""))));
    expect(answers.filter((answer) => attribute(answer, "fraction") === "100")).toHaveLength(1);
    if (posed.kind === "choice") return void expect(answers.every((answer) => all([answer], "feedback").length === 1)).toBe(true);
    expect(texts.map(Number)).toEqual([posed.truth, ...posed.mistakes.map(({ value }) => value)]);
    for (const answer of answers) expect(Number(textOf(first(answer, "tolerance")))).toBeGreaterThanOrEqual(0);
    // Beyond the accepted error only what forgives the last bits of a binary fraction.
    expect(Number(textOf(first(answers[0]!, "tolerance"))) / Math.abs(posed.truth)).toBeCloseTo(posed.within, 8);
  });
});

describe("on the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  const run = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "src/export/export.ts", ...args]).then((result) => ({ code: 0, ...result }), (error: unknown) => error as { code: number; stdout: string; stderr: string });
  test("a file is written and named", async () => {
    const out = join(folder, "mla.xml");
    expect((await run("mla", "--format=moodle", "--seed=7", `--out=${out}`)).stdout).toBe(`${out}: 9 exercises of mla, seed 7\n`);
    expect(readFileSync(out, "utf8")).toBe(moodle("DeepSeek, Recomputed: mla, seed 7", await sheet("mla", 7)));
  });
  test.each([
    [["mla", "--out=a.xml"], "missing: a format; expected --format=qti or --format=moodle"],
    [["mla", "--format=pdf", "--out=a.xml"], 'unknown format: "pdf"; expected --format=qti or --format=moodle'],
    [["mla", "--format=qti"], "missing: a file to write; expected --out=<file>, ending in .zip"],
    [["mla", "--format=qti", "--out=none/such/a.zip"], "invalid: the folder of --out=none/such/a.zip does not exist"],
    [["none", "--format=qti", "--out=a.zip"], 'unknown topic with exercises: "none"'],
  ])("%j is refused with exit code 2", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
