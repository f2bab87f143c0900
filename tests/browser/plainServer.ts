import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json", ".png": "image/png" };

/** A server that sends files and nothing else: no redirects, no compression, no headers but the type. */
export interface PlainServer {
  readonly port: number;
  /** Every path that was asked for, in order. */
  readonly asked: string[];
  readonly stop: () => Promise<void>;
}

/** Serves what `body` gives for a path that names a file; `folder`s are shown by their index.html. */
export async function servePlainly(body: string | ((path: string) => Buffer | string)): Promise<PlainServer> {
  const read = typeof body === "string" ? (path: string): Buffer => readFileSync(join(body, path)) : body;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURI(new URL(request.url!, "http://x").pathname);
    asked.push(path);
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(read(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    stop: () => new Promise((done) => {
      server.close(() => { done(); });
      server.closeAllConnections();
    }),
  };
}
