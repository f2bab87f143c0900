/**
 * Bytes that each of `numGpus` GPUs sends when all of them add up a tensor that each holds a part of: `2 (n - 1) / n` times its bytes.
 *
 * A ring does it in two rounds, one that leaves each GPU with a finished share and one that hands the shares around; no way of doing it sends less.
 * Source: arXiv:1909.08053, section 3, for where a split layer needs it: once forward and once backward for attention.
 * @throws RangeError when there is no GPU
 */
export function allReduceBytes(tensorBytes: number, numGpus: number): number {
  if (numGpus < 1) throw new RangeError(`out of range: numGpus is ${numGpus}; expected at least 1`);
  return ((2 * (numGpus - 1)) / numGpus) * tensorBytes;
}
