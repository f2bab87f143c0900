import type { Nodes, Parents, PhrasingContent, Root } from "mdast";
import type {} from "remark-math";
import type {} from "remark-mdx";
import { visit } from "unist-util-visit";
import { ARTICLE_COMPONENTS } from "./articleVocabulary.ts";
import { fail, place, type SourceFile } from "./place.ts";

const NAME = "Key";
/** The most sentences one key may hold; a slide shows a few keys. */
const MOST_SENTENCES = 2;

/** The text of a node, with one word for whatever a component, a formula or a piece of code prints. */
function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  if (node.type === "inlineMath" || node.type === "inlineCode") return "x";
  const isWord = node.type === "mdxJsxTextElement" && node.name !== null && ARTICLE_COMPONENTS[node.name] !== undefined && node.name !== NAME && node.children.length === 0;
  // A citation behind the full stop belongs to its sentence and ends none.
  if (isWord) return node.name === "Cite" ? "" : "x";
  return "children" in node ? (node.children as Nodes[]).map(textOf).join("") : "";
}

/** How many sentences a text holds, an unfinished one included. */
export function countSentences(text: string): number {
  const plain = text.replace(/\b(?:Eq|Fig|Tab|Sec|p|pp|al|cf|vs)\./g, "x").trim();
  return plain === "" ? 0 : plain.split(/[.?!][”"'’)\]]*(?:\s+|$)/).filter((part) => part.trim() !== "").length;
}

/**
 * A remark plugin: `<Key>` marks a sentence, or two, that the slides of an article show (src/build/deck.ts).
 * In the article it prints nothing of its own. MDX takes a paragraph that is all one component for a block, so here it becomes a paragraph again.
 *
 * @throws Error that lists, with file and line, each key that holds no sentence, more than two, another key or a block
 */
export function keySentences() {
  return (tree: Root, file: SourceFile): void => {
    const faults: string[] = [];
    visit(tree, (node, index, parent) => {
      if ((node.type !== "mdxJsxFlowElement" && node.type !== "mdxJsxTextElement") || node.name !== NAME) return;
      const report = (found: string, remedy: string): number => faults.push(`${place(file, node.position)}: invalid key: ${found}; ${remedy}`);
      if (hasInside(node)) return void report("a block or another <Key> inside", "mark one or two sentences of one paragraph or list item");
      const count = countSentences(textOf(node));
      if (count === 0 || count > MOST_SENTENCES) return void report(`${count} sentences`, "mark one or two; the rest becomes the presenter's notes");
      if (node.type === "mdxJsxFlowElement" && parent && index !== undefined) restore(parent, index);
    });
    fail("a key sentence cannot stand on a slide", faults);
  };
}

type Flow = Extract<Nodes, { type: "mdxJsxFlowElement" }>;

/** Whether a node is a component that MDX lifted out of a sentence, and stands on the line, or the line after, that the one before ends on. */
const isLifted = (node: Nodes | undefined, before: Flow): node is Flow =>
  node?.type === "mdxJsxFlowElement" && node.name !== null && !ARTICLE_COMPONENTS[node.name]?.isBlock && node.position!.start.line <= before.position!.end.line + 1;

/** Puts the key at this place, and what follows it in the same paragraph, back into a paragraph. */
function restore(parent: Parents, index: number): void {
  const run = [parent.children[index] as Flow];
  for (let next: Nodes | undefined; isLifted((next = parent.children[index + run.length]), run.at(-1)!);) run.push(next);
  const children = run.flatMap((flow, at) => [...(at > 0 ? [{ type: "text", value: " " }] : []), { ...flow, type: "mdxJsxTextElement" }]) as PhrasingContent[];
  (parent.children as Nodes[]).splice(index, run.length, { type: "paragraph", children, position: { start: run[0]!.position!.start, end: run.at(-1)!.position!.end } });
}

const BLOCKS: readonly string[] = ["paragraph", "heading", "list", "blockquote", "code", "math", "table", "thematicBreak", "mdxJsxFlowElement"];

function hasInside(key: Parents): boolean {
  return (key.children as Nodes[]).some((child) => BLOCKS.includes(child.type) || ("name" in child && child.name === NAME) || ("children" in child && hasInside(child)));
}
