import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./training-signal.figure.ts";
import trainingSignal, { ARRANGEMENTS } from "./training-signal.sim.ts";

const numModules = fc.integer({ min: 0, max: 4 });

test("one module on a training sequence of 4,096 tokens: 8,191 predictions, the last position has one", () => {
  const { numPredictions, depths } = run(trainingSignal, { sequenceTokens: 4096 });
  expect(numPredictions).toBe(8191);
  expect(depths.map((each) => each.numPredictions)).toEqual([4096, 4095]);
});

test("the weight of the further predictions is lambda, less what the end of the text cuts off", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 6, max: 4096 }), (modules, twentieths, sequenceTokens) => {
      const lambda = twentieths / 20;
      const { furtherWeight } = run(trainingSignal, { numModules: modules, lambda, sequenceTokens });
      // Eq. 24 divides by T although depth k has T - k terms: (1 - (D + 1) / (2 T)) lambda in all.
      expect(furtherWeight).toBeCloseTo(lambda * (1 - (modules + 1) / (2 * sequenceTokens)), 9);
    }),
  );
});

test("in sequence nothing is jumped over; side by side, a head jumps over as many tokens as it is deep", () => {
  fc.assert(
    fc.property(numModules, (modules) => {
      for (const each of run(trainingSignal, { numModules: modules }).predictions) expect(each.target - each.lastSeen).toBe(1);
      for (const each of run(trainingSignal, { numModules: modules, arrangement: ARRANGEMENTS[1] }).predictions) expect(each.target - each.lastSeen).toBe(each.depth + 1);
    }),
  );
});

test("no prediction goes beyond the token after the text", () => {
  fc.assert(
    fc.property(numModules, fc.integer({ min: 6, max: 9 }), (modules, sequenceTokens) => {
      for (const { target } of run(trainingSignal, { numModules: modules, sequenceTokens }).predictions) expect(target).toBeLessThanOrEqual(sequenceTokens + 1);
    }),
  );
});

test("at the end of the text the chain is short, and the caption says why", () => {
  const given = { numModules: 2, position: 6 };
  expect(run(trainingSignal, given).chain).toHaveLength(1);
  expect(renderFigure(figure, given).caption).toContain("because the text ends");
});
