import { expect, test } from "vitest";
import { affinities, balanceGradient, DIM, drawBatch, moveBias, samplingFloor, vocabulary, zipf } from "./balancing.ts";
import { seeded } from "./random.ts";

test("popularity sums to one, falls with the rank by the exponent, and is even at zero", () => {
  const popularity = zipf(20, 1.5);
  expect(popularity.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(popularity[0]! / popularity[3]!).toBeCloseTo(4 ** 1.5, 12);
  expect(new Set(zipf(8, 0)).size).toBe(1);
});

test("a batch has its tokens, in proportion to popularity", () => {
  const counts = drawBatch([0.75, 0.25], 3, 40_000, seeded(1));
  expect(counts.reduce((a, b) => a + b, 0)).toBe(40_000);
  const first = counts.slice(0, counts.length / 2).reduce((a, b) => a + b, 0);
  // Five standard deviations of a binomial.
  expect(Math.abs(first - 30_000)).toBeLessThan(5 * Math.sqrt(40_000 * 0.75 * 0.25));
});

test("every expert is equally wanted when all kinds are equally common", () => {
  const numExperts = 16;
  const { numKinds, tokens, gate } = vocabulary(numExperts, seeded(3));
  const scores = new Float64Array(numKinds * numExperts);
  affinities(tokens, gate, Array.from({ length: numKinds }, (_, kind) => kind), scores);
  const wanted = Array.from({ length: numExperts }, (_, i) => Array.from({ length: numKinds }, (_unused, kind) => scores[kind * numExperts + i]!).reduce((a, b) => a + b, 0));
  for (const sum of wanted) expect(sum).toBeCloseTo(wanted[0]!, 9);
});

test("the balance loss falls along its gradient: by hand as by finite differences", () => {
  const numExperts = 8;
  const random = seeded(9);
  const { numKinds, tokens, gate } = vocabulary(numExperts, random);
  const counts = drawBatch(zipf(numExperts, 1), numKinds / numExperts, 500, random);
  const kinds = Array.from({ length: numKinds }, (_, kind) => kind).filter((kind) => counts[kind]! > 0);
  const loads = Int32Array.from({ length: numExperts }, (_, i) => 100 + 40 * i);
  const numChoices = loads.reduce((a, b) => a + b, 0);
  const loss = (vectors: Float64Array): number => {
    const scores = new Float64Array(numKinds * numExperts);
    affinities(tokens, vectors, kinds, scores);
    let value = 0;
    for (const kind of kinds) {
      const own = [...scores.subarray(kind * numExperts, (kind + 1) * numExperts)];
      const sum = own.reduce((a, b) => a + b, 0);
      own.forEach((s, i) => { value += ((counts[kind]! / 500) * ((numExperts * loads[i]!) / numChoices) * s) / sum; });
    }
    return value;
  };
  const scores = new Float64Array(numKinds * numExperts);
  affinities(tokens, gate, kinds, scores);
  const gradient = balanceGradient(tokens, scores, counts, kinds, loads);
  for (let at = 0; at < numExperts * DIM; at += 7) {
    const shifted = (by: number): Float64Array => gate.map((x, i) => (i === at ? x + by : x));
    expect(gradient[at]).toBeCloseTo((loss(shifted(1e-5)) - loss(shifted(-1e-5))) / 2e-5, 8);
  }
});

test("the bias falls where there was too much, by the sign or in proportion", () => {
  const moved = (rule: "sign" | "proportional"): number[] => {
    const bias = new Float64Array(3);
    moveBias(bias, Int32Array.from([6, 3, 0]), 0.01, rule);
    return [...bias];
  };
  expect(moved("sign")).toEqual([-0.01, 0, 0.01]);
  expect(moved("proportional")).toEqual([-0.01, 0, 0.01]);
  const bias = new Float64Array(2);
  moveBias(bias, Int32Array.from([5, 3]), 0.01, "proportional");
  expect(bias[0]).toBeCloseTo(-0.0025, 15);
});

test("the floor of chance falls as the root of the tokens, and is zero when every expert takes every token", () => {
  const random = seeded(2);
  const [few, many] = [samplingFloor(64, 6, 1024, random), samplingFloor(64, 6, 16_384, random)];
  expect(few.mean / many.mean).toBeGreaterThan(3);
  expect(few.mean / many.mean).toBeLessThan(5.5);
  expect(few.low).toBeLessThan(few.mean);
  expect(few.high).toBeGreaterThan(few.mean);
  expect(samplingFloor(4, 4, 100, random).mean).toBe(0);
});
