import { simulation } from "#sim/contract.ts";

/** How later tokens are predicted: by modules in a row, or by heads side by side. */
export const ARRANGEMENTS = ["in sequence, as DeepSeek-V3", "in parallel, as Gloeckle et al."] as const;

/** One prediction: what was read, what is missing in between, what is to come. */
export interface Prediction {
  /** i, from 1. */
  readonly position: number;
  /** k: 0 for the model itself, then the modules. */
  readonly depth: number;
  /** The token to predict, i + k + 1. */
  readonly target: number;
  /** The last token that the prediction has seen. */
  readonly lastSeen: number;
}

/** What one depth adds to the loss. */
export interface DepthLoss {
  readonly depth: number;
  readonly numPredictions: number;
  /** Weight of the depth's loss in the whole: 1 for the model itself, lambda / D for each module. */
  readonly weight: number;
  /** Weight of a single prediction of this depth: the above over T. */
  readonly weightOfOne: number;
}

export interface SignalOut {
  readonly predictions: readonly Prediction[];
  readonly depths: readonly DepthLoss[];
  /** The chain of the chosen position: one prediction a depth, as far as the text goes. */
  readonly chain: readonly Prediction[];
  readonly numPredictions: number;
  /** Predictions a position over those of next-token prediction. */
  readonly timesAsMany: number;
  /** How much weight the further predictions have beside the next token's, all positions together. */
  readonly furtherWeight: number;
}

export default simulation({
  question: "Which token is predicted where, from what, and with what weight?",
  params: {
    numModules: { kind: "number", label: "Further tokens predicted (D)", unit: "token", default: 1, min: 0, max: 4, step: 1 },
    lambda: { kind: "number", label: "Weight of their loss (lambda)", unit: "ratio", default: 0.3, min: 0, max: 1, step: 0.05 },
    position: { kind: "number", label: "Position to follow", unit: "token", default: 2, min: 1, max: 6, step: 1 },
    sequenceTokens: { kind: "number", label: "Tokens read (T)", unit: "token", default: 6, min: 6, max: 4096, step: 1, scale: "log2" },
    arrangement: { kind: "choice", label: "Further tokens are predicted", default: ARRANGEMENTS[0], options: ARRANGEMENTS },
  },
  sources: [{ cite: "v3-report", where: "section 2.2, Eq. 21-25, Figure 3; section 4.2" }, { cite: "mtp-gloeckle", where: "section 2, Eq. 2" }],
  cost: "instant",
  run({ numModules, lambda, position, sequenceTokens, arrangement }): SignalOut {
    const isSequential = arrangement === ARRANGEMENTS[0];
    const predict = (at: number, depth: number): Prediction => ({ position: at, depth, target: at + depth + 1, lastSeen: isSequential ? at + depth : at });
    const depths = Array.from({ length: numModules + 1 }, (_, depth) => {
      const weight = depth === 0 ? 1 : lambda / numModules;
      return { depth, numPredictions: sequenceTokens - depth, weight, weightOfOne: weight / sequenceTokens };
    });
    // The drawing has the first positions; the counts are those of the whole text.
    const shown = Math.min(sequenceTokens, 6);
    const predictions = depths.flatMap(({ depth }) => Array.from({ length: Math.max(0, Math.min(shown, sequenceTokens - depth)) }, (_, i) => predict(i + 1, depth)));
    const numPredictions = depths.reduce((sum, depth) => sum + depth.numPredictions, 0);
    return {
      predictions,
      depths,
      chain: predictions.filter((each) => each.position === position),
      numPredictions,
      timesAsMany: numPredictions / sequenceTokens,
      furtherWeight: depths.slice(1).reduce((sum, { numPredictions: each, weightOfOne }) => sum + each * weightOfOne, 0),
    };
  },
  checks: [
    { given: { sequenceTokens: 4096 }, read: (out) => out.depths[1]!.numPredictions, equals: 4095, source: { cite: "v3-report", where: "Eq. 24: terms from 2 + k to T + 1, sequences of 4K tokens" } },
    { given: { numModules: 2, lambda: 0.3 }, read: (out) => out.depths[2]!.weight, equals: 0.15, source: { cite: "v3-report", where: "Eq. 25: lambda / D for each depth" } },
  ],
});
