import { countsPrinted } from "#domain/proportions.ts";
import { simulation } from "#sim/contract.ts";

const MAX_RUNS = 64;
const DECIMALS = 1;

/** The nearest score that so many runs of the test can give. */
export interface NearestScore {
  readonly runs: number;
  readonly count: number;
  readonly total: number;
  readonly percent: number;
  /** From the printed score, in points. */
  readonly deviation: number;
  readonly isPossible: boolean;
}
/** Whether a printed score can come from a number of runs, and what could. */
export interface PossibleOut {
  readonly isPossible: boolean;
  /** The next scores that these runs can print, below and above or equal. */
  readonly below: number;
  readonly above: number;
  readonly nearest: NearestScore[];
  /** The fewest runs that can print the score; null when 64 cannot. */
  readonly fewestRuns: number | null;
}

export default simulation({
  question: "Can a test of so many questions, run so many times, give the printed score at all?",
  params: {
    score: { kind: "number", label: "Printed score", unit: "%", default: 9.3, min: 0, max: 100, step: 0.1 },
    numQuestions: { kind: "number", label: "Questions of the test", unit: "question", default: 30, min: 5, max: 2000, step: 1, scale: "log10" },
    numRuns: { kind: "number", label: "Runs said to be averaged", unit: "count", default: 16, min: 1, max: MAX_RUNS, step: 1 },
  },
  sources: [{ cite: "v3-report", where: "Table 6, page 31, and the text above it" }, { cite: "r1-report", where: "Table 5, page 14; page 12" }, { cite: "openai-o1", where: "Appendix A" }],
  cost: "instant",
  run({ score, numQuestions, numRuns }): PossibleOut {
    const nearest = Array.from({ length: MAX_RUNS }, (_, i): NearestScore => {
      const total = numQuestions * (i + 1);
      const count = Math.round((score * total) / 100);
      const percent = (100 * count) / total;
      return { runs: i + 1, count, total, percent, deviation: percent - score, isPossible: countsPrinted(score, total, DECIMALS) !== null };
    });
    const total = numQuestions * numRuns;
    const upper = Math.ceil((score * total) / 100 - 1e-9);
    return {
      isPossible: nearest[numRuns - 1]!.isPossible,
      below: (100 * Math.max(0, upper - 1)) / total,
      above: (100 * upper) / total,
      nearest,
      fewestRuns: nearest.find(({ isPossible }) => isPossible)?.runs ?? null,
    };
  },
  checks: [
    { given: { score: 79.8, numRuns: 64 }, read: (out) => out.nearest[63]!.percent, equals: 79.8, within: 0.05, because: "the table prints one decimal", source: { cite: "r1-report", where: "Table 4, page 13, with the 64 samples of page 12" } },
    { given: { score: 39.2 }, read: (out) => out.nearest[15]!.percent, equals: 39.2, within: 0.05, because: "the table prints one decimal", source: { cite: "v3-report", where: "Table 6, page 31, with the 16 runs of the text above it" } },
  ],
});
