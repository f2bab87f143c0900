import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { floatFormats } from "#domain/float8.ts";
import { drawOutliers, LEAST_MAXIMUM, OUTLIER_PATTERNS, quantizationError, scaleOf } from "#domain/quantization.ts";
import { seeded } from "#domain/random.ts";
import { run } from "#sim/run.ts";
import quantization from "./quantization-error.sim.ts";

type Given = Parameters<typeof run<(typeof quantization)["params"], ReturnType<typeof quantization.run>>>[1];
const small = { numTokens: 128, numChannels: 128 };
const medium = { numTokens: 256, numChannels: 256 };
const of = (given: Given) => {
  const [tensor, block, tile] = run(quantization, { ...medium, ...given }).granularities;
  return { tensor: tensor!, block: block!, tile: tile! };
};

describe("outlying tokens", () => {
  test("harm no other token under tiles, and every token of their block under blocks", () => {
    const { tensor, block, tile } = of({});
    expect(tile.ordinaryError).toBeLessThan(0.03);
    expect(tile.underflowPercent).toBeLessThan(0.01);
    expect(block.ordinaryError).toBeGreaterThan(3 * tile.ordinaryError);
    expect(tensor.ordinaryError).toBeGreaterThan(block.ordinaryError);
  });
  test("cost nothing up to a thousand times, since a floating-point format has range of its own", () => {
    for (const { ordinaryError } of Object.values(of({ outlierFactor: 1000 }))) expect(ordinaryError).toBeLessThan(0.03);
  });
});

test("outlying channels run through every tile, so tiles are of less help against them", () => {
  expect(of({ outlierPattern: "channels" }).tile.ordinaryError).toBeGreaterThan(1.5 * of({}).tile.ordinaryError);
});

test("E5M2 has the range to keep small values, and an error twice as large", () => {
  const [e4m3, e5m2] = [of({}), of({ format: "e5m2" })];
  expect(e5m2.tensor.underflowPercent).toBeLessThan(e4m3.tensor.underflowPercent / 1000);
  expect(e5m2.tile.ordinaryError / e4m3.tile.ordinaryError).toBeCloseTo(2, 1);
});

test("a scale from a maximum since exceeded cuts values off; one measured now never does", () => {
  expect(of({ ...small, assumedShare: 0.5 }).tile.saturationPercent).toBeGreaterThan(1);
  fc.assert(fc.property(fc.constantFrom(...OUTLIER_PATTERNS), fc.double({ min: 1, max: 1e6, noNaN: true }), fc.boolean(), (outlierPattern, outlierFactor, isPowerOfTwo) => {
    for (const { saturationPercent } of Object.values(of({ ...small, outlierPattern, outlierFactor, isPowerOfTwo }))) expect(saturationPercent).toBe(0);
  }), { numRuns: 10 });
});

test("one block is one tensor", () => {
  const { tensor, block } = of(small);
  expect({ ...block, granularity: "tensor" }).toEqual(tensor);
});

test("a scale brings the maximum to the greatest number, a power of two to at most that", () => {
  const { e4m3 } = floatFormats;
  fc.assert(fc.property(fc.double({ min: LEAST_MAXIMUM, max: 1e6, noNaN: true }), (maximum) => {
    expect(maximum / scaleOf(maximum, e4m3, { isPowerOfTwo: false, assumedShare: 1 })).toBeCloseTo(448, 9);
    const power = scaleOf(maximum, e4m3, { isPowerOfTwo: true, assumedShare: 1 });
    expect(Number.isInteger(Math.log2(power))).toBe(true);
    expect(maximum / power).toBeLessThanOrEqual(448.0000001);
    expect(maximum / power).toBeGreaterThan(224);
  }));
});

test("multiplying all values by a power of two changes no error", () => {
  const random = seeded(3);
  const values = Float64Array.from({ length: 128 * 128 }, () => random() - 0.5);
  const none = new Uint8Array(values.length);
  const measure = (factor: number) => quantizationError({ numTokens: 128, numChannels: 128, values: values.map((x) => factor * x) }, none, "tile", floatFormats.e4m3, { isPowerOfTwo: false, assumedShare: 1 });
  expect(measure(8)).toEqual(measure(1));
});

test("outliers are as many as asked for", () => {
  for (const pattern of OUTLIER_PATTERNS) expect(drawOutliers(200, 100, pattern, 5, seeded(1)).reduce((a, b) => a + b, 0)).toBe(1000);
});
