import type { AnySimulation } from "../../src/sim/contract.ts";
import { run } from "../../src/sim/run.ts";
import { printTable } from "./table.ts";

const BUDGET_MS = 500;

/** Runs per second of each simulation at its default values, through the same `run` as everywhere. */
export function measureThroughput(sims: readonly (readonly [id: string, sim: AnySimulation])[]): void {
  const rows = sims.map(([id, sim]) => {
    // The first runs are slower: nothing is compiled yet.
    const warmUntil = performance.now() + BUDGET_MS / 5;
    do run(sim); while (performance.now() < warmUntil);
    const begun = performance.now();
    let numRuns = 0;
    do {
      run(sim);
      numRuns++;
    } while (performance.now() - begun < BUDGET_MS);
    const perSecond = numRuns / ((performance.now() - begun) / 1000);
    return [id, sim.cost, perSecond >= 100 ? Math.round(perSecond) : perSecond.toFixed(2), (1000 / perSecond).toPrecision(3)];
  });
  printTable("Simulations in Node, default values", ["simulation", "cost", "runs/s", "ms/run"], rows);
}
