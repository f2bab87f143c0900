// @ts-check
// A small static server for the built site: right types, brotli, the site's own 404 page.
// Used by `npm start`, the browser tests and the benchmark. `node scripts/serve.mjs [folder] [port]` runs it alone.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".bib": "text/plain; charset=utf-8",
  ".ts": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".pdf": "application/pdf",
});
/** Types that shrink; images, fonts and Pagefind's index are compressed already. */
const COMPRESSIBLE = /^text\/|javascript|json|xml|wasm/;

/** Quality 11 takes thirty times as long as 9, up to a second for a page, and makes a tenth less: a host does it once, ahead of time. */
const QUICK = 9;

/** Brotli. @param {Buffer} body @param {number} quality up to 11 @returns {Promise<Buffer>} */
const brotli = (body, quality) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });

/**
 * @typedef {object} Served
 * @property {string} path the path of the address
 * @property {string} type the media type
 * @property {number} rawBytes size before compression
 * @property {number} sentBytes size of the body on the wire
 */

/**
 * The file an address names: its path, a folder that lacks its slash, or nothing.
 *
 * @param {string} folder absolute @param {string} path decoded path of the address
 * @returns {Promise<{ file: string } | { redirect: string } | undefined>}
 */
async function locate(folder, path) {
  const file = resolve(join(folder, path));
  const isInside = file === folder || file.startsWith(folder + sep);
  if (!isInside || path.includes("\0") || path.includes("\\")) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() && !path.endsWith("/")) return { file };
  if (!found?.isDirectory()) return undefined;
  // One leading slash: "//host/" would send the reader to another site.
  return path.endsWith("/") ? { file: join(file, "index.html") } : { redirect: `/${path.replace(/^\/+/, "")}/` };
}

/**
 * @param {number} status the status this file is sent with @param {string | undefined} file
 * @returns {Promise<{ status: number, file: string, raw: Buffer } | undefined>} nothing when there is no such file
 */
async function read(status, file) {
  const raw = file ? await readFile(file).catch(() => undefined) : undefined;
  return file && raw ? { status, file, raw } : undefined;
}

/** @param {string | undefined} address @returns {string | undefined} the decoded path, or nothing when it is malformed */
function pathOf(address = "/") {
  try {
    return decodeURIComponent(address.replace(/[?#].*$/s, ""));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} folder absolute
 * @param {number} quality of brotli
 * @param {(served: Served) => void} [onServed] told of each file sent
 * @returns {import("node:http").RequestListener}
 */
function handler(folder, quality, onServed) {
  /** @type {Map<string, { changed: number, body: Buffer }>} */
  const compressed = new Map();

  /** @param {string} file @param {Buffer} body */
  async function shrink(file, body) {
    const changed = (await stat(file)).mtimeMs;
    const known = compressed.get(file);
    if (known?.changed === changed) return known.body;
    const small = await brotli(body, quality);
    compressed.set(file, { changed, body: small });
    return small;
  }

  return async (request, response) => {
    /** @type {Record<string, string | number>} */
    const headers = { "x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin" };
    /** @param {number} status @param {string} text */
    const refuse = (status, text) => response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" }).end(request.method === "HEAD" ? undefined : `${text}\n`);
    if (request.method !== "GET" && request.method !== "HEAD") return void refuse(405, "method not allowed");
    const path = pathOf(request.url);
    if (path === undefined || !path.startsWith("/")) return void refuse(400, "invalid address");

    const found = await locate(folder, path);
    if (found && "redirect" in found) return void response.writeHead(301, { ...headers, location: encodeURI(found.redirect) }).end();
    const content = (await read(200, found?.file)) ?? (await read(404, join(folder, "404.html")));
    if (!content) return void refuse(404, "not found");

    const { status, file, raw } = content;
    let body = raw;
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    headers["content-type"] = type;
    headers["cache-control"] = path.startsWith("/_astro/") && status === 200 ? "public, max-age=31536000, immutable" : "no-cache";
    if (COMPRESSIBLE.test(type)) {
      headers.vary = "accept-encoding";
      if (/\bbr\b/.test(String(request.headers["accept-encoding"]))) {
        body = await shrink(file, body);
        headers["content-encoding"] = "br";
      }
    }
    headers["content-length"] = body.length;
    onServed?.({ path, type, rawBytes: raw.length, sentBytes: body.length });
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  };
}

/**
 * Serves a folder on this machine only.
 *
 * @param {{ folder: string, port?: number, host?: string, nextFree?: boolean, quality?: number, onServed?: (served: Served) => void }} options
 *   port 0 takes any free one; nextFree tries the following ports when `port` is taken; quality is brotli's, 0 to 11
 * @returns {Promise<{ address: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ folder, port = 0, host = "127.0.0.1", nextFree = false, quality = QUICK, onServed }) {
  const server = createServer(handler(resolve(folder), quality, onServed));
  const lastPort = nextFree ? Math.min(port + 100, 65535) : port;
  for (let attempt = port; ; attempt++) {
    try {
      await new Promise((done, failed) => server.once("error", failed).listen(attempt, host, () => done(server.removeListener("error", failed))));
      break;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      server.removeAllListeners("error");
      if (!isTaken || attempt >= lastPort) throw error;
    }
  }
  const bound = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://${host}:${bound.port}/`,
    port: bound.port,
    close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = "dist", port = "4321"] = process.argv.slice(2);
  const { address } = await serve({ folder, port: Number(port) });
  console.log(address);
}
