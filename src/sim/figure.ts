import type { PlotOptions } from "@observablehq/plot";
import type { AnySimulation, Params, Simulation, Unit, Values } from "./contract.ts";

/** A column of a figure's data table. Numbers are stored raw; the unit is printed in the heading. */
export interface Column {
  readonly key: string;
  readonly label: string;
  readonly unit?: Unit;
}

/** The figure's answer as rows: for screen readers, the CSV download and the command line. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** The link key of each row, by position: a row lights the marks that carry the same key. */
  readonly links?: readonly string[];
  /** The page of this site that says more about each row, by position: "/ledger/#v3.cost.total". The row's name leads there. */
  readonly hrefs?: readonly string[];
}

/** How a page shows one simulation. No DOM: the engine draws the options. */
export interface Figure<P extends Params, Out> {
  readonly sim: Simulation<P, Out>;
  /** The figure's claim in its default state, as a short sentence without a number. */
  readonly title: string;
  /** One line: what this is not, or where the answer stops being valid. */
  readonly validity: string;
  /** Which params the reader may move, in order. */
  readonly controls: readonly (keyof P & string)[];
  /** The article's argument, one click a step. The key is the button's text. */
  readonly presets?: Readonly<Record<string, Partial<Values<P>>>>;
  /** Plot options for a drawing `width` pixels wide (320 to 720); a list draws panels, one below the other, each with its own axes. Their number depends on the values alone. */
  readonly plot: (out: Out, values: Values<P>, width: number) => PlotOptions | readonly PlotOptions[];
  /** The answer in words, with units, computed. Announced when it changes. */
  readonly caption: (out: Out, values: Values<P>) => string;
  readonly table: (out: Out, values: Values<P>) => Table;
}

/** A figure whose simulation is not known to the caller, as found by file name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- discovery by glob erases both type parameters
export type AnyFigure = Figure<any, any> & { readonly sim: AnySimulation };

/** Identity; lets TypeScript infer the params and the answer from the simulation. */
export const figure = <P extends Params, Out>(fig: Figure<P, Out>): Figure<P, Out> => fig;
