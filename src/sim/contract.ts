import type { Random } from "#domain/random.ts";

export type { Random };

/** Every unit of a quantity. */
export const UNITS = [
  "token", "sequence", "layer", "head", "group", "dimension", "element", "GPU", "expert", "node", "step", "stage", "microbatch", "question", "sample", "problem",
  "bit", "byte", "bytes/element", "bytes/token", "MB", "GB", "TB", "GB/s", "TB/s", "FLOP", "GFLOP", "TFLOP/s", "FLOP/byte",
  "µs", "ms", "s", "h", "day", "GPU-hour", "USD", "million", "B", "mm²", "%", "ratio", "count",
] as const;
/** The unit of a quantity, as it is printed behind the number. `ratio` and `count` print nothing. */
export type Unit = (typeof UNITS)[number];

/** One input of a simulation. Controls, URL, CLI flags, range checks and the docs table all derive from it. */
export type Param =
  | {
      readonly kind: "number";
      readonly label: string;
      readonly unit: Unit;
      readonly default: number;
      readonly min: number;
      readonly max: number;
      /** Allowed values are `min + k * step`; without it every number in the range is allowed. */
      readonly step?: number;
      /** How a slider spreads the range; `linear` when left out. A `log2` or `log10` range must start above 0; `symlog` is logarithmic on either side of 0. */
      readonly scale?: "linear" | "log2" | "log10" | "symlog";
    }
  | {
      readonly kind: "choice";
      readonly label: string;
      readonly default: string;
      /** As the URL and the command line write them. */
      readonly options: readonly string[];
      /** As the page's list prints them; an option without one prints as it is. */
      readonly optionLabels?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "flag"; readonly label: string; readonly default: boolean }
  | {
      /** Numbers in an order that means something: the load of each expert, say. As text they are separated by commas, semicolons, spaces, tabs or new lines. */
      readonly kind: "list";
      readonly label: string;
      /** Of each item; so are `min`, `max` and `step`, as of a number. */
      readonly unit: Unit;
      readonly default: readonly number[];
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      /** How many items there may be. */
      readonly minLength: number;
      readonly maxLength: number;
    };

/** The inputs of a simulation by name; the name is also the key in the URL and the command line's flag. */
export type Params = Record<string, Param>;

/** The values of a simulation's params, each of its param's own type. */
export type Values<P extends Params> = {
  -readonly [K in keyof P]: P[K] extends { readonly options: readonly (infer O)[] } ? O : P[K] extends { readonly kind: "flag" } ? boolean : P[K] extends { readonly kind: "list" } ? readonly number[] : number;
};

/** Where a formula or a number comes from. */
export interface Source {
  /** The id of an entry in content/ledger/sources.yaml. */
  readonly cite: string;
  /** The place inside it: "Table 1", "Eq. 9-11", "model.py, class MLA". */
  readonly where: string;
}

/** A published number that a simulation must reproduce. */
export interface Check<P extends Params, Out> {
  readonly given: Partial<Values<P>>;
  readonly read: (out: Out) => number;
  readonly equals: number;
  /** What is behind the number where both are printed; a test asks for it where the two differ. */
  readonly unit?: string;
  /** The largest allowed absolute deviation; 0 when left out. State the reason (rounding in print, say) in `because`. */
  readonly within?: number;
  readonly because?: string;
  readonly source: Source;
}

/**
 * A question with a computable answer: plain values in, plain data out.
 * No DOM, clock, network, `Math.random` or module state.
 */
export interface Simulation<P extends Params, Out> {
  /** One sentence ending in "?". */
  readonly question: string;
  readonly params: P;
  readonly sources: readonly Source[];
  /** `instant` answers within a frame and runs on the page; `heavy` runs in the worker. */
  readonly cost: "instant" | "heavy";
  /** Same values and same seed give a deep-equal, structured-cloneable answer without NaN or Infinity. */
  readonly run: (values: Values<P>, random: Random) => Out;
  /** The same answer frame by frame; the last frame deep-equals `run`. Gives progress, stop and play. */
  readonly steps?: (values: Values<P>, random: Random) => Iterable<Out>;
  /** How many frames `steps` yields; required beside it, since progress is a fraction of it. */
  readonly numSteps?: (values: Values<P>) => number;
  readonly checks: readonly Check<P, Out>[];
}

/** A simulation whose parameters and answer are not known to the caller, as found by file name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- discovery by glob erases both type parameters
export type AnySimulation = Simulation<any, any> & { readonly params: Params };

/** Identity; lets TypeScript infer the params and the answer from the literal. */
export const simulation = <const P extends Params, Out>(sim: Simulation<P, Out>): Simulation<P, Out> => sim;

/**
 * What `run` answers when the work is written frame by frame: the last one, as in `run: (values, random) => lastFrame(frames(values, random))`.
 *
 * @throws Error when there is no frame
 */
export function lastFrame<Out>(frames: Iterable<Out>): Out {
  let found: { readonly frame: Out } | undefined;
  for (const frame of frames) found = { frame };
  if (!found) throw new Error("missing: a frame; expected at least one, since the last is the answer");
  return found.frame;
}
