import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./expert-placement.figure.ts";
import expertPlacement from "./expert-placement.sim.ts";

describe("published values", () => {
  test("the example's slots hold the printed experts", () => {
    expect(run(expertPlacement).physicalToLogical).toEqual([5, 6, 5, 7, 8, 4, 3, 4, 10, 9, 10, 2, 0, 1, 11, 1]);
    expect(run(expertPlacement, { weights: "20 107 104 64 19 197 187 157 172 86 16 27" }).physicalToLogical).toEqual([7, 10, 6, 8, 6, 11, 8, 9, 2, 4, 5, 1, 5, 0, 3, 1]);
  });
  test("four of its experts have a second replica", () => expect(run(expertPlacement).replicasByExpert).toEqual([1, 2, 1, 1, 2, 2, 1, 1, 1, 1, 2, 1]));
});

describe("laws", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 12, maxLength: 12 });
  const policy = fc.constantFrom("hierarchical", "global");

  test("loads of slots, GPUs and nodes sum to the loads given", () => {
    fc.assert(fc.property(weights, policy, (given, by) => {
      const out = run(expertPlacement, { weights: given, policy: by });
      const sum = given.reduce((a, b) => a + b);
      for (const loads of [out.loadBySlot, out.loadByGpu, out.loadByNode]) expect(loads.reduce((a, b) => a + b)).toBeCloseTo(sum, 8);
      expect(out.meanLoad! * 8).toBeCloseTo(sum, 8);
    }));
  });
  test("the imbalance is never below its bound, nor the bound below 1", () => {
    fc.assert(fc.property(weights, policy, (given, by) => {
      const out = run(expertPlacement, { weights: given, policy: by });
      expect(out.leastImbalance).toBeGreaterThanOrEqual(1);
      expect(out.imbalance).toBeGreaterThanOrEqual(out.leastImbalance! * (1 - 1e-12));
    }));
  });
  test("hierarchical keeps every group on one node", () => {
    fc.assert(fc.property(weights, (given) => { expect(run(expertPlacement, { weights: given }).nodesByGroup).toEqual([1, 1, 1, 1]); }));
  });
  test("equal loads without spare slots are level", () => {
    for (const by of ["hierarchical", "global"]) expect(run(expertPlacement, { weights: Array(16).fill(7), policy: by }).imbalance).toBe(1);
  });
});

describe("edges", () => {
  test("copies help the example, and freedom from groups helps more", () => {
    const { imbalance, imbalanceWithoutSpares } = run(expertPlacement);
    expect(imbalance).toBeCloseTo(156 / 129.125, 12);
    expect(imbalanceWithoutSpares).toBeCloseTo(183 / 129.125, 12);
    expect(run(expertPlacement, { policy: "global" }).imbalance).toBeLessThan(imbalance!);
  });
  test("without a spare slot there is nothing to compare with", () => {
    const out = run(expertPlacement, { numReplicas: 12, numGpus: 4 });
    expect(out.imbalance).toBe(out.imbalanceWithoutSpares);
  });
  test("groups that the nodes do not divide are placed globally, as in the published code", () => {
    const out = run(expertPlacement, { numGroups: 3 });
    expect([out.policy, out.isFallback]).toEqual(["global", true]);
    expect(out.physicalToLogical).toEqual(run(expertPlacement, { policy: "global" }).physicalToLogical);
    expect(renderFigure(figure, { numGroups: 3 }).caption).toContain("2 nodes cannot share 3 groups equally");
  });
  test.each([{ numGpus: 6 }, { numGpus: 7 }, { numReplicas: 8 }, { numGroups: 8 }, { numNodes: 5 }, { weights: [0, 0] }, { weights: [1] }, { weights: Array(256).fill(1) }])("%o is explained where the picture would stand", (given) => {
    const out = run(expertPlacement, given);
    expect(out).toMatchObject({ physicalToLogical: [], loadByGpu: [], imbalance: null });
    const { wide, narrow, caption } = renderFigure(figure, given);
    expect(caption).toBe(out.problem);
    for (const svg of [wide, narrow]) {
      const words = parseHTML(`<body>${svg}</body>`).document.querySelector("svg")!.textContent!;
      for (const word of out.problem.split(" ")) expect(words).toContain(word);
    }
  });
});

describe("the figure", () => {
  const marks = (svg: string): Element[] => [...parseHTML(`<body>${svg}</body>`).document.querySelectorAll("[data-read]")];

  test.each(Object.entries(figure.presets ?? {}))("draws a tile for each slot of %s, and replicas of one expert light together", (_, given) => {
    const out = run(expertPlacement, given);
    const { wide, narrow } = renderFigure(figure, given);
    for (const svg of [wide, narrow]) {
      const links = marks(svg).map((mark) => mark.getAttribute("data-link"));
      expect(links).toHaveLength(out.physicalToLogical.length);
      out.replicasByExpert.forEach((count, expert) => { expect(links.filter((link) => link === `expert-${expert}`)).toHaveLength(count); });
    }
  });
  test("tells what a slot holds and how busy its GPU is", () => {
    expect(marks(renderFigure(figure).wide).map((mark) => mark.getAttribute("data-read"))).toContain("GPU 0, expert 5, one of 2 replicas: 82.5 tokens; the GPU has 121.5 tokens, 0.94 times the mean");
  });
  test("draws 256 experts in 288 slots on 144 GPUs without a missing number", () => {
    const { wide, narrow, caption } = renderFigure(figure, { weights: Array.from({ length: 256 }, (_, rank) => Math.round(20_000 / (rank + 1))), numReplicas: 288, numGpus: 144, numNodes: 18, numGroups: 8 });
    for (const text of [wide, narrow, caption]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(marks(wide)).toHaveLength(288);
  });
});
