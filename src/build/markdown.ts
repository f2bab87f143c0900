import { createMarkdownProcessor } from "@astrojs/markdown-remark";
import remarkMath from "remark-math";
import { katexStrict } from "./katexStrict.ts";

let processor: ReturnType<typeof createMarkdownProcessor> | undefined;

/**
 * Markdown with `$TeX$` as HTML: for the texts of exercises and predictions, which are strings in a .ts file.
 *
 * @throws Error when the TeX is wrong; it names `where`
 */
export async function renderMarkdown(source: string, where: string): Promise<string> {
  processor ??= createMarkdownProcessor({ remarkPlugins: [remarkMath], rehypePlugins: [katexStrict as never], syntaxHighlight: false });
  try {
    // The TeX that KaTeX leaves beside its drawing is for copying an article's formula; here it would only weigh.
    return (await (await processor).render(source)).code.replace(/<annotation[^>]*>[^<]*<\/annotation>/g, "");
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
}

/** The same without the paragraph around it, where the text is a single paragraph. */
export async function renderInline(source: string, where: string): Promise<string> {
  return (await renderMarkdown(source, where)).replace(/^<p>((?:(?!<\/?p>)[\s\S])*)<\/p>\s*$/, "$1");
}
