import type { AstroIntegration } from "astro";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { builtFiles } from "./html.ts";
import { collectFormulas, type Formulas, noFormulas, pruneMathStyles } from "./mathStyles.ts";

/** What a reader may type or a script may print. */
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
/** What the style sheets ask of a face and its English prose needs; old-style figures, combining marks and the like would bring their glyphs and tables along. */
const FEATURES = ["kern", "liga", "lnum", "tnum"];

const hash = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex").slice(0, 8);
const isKatex = (file: string): boolean => basename(file).startsWith("KaTeX_");
const textOf = (html: string): string => html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ").replace(/&#x?(\w+);/g, (whole, code: string) => String.fromCodePoint(Number(whole.startsWith("&#x") ? `0x${code}` : code)));

/**
 * After the build: cuts every font to the characters the site prints, and KaTeX's sheet and fonts to what its formulas use;
 * a page without a formula loses the link to that sheet.
 */
export function fonts(): AstroIntegration {
  return {
    name: "fonts",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = await Promise.all((await builtFiles(root, "**/*.html")).map(async (path) => ({ path, html: await readFile(path, "utf8") })));
        const scripts = await Promise.all((await builtFiles(root, "_astro/*.js")).map((path) => readFile(path, "utf8")));
        const formulas = await cutMath(root, pages);
        const printed = new Set(ASCII + pages.map(({ html }) => textOf(html)).join("") + scripts.join(""));
        const saved = await cut(root, (file) => (file.startsWith("KaTeX_Math-") ? formulas.variables : file.startsWith("KaTeX_") ? formulas.others : printed));
        logger.info(`fonts cut from ${saved.before} to ${saved.after} bytes`);
      },
    },
  };
}

interface Page { readonly path: string; html: string }

/** Cuts KaTeX's sheet, and removes the fonts that it then does not name. */
async function cutMath(root: string, pages: Page[]): Promise<Formulas> {
  const formulas = noFormulas();
  let sheet = "";
  for (const page of pages) {
    const hasMath = collectFormulas(page.html, formulas);
    const link = /<link rel="stylesheet" href="([^"]+)" data-math>/.exec(page.html);
    if (!link) continue;
    sheet = join(root, link[1]!);
    page.html = page.html.replace(link[0], hasMath ? link[0].replace(" data-math", "") : "");
    await writeFile(page.path, page.html);
  }
  if (!sheet) return formulas;
  const css = pruneMathStyles(await readFile(sheet, "utf8"), formulas);
  await writeFile(sheet, css);
  for (const file of await builtFiles(root, "_astro/KaTeX_*")) if (!css.includes(basename(file))) await rm(file);
  return formulas;
}

async function cut(root: string, charactersOf: (file: string) => ReadonlySet<string>): Promise<{ before: number; after: number }> {
  const renamed = new Map<string, string>();
  const size = { before: 0, after: 0 };
  for (const file of await builtFiles(root, "_astro/*.woff2")) {
    const whole = await readFile(file);
    const part = await subsetFont(whole, [...charactersOf(basename(file))].join(""), { targetFormat: "woff2", keepFeatures: FEATURES, noHinting: isKatex(file) });
    size.before += whole.length;
    size.after += part.length;
    // A new name for new contents: a long-lived cache must not mix the two.
    const name = basename(file).replace(/\.[\w-]+\.woff2$/, `.${hash(part)}.woff2`);
    renamed.set(basename(file), name);
    await rm(file);
    await writeFile(join(dirname(file), name), part);
  }
  for (const file of [...(await builtFiles(root, "**/*.html")), ...(await builtFiles(root, "_astro/*.{css,js}"))]) {
    const before = await readFile(file, "utf8");
    const after = before.replace(/[\w-]+\.[\w-]+\.woff2/g, (name) => renamed.get(name) ?? name);
    if (after !== before) await writeFile(file, after);
  }
  return size;
}
