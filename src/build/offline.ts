import type { AstroIntegration } from "astro";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { CACHE } from "../offline/cache.ts";
import { zip } from "../export/zip.ts";
import { builtFiles, fillIn, megabytes } from "./html.ts";

/** Where the service worker stands: at the root, since it answers for what is below it. */
const WORKER = "sw.js";
/** What only machines read, or only a network brings: cards, feeds, maps of the site, the worker itself, the course pack. */
const NOT_KEPT = /^(og\/.*|[^/]+\.(xml|zip)|robots\.txt|sw\.js)$/;

/** The search index has a small file for each thing that can be found. They are kept as one archive: a thousand requests less. */
const PARTS = "pagefind/fragment";
const ARCHIVE = "pagefind/fragments.zip";

interface Kept { readonly file: string; readonly address: string; readonly revision: string; readonly body: Buffer }

/** Puts the parts of the search index into their archive; they are compressed already. */
async function archiveParts(root: string): Promise<void> {
  const parts = await Promise.all((await builtFiles(root, `${PARTS}/*`)).map(async (file) => [basename(file), await readFile(file)] as const));
  await writeFile(join(root, ARCHIVE), zip(Object.fromEntries(parts), 0));
}

/** The files of a built site that a browser keeps, by the address that a page asks for; a revision changes with the contents, whatever the name says. */
async function keptFiles(root: string): Promise<Kept[]> {
  const files = (await builtFiles(root, "**/*.*")).map((file) => ({ file, path: relative(root, file).replaceAll(sep, "/") })).filter(({ path }) => !NOT_KEPT.test(path) && !path.startsWith(`${PARTS}/`));
  return Promise.all(files.map(async ({ file, path }) => {
    const body = await readFile(file);
    return { file, address: `/${path.replace(/(^|\/)index\.html$/, "$1")}`, revision: createHash("sha256").update(body).digest("hex").slice(0, 10), body };
  }));
}

/** Writes the script that pages load when they are at rest, and the service worker for the files of a built site as they are now. */
export async function writeServiceWorker(root: string): Promise<number> {
  await writeFile(join(root, "keep.js"), await bundled("keep"));
  const kept = (await keptFiles(root)).map(({ address, revision }) => [address, revision]);
  await writeFile(join(root, WORKER), await bundled("serviceWorker", { KEPT: JSON.stringify(kept), PARTS: JSON.stringify(`/${PARTS}/`), ARCHIVE: JSON.stringify(`/${ARCHIVE}`) }));
  return kept.length;
}

/** One file of src/offline with all it needs. */
async function bundled(name: string, define: Record<string, string> = {}): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    define: { ...define, "process.env.NODE_ENV": '"production"' },
    build: { write: false, minify: true, target: "es2022", lib: { entry: fileURLToPath(new URL("../offline/", import.meta.url)) + `${name}.ts`, formats: ["iife"], name } },
  });
  const [output] = [built].flat();
  if (!output || !("output" in output)) throw new Error(`src/offline/${name}.ts was not built`);
  return output.output[0].code;
}

/** Gives the finished site a service worker, and the page about the site the sizes of what it keeps. It must come after whatever changes a file. */
export function offline(): AstroIntegration {
  return {
    name: "offline",
    hooks: {
      // A browser that once kept a finished site from this port asks for its worker: this one removes both.
      "astro:server:setup": ({ server }) => {
        server.middlewares.use(`/${WORKER}`, (_, response) => {
          response.setHeader("content-type", "text/javascript").end(LEAVE);
        });
      },
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        await archiveParts(root);
        const kept = await keptFiles(root);
        const sum = (size: (body: Buffer) => number): string => megabytes(kept.reduce((total, { body }) => total + size(body), 0));
        const sizes = { kept: sum(({ length }) => length), fetched: sum((body) => gzipSync(body).length) };
        await fillIn(root, sizes);
        const count = await writeServiceWorker(root);
        logger.info(`${count} files kept for reading offline: ${sizes.fetched} to fetch, ${sizes.kept} kept`);
      },
    },
  };
}

const LEAVE = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  await caches.delete("${CACHE}");
  await registration.unregister();
  for (const page of await clients.matchAll({ type: "window" })) page.navigate(page.url);
})()));
`;
