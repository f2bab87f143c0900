import { posix } from "node:path";
import remarkMath from "remark-math";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import ts from "typescript";
import { unified } from "unified";
import { visit } from "unist-util-visit";

/** One import of a file: what it names, and where. */
export interface Import {
  /** A path from the root of the repository, or the name of a package; "?" when it cannot be read off the source. */
  readonly target: string;
  readonly line: number;
}

/** A row of the table: which files it is for and what they may import. `<topic>` stands for the file's own topic. */
interface Layer {
  readonly layer: string;
  readonly files: RegExp;
  readonly mayImport: readonly RegExp[];
}

const ownSims = /^content\/<topic>\/[a-z0-9-]+\.sim\.ts$/;
const plotLibrary = /^(@observablehq\/plot|d3-[a-z]+)$/;
const node = /^node:/;
const astro = /^(astro|@astrojs)([:/]|$)/;

/**
 * Who may import whom. The first row that matches a file is its layer; a file that matches none has no home yet.
 * Nothing imports a test, but a script may measure the references that tests hold the domain to; only the files under `looksAtContent` may look up at content/.
 */
const LAYERS: readonly Layer[] = [
  { layer: "test", files: /^tests\/|\.(test|spec)\.ts$/, mayImport: [/./] },
  { layer: "linear algebra", files: /^src\/domain\/linearAlgebra\.ts$/, mayImport: [/^src\/domain\//, /^ml-matrix$/] },
  { layer: "domain", files: /^src\/domain\//, mayImport: [/^src\/domain\//] },
  { layer: "simulation", files: /^content\/[a-z0-9-]+\/[a-z0-9-]+\.sim\.ts$/, mayImport: [/^src\/domain\//, /^src\/sim\/contract\.ts$/, ownSims, /^content\/<topic>\/data\/[a-z0-9-]+\.json$/] },
  { layer: "figure", files: /^content\/[a-z0-9-]+\/[a-z0-9-]+\.figure\.ts$/, mayImport: [/^src\/domain\//, /^src\/plot\//, /^src\/sim\/(contract|figure)\.ts$/, ownSims, plotLibrary] },
  { layer: "exercise", files: /^content\/[a-z0-9-]+\/exercises\.ts$/, mayImport: [/^src\/domain\//, /^src\/sim\/(run|exercise)\.ts$/, /^src\/plot\/format\.ts$/, ownSims] },
  { layer: "article", files: /^content\/[a-z0-9-]+\/article(\.[a-z]{2})?\.mdx$/, mayImport: [] },
  { layer: "plot", files: /^src\/plot\//, mayImport: [/^src\/(domain|plot)\//, /^src\/sim\/contract\.ts$/, plotLibrary] },
  { layer: "text", files: /^src\/text\//, mayImport: [/^src\/text\//] },
  { layer: "engine", files: /^src\/sim\//, mayImport: [/^src\/(domain|sim|plot|text)\//, plotLibrary, /^linkedom$/] },
  { layer: "progress", files: /^src\/progress\//, mayImport: [/^src\/progress\//, /^src\/sim\/practiceAnswer\.ts$/, /^src\/plot\/format\.ts$/] },
  { layer: "ledger", files: /^src\/ledger(File|Use)?\.ts$/, mayImport: [/^src\/(domain|text)\//, /^src\/ledger(File)?\.ts$/, /^src\/plot\/format\.ts$/, /^src\/sim\/contract\.ts$/, node, /^yaml$/, /^astro\/zod$/] },
  { layer: "offline", files: /^src\/offline\//, mayImport: [/^src\/offline\//, /^(serwist|fflate)$/] },
  { layer: "build plugin", files: /^src\/build\//, mayImport: [/^src\//, node, astro, /^(fflate|katex|yaml|linkedom|pagefind|satori|sharp|subset-font|vite)([/]|$)/, /^(remark|rehype|hast|mdast|unist|unified|micromark|estree$|vfile$)/] },
  { layer: "course", files: /^src\/course\//, mayImport: [/^src\//, node, /^astro(:content|\/zod)$/] },
  { layer: "export", files: /^src\/export\//, mayImport: [/^src\/(export|plot|sim)\//, node, /^(katex|mdast|unified|remark-(math|parse)|fast-xml-parser|fflate)$/] },
  { layer: "site", files: /^src\/((components|layouts|pages|styles)\/|(content\.config|cli|site|articles|readingTime)\.ts$)/, mayImport: [/^src\//, /^package\.json$/, node, astro, /^(katex|yaml|sharp|satori|@fontsource\/[a-z]+)([/]|$)/] },
  { layer: "script", files: /^scripts\/|^[a-z]+\.config\.(ts|mjs)$/, mayImport: [/^src\//, /^scripts\//, /^tests\/reference\//, node, /^(?!\.|\/|content\/|tests\/)[@a-z]/] },
  { layer: "public", files: /^public\//, mayImport: [] },
];

/** The files that discover content by glob; all others get it from them. */
const looksAtContent = /^src\/(sim\/(sims|figures|practices|sources)\.ts|cli\.ts|content\.config\.ts|ledger\.ts|build\/.+|pages\/.+)$|^tests\//;

function resolve(file: string, spec: string): string {
  const path = spec.replace(/[?#](raw|url|worker|inline)?$/, "").replace(/\?.*$/, "");
  if (path.startsWith("#")) return path.replace(/^#/, "src/");
  if (path.startsWith("/")) return path.slice(1);
  if (path.startsWith(".")) return posix.join(posix.dirname(file), path);
  return path;
}

const isMeta = (expression: ts.Expression, member: string): boolean =>
  ts.isPropertyAccessExpression(expression) && ts.isMetaProperty(expression.expression) && expression.name.text === member;

/** The strings a call names: its first argument, or the items of a list. Anything else cannot be read: "?". */
function named(argument: ts.Expression | undefined): string[] {
  if (!argument) return ["?"];
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isArrayLiteralExpression(argument)) return argument.elements.flatMap(named);
  return ["?"];
}

/** What a node of TypeScript's syntax tree imports, by any of the ways there are. */
function specifiers(n: ts.Node): string[] {
  if ((ts.isImportDeclaration(n) || ts.isExportDeclaration(n)) && n.moduleSpecifier) return named(n.moduleSpecifier);
  if (ts.isImportEqualsDeclaration(n) && ts.isExternalModuleReference(n.moduleReference)) return named(n.moduleReference.expression);
  if (ts.isImportTypeNode(n)) return ts.isLiteralTypeNode(n.argument) ? named(n.argument.literal as ts.Expression) : ["?"];
  if (ts.isNewExpression(n) && ts.isIdentifier(n.expression) && n.expression.text === "URL" && n.arguments?.[1] && isMeta(n.arguments[1], "url")) return named(n.arguments[0]);
  if (!ts.isCallExpression(n)) return [];
  if (n.expression.kind === ts.SyntaxKind.ImportKeyword) return named(n.arguments[0]);
  if (ts.isIdentifier(n.expression) && n.expression.text === "require") return named(n.arguments[0]);
  if (isMeta(n.expression, "glob")) return named(n.arguments[0]).filter((pattern) => !pattern.startsWith("!"));
  return [];
}

function importsOfScript(file: string, text: string, firstLine = 1): Import[] {
  const kind = /\.m?js$/.test(file) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
  const found: Import[] = [];
  const walk = (n: ts.Node): void => {
    for (const spec of specifiers(n)) {
      const { line } = source.getLineAndCharacterOfPosition(n.getStart(source));
      found.push({ target: spec === "?" ? "?" : resolve(file, spec), line: line + firstLine });
    }
    ts.forEachChild(n, walk);
  };
  walk(source);
  for (const { fileName, pos } of [...source.referencedFiles, ...source.typeReferenceDirectives]) {
    found.push({ target: resolve(file, fileName), line: source.getLineAndCharacterOfPosition(pos).line + firstLine });
  }
  return found;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** The frontmatter, every script and the expressions of the template. */
function importsOfAstro(file: string, text: string): Import[] {
  const found: Import[] = [];
  const read = (part: string, index: number): void => void found.push(...importsOfScript(file, part, lineAt(text, index)));
  const front = /^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text);
  if (front) read(front[1]!, front[0].indexOf(front[1]!));
  const start = front?.[0].length ?? 0;
  let template = text.slice(start);
  for (const script of template.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    read(script[2]!, start + script.index + script[0].indexOf(">") + 1);
    const src = /\bsrc\s*=\s*["'{`]+([^"'}`]+)/.exec(script[1]!)?.[1];
    if (src && !src.startsWith("/")) found.push({ target: resolve(file, src), line: lineAt(text, start + script.index) });
    template = template.replace(script[0], script[0].replace(/[^\n]/g, " "));
  }
  // A template is not TypeScript, so only the scanner reads it; that finds import("...") and require("...").
  for (const { fileName, pos } of ts.preProcessFile(template, true, true).importedFiles) found.push({ target: resolve(file, fileName), line: lineAt(text, start + pos) });
  return found;
}

interface EsTree { readonly type?: string; readonly [key: string]: unknown }

function hasImport(tree: unknown): boolean {
  if (Array.isArray(tree)) return tree.some(hasImport);
  if (typeof tree !== "object" || tree === null) return false;
  return (tree as EsTree).type === "ImportExpression" || Object.values(tree).some(hasImport);
}

/** An article has no import at all: any `import`, `export` or `import()` is a fault of its own. */
function importsOfMdx(file: string, text: string): Import[] {
  const body = text.replace(/^---\r?\n[\s\S]*?\r?\n---/, (front) => front.replace(/[^\n]/g, " "));
  const found: Import[] = [];
  const tree = unified().use(remarkParse).use(remarkMath).use(remarkMdx).parse(body);
  visit(tree, (n) => {
    const line = n.position?.start.line ?? 0;
    if (n.type === "mdxjsEsm") {
      const list = importsOfScript(file, n.value, line);
      found.push(...(list.length > 0 ? list : [{ target: "an export", line }]));
    } else if (hasImport("data" in n ? n.data : undefined) || ("attributes" in n && hasImport(n.attributes))) found.push({ target: "import()", line });
  });
  return found;
}

/** Every import of a file: declarations, re-exports, types, import(), require, globs, `new URL(..., import.meta.url)` and references. */
export function importsOf(file: string, text: string): Import[] {
  if (file.endsWith(".mdx")) return importsOfMdx(file, text);
  if (file.endsWith(".astro")) return importsOfAstro(file, text);
  return importsOfScript(file, text);
}

/** What is wrong with the imports of one file, in words. */
export function faultsOf(file: string, text: string): string[] {
  const home = LAYERS.find(({ files }) => files.test(file));
  if (!home) return [`${file} has no home: no row of LAYERS in tests/layers.ts is for it`];
  const topic = /^content\/([^/]+)\//.exec(file)?.[1] ?? "none";
  const allowed = home.mayImport.map(({ source }) => new RegExp(source.replaceAll("<topic>", topic)));
  return importsOf(file, text).flatMap(({ target, line }) => {
    const at = `${file}:${line}`;
    if (target === "?") return /test|site|export|script|build plugin/.test(home.layer) ? [] : [`${at}: a ${home.layer} may not import what only running it tells; name the file`];
    if (home.layer === "test") return [];
    if (/^src\/|^[a-z]+\.config\./.test(file) && /^content\//.test(target)) return looksAtContent.test(file) ? [] : [`${at}: only ${looksAtContent.source} may look at ${target}`];
    if (/^tests\/(?!reference\/)|\.(test|spec)\.ts$/.test(target)) return [`${at}: nothing may import a test (${target})`];
    return allowed.some((pattern) => pattern.test(target)) ? [] : [`${at}: ${home.layer} may not import ${target}`];
  });
}
