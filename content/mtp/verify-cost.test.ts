import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./verify-cost.figure.ts";
import verifyCost from "./verify-cost.sim.ts";

test("one sequence: a second token brings 7.75 more experts and costs more than half a pass", () => {
  const { here } = run(verifyCost, { numSequences: 1 });
  expect(here.verifyingExperts - here.plainExperts).toBeCloseTo(7.75, 9);
  expect(here.verifyCost).toBeGreaterThan(0.5);
});

test("the cost falls to a valley near a hundred sequences and rises again", () => {
  const at = (numSequences: number): number => run(verifyCost, { numSequences }).here.verifyCost;
  expect(at(128)).toBeLessThan(0.06);
  expect(at(4)).toBeGreaterThan(0.7);
  expect(at(8192)).toBeGreaterThan(0.7);
});

test("with short texts and very many sequences a draft makes decoding slower", () => {
  const given = { numSequences: 8192, contextTokens: 0 };
  expect(run(verifyCost, given).here.speedup).toBeLessThan(1);
  expect(renderFigure(figure, given).caption).toContain("slower than without");
});

test("no point is faster than its tokens a pass", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 0, max: 131_072 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 9 }), (numSequences, contextTokens, depth, exponent) => {
      const out = run(verifyCost, { numSequences, contextTokens, depth, numCopies: 2 ** exponent });
      for (const point of [out.here, ...out.curve]) expect(point.speedup).toBeLessThanOrEqual(out.tokensPerPass + 1e-9);
    }),
    { numRuns: 40 },
  );
});

test("the service of February 2025 lies between: checking costs about two fifths of a pass", () => {
  expect(run(verifyCost, { numSequences: 12_700, numCopies: 144 }).here.verifyCost).toBeCloseTo(0.4, 1);
});
