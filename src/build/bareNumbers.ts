import type { Nodes, Parents, Root } from "mdast";
import type {} from "remark-mdx";
import { ARTICLE_COMPONENTS } from "./articleVocabulary.ts";
import { fail, place, type SourceFile } from "./place.ts";

const MONTH = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const YEAR = "(?:19[5-9]\\d|20[0-3]\\d)";
/** What a year is never followed by; "in 2000 tokens" is a quantity. */
const NO_QUANTITY = "(?!\\d|[.,]\\d|\\s*(?:%|[×x]\\b|tokens?\\b|GPUs?\\b|H800|H100|layers?\\b|heads?\\b|bytes?\\b|dimensions?\\b|elements?\\b|experts?\\b|nodes?\\b|steps?\\b|hours?\\b|bits?\\b|[kMGT]i?B\\b|FLOPs?\\b|numbers\\b|sequences\\b|groups?\\b|parameters\\b|per\\b|times\\b))";
const PART = "\\(?\\d+(?:\\.\\d+)*[a-z]?\\)?";
const SINGULAR = "Appendix [A-Z]\\.|Table|Tab\\.|Figure|Fig\\.|Section|Sec\\.|§|Equation|Eq\\.|Appendix|Chapter|page|p\\.|line|Algorithm|Listing|Part|Footnote|footnote|Exercise|exercise|version|issue|Issue|Theorem|table|figure|section|equation|chapter";
const PLURAL = "Tables|Figures|Figs\\.|Sections|§§|Equations|Eqs\\.|pages|pp\\.|lines|issues|Issues|chapters|sections|tables|figures|equations|exercises|versions";
const NAMES = "Llama|Qwen|Gemma|Claude|Gemini|Mistral(?: Large| Small)?|Mixtral|Phi|Kimi|DeepSeek|Grok|GPT|GLM|MiniMax|Falcon|PaLM|OPT|Yi|CUDA|PyTorch|Python|Node|NVLink|PCIe|HDR|HTTP|Apache|CC BY(?:-SA)?|GPL|WCAG|FlashAttention|Blackwell|Hopper";

/** What a digit may be part of without being a quantity, tried in this order. */
const STRUCTURAL: readonly RegExp[] = [
  /https?:\/\/\S+|\bdoi:\S+|\b10\.\d{4,}\/\S+/gi,
  /\barXiv:\s?\d{4}\.\d{4,5}(?:v\d+)?|\b\d{4}\.\d{5}(?:v\d+)?\b/gi,
  /\b\d{4}-\d{2}-\d{2}\b/g,
  new RegExp(`\\b\\d{1,2} ${MONTH}\\b(?:,? ${YEAR}\\b)?|\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?\\b(?!\\d)(?:,? ${YEAR}\\b)?|\\b${MONTH} ${YEAR}\\b`, "g"),
  new RegExp(`(?<![\\d.,$€£]|\\d\\s)\\b${YEAR}(?:[–-](?:${YEAR}|\\d{2})\\b|s\\b)?${NO_QUANTITY}`, "g"),
  new RegExp(`(?:\\b|(?=§))(?:${PLURAL})\\s*${PART}(?:\\s*(?:,|and|or|to|–|-)\\s*${PART})*`, "g"),
  new RegExp(`(?:\\b|(?=§))(?:${SINGULAR})\\s*${PART}(?:\\s?[–-]\\s?${PART})?`, "g"),
  /\b\d+\.\d+\.\d+\b/g,
  // Names: a family with its version and size ("Llama 3.1 405B"), then any word that starts with a letter ("H800", "E4M3", "GPT-4", "V4.1-Flash").
  new RegExp(`\\b(?:${NAMES})[ -](?:K?\\d+(?:\\.\\d+)*[A-Za-z]*)(?:[ -]\\d+(?:\\.\\d+)?B\\b)?(?:-[A-Za-z][\\w.]*)*(?!\\s*(?:tokens?|layers?|heads?|GPUs|parameters)\\b)`, "g"),
  /(?<![\d.\p{L}])(?![x×]\d)(?:\p{Lu}\p{L}*|\p{Ll}+)\d[\p{L}\d]*(?:\.\d+)*[\p{L}]*(?:-[\p{L}\d][\p{L}\d.]*\p{L}[\p{L}\d]*)*/gu,
  /\b\p{Lu}{2,}-\d+(?:\.\d+)*[a-z]?\b/gu,
  // A model's size as its name: "405B", "8x7B"; but "405B parameters" is a quantity.
  /\b(?:\d+x)?\d+(?:\.\d+)?B(?:-[A-Z]\w*)?\b(?!\s*(?:parameters?|params?|tokens?|weights?|bytes?)\b)/g,
  /\b[1-4]D\b/g,
  // A pipeline schedule whose name counts its passes.
  /\b1F1B\b/g,
];

const LARGE_WORDS = "(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen)";
const SMALL_WORDS = "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|half)";
const QUANTITY = new RegExp(`[+\\-−~≈<>]?[$€£]?(?:\\p{N}[\\p{N}.,'\u202f ]*(?<=\\p{N}))(?:\\s?(?:%|[×x]\\b|[kKMGTPE]i?B?\\b|B\\b|e[+-]?\\d+))?|\\b${LARGE_WORDS}(?:[- ]\\p{L}+)?\\b|\\b${SMALL_WORDS}[ -](?:per ?cent|percentage points?)\\b`, "giu");

const REMEDIES = `quote it with <Fact id="..." />, compute it with <Num of="..." read={...} />, or mark it <Exempt because="...">...</Exempt>`;

/** A quantity in a text, and where in it. */
export interface BareNumber {
  readonly text: string;
  readonly index: number;
}

/** The quantities of a text that are not part of a date, a reference, a name, a version or the like. Counts up to ten in words pass. */
export function bareNumbersIn(text: string): BareNumber[] {
  let rest = text;
  for (const pattern of STRUCTURAL) rest = rest.replace(pattern, (found) => "\u0000".repeat(found.length));
  return [...rest.matchAll(QUANTITY)].map(({ 0: found, index }) => ({ text: found.trim(), index }));
}

const contextOf = (text: string, { index, text: found }: BareNumber): string => {
  const from = Math.max(0, index - 30);
  const to = Math.min(text.length, index + found.length + 30);
  return `${from > 0 ? "…" : ""}${text.slice(from, to).replace(/\s+/g, " ").trim()}${to < text.length ? "…" : ""}`;
};

type File = SourceFile & { readonly value?: unknown; readonly data?: { astro?: { frontmatter?: Record<string, unknown> } } };

/**
 * A remark plugin: a quantity in an article's prose is quoted (<Fact>), computed (<Num>) or excused (<Exempt>), never typed.
 * It reads paragraphs, headings, lists, table cells, texts inside components, props and titles shown to readers, and the frontmatter.
 *
 * @throws Error that lists every bare number with file, line, its surroundings and the remedies
 */
export function bareNumbers() {
  return (tree: Root, file: File): void => {
    if (!file.path?.endsWith(".mdx")) return;
    const faults: string[] = [];
    const check = (text: string | null | undefined, line: number | undefined): void => {
      for (const number of bareNumbersIn(text ?? "")) {
        const at = line === undefined ? undefined : { line: line + text!.slice(0, number.index).split("\n").length - 1 };
        faults.push(`${place(file, at)}: bare number: ${number.text} in "${contextOf(text!, number)}"; ${REMEDIES}`);
      }
    };
    walk(tree, check);
    for (const [key, value] of texts(file.data?.astro?.frontmatter ?? {})) {
      for (const number of bareNumbersIn(value)) faults.push(`${place(file)} frontmatter, ${key}: bare number: ${number.text} in "${contextOf(value, number)}"; say it without the number, since the frontmatter can neither quote nor compute`);
    }
    fail("a number in prose has neither source nor computation", faults);
  };
}

type Check = (text: string | null | undefined, line: number | undefined) => void;

function walk(node: Nodes, check: Check): void {
  const line = node.position?.start.line;
  switch (node.type) {
    case "text":
      return check(node.value, line);
    case "image":
      check(node.alt, line);
      return check(node.title, line);
    case "imageReference":
      return check(node.alt, line);
    case "link":
      check(node.title, line);
      break;
    case "mdxTextExpression":
    case "mdxFlowExpression":
      // Only a string can stand here (articleSafety); a comment is not shown.
      return check(/^\s*(["'`])([\s\S]*)\1\s*$/.exec(node.value)?.[2], line);
    case "mdxJsxFlowElement":
    case "mdxJsxTextElement": {
      const word = node.name !== null && Object.hasOwn(ARTICLE_COMPONENTS, node.name) ? ARTICLE_COMPONENTS[node.name] : undefined;
      if (word?.isSourced) return excuse(node, check, line);
      for (const attribute of node.attributes) {
        if (attribute.type === "mdxJsxAttribute" && (word ? word.props[attribute.name] === "text" : attribute.name === "title")) check(typeof attribute.value === "string" ? attribute.value : attribute.value?.value, line);
      }
      if (node.name === "kbd") return;
    }
  }
  for (const child of (node as Parents).children ?? []) walk(child, check);
}

/** An excuse without a reason is none: what stands inside is checked like prose. */
function excuse(node: Extract<Nodes, { type: "mdxJsxFlowElement" | "mdxJsxTextElement" }>, check: Check, line: number | undefined): void {
  if (node.name !== "Exempt") return;
  const reason = node.attributes.find((attribute) => attribute.type === "mdxJsxAttribute" && attribute.name === "because");
  if (typeof reason?.value === "string" && reason.value.trim().split(/\s+/).length >= 2) return;
  check("1 <Exempt> without because=\"a reason in words\"", line);
}

/** Every text of the frontmatter but names of people, with the way to it. */
function* texts(value: unknown, path = ""): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (value && typeof value === "object" && !(value instanceof Date)) {
    for (const [key, inner] of Object.entries(value)) if (key !== "authors") yield* texts(inner, path === "" ? key : `${path}.${key}`);
  }
}
