/**
 * Ways to choose `k` of `n` things, exactly: `n! / (k! (n - k)!)`; 0 where k is above n.
 *
 * @throws RangeError when n or k is not a whole number from 0
 */
export function combinations(n: number, k: number): bigint {
  for (const [name, value] of [["n", n], ["k", k]] as const) if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`out of range: ${name} is ${value}; expected a whole number from 0`);
  if (k > n) return 0n;
  let count = 1n;
  // After each round count is itself a binomial coefficient, so the division leaves no rest.
  for (let i = 1; i <= Math.min(k, n - k); i++) count = (count * BigInt(n - i + 1)) / BigInt(i);
  return count;
}

/** The decimal logarithm of a positive whole number of any length, to about 15 digits. */
export function log10(count: bigint): number {
  const digits = count.toString();
  const kept = digits.slice(0, 16);
  return Math.log10(Number(kept)) + digits.length - kept.length;
}
