import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { finish } from "#plot/reading.ts";
import { themed } from "#plot/theme.ts";
import type { AnyFigure, Table } from "./figure.ts";
import { run } from "./run.ts";
import { resolveValues } from "./values.ts";

/** The widths, in pixels, at which a static figure is drawn: for a column of text and for a phone. */
export const STATIC_WIDTHS = { wide: 680, narrow: 340 } as const;

/** A figure as it reads with JavaScript off. */
export interface Rendered {
  readonly wide: string;
  readonly narrow: string;
  readonly caption: string;
  readonly table: Table;
}

/** SVG coordinates carry more digits than a screen shows; two decimals halve the markup. */
const rounded = (svg: string): string => svg.replace(/-?\d+\.\d{3,}/g, (x) => String(Number(Number(x).toFixed(2))));

function draw(fig: AnyFigure, out: unknown, given: Readonly<Record<string, unknown>>, width: number, caption: string): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const values = resolveValues(fig.sim, given);
  const options = { ...themed(fig.plot(out, values, width), width), document: document as unknown as Document };
  return rounded(finish(Plot.plot(options), caption).outerHTML);
}

/**
 * Runs a figure's simulation and draws it at both static widths.
 *
 * @throws RangeError when a given value is not allowed
 */
export function renderFigure(fig: AnyFigure, given: Readonly<Record<string, unknown>> = {}): Rendered {
  const out: unknown = run(fig.sim, given);
  const values = resolveValues(fig.sim, given);
  const caption = fig.caption(out, values);
  return {
    wide: draw(fig, out, given, STATIC_WIDTHS.wide, caption),
    narrow: draw(fig, out, given, STATIC_WIDTHS.narrow, caption),
    caption,
    table: fig.table(out, values),
  };
}
