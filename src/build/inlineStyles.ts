import type { AstroIntegration } from "astro";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFiles, decode, rewriteTags } from "./html.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);

/**
 * Moves `style=` attributes into classes: the policy refuses the attribute, and KaTeX and Shiki write it.
 * `rules` collects the class of each set of declarations on the page; `names` those of the whole site, since a page may take a part of another one.
 */
function classesForStyles(html: string, rules: Map<string, string>, names = rules): string {
  return rewriteTags(html, (name, attributes, tag) => {
    const style = /\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
    if (!style) return tag;
    const css = decode(style[1] ?? style[2] ?? "").trim().replace(/;$/, "");
    let rest = attributes.replace(style[0], "");
    if (css) {
      if (/[{}<]|@import|url\(/i.test(css)) throw new Error(`unsupported: style="${css}" on <${name}>; write a class in src/styles`);
      // Names by first use are short, and a page that repeats them compresses well.
      const className = names.get(css) ?? `i-${names.size.toString(36)}`;
      names.set(css, className);
      rules.set(css, className);
      rest = /\sclass="/.test(rest) ? rest.replace(/\sclass="/, ` class="${className} `) : `${rest} class="${className}"`;
    }
    return `<${name}${rest}${tag.endsWith("/>") ? " /" : ""}>`;
  });
}

/** One sheet per page set: pages that need the same rules share a file. */
export function inlineStyles(): AstroIntegration {
  return {
    name: "inline-styles",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const sheets = new Set<string>();
        const names = new Map<string, string>();
        for (const page of await builtFiles(root, "**/*.html")) {
          const rules = new Map<string, string>();
          const html = classesForStyles(await readFile(page, "utf8"), rules, names);
          if (rules.size === 0) continue;
          // Twice the class outweighs the sheets of KaTeX and the site, as the attribute did.
          const css = [...rules].map(([text, name]) => `.${name}.${name}{${text}}`).join("");
          const path = `_astro/inline.${hash(css)}.css`;
          await writeFile(page, html.replace("</head>", `<link rel="stylesheet" href="/${path}"></head>`));
          await writeFile(join(root, path), css);
          sheets.add(path);
        }
        logger.info(`style attributes moved to ${sheets.size} sheets`);
      },
    },
  };
}
