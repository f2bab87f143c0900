import { divergenceBits, entropyBits, type Group, groupAdvantages, grpoGradient, type Logits, softmax } from "./grpo.ts";
import { type Random, seeded } from "./random.ts";

/** Kinds of question. Each has one procedure that is right; the others hit the answer by luck at best. */
export const problemKinds = ["a + b × c", "(a + b) × c", "a − (b − c)", "a − b − c"] as const;
/** What the policy can do with a question. The last one writes a list of numbers instead of an answer. */
export const procedures = ["left first", "right first", "add all", "drop the last", "list many"] as const;
/** The right procedure for each kind. */
export const rightProcedure: readonly number[] = [1, 0, 1, 0];
/** The procedure that answers with a list. */
export const LIST = 4;

/** How likely each procedure is before training, for every kind of question: a habit, and no idea of the rules. Ours. */
export const BASE_POLICY: readonly number[] = [0.5, 0.04, 0.22, 0.14, 0.1];
/** Runs side by side, each with its own questions and answers. */
const NUM_RUNS = 8;
/** Questions of a step, as many of each kind. */
const QUESTIONS = 16;

/** How the policy is trained, and by what checker. */
export interface GrpoExperiment {
  /** G. */
  readonly groupSize: number;
  readonly learningRate: number;
  /** epsilon. */
  readonly clipRange: number;
  /** beta. */
  readonly klWeight: number;
  /** Updates on the answers of one step. */
  readonly numUpdates: number;
  /** Verdicts that are turned round by chance. */
  readonly rewardNoisePercent: number;
  /** Questions whose checker looks for the right number anywhere in the text, and so accepts a list. */
  readonly gameablePercent: number;
  /** Calculations, by whichever procedure, that end in a number close to the intended one. */
  readonly slipPercent: number;
  readonly isScaled: boolean;
  readonly numSteps: number;
}

/** Mean over the runs, and the lowest and highest of them. */
export interface Spread { readonly mean: number; readonly low: number; readonly high: number }

/** One step, before the policy is changed. */
export interface GrpoStep {
  readonly step: number;
  /** Share of answers that the checker accepts. */
  readonly reward: Spread;
  /** Share of answers that are one number, and the right one. */
  readonly success: Spread;
  /** Share of groups in which the checker rejects, or accepts, every answer: no advantage, no signal. */
  readonly allRejected: Spread;
  readonly allAccepted: Spread;
  /** Of the policy, mean over the kinds of question. */
  readonly entropyBits: Spread;
  /** Of the policy from the one before training, mean over the kinds of question. */
  readonly klBits: Spread;
}

/** All steps so far. */
export interface GrpoOut {
  readonly steps: readonly GrpoStep[];
  /** The step with the most right answers so far. */
  readonly best: GrpoStep;
  /** Probability of each procedure at the newest step, mean over the runs, `[numKinds, numProcedures]`. */
  readonly policy: readonly (readonly number[])[];
  /** Success at the newest step of each kind of question, mean over the runs. */
  readonly successByKind: readonly number[];
  /** Share of the newest step's answers that are lists. */
  readonly listShare: number;
}

type Op = "+" | "−" | "×";
const OPS: readonly (readonly [Op, Op])[] = [["+", "×"], ["+", "×"], ["−", "−"], ["−", "−"]];
const apply = (op: Op, x: number, y: number): number => (op === "+" ? x + y : op === "−" ? x - y : x * y);

/** The number that a procedure arrives at without a slip; a list has none. */
export function outcome(kind: number, procedure: number, [a, b, c]: readonly [number, number, number]): number | undefined {
  const [first, second] = OPS[kind]!;
  return [apply(second, apply(first, a, b), c), apply(first, a, apply(second, b, c)), a + b + c, apply(first, a, b)][procedure];
}

const SLIPS = [-10, -1, 1, 10] as const;
/** 2 to 12. */
const draw = (random: Random): number => 2 + Math.floor(random() * 11);

/** One run: a policy and what happened in its newest step. */
interface Learner { readonly random: Random; logits: Float64Array[]; groups: Group[]; accepted: number; right: number; lists: number; rejectedGroups: number; acceptedGroups: number; readonly rightByKind: number[] }

function choose(policy: Float64Array, random: Random): number {
  let left = random();
  for (let i = 0; i < policy.length - 1; i++) if ((left -= policy[i]!) < 0) return i;
  return policy.length - 1;
}

/** Asks the questions of one step, has each answered `groupSize` times and the answers checked. */
function sample(learner: Learner, { groupSize, rewardNoisePercent, gameablePercent, slipPercent, isScaled }: GrpoExperiment): void {
  const { random } = learner;
  Object.assign(learner, { groups: [], accepted: 0, right: 0, lists: 0, rejectedGroups: 0, acceptedGroups: 0 });
  learner.rightByKind.fill(0);
  const policy = learner.logits.map(softmax);
  for (let question = 0; question < QUESTIONS; question++) {
    const kind = question % problemKinds.length;
    const numbers = [draw(random), draw(random), draw(random)] as const;
    const truth = outcome(kind, rightProcedure[kind]!, numbers);
    const isGameable = random() * 100 < gameablePercent;
    const [choices, rewards] = [new Int32Array(groupSize), new Float64Array(groupSize)];
    let numAccepted = 0;
    for (let i = 0; i < groupSize; i++) {
      const choice = choose(policy[kind]!, random);
      const slip = random() * 100 < slipPercent ? SLIPS[Math.floor(random() * SLIPS.length)]! : 0;
      const isRight = choice !== LIST && outcome(kind, choice, numbers)! + slip === truth;
      const isFlipped = random() * 100 < rewardNoisePercent;
      choices[i] = choice;
      rewards[i] = (isRight || (choice === LIST && isGameable)) !== isFlipped ? 1 : 0;
      numAccepted += rewards[i]!;
      if (choice === LIST) learner.lists++;
      if (isRight) { learner.right++; learner.rightByKind[kind]!++; }
    }
    learner.accepted += numAccepted;
    if (numAccepted === 0) learner.rejectedGroups++;
    if (numAccepted === groupSize) learner.acceptedGroups++;
    learner.groups.push({ kind, choices, advantages: groupAdvantages(rewards, isScaled) });
  }
}

/** Climbs the objective of the newest answers. */
function learn(learner: Learner, reference: Logits, { learningRate, clipRange, klWeight, numUpdates }: GrpoExperiment): void {
  const old = learner.logits.map((row) => row.slice());
  for (let update = 0; update < numUpdates; update++) {
    const gradient = grpoGradient(learner.logits, learner.groups, { old, reference, clipRange, klWeight });
    learner.logits = learner.logits.map((row, kind) => row.map((x, j) => x + (learningRate / numUpdates) * gradient[kind]![j]!));
  }
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const spread = (list: readonly number[]): Spread => ({ mean: mean(list), low: Math.min(...list), high: Math.max(...list) });

/** One frame a step: what the policy of that step answers, and then the update. */
export function* grpoFrames(experiment: GrpoExperiment, random: Random): Generator<GrpoOut> {
  const base = BASE_POLICY.map(Math.log);
  const reference = problemKinds.map(() => Float64Array.from(base));
  const learners = Array.from({ length: NUM_RUNS }, (): Learner => ({
    random: seeded(Math.floor(random() * 2 ** 32)), logits: reference.map((row) => row.slice()), groups: [], accepted: 0, right: 0, lists: 0, rejectedGroups: 0, acceptedGroups: 0, rightByKind: problemKinds.map(() => 0),
  }));
  const before = softmax(base);
  const numAnswers = QUESTIONS * experiment.groupSize;
  const steps: GrpoStep[] = [];
  let best: GrpoStep | undefined;
  for (let step = 1; step <= experiment.numSteps; step++) {
    for (const learner of learners) sample(learner, experiment);
    const policies = learners.map(({ logits }) => logits.map(softmax));
    const of = (read: (learner: Learner) => number): Spread => spread(learners.map(read));
    const ofPolicy = (read: (p: Float64Array) => number): Spread => spread(policies.map((policy) => mean(policy.map(read))));
    steps.push({
      step,
      reward: of((learner) => learner.accepted / numAnswers),
      success: of((learner) => learner.right / numAnswers),
      allRejected: of((learner) => learner.rejectedGroups / QUESTIONS),
      allAccepted: of((learner) => learner.acceptedGroups / QUESTIONS),
      entropyBits: ofPolicy(entropyBits),
      klBits: ofPolicy((p) => divergenceBits(p, before)),
    });
    const newest = steps.at(-1)!;
    if (!best || newest.success.mean > best.success.mean) best = newest;
    yield {
      steps: [...steps],
      best,
      policy: problemKinds.map((_, kind) => procedures.map((__, j) => mean(policies.map((policy) => policy[kind]![j]!)))),
      successByKind: problemKinds.map((_, kind) => mean(learners.map((learner) => (learner.rightByKind[kind]! * problemKinds.length) / numAnswers))),
      listShare: mean(learners.map((learner) => learner.lists / numAnswers)),
    };
    for (const learner of learners) learn(learner, reference, experiment);
  }
}
