import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseGpu, GPU_IDS, gpus } from "./gpus.ts";
import { attainableTflops, boundOf, intensity, leastSeconds, ridgePoint } from "./roofline.ts";

const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const machines = fc.record({ name: fc.constant("any"), peakTflops: positive, bandwidthTBps: positive, memoryGB: positive });
const works = fc.record({ flop: positive, bytes: positive });

test("the H100 and the H800 share their peaks, and the H20 reads faster but computes less", () => {
  expect(gpus.h800).toEqual({ ...gpus.h100, name: "H800" });
  expect(ridgePoint(gpus.h20)).toBe(37);
  expect(GPU_IDS.map((id) => chooseGpu(id, { peakTflops: 1, bandwidthTBps: 1, memoryGB: 1 }).name)).toEqual(["H800", "H100", "H20"]);
  expect(chooseGpu("custom", { peakTflops: 1, bandwidthTBps: 2, memoryGB: 3 })).toEqual({ name: "Your GPU", peakTflops: 1, bandwidthTBps: 2, memoryGB: 3 });
});

test("the published speed of FlashMLA lies under the roof of the H800", () => {
  // 660 TFLOP/s and 3,000 GB/s: flashmla, README.md.
  expect(attainableTflops(gpus.h800, (128 * (576 + 512)) / 576)).toBeGreaterThan(660);
  expect(gpus.h800.bandwidthTBps).toBeGreaterThan(3);
});

test("work runs at the roof: its FLOP over its least time", () => {
  fc.assert(fc.property(machines, works, (gpu, work) => {
    const rate = work.flop / leastSeconds(gpu, work) / 1e12;
    expect(rate / attainableTflops(gpu, intensity(work))).toBeCloseTo(1, 9);
  }));
});

test("the bound changes at the ridge point", () => {
  fc.assert(fc.property(machines, (gpu) => {
    const ridge = ridgePoint(gpu);
    expect(boundOf(gpu, { flop: ridge * 0.999, bytes: 1 })).toBe("memory");
    expect(boundOf(gpu, { flop: ridge, bytes: 1 })).toBe("compute");
    expect(attainableTflops(gpu, ridge * 2)).toBe(gpu.peakTflops);
  }));
});
