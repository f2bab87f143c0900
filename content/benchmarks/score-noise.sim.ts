import { differenceInterval, effectiveTrials, normalCdf, wilsonInterval, zOf } from "#domain/proportions.ts";
import { simulation } from "#sim/contract.ts";

const QUESTIONS = ["questions like these", "these very questions"] as const;

/** What two scores of one test allow one to say. Scores and bounds are in per cent of the questions. */
export interface NoiseOut {
  readonly lowA: number;
  readonly highA: number;
  readonly lowB: number;
  readonly highB: number;
  /** A minus B, in points. */
  readonly difference: number;
  readonly lowDifference: number;
  readonly highDifference: number;
  /** The difference as a number of questions of this test. */
  readonly differenceQuestions: number;
  /** Whether the interval of the difference leaves out 0. */
  readonly isSettled: boolean;
  /** The probability, in per cent, that the higher score belongs to the better model. */
  readonly rightOrderPercent: number;
  /** How many questions would leave 0 out of the interval if the scores stayed as they are; null for equal scores. */
  readonly questionsToSettle: number | null;
  /** Independent trials that each score is worth. */
  readonly effectiveTrials: number;
}

export default simulation({
  question: "How sure is the order of two scores, given how many questions stand behind them?",
  params: {
    scoreA: { kind: "number", label: "Score A", unit: "%", default: 79.8, min: 0, max: 100, step: 0.1 },
    scoreB: { kind: "number", label: "Score B", unit: "%", default: 79.2, min: 0, max: 100, step: 0.1 },
    numQuestions: { kind: "number", label: "Questions of the test", unit: "question", default: 30, min: 5, max: 20_000, step: 1, scale: "log10" },
    samplesPerQuestion: { kind: "number", label: "Answers sampled for each question", unit: "sample", default: 64, min: 1, max: 256, step: 1, scale: "log2" },
    confidence: { kind: "number", label: "Confidence", unit: "%", default: 95, min: 50, max: 99.9, step: 0.1 },
    about: { kind: "choice", label: "A statement about", default: "questions like these", options: QUESTIONS },
    betweenPercent: { kind: "number", label: "Share of the variance that lies between questions", unit: "%", default: 50, min: 0, max: 95, step: 5 },
    correlation: { kind: "number", label: "Correlation of the two models' errors", unit: "ratio", default: 0, min: 0, max: 0.9, step: 0.05 },
  },
  sources: [{ cite: "wilson-1927", where: "the interval" }, { cite: "newcombe-1998", where: "method 10" }, { cite: "error-bars", where: "variance between questions and within" }, { cite: "r1-report", where: "Table 4, page 13; Evaluation Setup, page 12" }],
  cost: "instant",
  run({ scoreA, scoreB, numQuestions, samplesPerQuestion, confidence, about, betweenPercent, correlation }): NoiseOut {
    const z = zOf(confidence / 100);
    const trials = effectiveTrials(numQuestions, samplesPerQuestion, betweenPercent / 100, about === QUESTIONS[1]);
    const [a, b] = [scoreA / 100, scoreB / 100].map((p) => ({ p, ...wilsonInterval(p, trials, z) })) as [{ p: number; low: number; high: number }, { p: number; low: number; high: number }];
    const { low, high } = differenceInterval(a, b, correlation);
    // The variance of the difference for one trial; half an answer keeps a score of 0 or 100 from being certain.
    const variance = ({ p }: { p: number }): number => Math.max(p * (1 - p), (0.5 / trials) * (1 - 0.5 / trials));
    const both = variance(a) + variance(b) - 2 * correlation * Math.sqrt(variance(a) * variance(b));
    const d = a.p - b.p;
    return {
      lowA: 100 * a.low,
      highA: 100 * a.high,
      lowB: 100 * b.low,
      highB: 100 * b.high,
      difference: scoreA - scoreB,
      lowDifference: 100 * low,
      highDifference: 100 * high,
      differenceQuestions: d * numQuestions,
      isSettled: low > 0 || high < 0,
      rightOrderPercent: 100 * normalCdf(Math.abs(d) / Math.sqrt(both / trials)),
      // Trials grow with questions in proportion.
      questionsToSettle: scoreA === scoreB ? null : Math.ceil(((z * z * both) / (d * d)) * (numQuestions / trials)),
      effectiveTrials: trials,
    };
  },
  checks: [
    { given: { scoreA: 10, numQuestions: 100, samplesPerQuestion: 1 }, read: (out) => out.lowA, equals: 5.523, within: 0.001, because: "the published case takes 1.96 for 1.95996", source: { cite: "wilson-1927", where: "10 of 100, as computed by software that follows the paper" } },
  ],
});
