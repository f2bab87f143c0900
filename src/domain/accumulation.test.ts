import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addProducts, exact, float32, type FloatVector, promoted, roundVector, sumErrors, tensorCore, truncate } from "./accumulation.ts";
import { decode, exponentOf, floatFormats } from "./float8.ts";
import { seeded } from "./random.ts";

const { e4m3 } = floatFormats;
const asVector = (values: Float64Array): FloatVector => ({ values, exponents: Int16Array.from(values, (x) => (x === 0 ? -1000 : Math.max(-6, exponentOf(Math.abs(x))))) });
const number = fc.integer({ min: 0, max: 255 }).map((code) => (Number.isNaN(decode(code, e4m3)) ? 0 : decode(code, e4m3)));
const pair = fc.array(fc.tuple(number, number), { minLength: 64, maxLength: 64 }).map((list) => [asVector(Float64Array.from(list, ([a]) => a)), asVector(Float64Array.from(list, ([, b]) => b))] as const);

test("64 chains of 40 instructions on random codes end as MMA-Sim's fused_sum with 13 bits ends them", () => {
  // SHA-256 of the 2,560 sums as 32-bit floats, made with fused_sum of MMA-Sim at commit c785138, its result cut to 13 bits as "f32_e8m13" is.
  const random = seeded(13);
  const draw = (): FloatVector => asVector(Float64Array.from({ length: 32 }, () => {
    const code = Math.floor(random() * 256);
    return (code & 0x7f) === 0x7f ? 0 : decode(code, e4m3);
  }));
  const sums = new Float32Array(64 * 40);
  for (let chain = 0; chain < 64; chain++) {
    let sum = 0;
    for (let step = 0; step < 40; step++) {
      const [a, b] = [draw(), draw()];
      sum = addProducts(sum, a, b, 0, 32, 13);
      sums[chain * 40 + step] = sum;
    }
  }
  expect(createHash("sha256").update(new Uint8Array(sums.buffer)).digest("hex")).toBe("1e9003425bacd6403d2d9105da3940c4ba2a51a614b9423a8657172ce374163a");
});

test("a sum comes back with the bits behind the 13th cut off, as the published experiment found", () => {
  const zeros = asVector(new Float64Array(32));
  const sum = 1 + 2 ** -13 + 2 ** -14 + 2 ** -23;
  expect(addProducts(sum, zeros, zeros, 0, 32, 13)).toBe(1 + 2 ** -13);
  expect([addProducts(-sum, zeros, zeros, 0, 32, 13), addProducts(0, zeros, zeros, 0, 32, 13)]).toEqual([-1 - 2 ** -13, 0]);
});

test("a product too small for the aligned bits is lost, however often it comes", () => {
  // 1 added to 2^14: its bit is the 14th behind the leading one.
  const ones = asVector(new Float64Array(32).fill(1));
  let sum = 2 ** 14;
  for (let step = 0; step < 100; step++) sum = addProducts(sum, ones, ones, 0, 32, 13);
  expect(sum).toBe(2 ** 14);
});

test("with 40 fraction bits an instruction is exact, and an order of products does not matter", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const truth = exact(a, b);
    truth.add(0, 32);
    expect(addProducts(0, a, b, 0, 32, 40)).toBe(truth.sum() + 0);
    const turned = (v: FloatVector) => ({ values: v.values.toReversed(), exponents: v.exponents.toReversed() });
    expect(addProducts(0.5, a, b, 0, 64, 13)).toBe(addProducts(0.5, turned(a), turned(b), 0, 64, 13));
  }), { numRuns: 50 });
});

test("an instruction loses less than 34 units in the last place of its largest term", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const truth = exact(a, b);
    truth.add(0, 32);
    const largest = Math.max(...Array.from({ length: 32 }, (_, i) => a.exponents[i]! + b.exponents[i]!));
    // 32 products are cut, each by less than a unit; the result is cut by less than its own, which is at most 2^7 of them, on a sum that large.
    const unit = 2 ** (largest - 13);
    const lost = Math.abs(addProducts(0, a, b, 0, 32, 13) - truth.sum());
    if (largest > -500) expect(lost).toBeLessThan(32 * unit + Math.max(unit, Math.abs(truth.sum()) * 2 ** -13));
  }), { numRuns: 50 });
});

test("moved after every instruction, a sum is that of single instructions in 32 bits; moved never, the tensor core's", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const run = (accumulator: { add: (from: number, to: number) => void; sum: () => number }): number => {
      accumulator.add(0, 32);
      accumulator.add(32, 64);
      return accumulator.sum();
    };
    expect(run(promoted(a, b, 13, 32))).toBe(Math.fround(Math.fround(addProducts(0, a, b, 0, 32, 13)) + addProducts(0, a, b, 32, 64, 13)));
    expect(run(promoted(a, b, 13, 128))).toBe(run(tensorCore(a, b, 13)));
    const [narrow, wide] = [run(exact(a, b)), run(float32(a, b))];
    expect(Math.abs(wide - narrow)).toBeLessThanOrEqual(64 * 2 ** -24 * 64 * 448 * 448);
  }), { numRuns: 50 });
});

test("a vector is scaled to the greatest number and rounded", () => {
  const { values, exponents } = roundVector(Float64Array.of(2, -1, 0.001, 0, 1e-9), e4m3);
  expect([...values]).toEqual([448, -224, 0.21875, 0, 0]);
  expect([...exponents]).toEqual([8, 7, -3, -1000, -1000]);
  expect([...roundVector(new Float64Array(3), e4m3).values]).toEqual([0, 0, 0]);
});

test("truncation is towards zero and keeps what fits", () => {
  expect([truncate(1.75, 1), truncate(-1.75, 1), truncate(0, 5), truncate(5, 2)]).toEqual([1.5, -1.5, 0, 5]);
});

test("errors are relative to the typical exact size", () => {
  const errors = sumErrors([1, -1, 2.2], [1, -1, 2]);
  expect(errors.largest).toBeCloseTo(0.2 / Math.sqrt(2), 12);
  expect(errors.largestRelative).toBeCloseTo(0.1, 12);
  expect(errors.bias).toBeCloseTo(0.05, 12);
});
