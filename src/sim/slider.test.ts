import fc from "fast-check";
import { expect, test } from "vitest";
import { sliderPosition, sliderStops, type NumberParam } from "./slider.ts";
import { resolveValues } from "./values.ts";

const number = (given: Partial<NumberParam>): NumberParam => ({ kind: "number", label: "x", unit: "count", default: 1, min: 1, max: 100, ...given });

const anyParam = fc.record({
  min: fc.integer({ min: 1, max: 1000 }),
  steps: fc.integer({ min: 0, max: 2_000_000 }),
  step: fc.constantFrom(1, 4, 0.5, 0.01),
  off: fc.double({ min: 0, max: 1, noNaN: true }),
  scale: fc.constantFrom("linear" as const, "log2" as const, "log10" as const),
  isStepped: fc.boolean(),
}).map(({ min, steps, step, off, scale, isStepped }) => {
  const max = Number((min + steps * step).toPrecision(12));
  const start = Number((min + Math.round(off * steps) * step).toPrecision(12));
  return number({ min, max, default: start, scale, ...(isStepped && { step }) });
});

test("stops rise from the smallest to the largest value, hold the default, and are all allowed", () => {
  fc.assert(fc.property(anyParam, (param) => {
    const stops = sliderStops(param);
    expect(stops[0]).toBe(param.min);
    expect(stops.at(-1)).toBe(param.max);
    expect(stops).toContain(param.default);
    expect(stops.length).toBeLessThanOrEqual(1003);
    stops.forEach((stop, i) => {
      if (i > 0) expect(stop).toBeGreaterThan(stops[i - 1]!);
      expect(resolveValues({ params: { x: param } }, { x: stop })).toEqual({ x: stop });
    });
  }), { numRuns: 60 });
});

test("each stop is the position of its own value", () => {
  fc.assert(fc.property(anyParam, (param) => {
    const stops = sliderStops(param);
    for (const at of [0, stops.length >> 1, stops.length - 1]) expect(sliderPosition(param, stops, stops[at]!)).toBe(at);
  }), { numRuns: 60 });
});

test("a log2 slider stops at every power of two, a log10 slider at every power of ten", () => {
  const tokens = sliderStops(number({ max: 1_048_576, step: 1, scale: "log2" }));
  for (let power = 0; power <= 20; power++) expect(tokens).toContain(2 ** power);
  expect(tokens.length).toBeLessThan(170);
  const small = sliderStops(number({ min: 0.001, max: 1000, default: 1, scale: "log10" }));
  for (let power = -3; power <= 3; power++) expect(small).toContain(Number(`1e${power}`));
});

test("between two stops a logarithmic slider goes to the nearer by ratio, a linear one by difference", () => {
  expect(sliderPosition(number({ scale: "log2" }), [1, 100], 11)).toBe(1);
  expect(sliderPosition(number({}), [1, 100], 11)).toBe(0);
});

test("a logarithmic range that starts at zero is refused", () => {
  expect(() => sliderStops(number({ min: 0, scale: "log10" }))).toThrow("out of range");
});

test("a symlog slider reaches 0 and every power of ten on either side of it", () => {
  const param = number({ min: -1e6, max: 1e6, default: 0.3, scale: "symlog" });
  const stops = sliderStops(param);
  expect(stops).toEqual([...stops].sort((a, b) => a - b));
  for (let power = -6; power <= 6; power++) expect(stops).toEqual(expect.arrayContaining([Number(`1e${power}`), -Number(`1e${power}`)]));
  for (const x of [0, -1e6, 1e6, 0.3, -1e-6]) expect(stops[sliderPosition(param, stops, x)]).toBe(x);
  expect(stops[sliderPosition(param, stops, 1e-9)]).toBe(0);
});
