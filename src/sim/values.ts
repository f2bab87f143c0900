import type { Param, Params, Values } from "./contract.ts";
import { nearestAllowed } from "./slider.ts";

/** A simulation, as far as its values are concerned. */
export interface HasParams<P extends Params> {
  readonly params: P;
}

/** Values by name, of whatever types: what a form, a link or a caller gave. */
export type State = Readonly<Record<string, unknown>>;

/** What one raw value of a param became: the value itself, or the reason why it was refused. */
type Reading = { readonly value: number | string | boolean } | { readonly refusal: string };

function readNumber(name: string, param: Param & { kind: "number" }, raw: unknown): Reading {
  const x = typeof raw === "string" && raw.trim() === "" ? NaN : Number(raw);
  const unit = param.unit === "ratio" || param.unit === "count" ? "" : ` ${param.unit}`;
  const range = `expected ${param.min} to ${param.max}${unit}`;
  if (!Number.isFinite(x)) return { refusal: `invalid: ${name} is "${String(raw)}"; ${range}` };
  if (x < param.min || x > param.max) return { refusal: `out of range: ${name} is ${x}${unit}; ${range}` };
  if (Math.abs(nearestAllowed(param, x) - x) > 1e-9 * Math.max(1, Math.abs(x))) {
    return { refusal: `invalid: ${name} is ${x}${unit}; ${range} in steps of ${String(param.step)}` };
  }
  return { value: x };
}

/** Reads one raw value (a number, or text from a URL, a form or a command line) as its param wants it. */
function readValue(name: string, param: Param, raw: unknown): Reading {
  if (param.kind === "number") return readNumber(name, param, raw);
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

/**
 * The nearest allowed values, for a reader's link: nothing is refused, and every correction is reported.
 * A number out of range moves to the nearer bound, one off the grid to the nearest step; anything else falls back to the default.
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
    const x = String(raw).trim() === "" ? NaN : Number(raw);
    if (param.kind === "number" && !Number.isNaN(x)) {
      values[name] = nearestAllowed(param, x);
    }
    corrections.push(`${reading.refusal}; using ${String(values[name])}`);
  }
  return { values: values as Values<P>, corrections };
}

/** Only the values that differ from `base` (the defaults when left out), in the order of the params. */
export function changedValues<P extends Params>(sim: HasParams<P>, values: State, base: State = defaultValues(sim)): Partial<Values<P>> {
  return Object.fromEntries(Object.keys(sim.params).filter((name) => values[name] !== base[name]).map((name) => [name, values[name]])) as Partial<Values<P>>;
}
