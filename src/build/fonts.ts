import type { AstroIntegration } from "astro";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { builtFiles } from "./html.ts";

/** What a reader may type or a script may print. */
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
/** Classes that KaTeX writes for its own tests and for readers of the tree, and has no rule for. */
const UNSTYLED = /^(katex|katex-(html|mathml)|m(ord|op|bin|rel|open|close|punct|inner)|minner|m(text|size)|text|vbox|x-arrow|textsf|textsc|enclosing|size\d+|reset-size\d+|sizing|boxpad|tag|newline|amsrm|mathnormal|mathit|math(rm|sf|bb|cal|frak|scr|tt|boldsf)|base|strut|nulldelimiter|delimcenter|allowbreak|nobreak|hbox|thinbox|mult|vcenter|overlay|fbox|[lr]lap|smash|brace-(left|center|right)|stretchy)$/;

const hash = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex").slice(0, 8);
const isKatex = (file: string): boolean => basename(file).startsWith("KaTeX_");
const textOf = (html: string): string => html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ").replace(/&#x?(\w+);/g, (whole, code: string) => String.fromCodePoint(Number(whole.startsWith("&#x") ? `0x${code}` : code)));

/**
 * After the build: cuts every font to the characters the site prints, drops KaTeX's sheet from pages without a formula
 * and its ttf and woff copies, which no browser that runs this site asks for.
 */
export function fonts(): AstroIntegration {
  return {
    name: "fonts",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = await Promise.all((await builtFiles(root, "**/*.html")).map(async (path) => ({ path, html: await readFile(path, "utf8") })));
        const scripts = await Promise.all((await builtFiles(root, "_astro/*.js")).map((path) => readFile(path, "utf8")));
        await dropUnusedMath(root, pages);
        const printed = pages.map(({ html }) => textOf(html)).join("") + scripts.join("");
        const formulas = pages.map(({ html }) => [...html.matchAll(/class="katex-html"[\s\S]*?(?=<\/p>|<\/div>|<math|$)/g)].map(([part]) => textOf(part)).join("")).join("");
        const saved = await cut(root, { text: unique(ASCII + printed), math: unique(formulas + printed.replace(/[^\u0370-\u03ff\u2190-\u22ff]/gu, "")) });
        logger.info(`fonts cut from ${saved.before} to ${saved.after} bytes`);
      },
    },
  };
}

const unique = (text: string): string => [...new Set(text)].join("");

interface Page { readonly path: string; html: string }

async function dropUnusedMath(root: string, pages: Page[]): Promise<void> {
  const used = new Set<string>();
  let sheet = "";
  for (const page of pages) {
    const link = /<link rel="stylesheet" href="([^"]+)" data-math>/.exec(page.html);
    if (!link) continue;
    sheet = join(root, link[1]!);
    const hasMath = page.html.includes('class="katex-html"');
    page.html = page.html.replace(link[0], hasMath ? link[0].replace(" data-math", "") : "");
    await writeFile(page.path, page.html);
    if (hasMath) for (const [part] of page.html.matchAll(/class="katex-html"[\s\S]*?(?=<\/p>|<\/li>|$)/g)) for (const [, names] of part.matchAll(/class="([^"]*)"/g)) for (const name of names!.split(/\s+/)) used.add(name);
  }
  if (!sheet) return;
  const css = (await readFile(sheet, "utf8")).replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("?(?:woff|truetype)"?\)/g, "");
  // A formula whose classes the sheet does not know is set wrongly and says nothing: two copies of KaTeX do that.
  if (used.size > 0 && ![...used].some((name) => !UNSTYLED.test(name) && css.includes(`.${name}`))) throw new Error("invalid: KaTeX's markup and style sheet do not belong together; see overrides in package.json");
  await writeFile(sheet, css);
  for (const file of await builtFiles(root, "_astro/KaTeX_*")) if (!file.endsWith(".woff2")) await rm(file);
}

async function cut(root: string, characters: { text: string; math: string }): Promise<{ before: number; after: number }> {
  const renamed = new Map<string, string>();
  const size = { before: 0, after: 0 };
  for (const file of await builtFiles(root, "_astro/*.woff2")) {
    const whole = await readFile(file);
    const part = await subsetFont(whole, isKatex(file) ? characters.math : characters.text, { targetFormat: "woff2" });
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
