import type { AnySimulation, Source } from "./contract.ts";
import { run } from "./run.ts";

/** A published value beside what the simulation gives for the same inputs. */
export interface Reproduced {
  readonly given: Readonly<Record<string, unknown>>;
  readonly printed: number;
  /** What both are counted in, as it is printed behind them. */
  readonly unit?: string;
  readonly computed: number;
  /** `|computed - printed|` */
  readonly deviation: number;
  /** The deviation as a fraction of the printed value; the deviation itself where 0 is printed. */
  readonly relative: number;
  readonly because?: string;
  readonly source: Source;
}

/** What vouches for a simulation, read from the repository at build. */
export interface Passport {
  readonly reproduced: readonly Reproduced[];
  /** The entry of `reproduced` with the largest relative deviation; undefined where there is none. */
  readonly worst: Reproduced | undefined;
  /** The names of its tests, in the order of the file. */
  readonly tests: readonly string[];
}

/** Computation carries this much binary noise, relative to the printed value. */
const NOISE = 1e-12;

/**
 * Runs the checks of a simulation.
 *
 * @throws Error when a published value is missed by more than its check allows: such a page must not be built
 */
export function reproduce(id: string, sim: AnySimulation): Reproduced[] {
  return sim.checks.map(({ given, read, equals, unit, within = 0, because, source }) => {
    const computed = read(run(sim, given as Record<string, unknown>));
    const off = Math.abs(computed - equals);
    const deviation = off <= NOISE * Math.abs(equals) ? 0 : off;
    if (!(deviation <= within)) throw new Error(`invalid: ${id} gives ${computed} where ${source.cite}, ${source.where} prints ${equals}; expected within ${within}. Correct the formula, or say in the check why print and formula differ`);
    return { given: given as Record<string, unknown>, printed: equals, computed, deviation, relative: equals === 0 ? deviation : deviation / Math.abs(equals), source, ...(unit !== undefined && { unit }), ...(because !== undefined && { because }) };
  });
}

/** The names of the tests in a test file: the first argument of `test` and `it`, a placeholder of `test.each` becomes "…". */
export function testNames(file: string): string[] {
  const call = /(?<![\w.])(?:test|it)(?:\.(?:each|prop|concurrent|fails)(?:\((?:[^()]|\([^()]*\))*\))?)*\(\s*(["'`])((?:\\.|(?!\1).)+)\1/gs;
  return [...file.matchAll(call)].map(([, , name]) => name!.replace(/\\(.)/g, "$1").replace(/%[sdifjop]|\$\{?[\w.]+\}?/g, "…"));
}

/** A simulation's passport, from itself and from the text of its test file. */
export function passport(id: string, sim: AnySimulation, testFile: string): Passport {
  const reproduced = reproduce(id, sim);
  const worst = reproduced.reduce<Reproduced | undefined>((worse, one) => (worse && worse.relative >= one.relative ? worse : one), undefined);
  return { reproduced, worst, tests: testNames(testFile) };
}
