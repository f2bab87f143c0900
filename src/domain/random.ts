/** A source of uniform numbers in [0, 1). Every simulation gets one; none may call Math.random. */
export type Random = () => number;

/**
 * mulberry32: a small generator with 32 bits of state and the same sequence on every machine.
 *
 * @param seed any integer; only its low 32 bits count
 */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * One draw from the standard normal distribution, by the Box-Muller transform.
 *
 * Formula: `sqrt(-2 ln u) cos(2 pi v)` with u, v uniform; u is taken from (0, 1] so the logarithm is finite.
 */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
