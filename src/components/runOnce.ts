import type { AnySimulation } from "#sim/contract.ts";
import { run } from "#sim/run.ts";
import { resolveValues } from "#sim/values.ts";

const answers = new WeakMap<AnySimulation, Map<string, unknown>>();

/**
 * `run`, once for equal values: an article may read many numbers out of one answer, and a heavy simulation takes a second each time.
 *
 * @throws RangeError when a given value is not allowed; see `resolveValues`
 */
export function runOnce(sim: AnySimulation, given: Readonly<Record<string, unknown>>): unknown {
  const known = answers.get(sim) ?? new Map<string, unknown>();
  answers.set(sim, known);
  const key = JSON.stringify(resolveValues(sim, given));
  if (!known.has(key)) known.set(key, run(sim, given));
  return known.get(key);
}
