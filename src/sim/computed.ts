/**
 * A computed answer, checked: the page must never ask for a number that is none.
 *
 * @throws Error that names what is not finite, or not above zero where a logarithmic scale needs it
 */
export function computed(value: () => number, what: string, isLogarithmic = false): number {
  const x = value();
  if (!Number.isFinite(x)) throw new Error(`invalid: ${what} is ${x}; expected a finite number`);
  if (isLogarithmic && x <= 0) throw new Error(`out of range: ${what} is ${x}; expected a number above 0, since it is drawn on a logarithmic scale`);
  return x;
}
