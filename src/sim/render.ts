import { parseHTML } from "linkedom";
import type { Param, Params } from "./contract.ts";
import { draw, STATIC_WIDTHS } from "./draw.ts";
import type { AnyFigure, Table } from "./figure.ts";
import { run } from "./run.ts";
import { resolveValues } from "./values.ts";

export { STATIC_WIDTHS };

/** A figure as it reads with JavaScript off. */
export interface Rendered {
  readonly wide: string;
  readonly narrow: string;
  readonly caption: string;
  readonly table: Table;
}

/** SVG coordinates carry more digits than a screen shows; a tenth of a pixel is less than the finest of them shows. Texts and readings keep theirs. */
const rounded = (svg: string): string => svg.replace(/ (?:d|[xy][12]?|c[xy]|r|dx|dy|width|height|points|transform|viewBox)="[^"]*"/g, (place) => place.replace(/-?\d+\.\d{2,}/g, (x) => String(Number(Number(x).toFixed(1)))));

/** FNV-1a, 32 bits: a short name for a text. */
function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Plot numbers its clip paths by a counter of the whole process; ids must be unique in a page and the same in every build. */
function withOwnIds(svg: string, owner: string): string {
  const seen: string[] = [];
  return svg.replace(/\bplot-clip-(\d+)/g, (_, n: string) => `clip-${owner}-${seen.includes(n) ? seen.indexOf(n) : seen.push(n) - 1}`);
}

const drawings = new WeakMap<AnyFigure, Map<string, Rendered>>();

/**
 * Runs a figure's simulation and draws it at both static widths.
 * One figure stands on several pages; it is computed once for each set of values.
 *
 * @throws RangeError when a given value is not allowed
 */
export function renderFigure(fig: AnyFigure, given: Readonly<Record<string, unknown>> = {}): Rendered {
  const values = resolveValues(fig.sim, given);
  const state = JSON.stringify(values);
  const known = drawings.get(fig)?.get(state);
  if (known) return known;
  const out: unknown = run(fig.sim, given);
  const caption = fig.caption(out, values);
  const drawn = (width: number): string => {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const svg = draw(fig, out, values, width, caption, document as unknown as Document);
    return withOwnIds(rounded(svg.outerHTML), nameOf(`${fig.title} ${state} ${width}`));
  };
  const rendered = { wide: drawn(STATIC_WIDTHS.wide), narrow: drawn(STATIC_WIDTHS.narrow), caption, table: fig.table(out, values) };
  drawings.set(fig, (drawings.get(fig) ?? new Map<string, Rendered>()).set(state, rendered));
  return rendered;
}

const longestCaptions = new WeakMap<AnyFigure, Map<string, string>>();

/**
 * The longest caption that a reader can bring about with one click: of the page's own state, of each preset and, where
 * an answer costs little, of both ends of each control. The page keeps room for it.
 */
export function longestCaption(fig: AnyFigure, given: Readonly<Record<string, unknown>> = {}): string {
  const state = JSON.stringify(given);
  const known = longestCaptions.get(fig)?.get(state);
  if (known !== undefined) return known;
  const ends = fig.sim.cost === "heavy" ? [] : fig.controls.flatMap((name) => endsOf((fig.sim.params as Params)[name]!).map((end) => ({ [name]: end })));
  const captionOf = (change: Readonly<Record<string, unknown>>): string => {
    const values = { ...given, ...change };
    return fig.caption(run(fig.sim, values), resolveValues(fig.sim, values));
  };
  const ofPresets = Object.entries(fig.presets ?? {}).map(([preset, change]) => {
    try {
      return captionOf(change);
    } catch (error) {
      throw new Error(`preset "${preset}": ${(error as Error).message}`, { cause: error });
    }
  });
  const captions = [captionOf({}), ...ofPresets, ...ends.map(captionOf)];
  const longest = captions.reduce((a, b) => (b.length > a.length ? b : a));
  longestCaptions.set(fig, (longestCaptions.get(fig) ?? new Map<string, string>()).set(state, longest));
  return longest;
}

/** What a control gives at its ends: both bounds, each option, both flags; the shortest list at its least and the longest at its most. */
export function endsOf(param: Param): readonly unknown[] {
  if (param.kind === "number") return [param.min, param.max];
  if (param.kind === "list") return [Array<number>(param.minLength).fill(param.min), Array<number>(param.maxLength).fill(param.max)];
  return param.kind === "flag" ? [true, false] : param.options;
}
