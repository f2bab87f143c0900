import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainRouter } from "../../tests/reference/plainRouter.ts";
import { moveBias } from "./balancing.ts";
import { seeded } from "./random.ts";
import { dropped, gateValues, maxViolation, router, type RoutingRule } from "./routing.ts";

const choose = (make: typeof router, rule: RoutingRule, scores: readonly number[], bias: readonly number[] = scores.map(() => 0)): number[] => {
  const chosen = new Int32Array(rule.topK);
  make(rule)(Float64Array.from(scores), 0, Float64Array.from(bias), chosen, 0);
  return [...chosen];
};

/** Rules of all shapes with scores on a coarse grid, so that ties are common. */
const cases = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(), fc.nat()).chain(([numNodes, perNode, m, k]) => {
  const maxNodes = 1 + (m % numNodes);
  const numExperts = numNodes * perNode;
  const rule = { numExperts, numNodes, maxNodes, topK: 1 + (k % (maxNodes * perNode)) };
  const grid = (): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max: 12 }).map((x) => x / 8), { minLength: numExperts, maxLength: numExperts });
  return fc.record({ rule: fc.constant(rule), scores: grid(), bias: grid() });
});

describe("the fast router", () => {
  test("chooses what sorting chooses, ties and node limits included", () => {
    fc.assert(fc.property(cases, ({ rule, scores, bias }) => {
      expect(choose(router, rule, scores, bias)).toEqual(choose(plainRouter, rule, scores, bias));
    }), { numRuns: 500 });
  });

  test("chooses topK different experts on no more nodes than allowed", () => {
    fc.assert(fc.property(cases, ({ rule, scores }) => {
      const chosen = choose(router, rule, scores);
      expect(new Set(chosen).size).toBe(rule.topK);
      expect(new Set(chosen.map((i) => Math.floor((i * rule.numNodes) / rule.numExperts))).size).toBeLessThanOrEqual(rule.maxNodes);
    }));
  });

  test("ranks nodes by the sum of their best topK / maxNodes", () => {
    // The single best expert is on node 0, but node 1 has the better pair.
    expect(choose(router, { numExperts: 4, numNodes: 2, maxNodes: 1, topK: 2 }, [0.9, 0.1, 0.6, 0.5])).toEqual([2, 3]);
  });

  test.each([
    [{ numExperts: 10, numNodes: 4, maxNodes: 1, topK: 1 }, "numNodes is 4; expected a divisor of 10 experts"],
    [{ numExperts: 8, numNodes: 4, maxNodes: 5, topK: 1 }, "maxNodes is 5; expected 1 to 4"],
    [{ numExperts: 8, numNodes: 4, maxNodes: 2, topK: 5 }, "topK is 5; expected 1 to 4, the experts on 2 nodes"],
  ])("refuses a rule that cannot be: %o", (rule, message) => {
    expect(() => router(rule)).toThrow(message);
  });
});

test("a bias changes who is chosen, never what a chosen expert's gate value is made of", () => {
  const affinities = [0.6, 0.5, 0.3];
  const rule = { numExperts: 3, numNodes: 1, maxNodes: 1, topK: 2 };
  const chosen = choose(router, rule, affinities, [-0.2, 0, 0.15]);
  expect(chosen).toEqual([1, 2]);
  const values = gateValues(affinities, chosen);
  expect(values[0]).toBeCloseTo(0.5 / 0.8, 14);
  expect(values[1]).toBeCloseTo(0.3 / 0.8, 14);
  // The same bias on all changes nothing at all.
  expect(choose(router, rule, affinities, [7, 7, 7])).toEqual(choose(router, rule, affinities));
});

test("MaxVio is the excess over the mean, in means", () => {
  expect(maxViolation([4, 4, 4])).toBe(0);
  expect(maxViolation([9, 0, 0])).toBe(2);
  expect(maxViolation([0, 0])).toBe(0);
});

test("what exceeds the capacity is dropped", () => {
  expect(dropped([6, 2, 1], 1)).toBe(3);
  expect(dropped([6, 2, 1], 2)).toBe(0);
});

test("relabelling experts relabels the whole run of the bias", () => {
  const [numExperts, topK, numTokens] = [12, 3, 60];
  const random = seeded(5);
  const scores = Array.from({ length: numTokens }, () => Array.from({ length: numExperts }, (_, i) => random() + i / 20));
  const relabelled = Array.from({ length: numExperts }, (_, i) => (5 * i + 3) % numExperts);
  const runOf = (rows: number[][]): { loads: number[]; bias: number[] } => {
    const bias = new Float64Array(numExperts);
    const route = router({ numExperts, topK, numNodes: 1, maxNodes: 1 });
    const chosen = new Int32Array(topK);
    let loads = new Int32Array(numExperts);
    for (let batch = 0; batch < 30; batch++) {
      loads = new Int32Array(numExperts);
      for (const row of rows) {
        route(Float64Array.from(row), 0, bias, chosen, 0);
        for (const i of chosen) loads[i]! += 1;
      }
      moveBias(bias, loads, 0.01, "sign");
    }
    return { loads: [...loads], bias: [...bias] };
  };
  const plain = runOf(scores);
  const permuted = runOf(scores.map((row) => row.map((_, i) => row[relabelled[i]!]!)));
  expect(permuted.loads).toEqual(relabelled.map((i) => plain.loads[i]));
  expect(permuted.bias).toEqual(relabelled.map((i) => plain.bias[i]));
});
