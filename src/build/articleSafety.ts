import type { Program } from "estree";
import type { Definition, Nodes, Root } from "mdast";
import type {} from "remark-mdx";
import type { Node } from "unist";
import { visit } from "unist-util-visit";
import { ARTICLE_COMPONENTS, ARTICLE_ELEMENTS, type PropKind } from "./articleVocabulary.ts";
import { fail, place, type SourceFile } from "./place.ts";
import { checkGiven, checkRead, literalValue, type Refusal, soleExpression } from "./safeExpression.ts";

type JsxElement = Extract<Nodes, { type: "mdxJsxFlowElement" | "mdxJsxTextElement" }>;
type Attribute = JsxElement["attributes"][number];
type ValueExpression = Exclude<Extract<Attribute, { type: "mdxJsxAttribute" }>["value"], string | null | undefined>;
type Report = (node: Node, found: string, allowed: string) => void;

const READ_ALLOWED = "allowed in `read`: one arrow function of the answer, made of member access, whole-number indexes, .find((r) => r.name === \"x\"), .at(0), + - * / % **, Math.round and the like, and literals";

/**
 * A remark plugin: an article holds prose and the components the route provides, and nothing that runs or loads.
 * It refuses import, export, expressions, unknown components and props, HTML elements outside a short list, unsafe links and foreign images.
 * It also tells each component where it stands (`at`), so that a wrong id can be reported by file and line.
 *
 * @throws Error that lists every fault with file, line and column, what was found, and what is allowed
 */
export function articleSafety() {
  return (tree: Root, file: SourceFile & { data?: { astro?: { frontmatter?: Record<string, unknown> } } }): void => {
    if (!file.path?.endsWith(".mdx")) return;
    const faults: string[] = [];
    // Answers nothing: the visitor below would take a number for the place to go on at, and report twice.
    const report: Report = (node, found, allowed) => { faults.push(`${place(file, node.position)}: unsafe article: ${found}; ${allowed}`); };
    for (const key of ["layout", "components"]) if (file.data?.astro?.frontmatter?.[key] !== undefined) report(tree, `frontmatter names a ${key}`, "allowed: what the schema in src/content.config.ts lists");
    const definitions = new Map<string, Definition>();
    visit(tree, "definition", (node) => { if (!definitions.has(node.identifier)) definitions.set(node.identifier, node); });
    visit(tree, (node, _index, parent) => {
      switch (node.type) {
        case "mdxjsEsm":
          return report(node, /^\s*export/.test(node.value) ? "an export" : "an import", "allowed: none; the components of an article need no import");
        case "html":
          return report(node, "raw HTML", "allowed: Markdown and components");
        case "mdxFlowExpression":
        case "mdxTextExpression":
          return checkExpression(node, node.data?.estree, report);
        case "mdxJsxFlowElement":
        case "mdxJsxTextElement":
          checkElement(node, report);
          checkBlock(node, parent, report);
          return addPlace(node, place(file, node.position));
        case "link":
        case "definition":
          return checkLink(node, node.url, report);
        case "image":
          return checkImage(node, node.url, report);
        case "imageReference": {
          const definition = definitions.get(node.identifier);
          if (definition) checkImage(node, definition.url, report);
        }
      }
    });
    fail("an article may not do this", faults);
  };
}

function checkExpression(node: Node, program: Program | null | undefined, report: Report): void {
  const expression = soleExpression(program);
  if (expression === undefined || (expression && typeof literalValue(expression) === "string")) return;
  report(node, `the expression {${expression ? expression.type : "..."}}`, "allowed in braces: a comment, a string; a computed number is written <Num of=\"...\" read={(out) => ...} />");
}

function checkElement(node: JsxElement, report: Report): void {
  const { name } = node;
  if (name !== null && Object.hasOwn(ARTICLE_COMPONENTS, name)) {
    const { props } = ARTICLE_COMPONENTS[name]!;
    for (const attribute of node.attributes) checkProp(node, attribute, props, report);
  } else if (name !== null && Object.hasOwn(ARTICLE_ELEMENTS, name)) {
    const allowed = ARTICLE_ELEMENTS[name]!;
    for (const attribute of node.attributes) {
      if (attribute.type === "mdxJsxAttribute" && allowed.includes(attribute.name) && typeof attribute.value === "string") continue;
      report(node, `<${name}> with ${nameOf(attribute)}`, `allowed on <${name}>: ${allowed.join(", ") || "no attribute"}, as text`);
    }
  } else {
    report(node, `<${name ?? ""}>`, `allowed components: ${Object.keys(ARTICLE_COMPONENTS).join(", ")}; allowed elements: ${Object.keys(ARTICLE_ELEMENTS).join(", ")}`);
  }
}

const nameOf = (attribute: Attribute): string => (attribute.type === "mdxJsxAttribute" ? attribute.name : "a spread {...}");

function checkProp(node: JsxElement, attribute: Attribute, props: Readonly<Record<string, PropKind>>, report: Report): void {
  const list = Object.keys(props).join(", ") || "none";
  if (attribute.type !== "mdxJsxAttribute" || !Object.hasOwn(props, attribute.name)) return report(node, `<${node.name}> with ${nameOf(attribute)}`, `allowed props of ${node.name}: ${list}`);
  const { name, value } = attribute;
  const kind = props[name]!;
  if (value === null || value === undefined) {
    if (kind !== "flag") report(node, `${name} of <${node.name}> without a value`, `allowed: ${FORM[kind]}`);
  } else if (typeof value === "string") {
    if (kind !== "text" && kind !== "key") report(node, `${name}="${value}" of <${node.name}>`, `allowed: ${FORM[kind]}`);
  } else {
    checkPropExpression(node, name, kind, value, report);
  }
}

const FORM: Record<PropKind, string> = { text: '"text"', key: '"text"', number: "{3}", flag: "the bare name", given: '{{ name: 1, other: "x", list: [1, 2] }} with literals', read: "{(out) => out.name}" };

function checkPropExpression(node: JsxElement, name: string, kind: PropKind, value: ValueExpression, report: Report): void {
  const expression = soleExpression(value.data?.estree);
  const say = ({ found, node: { loc } }: Refusal, allowed: string): void => report(loc ? { type: "refused", position: loc as never } : node, `${name} of <${node.name}> holds ${found}`, allowed);
  if (!expression) return report(node, `${name} of <${node.name}> holds no expression`, `allowed: ${FORM[kind]}`);
  if (kind === "read") {
    const refusal = checkRead(expression);
    if (refusal) say(refusal, READ_ALLOWED);
  } else if (kind === "given") {
    const refusal = checkGiven(expression);
    if (refusal) say(refusal, `allowed: ${FORM.given}`);
  } else {
    const literal = literalValue(expression);
    const wanted = kind === "number" ? "number" : kind === "flag" ? "boolean" : "string";
    if (typeof literal !== wanted) say({ found: expression.type, node: expression }, `allowed: ${FORM[kind]}`);
  }
}

/** A block inside a sentence would end the paragraph in the middle, since HTML allows no block in one. */
function checkBlock(node: JsxElement, parent: Nodes | undefined, report: Report): void {
  if (node.type !== "mdxJsxTextElement" || !node.name || !ARTICLE_COMPONENTS[node.name]?.isBlock || parent?.type !== "paragraph") return;
  if (parent.children.some((sibling) => sibling !== node && !(sibling.type === "text" && sibling.value.trim() === ""))) report(node, `<${node.name}> inside a sentence`, "allowed: on lines of its own, with an empty line before and after");
}

function addPlace(node: JsxElement, at: string): void {
  if (node.name && Object.hasOwn(ARTICLE_COMPONENTS, node.name)) node.attributes.push({ type: "mdxJsxAttribute", name: "at", value: at });
}

/** Browsers skip control characters and spaces in a scheme and read a backslash as a slash, so a check must do the same. */
const asBrowser = (url: string): string => url.replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\ufeff]/g, "").replaceAll("\\", "/");

function checkLink(node: Node, url: string, report: Report): void {
  const read = asBrowser(url);
  const isLocal = !/^[^/?#]*:/.test(read) && !read.startsWith("//") && !/^[^/?#]*%3a/i.test(read);
  if (!isLocal && !/^(?:https:\/\/[^/]|mailto:)/i.test(read)) report(node, `a link to ${url}`, "allowed: https:, mailto:, or a path on this site");
}

function checkImage(node: Node, url: string, report: Report): void {
  const read = asBrowser(url);
  let decoded = "%";
  try { decoded = decodeURIComponent(read); } catch { /* a broken escape stays refused */ }
  if (!/^\.\/[\w./-]+\.(?:png|jpe?g|webp|avif|svg)$/i.test(decoded) || decoded.includes("..")) report(node, `an image from ${url}`, "allowed: a png, jpg, webp, avif or svg file of the same topic, written ./data/name.png");
}
