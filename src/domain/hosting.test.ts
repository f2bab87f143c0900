import fc from "fast-check";
import { expect, test } from "vitest";
import { fewestGpus, powerOfTwoFrom, weightBytes } from "./hosting.ts";

test("V3 at a byte a parameter takes 671 GB, nine GPUs of 80 GB", () => {
  expect(weightBytes(671e9, 8)).toBe(671e9);
  expect(fewestGpus(weightBytes(671e9, 8), 80)).toBe(9);
});

test("the GPUs hold the weights, and one fewer would not", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }), fc.constantFrom(4, 8, 16), fc.integer({ min: 8, max: 288 }), (billions, bits, memoryGB) => {
    const bytes = weightBytes(billions * 1e9, bits);
    const numGpus = fewestGpus(bytes, memoryGB);
    expect(numGpus * memoryGB * 1e9).toBeGreaterThanOrEqual(bytes);
    if (numGpus > 1) expect((numGpus - 1) * memoryGB * 1e9).toBeLessThan(bytes);
  }));
});

test("a power of two is kept, and any other count goes up to the next", () => {
  expect([0, 1, 2, 3, 5, 8, 9, 1024].map(powerOfTwoFrom)).toEqual([1, 1, 2, 4, 8, 8, 16, 1024]);
});

test("a GPU without memory is refused", () => expect(() => fewestGpus(1e9, 0)).toThrow("expected more than 0"));
