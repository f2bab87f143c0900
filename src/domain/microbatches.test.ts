import fc from "fast-check";
import { expect, test } from "vitest";
import { exchangeBytes, layerTime, numMicrobatches, SCHEDULES } from "./microbatches.ts";

const time = fc.double({ min: 0, max: 1e6, noNaN: true });

/** Two micro-batches take turns on one network and one processor; the time a layer takes once the start is past, by playing it. */
function playedPeriod(exchange: number, compute: number, numLayers = 400): number {
  const ready = [0, 0];
  let [network, processor] = [0, 0];
  for (let layer = 0; layer < numLayers; layer++) {
    for (const batch of [0, 1]) {
      processor = Math.max(processor, ready[batch]!) + compute;
      network = Math.max(network, processor) + exchange;
      ready[batch] = network;
    }
  }
  return Math.max(...ready) / numLayers;
}

test("three bytes, 32 tokens, 9 experts and 7,000 elements are 6,048,000 bytes (isca25, section 2.3.2)", () => {
  expect(exchangeBytes(32, 9, 7000, 1, 2)).toBe(6_048_000);
});
test("overlap saves at most half, and that when both take equally long", () => {
  fc.assert(fc.property(time, time, (exchange, compute) => {
    const [overlapped, inTurn] = [layerTime("two-overlapped", exchange, compute), layerTime("two-in-turn", exchange, compute)];
    expect(overlapped).toBeLessThanOrEqual(inTurn);
    expect(overlapped).toBeGreaterThanOrEqual(inTurn / 2);
  }));
  expect(layerTime("two-overlapped", 5, 5)).toBe(layerTime("two-in-turn", 5, 5) / 2);
});
test("where there is nothing to compute, overlap saves nothing", () => {
  expect(layerTime("two-overlapped", 120.96, 0)).toBe(layerTime("two-in-turn", 120.96, 0));
});
test("one micro-batch alone is never slower than two overlapped", () => {
  fc.assert(fc.property(time, time, (exchange, compute) => void expect(layerTime("one", exchange, compute)).toBeLessThanOrEqual(layerTime("two-overlapped", exchange, compute))));
});
test("two micro-batches that take turns reach the overlapped time", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (exchange, compute) => {
    // The start costs at most one micro-batch's pass, spread here over 400 layers.
    expect(Math.abs(playedPeriod(exchange, compute) - layerTime("two-overlapped", exchange, compute))).toBeLessThanOrEqual((exchange + compute) / 400 + 1e-9);
  }));
});
test("only a single micro-batch travels alone", () => expect(SCHEDULES.map(numMicrobatches)).toEqual([2, 2, 1]));
