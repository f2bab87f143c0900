/** Classes that KaTeX writes for its own tests and for readers of the tree, and has no rule for. */
const UNSTYLED = /^(katex-html|enclosing|m(ord|op|bin|rel|open|close|punct|inner|tight)|size\d+|reset-size\d+|sizing|delimcenter|mathit|minner|inner|text|textord|mtext|newline|base)$/;
/** Classes that src/build/inlineStyles.ts made of style attributes. */
const MOVED = /^i-\w+$/;

const STEP = /<\/span>|<span\b[^>]*>|<(?:svg|path|line)\b[^>]*>|<\/(?:svg|path|line)>|[^<]+/gy;

/** What the formulas of a page need: the classes they carry, and the characters set in the italic of variables and in all other faces. */
export interface Formulas {
  readonly classes: Set<string>;
  readonly variables: Set<string>;
  readonly others: Set<string>;
}

export const noFormulas = (): Formulas => ({ classes: new Set(), variables: new Set(), others: new Set() });

/** Adds the formulas of a built page to `found`. @returns whether it has any */
export function collectFormulas(html: string, found: Formulas): boolean {
  const starts = [...html.matchAll(/<span class="katex-html"/g)];
  for (const { index } of starts) {
    const open: string[] = [];
    STEP.lastIndex = index;
    for (let step = STEP.exec(html); step; step = STEP.exec(html)) {
      const [part] = step;
      const classes = /\sclass="([^"]*)"/.exec(part)?.[1]?.split(/\s+/) ?? [];
      for (const name of classes) if (!MOVED.test(name)) found.classes.add(name);
      if (part.startsWith("<span")) open.push(classes.includes("mathnormal") ? "variable" : "");
      else if (part === "</span>") open.pop();
      else if (!part.startsWith("<")) for (const char of part) (open.includes("variable") ? found.variables : found.others).add(char);
      if (open.length === 0) break;
    }
  }
  return starts.length > 0;
}

const classesOf = (selector: string): string[] => [...selector.matchAll(/\.(-?[a-z_][\w-]*)/gi)].map(([, name]) => name!);
/** The classes that an element must have; those in `:not()` it must not. */
const demandedBy = (selector: string): string[] => classesOf(selector.replace(/:not\([^)]*\)/g, ""));
/** Outside of katex-html: the formula itself, its MathML, and the box of a displayed one. */
const ALWAYS = ["katex", "katex-mathml", "katex-html", "katex-display"];

/**
 * KaTeX's sheet with the rules and faces that the site's formulas use.
 *
 * @throws Error when a formula has a class that the sheet does not know: two copies of KaTeX would set it wrongly and say nothing
 */
export function pruneMathStyles(css: string, { classes }: Formulas): string {
  const rules = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({ selector: selector!, body: body! }));
  const known = new Set(rules.flatMap(({ selector }) => classesOf(selector)));
  const unknown = [...classes].filter((name) => !known.has(name) && !UNSTYLED.test(name));
  if (unknown.length > 0) throw new Error(`unknown: KaTeX's style sheet has no rule for ${unknown.join(", ")}; expected markup and sheet of one KaTeX, see overrides in package.json`);
  const used = new Set([...classes, ...ALWAYS]);
  const kept = rules.filter(({ selector }) => !selector.startsWith("@")).flatMap(({ selector, body }) => {
    const parts = selector.split(",").filter((part) => demandedBy(part).every((name) => used.has(name)) && !part.includes(".katex-version"));
    return parts.length > 0 ? [`${parts.join(",")}{${body}}`] : [];
  }).join("");
  const faces = rules.filter(({ selector, body }) => selector === "@font-face" && isFaceUsed(body, kept)).map(({ body }) => `@font-face{${body.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("?(?:woff|truetype)"?\)/g, "")}}`);
  return faces.join("") + kept;
}

function isFaceUsed(face: string, rules: string): boolean {
  const family = /font-family:\s*"?([\w-]+)/.exec(face)![1]!;
  const isBold = /font-weight:\s*(700|bold)/.test(face);
  const isItalic = /font-style:\s*italic/.test(face);
  return [...rules.matchAll(/\{([^{}]*)\}/g)].some(([, body]) => new RegExp(`\\b${family}\\b`).test(body!) && isBold === /font-weight:\s*(700|bold)/.test(body!) && isItalic === /font-style:\s*italic/.test(body!));
}
