import type { Param } from "./contract.ts";

/** A param with a range, which a slider can move through. */
export type NumberParam = Param & { readonly kind: "number" };

/** The values that a number, or an item of a list, may take. */
export type Range = Pick<NumberParam, "min" | "max" | "step">;

/** The most positions a slider has: more cannot be told apart on a screen 1,000 pixels wide. */
const MAX_STOPS = 1000;
/** Positions per doubling and per power of ten, so that 2^k and 10^k are always positions of their own. */
const PER_OCTAVE = 8;
const PER_DECADE = 20;
/** How many powers of ten a symmetric logarithmic slider goes through on either side, down from its largest value to 0. */
const SYMLOG_DECADES = 12;

/** The nearest allowed value: inside the range and, where the param has steps, on its grid `min + k * step`. */
export function nearestAllowed(param: Range, x: number): number {
  const bounded = Math.min(param.max, Math.max(param.min, x));
  if (param.step === undefined) return bounded;
  const last = Math.floor((param.max - param.min) / param.step + 1e-9);
  const k = Math.min(last, Math.round((bounded - param.min) / param.step));
  return Number((param.min + k * param.step).toPrecision(12));
}

function logarithmic(param: NumberParam, base: number, perPower: number): number[] {
  const first = Math.ceil(Math.log(param.min) / Math.log(base) * perPower - 1e-9);
  const last = Math.floor(Math.log(param.max) / Math.log(base) * perPower + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => base ** ((first + i) / perPower));
}

function linear(param: NumberParam): number[] {
  const range = param.max - param.min;
  const step = param.step ?? range / 200;
  const stride = Math.max(1, Math.ceil(range / step / MAX_STOPS));
  return Array.from({ length: Math.floor(range / (step * stride) + 1e-9) + 1 }, (_, i) => param.min + i * step * stride);
}

/** The sizes of a symmetric logarithmic slider, downwards from its largest value, on either side of 0. */
const symmetric = ({ max }: NumberParam): number[] => [0, ...Array.from({ length: SYMLOG_DECADES * PER_DECADE + 1 }, (_, i) => max / 10 ** (i / PER_DECADE)).flatMap((size) => [size, -size])];

const isLogarithmic = ({ scale }: NumberParam): boolean => scale === "log2" || scale === "log10";

/**
 * The values a slider's positions stand for, ascending: position `i` is `stops[i]`.
 * The smallest and the largest allowed value and the default are always among them; every stop is an allowed value.
 * A logarithmic param has 8 positions per doubling (`log2`) or 20 per power of ten (`log10`), fewer where its grid has fewer values;
 * a `symlog` one has 20 per power of ten on either side of 0, down to a 10^12th of its largest value; values below its smallest one are left out.
 *
 * @throws RangeError when a logarithmic param does not start above 0
 */
export function sliderStops(param: NumberParam): number[] {
  const isLog = isLogarithmic(param);
  if (isLog && param.min <= 0) throw new RangeError(`out of range: the logarithmic param "${param.label}" starts at ${param.min}; expected a min above 0`);
  const raw = param.scale === "symlog" ? symmetric(param) : !isLog ? linear(param) : param.scale === "log2" ? logarithmic(param, 2, PER_OCTAVE) : logarithmic(param, 10, PER_DECADE);
  const stops = [param.min, ...raw, param.default, param.max].map((x) => nearestAllowed(param, Number(x.toPrecision(12))));
  return [...new Set(stops)].sort((a, b) => a - b);
}

/** The position whose value is nearest to x, by ratio on a logarithmic slider, by difference on a linear one, by difference of cube roots on a `symlog` one. */
export function sliderPosition(param: NumberParam, stops: readonly number[], x: number): number {
  // Between two stops the cube root tells the nearer nearly as the logarithm does, and it has a value at and below 0.
  const place = param.scale === "symlog" ? Math.cbrt : isLogarithmic(param) ? Math.log : Number;
  const distance = (stop: number): number => Math.abs(place(stop) - place(x));
  let best = 0;
  for (let i = 1; i < stops.length; i++) if (distance(stops[i]!) < distance(stops[best]!)) best = i;
  return best;
}
