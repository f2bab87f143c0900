import type { AstroIntegration } from "astro";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtFiles } from "./html.ts";

/** What stands in the page itself and needs a hash: a script that the browser runs (a block of JSON-LD is data), or a style sheet. */
const INLINE = { script: /<script(?![^>]*\ssrc=)(?![^>]*application\/ld\+json)[^>]*>/, style: /<style\b/ };

/**
 * The policy without the hashes of scripts and style sheets, where the page has none in line for them to allow.
 * Astro lists one for every script; those in files are allowed by 'self', and a hash compresses to no less than its 32 bytes.
 */
export function withoutHashes(html: string): string {
  const kinds = (["script", "style"] as const).filter((kind) => !INLINE[kind].test(html));
  return html.replace(/<meta http-equiv="content-security-policy"[^>]*>/, (policy) => kinds.reduce((text, kind) => text.replace(new RegExp(`(${kind}-src 'self')(?: 'sha256-[^']*')+`), "$1"), policy));
}

/** Shortens the policy of every page. */
export function policy(): AstroIntegration {
  return {
    name: "policy",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        for (const page of await builtFiles(fileURLToPath(dir), "**/*.html")) await writeFile(page, withoutHashes(await readFile(page, "utf8")));
      },
    },
  };
}
