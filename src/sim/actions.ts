import { toCsv } from "./csv.ts";
import type { SimFigure } from "./mount.ts";
import { download, fileName, png, shareTexts, standaloneSvg } from "./share.ts";
import { writeState } from "./urlState.ts";

async function copy(text: string, figure: SimFigure, success: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    figure.say(success);
  } catch {
    figure.say(`${figure.spec.words.copyFailed} ${text}`);
  }
}

/** The page's own address with this figure's state, and the figure in view. */
function link({ spec, values }: SimFigure): string {
  const search = writeState(location.search, spec.name, spec, values, spec.base);
  return `${location.origin}${location.pathname}${search}#${spec.name}`;
}

/** Does what one of a figure's buttons says. */
export async function act(action: string, button: HTMLElement, figure: SimFigure): Promise<void> {
  const { spec } = figure;
  if (action === "link") return copy(link(figure), figure, spec.words.linkCopied);
  if (action === "copy") return copy(shareTexts(spec, figure.values)[button.dataset["of"] ?? ""] ?? "", figure, spec.words.copied);
  const { table, svg, caption, values } = await figure.answer();
  const save = (extension: string, content: Blob): void => { download(fileName(spec, values, extension), content); };
  if (action === "csv") save("csv", new Blob(["\ufeff", toCsv(table)], { type: "text/csv;charset=utf-8" }));
  const drawn = standaloneSvg(svg, spec, caption);
  if (action === "svg") save("svg", new Blob([drawn.text], { type: "image/svg+xml;charset=utf-8" }));
  if (action === "png") save("png", await png(drawn));
}
