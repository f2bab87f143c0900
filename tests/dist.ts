import { existsSync, globSync, readFileSync } from "node:fs";
import { parseHTML } from "linkedom";

/** A page of the built site. */
export interface Page {
  /** Its address: "/mla/". */
  readonly path: string;
  readonly html: string;
  readonly document: Document;
}

const addressOf = (file: string): string => `/${file.replaceAll("\\", "/").replace(/^dist\//, "").replace(/index\.html$/, "")}`;

/** The addresses of all built pages, sorted. */
export function builtPaths(): string[] {
  if (!existsSync("dist")) throw new Error("missing: dist; run `npm run build` first");
  return globSync("dist/**/*.html").map(addressOf).sort();
}

/** The file that an address names, or undefined. */
export function fileOf(path: string): string | undefined {
  const plain = decodeURIComponent(path.replace(/[?#].*$/, ""));
  return [`dist${plain}`, `dist${plain}index.html`].find((file) => !file.endsWith("/") && existsSync(file));
}

/** Reads one built page. */
export function readPage(path: string): Page {
  const html = readFileSync(fileOf(path)!, "utf8");
  return { path, html, document: parseHTML(html).document as unknown as Document };
}
