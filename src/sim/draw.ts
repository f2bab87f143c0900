import { plot } from "@observablehq/plot";
import { finish } from "#plot/reading.ts";
import { isNarrow, themed } from "#plot/theme.ts";
import type { AnyFigure } from "./figure.ts";

/** The widths, in pixels, at which a static figure is drawn: for a column of text and for a phone. */
export const STATIC_WIDTHS = { wide: 680, narrow: 340 } as const;

/**
 * Draws a figure at any width. The height keeps the proportion of the static drawing that a page of this width shows,
 * so that nothing below moves when the live drawing takes its place.
 *
 * @param document the build's DOM; the page's own when left out
 */
export function draw(fig: AnyFigure, out: unknown, values: Readonly<Record<string, unknown>>, width: number, caption: string, document?: Document): SVGSVGElement {
  const base = isNarrow(width) ? STATIC_WIDTHS.narrow : STATIC_WIDTHS.wide;
  const drawn = (at: number, height?: number): SVGSVGElement => {
    const options = themed(fig.plot(out, values, at), at);
    return plot({ ...options, ...(height !== undefined && { height }), ...(document && { document }) }) as unknown as SVGSVGElement;
  };
  if (width === base) return finish(drawn(base), caption);
  // A figure that leaves its height to Plot has one only once it is drawn.
  const staticHeight = fig.plot(out, values, base).height ?? Number(drawn(base).getAttribute("height"));
  return finish(drawn(width, (staticHeight * width) / base), caption);
}
