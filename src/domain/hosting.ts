/**
 * Bytes of a model's weights.
 *
 * Formula: `parameters * bits / 8`, all of them at one precision. Scales of quantised weights, which add less than one part in a thousand
 * to V3's FP8 (one 4-byte scale for 128 x 128 values), and matrices kept at higher precision are left out.
 * Source: v3-readme, section 6; README_WEIGHTS.md of the same repository.
 */
export const weightBytes = (parameters: number, bits: number): number => (parameters * bits) / 8;

/**
 * The fewest GPUs whose memories together hold that many bytes. A lower bound: cache, activations and software need room as well.
 *
 * @throws RangeError when a GPU has no memory
 */
export function fewestGpus(bytes: number, memoryGB: number): number {
  if (!(memoryGB > 0)) throw new RangeError(`out of range: memoryGB is ${memoryGB} GB; expected more than 0`);
  return Math.max(1, Math.ceil(bytes / (memoryGB * 1e9)));
}

/** The smallest power of two that is no less than `count`, from 1: heads and widths divide evenly over so many GPUs. */
export const powerOfTwoFrom = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, count)));
