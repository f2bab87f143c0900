import type { AstroIntegration } from "astro";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pagefind from "pagefind";
import { builtFiles } from "./html.ts";

/** Builds the search index from the finished pages, and keeps of Pagefind only what src/search.ts loads. */
export function searchIndex(): AstroIntegration {
  return {
    name: "search-index",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const { index, errors } = await pagefind.createIndex({ excludeSelectors: [".visually-hidden", ".toc", ".figure-controls", ".figure-presets", ".figure-note", "[data-pagefind-ignore]"] });
        if (!index) throw new Error(`the search index was not made: ${errors.join("; ")}`);
        const added = await index.addDirectory({ path: root });
        const written = await index.writeFiles({ outputPath: join(root, "pagefind") });
        await pagefind.close();
        const problems = [...added.errors, ...written.errors];
        if (problems.length > 0) throw new Error(`the search index was not made: ${problems.join("; ")}`);
        for (const file of await builtFiles(join(root, "pagefind"), "pagefind-{ui,modular-ui,component-ui,highlight}*")) await rm(file);
        logger.info(`${added.page_count} pages searchable`);
      },
    },
  };
}
