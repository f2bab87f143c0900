import { groupAdvantages, silentShares } from "#domain/grpo.ts";
import { simulation } from "#sim/contract.ts";

/** Group sizes that were used, and the smallest possible one. */
export const GROUP_SIZES = [{ groupSize: 2, label: "2 answers" }, { groupSize: 16, label: "16 answers, as for R1" }, { groupSize: 64, label: "64, as for DeepSeekMath" }] as const;

/** What a question with one rate of right answers gives a group of one size. */
export interface SilentPoint {
  readonly successPercent: number;
  readonly allWrongPercent: number;
  readonly allRightPercent: number;
  /** Groups in which every advantage is 0. */
  readonly silentPercent: number;
}

const STEPS = 100;

const pointOf = (successPercent: number, groupSize: number): SilentPoint => {
  const { allWrong, allRight } = silentShares(successPercent / 100, groupSize);
  return { successPercent, allWrongPercent: 100 * allWrong, allRightPercent: 100 * allRight, silentPercent: 100 * (allWrong + allRight) };
};

export default simulation({
  question: "How often does a group of answers teach nothing?",
  params: {
    successPercent: { kind: "number", label: "Answers to the question that are right", unit: "%", default: 5, min: 0, max: 100, step: 1 },
    groupSize: { kind: "number", label: "Answers in the group (G)", unit: "sample", default: 16, min: 2, max: 128, step: 1, scale: "log2" },
  },
  sources: [{ cite: "r1-report", where: "Eq. 3" }, { cite: "r1-nature", where: "section 2.1: 16 answers" }, { cite: "deepseekmath", where: "section 4.2: 64 answers" }],
  cost: "instant",
  run({ successPercent, groupSize }) {
    const curve = (size: number): SilentPoint[] => Array.from({ length: STEPS + 1 }, (_, i) => pointOf((100 * i) / STEPS, size));
    return {
      current: pointOf(successPercent, groupSize),
      own: curve(groupSize),
      others: GROUP_SIZES.filter((other) => other.groupSize !== groupSize).map(({ groupSize: size, label }) => ({ groupSize: size, label, points: curve(size) })),
      /** The advantage of one right answer among wrong ones, and of each of those. */
      loneRight: groupAdvantages(Array.from({ length: groupSize }, (_, i) => (i === 0 ? 1 : 0)))[0]!,
      loneOthers: groupAdvantages(Array.from({ length: groupSize }, (_, i) => (i === 0 ? 1 : 0)))[1]!,
    };
  },
  checks: [],
});
