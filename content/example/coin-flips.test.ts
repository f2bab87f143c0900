import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import coinFlips from "./coin-flips.sim.ts";

test("four times the flips halve the standard error", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: coinFlips.params.numFlips.max / 4 }), (numFlips) => {
      const one = run(coinFlips, { numFlips }).standardError;
      expect(run(coinFlips, { numFlips: 4 * numFlips }).standardError).toBeCloseTo(one / 2, 12);
    }),
  );
});

test("a coin that always shows heads has no error", () => {
  expect(run(coinFlips, { headsProbability: 1 })).toMatchObject({ share: 1, standardError: 0 });
});
