import { seeded } from "../../src/domain/random.ts";
import { type Route, router, type RoutingRule } from "../../src/domain/routing.ts";
import type { AnySimulation } from "../../src/sim/contract.ts";
import { run } from "../../src/sim/run.ts";
import { plainRouter } from "../../tests/reference/plainRouter.ts";
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

const NUM_TOKENS = 4096;
/** A layer of DeepSeek-V3, without and with its limit of four nodes. */
const RULES: readonly RoutingRule[] = [8, 4].map((maxNodes) => ({ numExperts: 256, topK: 8, numNodes: 8, maxNodes }));

/** Millions of token-expert choices a second, loads counted: one core, random affinities. */
function millionChoices(make: (rule: RoutingRule) => Route, rule: RoutingRule): number {
  const random = seeded(1);
  const scores = Float64Array.from({ length: NUM_TOKENS * rule.numExperts }, random);
  const [bias, chosen, loads] = [new Float64Array(rule.numExperts), new Int32Array(rule.topK), new Int32Array(rule.numExperts)];
  const route = make(rule);
  let begun = performance.now();
  let numChoices = 0;
  // The first pass over the tokens only warms up.
  for (let pass = 0; pass <= 1 || performance.now() - begun < BUDGET_MS; pass++) {
    if (pass === 1) [begun, numChoices] = [performance.now(), 0];
    for (let token = 0; token < NUM_TOKENS; token++) {
      route(scores, token, bias, chosen, 0);
      for (let k = 0; k < rule.topK; k++) loads[chosen[k]!]! += 1;
    }
    numChoices += NUM_TOKENS * rule.topK;
  }
  return numChoices / (performance.now() - begun) / 1000;
}

/** The router of src/domain/routing.ts beside the plain one that its tests hold it to. */
export function measureRouting(): void {
  const rows = RULES.map((rule) => [`256 experts, top 8, at most ${rule.maxNodes} of 8 nodes`, millionChoices(router, rule).toFixed(2), millionChoices(plainRouter, rule).toFixed(3)]);
  printTable("Routing in Node, million token-expert choices per second", ["rule", "router", "plain router"], rows);
}
