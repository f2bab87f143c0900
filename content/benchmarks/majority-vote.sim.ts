import { betaNumber } from "#domain/proportions.ts";
import type { Random } from "#domain/random.ts";
import { quantileOf } from "#domain/samples.ts";
import { lastFrame, simulation, type Values } from "#sim/contract.ts";

const params = {
  meanPercent: { kind: "number", label: "Answers that are right (pass@1)", unit: "%", default: 71, min: 1, max: 99, step: 0.1 },
  spreadPercent: { kind: "number", label: "Share of the variance that lies between problems", unit: "%", default: 40, min: 0, max: 100, step: 1 },
  rivalPercent: { kind: "number", label: "Wrong answers that agree on one rival", unit: "%", default: 41, min: 0, max: 100, step: 1 },
  maxVotes: { kind: "number", label: "Votes at the end", unit: "sample", default: 64, min: 1, max: 256, step: 1, scale: "log2" },
  numProblems: { kind: "number", label: "Problems of the test", unit: "problem", default: 30, min: 10, max: 200, step: 10 },
  numTests: { kind: "number", label: "Tests simulated", unit: "count", default: 480, min: 40, max: 960, step: 40 },
} as const;
const NUM_FRAMES = 40;
const NUM_BINS = 10;

/** The curve at one number of votes, in per cent of the problems. */
export interface VotePoint {
  readonly votes: number;
  /** Right by majority. */
  readonly majorityPercent: number;
  /** At least one of so many answers is right: pass@k. */
  readonly passPercent: number;
}
/** The curves over all tests so far. */
export interface VoteOut {
  readonly points: VotePoint[];
  /** From one vote to the last. */
  readonly gainPoints: number;
  /** Nine tests in ten end between these. */
  readonly low: number;
  readonly high: number;
  /** Problems that a majority of ever more votes gets right. */
  readonly limitPercent: number;
  /** A problem above this probability of success is won in the end. */
  readonly thresholdPercent: number;
  /** Problems by their probability of success, in tenths, in per cent. */
  readonly bins: number[];
  readonly numTests: number;
}

const isCheckpoint = (votes: number, last: number): boolean => votes === last || Number.isInteger(Math.log2(votes));

/** The share of a tie that goes to the right answer, when other wrong answers are all different from each other. */
function shareWon(right: number, rival: number, others: number): number {
  const most = Math.max(right, rival, others > 0 ? 1 : 0);
  if (right < most || right === 0) return 0;
  return 1 / (1 + (rival === most ? 1 : 0) + (most === 1 ? others : 0));
}

function* frames({ meanPercent, spreadPercent, rivalPercent, maxVotes, numProblems, numTests }: Values<typeof params>, random: Random): Generator<VoteOut> {
  const rival = rivalPercent / 100;
  const threshold = rival / (1 + rival);
  const checkpoints = Array.from({ length: maxVotes }, (_, i) => i + 1).filter((votes) => isCheckpoint(votes, maxVotes));
  const [majority, pass] = [checkpoints.map(() => 0), checkpoints.map(() => 0)];
  const bins = new Array<number>(NUM_BINS).fill(0);
  const ends: number[] = [];
  let numWon = 0;
  for (let frame = 1; frame <= NUM_FRAMES; frame++) {
    while (ends.length < Math.round((frame * numTests) / NUM_FRAMES)) {
      let end = 0;
      for (let problem = 0; problem < numProblems; problem++) {
        const p = betaNumber(meanPercent / 100, spreadPercent / 100, random);
        bins[Math.min(NUM_BINS - 1, Math.floor(p * NUM_BINS))]!++;
        if (p > threshold) numWon++;
        let [right, wrong, others, at] = [0, 0, 0, 0];
        for (let votes = 1; votes <= maxVotes; votes++) {
          const u = random();
          if (u < p) right++;
          else if (u < p + (1 - p) * rival) wrong++;
          else others++;
          if (votes !== checkpoints[at]) continue;
          const won = shareWon(right, wrong, others);
          majority[at]! += won;
          pass[at]! += 1 - (1 - p) ** votes;
          if (++at === checkpoints.length) end += won;
        }
      }
      ends.push((100 * end) / numProblems);
    }
    const total = (ends.length * numProblems) / 100;
    const sorted = Float64Array.from(ends).sort();
    const points = checkpoints.map((votes, i) => ({ votes, majorityPercent: majority[i]! / total, passPercent: pass[i]! / total }));
    yield { points, gainPoints: points.at(-1)!.majorityPercent - points[0]!.majorityPercent, low: quantileOf(sorted, 0.05), high: quantileOf(sorted, 0.95), limitPercent: numWon / total, thresholdPercent: 100 * threshold, bins: bins.map((count) => count / total), numTests: ends.length };
  }
}

export default simulation({
  question: "How far can a majority vote lift a score, and what does its curve not tell?",
  params,
  sources: [{ cite: "self-consistency", where: "majority vote over sampled answers" }, { cite: "r1-report", where: "page 7 and Table 2; cons@64, page 12" }],
  cost: "heavy",
  run: (values, random) => lastFrame(frames(values, random)),
  steps: (values, random) => frames(values, random),
  numSteps: () => NUM_FRAMES,
  checks: [],
});
