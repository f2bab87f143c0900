// @ts-check
import { unified } from "@astrojs/markdown-remark";
import mdx from "@astrojs/mdx";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import remarkMath from "remark-math";
import { articleIds } from "./src/build/articleIds.ts";
import { articleSafety } from "./src/build/articleSafety.ts";
import { bareNumbers } from "./src/build/bareNumbers.ts";
import { coursePack } from "./src/build/coursePack.ts";
import { fonts } from "./src/build/fonts.ts";
import { frontMatter } from "./src/build/frontMatter.ts";
import { inlineStyles } from "./src/build/inlineStyles.ts";
import { katexStrict } from "./src/build/katexStrict.ts";
import { keySentences } from "./src/build/keySentences.ts";
import { configKeys } from "./src/build/configKeys.ts";
import { liveContent } from "./src/build/liveContent.ts";
import { policy } from "./src/build/policy.ts";
import { offline } from "./src/build/offline.ts";
import { pageScripts } from "./src/build/pageScripts.ts";
import { searchIndex } from "./src/build/searchIndex.ts";
import { SITE } from "./src/site.ts";

export default defineConfig({
  site: SITE,
  trailingSlash: "always",
  output: "static",
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({ remarkPlugins: [remarkMath, frontMatter, articleSafety, articleIds, bareNumbers, keySentences], rehypePlugins: [katexStrict] }),
    syntaxHighlight: "shiki",
    shikiConfig: { themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" }, defaultColor: false, transformers: [configKeys] },
  },
  integrations: [mdx(), sitemap({ filter: (page) => !/\/(embed|example|exercises|404|search|slides\/[a-z0-9-]+)\//.test(page) }), inlineStyles(), fonts(), policy(), searchIndex(), coursePack(), offline()],
  build: { inlineStylesheets: "never" },
  // A font or an SVG turned into a data: address would be refused by font-src 'self'.
  // The worker loads a simulation when it is asked for it, which only a module can.
  vite: { plugins: [pageScripts(), liveContent()], build: { assetsInlineLimit: 0 }, worker: { format: "es" } },
  security: {
    csp: {
      directives: ["default-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "worker-src 'self'", "connect-src 'self'", "frame-src 'none'"],
      styleDirective: { resources: ["'self'"] },
      scriptDirective: { resources: ["'self'"] },
    },
  },
});
