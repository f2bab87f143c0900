import { simulation, type Source } from "#sim/contract.ts";
import table from "./data/ablation.json" with { type: "json" };

const SIZES = ["small", "large"] as const;
/** Which of the two pairs of models. */
export type Size = (typeof SIZES)[number];

/** A benchmark of one pair of models. */
export interface Cell {
  readonly id: string;
  readonly name: string;
  readonly size: Size;
  readonly shots: number;
  readonly baseline: number;
  readonly withMtp: number;
  /** In points; above 0 is better. */
  readonly gain: number;
  /** The gain as a share of what the baseline gets wrong. */
  readonly errorCutPercent: number;
}

export interface AblationOut {
  /** Scores, in the order of the mean gain of both sizes. */
  readonly cells: readonly Cell[];
  /** Bits per byte of the Pile test, where lower is better; no score. */
  readonly pile: readonly { readonly size: Size; readonly baseline: number; readonly withMtp: number }[];
  readonly numGains: number;
  readonly numFalls: number;
  readonly meanGain: number;
  readonly largest: Cell;
  readonly smallest: Cell;
}

const report: Source = { cite: "v3-report", where: "Table 4, p. 26" };
const round = (x: number): number => Math.round(x * 10) / 10;
const gainOf = ([baseline, withMtp]: readonly number[]): number => round(withMtp! - baseline!);
const scores = table.benchmarks.filter((benchmark) => benchmark.isHigherBetter).sort((a, b) => gainOf(b.small) + gainOf(b.large) - gainOf(a.small) - gainOf(a.large));

export default simulation({
  question: "What did the module change in benchmark scores, once it was thrown away?",
  params: {
    models: { kind: "choice", label: "Models", default: "both", options: ["both", ...SIZES] },
    measure: { kind: "choice", label: "Measure", default: "points", options: ["points", "share of errors"] },
  },
  sources: [report, { cite: "v3-report", where: "section 4.5.1" }],
  cost: "instant",
  run({ models }): AblationOut {
    const sizes = SIZES.filter((size) => models === "both" || models === size);
    const cells = scores.flatMap(({ id, name, shots, ...pairs }) =>
      sizes.map((size) => {
        const [baseline, withMtp] = pairs[size] as [number, number];
        const gain = gainOf(pairs[size]);
        return { id, name, size, shots: shots ?? 0, baseline, withMtp, gain, errorCutPercent: (100 * gain) / (100 - baseline) };
      }),
    );
    const pile = table.benchmarks.find((benchmark) => benchmark.id === "pile")!;
    return {
      cells,
      pile: sizes.map((size) => ({ size, baseline: pile[size][0]!, withMtp: pile[size][1]! })),
      numGains: cells.filter((cell) => cell.gain > 0).length,
      numFalls: cells.filter((cell) => cell.gain < 0).length,
      meanGain: cells.reduce((sum, cell) => sum + cell.gain, 0) / cells.length,
      largest: cells.reduce((best, cell) => (cell.gain > best.gain ? cell : best)),
      smallest: cells.reduce((worst, cell) => (cell.gain < worst.gain ? cell : worst)),
    };
  },
  checks: [
    { given: {}, read: (out) => out.largest.withMtp, equals: 53.7, source: report },
    { given: { models: "large" }, read: (out) => out.smallest.withMtp, equals: 66.6, source: report },
    { given: { models: "small" }, read: (out) => out.smallest.baseline, equals: 22.7, source: report },
  ],
});
