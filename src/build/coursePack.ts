import type { AstroIntegration } from "astro";
import type { Zippable } from "fflate";
import { readFile, writeFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILD, SITE, SITE_NAME, VERSION } from "../site.ts";
import { zip } from "../export/zip.ts";
import { builtFiles, fillIn, megabytes, rewriteTags } from "./html.ts";

/** The pack, in the site's own folder, where a page links to it. */
const PACK = "course-pack.zip";
/** The folder that unpacking makes. */
const FOLDER = `deepseek-recomputed-${VERSION}`;
/** What needs the site's own address: cards, feeds, the service worker, and a page that only a host can show. */
const NOT_PACKED = /^(og\/.*|[^/]+\.(xml|zip)|robots\.txt|sw\.js|keep\.js|404\.html)$/;
/** Attributes of a page that hold an address. */
const ADDRESS = /(\s(?:href|src|action|poster)=")(\/(?!\/)[^"]*)/g;

/** A page's HTML with every address of the site relative to the page, whatever folder the site is put in. `has` says which files there are. */
export function portable(html: string, page: string, has: (path: string) => boolean): string {
  const local = (address: string): string => {
    const [, path, rest] = /^\/([^?#]*)(.*)$/s.exec(address)!;
    // A folder's page by its name: some servers, and every file manager, would show the folder instead.
    const file = path === "" || path!.endsWith("/") ? `${path}index.html` : path!;
    return has(file) ? posix.relative(posix.dirname(page), file) + rest! : SITE + address;
  };
  const localise = (tag: string): string => tag.replace(ADDRESS, (_, before: string, address: string) => before + local(address));
  const packed = html.replace(/<(section|span|p)\b[^>]*\sdata-site-only\b[^>]*>[\s\S]*?<\/\1>/g, "");
  return rewriteTags(packed, (_, __, tag) => localise(tag)).replace(/<script\b[^>]*>/g, localise);
}

/** The finished site as one zip that any file server can serve from any folder. */
async function coursePackOf(root: string): Promise<Uint8Array> {
  const files = (await builtFiles(root, "**/*.*")).map((file) => relative(root, file).replaceAll(sep, "/")).filter((path) => !NOT_PACKED.test(path));
  const names = new Set(files);
  const packed: Zippable = { [`${FOLDER}/README.txt`]: Buffer.from(readme()) };
  for (const name of ["LICENSE", "LICENSE-content"]) packed[`${FOLDER}/${name}.txt`] = await readFile(name);
  for (const path of files) {
    const body = await readFile(join(root, path));
    if (path.endsWith(".html")) packed[`${FOLDER}/${path}`] = Buffer.from(portable(body.toString("utf8"), path, (file) => names.has(file)));
    // Sheets and the fonts they name stand in one folder.
    else if (path.endsWith(".css")) packed[`${FOLDER}/${path}`] = Buffer.from(body.toString("utf8").replaceAll("url(/_astro/", "url("));
    else packed[`${FOLDER}/${path}`] = body;
  }
  return zip(packed, 9);
}

/** Puts the course pack into the finished site, and its size where a page offers it. */
export function coursePack(): AstroIntegration {
  return {
    name: "course-pack",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pack = await coursePackOf(root);
        await writeFile(join(root, PACK), pack);
        await fillIn(root, { pack: megabytes(pack.length) });
        logger.info(`course pack of ${megabytes(pack.length)}`);
      },
    },
  };
}

const readme = (): string => `${SITE_NAME}, version ${VERSION}${BUILD && ` (built from ${BUILD})`}
${SITE}

An interactive, sourced account of how DeepSeek's models were built, what they
cost and what they changed. This is the whole site: articles, live figures,
exercises, ledger and search. It asks no other server for anything.

To serve it
  Put this folder on any web server, under any name, or serve it from here:
    python3 -m http.server     then open http://localhost:8000/
    npx serve                  then open the address it prints
  It needs no settings: every address in it is relative.

To open it without a server
  Open index.html. Every page reads, with its figures as drawings and its
  answers and solutions unfolded by hand. Moving a figure, the search and the
  checking of answers need a server, since browsers run no such scripts from a
  file.

Citations, frames and links to a figure's state name the public site above.

Licence
  Text, figures and ledger: CC BY 4.0 (LICENSE-content.txt).
  Code: MIT (LICENSE.txt).
  Quotations and published numbers remain their authors'.
`;
