import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import rounding from "./rounding.sim.ts";

const formats = fc.constantFrom("e4m3", "e5m2", "bf16");

test("448 is kept, 464 rounds down to it, and beyond that the reader's choice decides", () => {
  expect(run(rounding, { value: 448 }).outcome).toBe("exact");
  expect(run(rounding, { value: 464 })).toMatchObject({ outcome: "rounded", decoded: 448 });
  expect(run(rounding, { value: 465 })).toMatchObject({ outcome: "saturated", decoded: 448, code: 0x7e });
  expect(run(rounding, { value: 465, overflow: "ieee" })).toMatchObject({ outcome: "nan", decoded: null, relativeError: null, code: 0x7f });
  expect(run(rounding, { value: -70_000, format: "e5m2", overflow: "ieee" })).toMatchObject({ outcome: "infinity", decoded: null, code: 0xfc });
});

test("no relative error exceeds half a step where the number is normal: 1/16 in E4M3, 1/8 in E5M2, 1/256 in BF16", () => {
  const bounds = { e4m3: 1 / 16, e5m2: 1 / 8, bf16: 1 / 256 } as const;
  fc.assert(fc.property(fc.double({ min: 2 ** -6, max: 448, noNaN: true }), formats, (value, format) => {
    expect(Math.abs(run(rounding, { value, format }).relativeError!)).toBeLessThanOrEqual(bounds[format as "e4m3"]);
  }), { numRuns: 200 });
});

test("a number and its negative share all bits but the sign", () => {
  fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), formats, (value, format) => {
    const [plus, minus] = [run(rounding, { value, format }), run(rounding, { value: -value, format })];
    expect(minus.bits.slice(1)).toBe(plus.bits.slice(1));
    expect([plus.bits[0], minus.bits[0]]).toEqual(["0", "1"]);
    expect(minus.relativeError).toBe(plus.relativeError);
  }), { numRuns: 100 });
});

describe("at the small end", () => {
  test("0.0009 is lost in E4M3 and kept in E5M2", () => {
    expect(run(rounding, { value: 0.0009 })).toMatchObject({ outcome: "underflow", decoded: 0, relativeError: -1 });
    expect(run(rounding, { value: 0.0009, format: "e5m2" }).outcome).toBe("rounded");
  });
  test("zero is exact, without a relative error, between the two least numbers", () => {
    expect(run(rounding, { value: 0 })).toMatchObject({ outcome: "exact", decoded: 0, relativeError: null, kind: "zero", neighbours: { below: -(2 ** -9), above: 2 ** -9 } });
  });
});
