import { unzipSync } from "fflate";
import { copyResponse, Serwist } from "serwist";
import { CACHE } from "./cache.ts";

/**
 * Keeps the whole site for reading without a network. Built after the pages by src/build/offline.ts, which puts the list of files in.
 *
 * What is kept is answered from what is kept, so that the pages, scripts and numbers a reader sees are of one edition.
 * A new edition is fetched beside the old one and waits until the reader asks for it, or until no page of the old one is open.
 */
declare const KEPT: readonly (readonly [address: string, revision: string])[];
/** The folder of the search index's parts, and the one file in which all of them are kept. */
declare const PARTS: string;
declare const ARCHIVE: string;

interface Extended extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetched extends Extended { readonly request: Request; respondWith(answer: Promise<Response> | Response): void }
interface ServiceWorker {
  addEventListener(type: "install" | "activate", listener: (event: Extended) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetched) => void): void;
}
const worker = self as unknown as ServiceWorker;

/**
 * On the reader's own machine the port is lent: tomorrow another edition or another project may answer there.
 * So whoever answers comes first, and what is kept only when nobody does.
 */
const isOwnMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

const folders = new Set(KEPT.map(([address]) => address).filter((address) => address.endsWith("/")));
const serwist = new Serwist({
  precacheEntries: KEPT.map(([url, revision]) => ({ url, revision })),
  // A figure's state is in the query, and every state is the same page.
  precacheOptions: { cacheName: CACHE, concurrency: 4, ignoreURLParametersMatching: [/./], directoryIndex: null, cleanURLs: false },
  // The page that was open when the first edition arrived needs its figures' code too.
  clientsClaim: true,
});

/** What a host would say of an address that is not kept: where its page is, or that there is none. */
async function absent({ pathname, search }: URL): Promise<Response> {
  const folder = pathname.replace(/index\.html$|(?<!\/)$/, (end) => (end === "" ? "/" : ""));
  if (folders.has(folder)) return Response.redirect(folder + search, 302);
  const page = /\.[^/]+$/.test(pathname) ? undefined : await serwist.matchPrecache("/404.html");
  // A file that is not kept, a feed say, may well exist.
  return page ? copyResponse(page, (init) => ({ ...init, status: 404, statusText: "Not Found" })) : Response.error();
}

let archive: Uint8Array | undefined;
/** A part of the search index, out of the archive; undefined for what is none. */
async function part({ pathname }: URL): Promise<Response | undefined> {
  if (!pathname.startsWith(PARTS)) return undefined;
  const kept = archive ? undefined : await serwist.matchPrecache(ARCHIVE);
  if (kept) archive = new Uint8Array(await kept.arrayBuffer());
  const name = pathname.slice(PARTS.length);
  const bytes = archive && unzipSync(archive, { filter: (file) => file.name === name })[name];
  return bytes && new Response(bytes as Uint8Array<ArrayBuffer>);
}

worker.addEventListener("install", (event) => { void serwist.handleInstall(event as never); });
worker.addEventListener("activate", (event) => { void serwist.handleActivate(event as never); });
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const fromKept = (): Promise<Response> | undefined => serwist.handleRequest({ request, event: event as never });
  const found = (): Promise<Response | undefined> => fromKept() ?? part(url);
  if (isOwnMachine) event.respondWith(fetch(request).catch(async () => (await found()) ?? absent(url)));
  else if (url.pathname.startsWith(PARTS)) event.respondWith(part(url).then((kept) => kept ?? fetch(request)));
  else {
    const kept = fromKept();
    if (kept) event.respondWith(kept);
    else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => absent(url)));
  }
});
