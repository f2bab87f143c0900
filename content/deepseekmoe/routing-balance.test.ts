import { describe, expect, test } from "vitest";
import { seeded } from "#domain/random.ts";
import { frames } from "#domain/routingExperiment.ts";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import { plainRouter } from "../../tests/reference/plainRouter.ts";
import figure from "./routing-balance.figure.ts";
import routingBalance from "./routing-balance.sim.ts";

type Out = ReturnType<typeof routingBalance.run>;
const of = (out: Out, strategy: string) => out.strategies.find((found) => found.strategy === strategy)!;
const small = { numExperts: 32, topK: 4, tokensPerBatch: 1024, numBatches: 60 };

describe("on the default stream", () => {
  const out = run(routingBalance);

  test("each strategy balances better than none, and pays with affinity", () => {
    for (const strategy of ["auxiliary-loss", "bias", "proportional"]) {
      expect(of(out, strategy).maxVioBatch).toBeLessThan(of(out, "none").maxVioBatch / 2);
      expect(of(out, strategy).affinityKeptPercent).toBeLessThan(100);
    }
    expect(of(out, "none").affinityKeptPercent).toBeCloseTo(100, 9);
    expect(of(out, "bias").affinityKeptPercent).toBeGreaterThan(of(out, "auxiliary-loss").affinityKeptPercent);
  });

  test("loads sum to tokens times experts per token, over the 32 newest batches", () => {
    for (const { loads } of out.strategies) expect(loads.reduce((a, b) => a + b, 0)).toBe(32 * 4096 * 6);
  });
});

test("a step too small has not arrived, one too large swings", () => {
  const [slow, apt, swinging] = [0.0005, 0.01, 0.1].map((gamma) => of(run(routingBalance, { ...small, tokensPerBatch: 2048, numBatches: 120, gamma }), "bias"));
  expect(slow!.maxVioBatch).toBeGreaterThan(1.5 * apt!.maxVioBatch);
  expect(swinging!.maxVioBatch).toBeGreaterThan(1.5 * apt!.maxVioBatch);
  // What swings is even in the mean: far more so than batch by batch.
  expect(swinging!.maxVioGlobal).toBeLessThan(swinging!.maxVioBatch / 3);
});

test("with even demand no strategy is worse than chance by more than its noise, while the bias moves slowly", () => {
  const { strategies, floor } = run(routingBalance, { skew: 0, gamma: 0.0005, alpha: 0.001 });
  for (const { strategy, maxVioBatch } of strategies) expect(maxVioBatch, strategy).toBeLessThan(floor.high);
});

test("a bias that cannot rest adds noise of its own to even demand", () => {
  const { strategies, floor } = run(routingBalance, { ...small, skew: 0, gamma: 0.05 });
  expect(of({ strategies, floor, batch: 0, usedNodes: 8 }, "bias").maxVioBatch).toBeGreaterThan(1.5 * floor.mean);
});

test("the plain router gives the same run to the last bit, with a node limit as without", () => {
  for (const maxNodes of [3, 8]) {
    const experiment = { gamma: 0.01, alpha: 0.01, skew: 1, driftPercent: 2, maxNodes, capacityFactor: 1.25, ...small, numBatches: 6 };
    expect([...frames(experiment, seeded(4), plainRouter)]).toEqual([...frames(experiment, seeded(4))]);
  }
});

test("the last frame is the answer, and there is one a batch", () => {
  const steps = [...frames({ gamma: 0.01, alpha: 0.01, skew: 1, driftPercent: 0, maxNodes: 8, capacityFactor: 1.25, ...small }, seeded(1))];
  expect(steps).toHaveLength(60);
  expect(steps.map((step) => step.batch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  expect(of(steps.at(-1)!, "bias").maxVioByBatch).toHaveLength(60);
});

test("more experts a token than the allowed nodes hold are told, not thrown", () => {
  const given = { numExperts: 16, topK: 12, maxNodes: 1, numBatches: 10, tokensPerBatch: 256 };
  expect(run(routingBalance, given).usedNodes).toBe(6);
  expect(renderFigure(figure, given).caption).toContain("A token uses up to 6 nodes");
});
