import type { Random } from "#domain/random.ts";

/** The items in an order drawn by Fisher and Yates' shuffle. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** The positions 0 to n - 1 in an order drawn that is not their own, so that the page never shows the answer. */
export function disordered(n: number, random: Random): number[] {
  const order = shuffled([...Array(n).keys()], random);
  return firstWrong(order) === undefined ? [...order.slice(1), ...order.slice(0, 1)] : order;
}

/** The place, counted from 0, of the first item that does not stand in its own; undefined when all do. */
export function firstWrong(order: readonly number[]): number | undefined {
  const at = order.findIndex((item, place) => item !== place);
  return at < 0 ? undefined : at;
}
