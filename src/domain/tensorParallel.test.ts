import fc from "fast-check";
import { expect, test } from "vitest";
import { allReduceBytes } from "./tensorParallel.ts";

/** A ring of GPUs, each with its own part of the sum in `n` shares: what each sends until all hold the sum of all shares. */
function ringSends(n: number): { sent: number; isDone: boolean } {
  const shares = Array.from({ length: n }, (_, gpu) => Array.from({ length: n }, () => new Set([gpu])));
  let sent = 0;
  for (let step = 0; step < 2 * (n - 1); step++) {
    const moving = shares.map((own, gpu) => { const at = (gpu - step + 2 * n) % n; return { to: (gpu + 1) % n, at, parts: new Set(own[at]) }; });
    for (const { to, at, parts } of moving) for (const part of parts) shares[to]![at]!.add(part);
    sent++;
  }
  return { sent, isDone: shares.every((own) => own.every((parts) => parts.size === n)) };
}

test("a ring that passes shares around ends with the whole sum everywhere, after sending the bytes of the formula", () => {
  for (const n of [1, 2, 3, 8]) {
    const { sent, isDone } = ringSends(n);
    expect(isDone).toBe(true);
    expect(allReduceBytes(n, n)).toBeCloseTo(sent, 12);
  }
});
test("one GPU sends nothing, and more GPUs never send more than twice the tensor", () => {
  expect(allReduceBytes(100, 1)).toBe(0);
  fc.assert(fc.property(fc.integer({ min: 1, max: 4096 }), (n) => { expect(allReduceBytes(100, n)).toBeLessThan(200); }));
});
test("no GPU is refused", () => { expect(() => allReduceBytes(1, 0)).toThrow("out of range: numGpus"); });
