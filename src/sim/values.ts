import type { Param, Params, Values } from "./contract.ts";

/** A simulation, as far as its values are concerned. */
interface HasParams<P extends Params> {
  readonly params: P;
}

/** What one raw value of a param became: the value itself, or the reason why it was refused. */
type Reading = { readonly value: number | string | boolean } | { readonly refusal: string };

/** The grid point of `min + k * step` nearest to x, free of binary noise in the printed decimals. */
function nearestStep(x: number, min: number, step: number): number {
  return Number((min + Math.round((x - min) / step) * step).toPrecision(12));
}

function readNumber(name: string, param: Param & { kind: "number" }, raw: unknown): Reading {
  const x = typeof raw === "string" && raw.trim() === "" ? NaN : Number(raw);
  const unit = param.unit === "ratio" || param.unit === "count" ? "" : ` ${param.unit}`;
  const range = `expected ${param.min} to ${param.max}${unit}`;
  if (!Number.isFinite(x)) return { refusal: `invalid: ${name} is "${String(raw)}"; ${range}` };
  if (x < param.min || x > param.max) return { refusal: `out of range: ${name} is ${x}${unit}; ${range}` };
  if (param.step !== undefined && Math.abs(nearestStep(x, param.min, param.step) - x) > 1e-9 * Math.max(1, Math.abs(x))) {
    return { refusal: `invalid: ${name} is ${x}${unit}; ${range} in steps of ${param.step}` };
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
 */
export function correctValues<P extends Params>(sim: HasParams<P>, given: Readonly<Record<string, unknown>>): { values: Values<P>; corrections: string[] } {
  const values: Record<string, unknown> = defaultValues(sim);
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
    const x = raw === "" ? NaN : Number(raw);
    if (param.kind === "number" && !Number.isNaN(x)) {
      const bounded = Math.min(param.max, Math.max(param.min, x));
      const stepped = param.step === undefined ? bounded : nearestStep(bounded, param.min, param.step);
      values[name] = stepped > param.max ? Number((stepped - param.step!).toPrecision(12)) : stepped;
    }
    corrections.push(`${reading.refusal}; using ${String(values[name])}`);
  }
  return { values: values as Values<P>, corrections };
}

/** Only the values that differ from the defaults, in the order of the params. */
export function changedValues<P extends Params>(sim: HasParams<P>, values: Values<P>): Partial<Values<P>> {
  return Object.fromEntries(Object.keys(sim.params).filter((name) => values[name] !== sim.params[name]!.default).map((name) => [name, values[name]])) as Partial<Values<P>>;
}
