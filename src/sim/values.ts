import type { Param, Params, Values } from "./contract.ts";
import { nearestList, readAmount, readItems, type Reading } from "./readItems.ts";
import { nearestAllowed } from "./slider.ts";

/** A simulation, as far as its values are concerned. */
export interface HasParams<P extends Params> {
  readonly params: P;
}

/** Values by name, of whatever types: what a form, a link or a caller gave. */
export type State = Readonly<Record<string, unknown>>;

/** A value of whatever kind of param. */
type Value = number | string | boolean | readonly number[];

/** Reads one raw value (a number, or text from a URL, a form or a command line) as its param wants it. */
function readValue(name: string, param: Param, raw: unknown): Reading<Value> {
  if (param.kind === "number") return readAmount(name, param, raw);
  if (param.kind === "list") return readItems(name, param, raw);
  if (param.kind === "choice") {
    if (typeof raw === "string" && param.options.includes(raw)) return { value: raw };
    return { refusal: `unknown ${name}: "${String(raw)}"; expected one of ${param.options.join(", ")}` };
  }
  if (raw === true || raw === "true") return { value: true };
  if (raw === false || raw === "false") return { value: false };
  return { refusal: `invalid: ${name} is "${String(raw)}"; expected true or false` };
}

const unknownName = (sim: HasParams<Params>, name: string): string =>
  `unknown parameter: ${name}; expected one of ${Object.keys(sim.params).join(", ") || "none"}`;

/** The values a simulation has when nothing is given. */
export function defaultValues<P extends Params>(sim: HasParams<P>): Values<P> {
  return Object.fromEntries(Object.entries(sim.params).map(([name, param]) => [name, param.default])) as Values<P>;
}

/**
 * Fills in defaults and refuses what the simulation did not declare.
 *
 * @throws RangeError that names the parameter, what was found and what is allowed
 */
export function resolveValues<P extends Params>(sim: HasParams<P>, given: Readonly<Record<string, unknown>> = {}): Values<P> {
  const values: Record<string, unknown> = defaultValues(sim);
  for (const [name, raw] of Object.entries(given)) {
    if (!Object.hasOwn(sim.params, name)) throw new RangeError(unknownName(sim, name));
    if (raw === undefined) continue;
    const reading = readValue(name, sim.params[name]!, raw);
    if ("refusal" in reading) throw new RangeError(reading.refusal);
    values[name] = reading.value;
  }
  return values as Values<P>;
}

/** The allowed value nearest to a refused one; undefined where none is near. */
function nearestValue(param: Param, raw: unknown): Value | undefined {
  if (param.kind === "list") return nearestList(param, raw);
  const x = String(raw).trim() === "" ? NaN : Number(raw);
  return param.kind === "number" && !Number.isNaN(x) ? nearestAllowed(param, x) : undefined;
}

/**
 * The nearest allowed values, for a reader's link: nothing is refused, and every correction is reported.
 * A number out of range moves to the nearer bound, one off the grid to the nearest step; so does each item of a list of the right length;
 * anything else falls back to the default.
 *
 * @param base the values of what is not given; the defaults when left out
 */
export function correctValues<P extends Params>(sim: HasParams<P>, given: State, base: State = defaultValues(sim)): { values: Values<P>; corrections: string[] } {
  const values: Record<string, unknown> = { ...base };
  const corrections: string[] = [];
  for (const [name, raw] of Object.entries(given)) {
    if (!Object.hasOwn(sim.params, name)) {
      corrections.push(`${unknownName(sim, name)}; ignored`);
      continue;
    }
    const param = sim.params[name]!;
    const reading = readValue(name, param, raw);
    if ("value" in reading) {
      values[name] = reading.value;
      continue;
    }
    const nearest = nearestValue(param, raw);
    if (nearest !== undefined) values[name] = nearest;
    corrections.push(`${reading.refusal}; using ${printValue(values[name])}`);
  }
  return { values: values as Values<P>, corrections };
}

/** Whether two values are the same; lists are, when their items are. */
export const isSameValue = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => item === b[at]));

/** A value as a sentence prints it; a list stands in brackets. */
export const printValue = (value: unknown): string => (Array.isArray(value) ? `[${value.join(", ")}]` : String(value));

/** Only the values that differ from `base` (the defaults when left out), in the order of the params. */
export function changedValues<P extends Params>(sim: HasParams<P>, values: State, base: State = defaultValues(sim)): Partial<Values<P>> {
  return Object.fromEntries(Object.keys(sim.params).filter((name) => !isSameValue(values[name], base[name])).map((name) => [name, values[name]])) as Partial<Values<P>>;
}
