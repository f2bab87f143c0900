import { formatNumber, formatQuantity } from "#plot/format.ts";
import type { Unit } from "./contract.ts";

/** A whole number in full, any other to six digits: an answer of 1,748,992 must not be printed as 1,748,990. */
export const exactNumber = (x: number): string => formatNumber(x, Number.isInteger(x) ? undefined : 6);

/** The same with its unit. */
export const exactQuantity = (x: number, unit: Unit): string => formatQuantity(x, unit, Number.isInteger(x) ? undefined : 6);

/** An answer as it travels in the page: to twelve digits, without the noise of binary fractions behind them. */
export const sentTruth = (x: number): number => (Number.isInteger(x) ? x : Number(x.toPrecision(12)));

/** A wrong answer as it travels in the page: to seven digits, since a reader's number is only compared with it. */
export const sentMistake = (x: number): number => (Number.isInteger(x) ? x : Number(x.toPrecision(7)));
