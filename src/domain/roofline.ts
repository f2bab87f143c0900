import type { Gpu } from "./gpus.ts";

/** What a computation asks of a machine. */
export interface Work {
  /** Floating-point operations; a multiply-add counts as 2. */
  readonly flop: number;
  /** Bytes moved between memory and chip. */
  readonly bytes: number;
}

/** Which peak a computation meets first. */
export type Bound = "memory" | "compute";

/** The sum of two pieces of work. */
export const addWork = (a: Work, b: Work): Work => ({ flop: a.flop + b.flop, bytes: a.bytes + b.bytes });

/** The same work `times` over. */
export const scaleWork = (work: Work, times: number): Work => ({ flop: work.flop * times, bytes: work.bytes * times });

/** Arithmetic intensity, `flop / bytes`, in FLOP per byte. */
export const intensity = ({ flop, bytes }: Work): number => flop / bytes;

/** The intensity at which both peaks are met at once, `peak / bandwidth`, in FLOP per byte. */
export const ridgePoint = ({ peakTflops, bandwidthTBps }: Gpu): number => peakTflops / bandwidthTBps;

/**
 * The roof: the most that can be computed at an intensity, in TFLOP per second.
 *
 * Formula: `min(peak, bandwidth * intensity)`.
 * Source: Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009 (roofline-paper), equation in section 3.
 */
export const attainableTflops = (gpu: Gpu, flopPerByte: number): number => Math.min(gpu.peakTflops, gpu.bandwidthTBps * flopPerByte);

/** The least time for the work, in seconds, when arithmetic and memory traffic overlap perfectly: the longer of the two. */
export const leastSeconds = (gpu: Gpu, { flop, bytes }: Work): number => Math.max(flop / (gpu.peakTflops * 1e12), bytes / (gpu.bandwidthTBps * 1e12));

/** Which peak bounds the work; exactly at the ridge point it is arithmetic. */
export const boundOf = (gpu: Gpu, work: Work): Bound => (intensity(work) < ridgePoint(gpu) ? "memory" : "compute");
