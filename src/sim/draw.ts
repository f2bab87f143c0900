import { plot } from "@observablehq/plot";
import { finish } from "#plot/reading.ts";
import { isNarrow, themed } from "#plot/theme.ts";
import type { AnyFigure } from "./figure.ts";

/** The widths, in pixels, at which a static figure is drawn: for a column of text and for a phone. */
export const STATIC_WIDTHS = { wide: 680, narrow: 340 } as const;

/**
 * Draws a figure at any width up to that of the static drawing which a page of this width shows; the page enlarges that one,
 * so that no label changes its size when the live drawing takes its place. The height keeps the static proportion, so that nothing below moves.
 *
 * @param document the build's DOM; the page's own when left out
 */
export function draw(fig: AnyFigure, out: unknown, values: Readonly<Record<string, unknown>>, width: number, caption: string, document?: Document): SVGSVGElement {
  const base = isNarrow(width) ? STATIC_WIDTHS.narrow : STATIC_WIDTHS.wide;
  const live = Math.min(width, base);
  const drawn = (at: number, height?: number): SVGSVGElement => {
    const options = themed(fig.plot(out, values, at), at);
    return plot({ ...options, ...(height !== undefined && { height }), ...(document && { document }) }) as unknown as SVGSVGElement;
  };
  if (live === base) return finish(drawn(base), caption);
  // A figure that leaves its height to Plot has one only once it is drawn.
  const staticHeight = fig.plot(out, values, base).height ?? Number(drawn(base).getAttribute("height"));
  return finish(drawn(live, (staticHeight * live) / base), caption);
}
