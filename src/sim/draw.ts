import { plot, type PlotOptions } from "@observablehq/plot";
import { finish } from "#plot/reading.ts";
import { isNarrow, themed } from "#plot/theme.ts";
import type { AnyFigure } from "./figure.ts";

/** The widths, in pixels, at which a static figure is drawn: for a column of text and for a phone. */
export const STATIC_WIDTHS = { wide: 680, narrow: 340 } as const;

const heightOf = (svg: SVGSVGElement): number => Number(svg.getAttribute("height"));

/** Puts drawings of one width below each other into one. */
function stacked(panels: readonly SVGSVGElement[]): SVGSVGElement {
  const [first] = panels;
  if (!first) throw new Error("missing: a figure draws no panel; expected at least one");
  if (panels.length === 1) return first;
  const outer = first.cloneNode(false) as SVGSVGElement;
  let top = 0;
  for (const panel of panels) {
    // The class is the whole drawing's; a panel may draw into its margins, as it can when it stands alone.
    panel.removeAttribute("class");
    panel.setAttribute("y", String(top));
    panel.setAttribute("overflow", "visible");
    outer.append(panel);
    top += heightOf(panel);
  }
  outer.setAttribute("height", String(top));
  outer.setAttribute("viewBox", `0 0 ${outer.getAttribute("width")!} ${top}`);
  return outer;
}

const isList = (drawn: PlotOptions | readonly PlotOptions[]): drawn is readonly PlotOptions[] => Array.isArray(drawn);

/**
 * Draws a figure at any width up to that of the static drawing which a page of this width shows; the page enlarges that one,
 * so that no label changes its size when the live drawing takes its place. The height keeps the static proportion, so that nothing below moves.
 *
 * @param document the build's DOM; the page's own when left out
 */
export function draw(fig: AnyFigure, out: unknown, values: Readonly<Record<string, unknown>>, width: number, caption: string, document?: Document): SVGSVGElement {
  const base = isNarrow(width) ? STATIC_WIDTHS.narrow : STATIC_WIDTHS.wide;
  const live = Math.min(width, base);
  const panels = (at: number): readonly PlotOptions[] => {
    const drawn: PlotOptions | readonly PlotOptions[] = fig.plot(out, values, at);
    return isList(drawn) ? drawn : [drawn];
  };
  const panel = (options: PlotOptions, at: number, height?: number): SVGSVGElement =>
    plot({ ...themed(options, at), ...(height !== undefined && { height }), ...(document && { document }) }) as unknown as SVGSVGElement;
  if (live === base) return finish(stacked(panels(base).map((options) => panel(options, base))), caption);
  // A panel that leaves its height to Plot has one only once it is drawn.
  const staticHeights = panels(base).map((options) => options.height ?? heightOf(panel(options, base)));
  return finish(stacked(panels(live).map((options, i) => panel(options, live, (staticHeights[i]! * live) / base))), caption);
}
