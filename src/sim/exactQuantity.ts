import { formatNumber, formatQuantity } from "#plot/format.ts";
import type { Unit } from "./contract.ts";

/** A whole number in full, any other to six digits: an answer of 1,748,992 must not be printed as 1,748,990. */
export const exactNumber = (x: number): string => formatNumber(x, Number.isInteger(x) ? undefined : 6);

/** The same with its unit. */
export const exactQuantity = (x: number, unit: Unit): string => formatQuantity(x, unit, Number.isInteger(x) ? undefined : 6);
