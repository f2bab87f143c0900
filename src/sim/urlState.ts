import type { Params, Values } from "./contract.ts";
import { changedValues, correctValues, type HasParams, type State } from "./values.ts";

/**
 * The state of a page's figures in its query string: `?kv-cache.contextTokens=131072`.
 * A key is `<figure>.<param>`, the figure's own name without its topic. Only what differs from the page's own state is written.
 * Keys without a dot (campaign tags, say) are not ours and stay as they are.
 */
const keyOf = (segment: string): string => [...new URLSearchParams(segment).keys()][0] ?? "";
const segments = (search: string): string[] => search.replace(/^\?/, "").split("&").filter((segment) => segment !== "");
/** A figure's name holds no dot, so the first dot ends it. */
const figureOf = (key: string): string | undefined => (key.includes(".") ? key.slice(0, key.indexOf(".")) : undefined);

/** A comma needs no escape in a query, and a list has many. */
const encode = (value: unknown): string => (Array.isArray(value) ? value.map((item) => encodeURIComponent(String(item))).join(",") : encodeURIComponent(String(value)));

/** The query string, with its "?" or empty, in which one figure has these values and all else is untouched. */
export function writeState<P extends Params>(search: string, name: string, sim: HasParams<P>, values: State, base?: State): string {
  const others = segments(search).filter((segment) => figureOf(keyOf(segment)) !== name);
  const own = Object.entries(changedValues(sim, values, base)).map(([param, value]) => `${name}.${param}=${encode(value)}`);
  const all = [...others, ...own];
  return all.length === 0 ? "" : `?${all.join("&")}`;
}

/** What a query string says about one figure, corrected where it says something impossible. `isGiven` is false when it says nothing. */
export function readState<P extends Params>(search: string, name: string, sim: HasParams<P>, base?: State): { values: Values<P>; corrections: string[]; isGiven: boolean } {
  const own = [...new URLSearchParams(search)].filter(([key]) => figureOf(key) === name).map(([key, value]) => [key.slice(name.length + 1), value] as const);
  return { ...correctValues(sim, Object.fromEntries(own), base), isGiven: own.length > 0 };
}

/** The figures that a query string speaks of and the page does not have, in order, each once. */
export function unknownFigures(search: string, names: readonly string[]): string[] {
  const spoken = [...new URLSearchParams(search).keys()].map(figureOf).filter((name) => name !== undefined);
  return [...new Set(spoken)].filter((name) => !names.includes(name));
}
