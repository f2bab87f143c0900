import { breakEvenCost, draftWithOverlap, passCost, residual, runLengthShares, sampleSpeculatively, speedup, tokensPerPass } from "#domain/speculation.ts";
import { lastFrame, simulation, type Random, type Source, type Values } from "#sim/contract.ts";

const params = {
  acceptance: { kind: "number", label: "Drafts accepted", unit: "ratio", default: 0.875, min: 0.05, max: 1, step: 0.005 },
  depth: { kind: "number", label: "Tokens drafted a pass", unit: "token", default: 1, min: 1, max: 10, step: 1 },
  draftCost: { kind: "number", label: "Time to draft one, in passes", unit: "ratio", default: 0.045, min: 0, max: 1, step: 0.005 },
  verifyCost: { kind: "number", label: "Time one more token adds to a pass (0: waits for memory, 1: computes)", unit: "ratio", default: 0, min: 0, max: 1, step: 0.01 },
  numTokens: { kind: "number", label: "Tokens to write", unit: "token", default: 100_000, min: 1000, max: 1_000_000, step: 1000, scale: "log10" },
} as const;

/** A way to count tokens a pass, and what follows from it. */
export interface Rate {
  readonly tokensPerPass: number;
  readonly speedup: number;
}

export interface SpeculationOut {
  /** From the formula. */
  readonly expected: Rate;
  /** From the passes simulated so far. */
  readonly simulated: Rate;
  /** Of the simulated tokens a pass: the standard deviation of a pass over the root of their number. */
  readonly standardError: number;
  readonly numPasses: number;
  readonly tokensWritten: number;
  readonly passCost: number;
  /** What one drafted token may cost before nothing is won, drafting and verifying together. */
  readonly breakEvenCost: number;
  /** How often a pass yields so many tokens. */
  readonly runLengths: readonly { readonly tokens: number; readonly expected: number; readonly simulated: number }[];
  /** Speed by depth over the whole range of verification costs. */
  readonly curves: readonly { readonly depth: number; readonly points: readonly { readonly verifyCost: number; readonly speedup: number }[] }[];
  /** The largest difference between how often a token was written and how often the model alone would write it. */
  readonly largestDeviation: number;
}

/** The toy model: sixteen tokens, each half as likely as the one before, at every position alike. */
const MODEL = Array.from({ length: 16 }, (_, token) => 2 ** -(token + 1) / (1 - 2 ** -16));
const NUM_FRAMES = 40;
const SHOWN_DEPTHS = [1, 2, 4];

function* frames({ acceptance, depth, draftCost, verifyCost, numTokens }: Values<typeof params>, random: Random): Generator<SpeculationOut> {
  const draft = draftWithOverlap(MODEL, acceptance);
  const rest = residual(MODEL, draft);
  const costs = { depth, draftCost, verifyCost };
  const expectedShares = runLengthShares(acceptance, depth);
  const expected = { tokensPerPass: tokensPerPass(acceptance, depth), speedup: speedup({ acceptance, ...costs }) };
  const deviation = Math.sqrt(expectedShares.reduce((sum, share, i) => sum + share * (i + 1 - expected.tokensPerPass) ** 2, 0));
  const depths = [...new Set([...SHOWN_DEPTHS, depth])].sort((a, b) => a - b);
  const curves = depths.map((each) => ({ depth: each, points: Array.from({ length: 11 }, (_, i) => ({ verifyCost: i / 10, speedup: speedup({ acceptance, depth: each, draftCost, verifyCost: i / 10 }) })) }));
  const passes = new Array<number>(depth + 1).fill(0);
  const written = new Array<number>(MODEL.length).fill(0);
  let [tokensWritten, numPasses] = [0, 0];
  for (let frame = 1; frame <= NUM_FRAMES; frame++) {
    while (tokensWritten < (frame / NUM_FRAMES) * numTokens) {
      let numAccepted = 0;
      let isCorrected = false;
      while (numAccepted < depth && !isCorrected) {
        const { token, isAccepted } = sampleSpeculatively(MODEL, draft, rest, random);
        written[token]!++;
        if (isAccepted) numAccepted++;
        else isCorrected = true;
      }
      // All drafts stood, so the pass has computed the token after them as well.
      if (!isCorrected) written[sampleSpeculatively(MODEL, MODEL, null, random).token]!++;
      passes[numAccepted]!++;
      numPasses++;
      tokensWritten += numAccepted + 1;
    }
    const rate = tokensWritten / numPasses;
    yield {
      expected,
      simulated: { tokensPerPass: rate, speedup: rate / passCost(costs) },
      standardError: deviation / Math.sqrt(numPasses),
      numPasses,
      tokensWritten,
      passCost: passCost(costs),
      breakEvenCost: breakEvenCost(acceptance, depth),
      runLengths: expectedShares.map((share, accepted) => ({ tokens: accepted + 1, expected: share, simulated: passes[accepted]! / numPasses })),
      curves,
      largestDeviation: Math.max(...MODEL.map((share, token) => Math.abs(written[token]! / tokensWritten - share))),
    };
  }
}

const leviathan = (where: string): Source => ({ cite: "mtp-leviathan", where });
const report: Source = { cite: "v3-report", where: "section 5.4.3" };
const rateOf = (out: SpeculationOut): number => out.expected.tokensPerPass;

export default simulation({
  question: "How much faster is decoding when tokens are drafted and then checked?",
  params,
  sources: [leviathan("Eq. 1, Theorem 3.8, section 2.3"), report, { cite: "isca25", where: "section 2.3.3" }],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: frames,
  numSteps: () => NUM_FRAMES,
  checks: [
    { given: { acceptance: 0.8, depth: 5, draftCost: 0, numTokens: 1000 }, read: rateOf, equals: 3.69, within: 0.005, because: "printed to two decimals", source: leviathan("Table 1, speed at drafts of no cost") },
    { given: { acceptance: 0.9, depth: 10, draftCost: 0, numTokens: 1000 }, read: rateOf, equals: 6.86, within: 0.005, because: "printed to two decimals", source: leviathan("Table 1, speed at drafts of no cost") },
    { given: { numTokens: 1000 }, read: (out) => out.expected.speedup, equals: 1.8, within: 0.05, because: "printed to one decimal; the report gives no cost, and the default is the module's share of the activated weights", source: report },
  ],
});
