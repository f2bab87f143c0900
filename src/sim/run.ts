import { seeded } from "#domain/random.ts";
import type { Params, Simulation } from "./contract.ts";
import { resolveValues } from "./values.ts";

/** The seed of a run when none is given: build, page, worker and command line agree on it. */
export const DEFAULT_SEED = 1;

/**
 * The one way to run a simulation: build, page, worker, test and command line all come through here.
 *
 * @throws RangeError when a given value is not allowed; see `resolveValues`
 */
export function run<P extends Params, Out>(sim: Simulation<P, Out>, given: Readonly<Record<string, unknown>> = {}, seed: number = DEFAULT_SEED): Out {
  return sim.run(resolveValues(sim, given), seeded(seed));
}

/** The same run frame by frame, each with the fraction done; a simulation without `steps` has one frame. */
export function* runSteps<P extends Params, Out>(sim: Simulation<P, Out>, given: Readonly<Record<string, unknown>> = {}, seed: number = DEFAULT_SEED): Generator<{ out: Out; done: number }> {
  if (!sim.steps || !sim.numSteps) {
    yield { out: run(sim, given, seed), done: 1 };
    return;
  }
  const values = resolveValues(sim, given);
  const numSteps = sim.numSteps(values);
  let step = 0;
  for (const out of sim.steps(values, seeded(seed))) yield { out, done: Math.min(1, ++step / numSteps) };
}
