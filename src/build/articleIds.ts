import { globSync } from "node:fs";
import type { Nodes, Root } from "mdast";
import type {} from "remark-mdx";
import { visit } from "unist-util-visit";
import { loadLedger } from "../ledger.ts";
import { unknownId } from "../ledgerFile.ts";
import { fail, place, type SourceFile } from "./place.ts";

type JsxElement = Extract<Nodes, { type: "mdxJsxFlowElement" | "mdxJsxTextElement" }>;

/** A prop that names something: what that is, and the names there are. */
interface Named {
  readonly prop: string;
  readonly what: string;
  readonly known: () => readonly string[];
}

const filesNamed = (role: string) => () => globSync(`content/*/*.${role}.ts`).map((path) => path.replaceAll("\\", "/").replace(/^content\/|\.\w+\.ts$/g, "")).sort();
const idsOf = (part: "facts" | "sources" | "terms" | "tables") => () => [...loadLedger()[part].keys()];

/** Exercise and Predict are not here: what they name is known only to what runs exercises.ts, and they say it themselves. */
const NAMED: Readonly<Record<string, Named>> = {
  Figure: { prop: "id", what: "figure", known: filesNamed("figure") },
  Num: { prop: "of", what: "simulation", known: filesNamed("sim") },
  Fact: { prop: "id", what: "fact", known: idsOf("facts") },
  Cite: { prop: "id", what: "source", known: idsOf("sources") },
  Term: { prop: "id", what: "term", known: idsOf("terms") },
  LedgerTable: { prop: "id", what: "table", known: idsOf("tables") },
};

/**
 * A remark plugin: what an article names is there. The components would find it too, but one at a time and without the line.
 *
 * @throws Error that lists every unknown name with file, line and column, and the nearest names there are
 */
export function articleIds() {
  return (tree: Root, file: SourceFile): void => {
    if (!file.path?.endsWith(".mdx")) return;
    const faults: string[] = [];
    visit(tree, (node) => {
      if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") faults.push(...faultsOf(node).map((fault) => `${place(file, node.position)}: ${fault}`));
    });
    fail("an article names what is not there", faults);
  };
}

function faultsOf(node: JsxElement): string[] {
  const named = node.name !== null && Object.hasOwn(NAMED, node.name) ? NAMED[node.name] : undefined;
  if (!named) return [];
  const { prop, what, known } = named;
  const value = node.attributes.find((attribute) => attribute.type === "mdxJsxAttribute" && attribute.name === prop)?.value;
  if (value === undefined) return [`missing: ${prop} of <${node.name}>; expected the name of a ${what}`];
  // A string in braces is rare, and left to the component.
  if (typeof value !== "string") return [];
  const names = known();
  return names.includes(value) ? [] : [unknownId(what, value, names)];
}
