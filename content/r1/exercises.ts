import { clippedTerm, groupAdvantages, klEstimate } from "#domain/grpo.ts";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import grpo from "./grpo.sim.ts";
import pipeline from "./pipeline.sim.ts";
import silentGroups from "./silent-groups.sim.ts";

/** Per cent of groups that are all wrong, of sixteen answers of which one in twenty is right. */
const silentPercent = (): number => run(silentGroups).current.silentPercent;

/** The reinforcement learning of R1-Zero as printed, and the reasoning questions it had: mathematics, code, bug fixing, science, logic. */
const ZERO = { steps: 10_400, questionsPerStep: 32, answersPerQuestion: 16 };
const QUESTIONS = 26_000 + 17_000 + 8_000 + 22_000 + 15_000;
const passes = (): number => (ZERO.steps * ZERO.questionsPerStep) / QUESTIONS;

const toTenth = (percent: number): number => Math.round(10 * percent) / 10;
/** Per cent of answers that are right after a run with a checker that a list always fools; the run takes a while, and its answer does not change. */
let gamed: number | undefined;
const gamedPercent = (): number => (gamed ??= toTenth(100 * run(grpo, { gameablePercent: 100 }).steps.at(-1)!.success.mean));
let sound: number | undefined;
const soundPercent = (): number => (sound ??= toTenth(100 * run(grpo).steps.at(-1)!.success.mean));
const startPercent = (): number => toTenth(100 * run(grpo, { numSteps: 20 }).steps[0]!.success.mean);
const zeroShare = (): number => {
  const { parts, gpuHours } = run(pipeline);
  return (100 * parts[0]!.gpuHours) / gpuHours;
};
const honestPercent = 100 - grpo.params.slipPercent.default;
const enoughAnswers = (): number => Math.ceil(Math.log(0.05) / Math.log(0.95));

export default practice({
  predictions: {
    "silent-share": {
      ask: "A model solves a certain question one time in twenty. It is asked sixteen times, and each answer is marked right or wrong. In what per cent of such groups of sixteen do all answers get the same mark, so that none is better than another?",
      unit: "%",
      truth: silentPercent,
      within: 0.06,
      right: "Right. Each answer is wrong with probability 0.95, and sixteen in a row with 0.95 to the sixteenth. Nearly half of the groups teach nothing.",
      mistakes: [
        { value: () => 100 - silentPercent(), because: "That is the share of groups with at least one right answer. Those do teach something." },
        { value: () => 80, because: "Five per cent sixteen times make 80, but chances of independent answers do not add up: some groups have two right answers." },
        { value: () => 20, because: "That is what is left when 16 times 5% is taken from 100. Multiply the chances of being wrong instead." },
        { value: () => 95, because: "That is one answer. All sixteen have to be wrong." },
        { value: () => 5, because: "That is the chance of one right answer." },
      ],
      low: "Too low. With one answer in twenty right, sixteen wrong ones in a row are common.",
      high: "Too high. Sixteen tries at one in twenty bring at least one right answer in more than half of the groups.",
    },
    "gamed-success": {
      ask: "Before training the policy of the figure above gives a right answer to fewer than one question in four. Now let the checker accept any text in which the right number occurs, so that a long list of numbers always passes. A list is no answer. How many answers are right after as many steps of training?",
      unit: "%",
      truth: gamedPercent,
      within: 0.05,
      right: "Right. A list passes always and an honest calculation slips one time in four, so the list is what training finds. On the way there right answers even become more frequent for a while.",
      mistakes: [
        { value: soundPercent, because: "That is the result with a sound checker. This checker pays more for a list than for an honest calculation, which slips one time in four." },
        { value: startPercent, because: "Training does not leave things as they were: the list is rewarded more often than anything else, and takes their place." },
        { value: () => 50, because: "For a while about a third are right, while lists spread first among the questions whose procedure is rare. In the end they spread everywhere." },
      ],
      low: "Too low.",
      high: "Too high. The checker's reward rises to nearly all, but for lists.",
      choices: [
        { label: "About three in four, as with a sound checker", value: soundPercent },
        { label: "About half", value: () => 50 },
        { label: "As many as before", value: startPercent },
        { label: "Next to none", value: gamedPercent },
      ],
    },
    "zero-share": {
      ask: "DeepSeek printed the GPU-hours of R1-Zero, of the data for fine-tuning and of R1. What per cent of their sum went into R1-Zero, the model that is not the product?",
      unit: "%",
      truth: zeroShare,
      within: 0.06,
      right: "Right, more than two thirds. The longest training is that of the model which had only verdicts to learn from, and R1's first samples come from it.",
      mistakes: [
        { value: () => (100 * 41) / 147, because: "That is R1's own share. R1-Zero took more than twice as long on as many GPUs." },
        { value: () => 50, because: "R1 was trained on as many GPUs for 80 hours, R1-Zero for 198." },
        { value: () => (100 * 5) / 147, because: "That is the share of making the data." },
      ],
      low: "Too low. R1-Zero had 10,400 steps, and the last stage of R1 had 1,700.",
      high: "Too high. R1 itself took 80 hours on the same number of GPUs.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "Of four answers to a question one is right (reward 1) and three are wrong (reward 0). What is the advantage of the right one, by Eq. 3, with the standard deviation of the group itself?",
      answer: () => groupAdvantages([1, 0, 0, 0])[0]!,
      unit: "ratio",
      within: 0.005,
      hint: "The mean is a quarter. The mean of the squared deviations is three sixteenths.",
      solution: () => `$(1 - 0.25) / \\sqrt{3/16} = 0.75 / 0.433 = ${groupAdvantages([1, 0, 0, 0])[0]!.toFixed(3)}$, the root of three. Each wrong answer gets a third of that, negative, so the four sum to zero.`,
      mistakes: [
        { value: () => groupAdvantages([1, 0, 0, 0], false)[0]!, because: "That is the reward less the mean. Divide it by the deviation." },
        { value: () => 0.75 / 0.5, because: "You divided by 0.5, the deviation when half of the answers are right, or that of a sample. The group's own is the root of 3/16." },
        { value: () => 0.75 / (3 / 16), because: "You divided by the variance. Take its root." },
      ],
    },
    {
      level: 1,
      ask: "R1-Zero was trained on 64 nodes of 8 GPUs for about 198 hours. How many GPU-hours is that?",
      answer: () => run(pipeline).zeroGpuHours,
      unit: "GPU-hour",
      within: 0.005,
      hint: "First the number of GPUs. The paper writes it as a product.",
      solution: () => `$64 \\times 8 \\times 198 = 512 \\times 198 = ${formatInteger(run(pipeline).zeroGpuHours).replaceAll(",", "{,}")}$, printed as 101K.`,
      mistakes: [
        { value: () => run(pipeline, { numGpus: 648 }).zeroGpuHours, because: "The 64*8 of the paper is a product, 512. Read as 648, it does not give the printed hours." },
        { value: () => 64 * 198, because: "That counts nodes. Each has 8 GPUs." },
        { value: () => 512 * 80, because: "That is R1, which took about 80 hours." },
      ],
    },
    {
      level: 2,
      ask: "The reference gives an answer twice the probability that the policy gives it. What does the estimate of Eq. 2 say for this answer, in nats?",
      answer: () => klEstimate(2),
      unit: "ratio",
      within: 0.01,
      hint: "Put $x = 2$ into $x - \\ln x - 1$.",
      solution: () => `$2 - \\ln 2 - 1 = ${klEstimate(2).toFixed(3)}$. It is positive, as it is for half the probability: $0.5 + \\ln 2 - 1 = ${klEstimate(0.5).toFixed(3)}$.`,
      mistakes: [
        { value: () => klEstimate(0.5), because: "You put in one half. Eq. 2 has the reference above and the policy below." },
        { value: () => Math.LN2, because: "That is the logarithm alone. As an estimate it would be right in the mean, and negative for this answer." },
        { value: () => 1, because: "That is $x - 1$. The logarithm is missing." },
      ],
    },
    {
      level: 2,
      ask: "An update made a bad answer ($A = -1$) one and a half times as likely as when it was drawn. With $\\varepsilon = 0.2$, what is its first term in Eq. 1?",
      answer: () => clippedTerm(1.5, -1, 0.2),
      unit: "ratio",
      within: 0.005,
      hint: "Work out both arguments of the minimum: with the ratio, and with the clipped ratio.",
      solution: () => "The two are $1.5 \\times (-1) = -1.5$ and $1.2 \\times (-1) = -1.2$. The smaller is $-1.5$: the clip does not shield a step in the wrong direction.",
      mistakes: [
        { value: () => -1.2, because: "You clipped and stopped there. The minimum of the two terms is the one without the clip." },
        { value: () => clippedTerm(0.5, -1, 0.2), because: "That is for an answer that has become half as likely. This one has become more likely." },
        { value: () => 1.5, because: "That is the ratio. The advantage is negative." },
      ],
    },
    {
      level: 2,
      ask: "R1-Zero's training is printed as 10,400 steps of 32 questions each. The paper describes 26,000 questions in mathematics, 17,000 and 8,000 in code, 22,000 in science and 15,000 in logic. How many times was each question asked on average, if those were all?",
      answer: passes,
      unit: "count",
      within: 0.01,
      hint: "Steps times questions, over the sum of the questions.",
      solution: () => `$10400 \\times 32 / 88000 = ${formatNumber(passes(), 3)}$. The paper prints 1.6 epochs, so the set that it counts there was a different one, or the steps are counted differently. It does not say.`,
      mistakes: [
        { value: () => 1.6, because: "That is what the paper prints. The printed steps and questions give more." },
        { value: () => passes() * ZERO.answersPerQuestion, because: "You counted the answers, sixteen to a question. An epoch counts questions." },
        { value: () => (ZERO.steps * ZERO.questionsPerStep) / 26_000, because: "That is with the questions in mathematics alone." },
      ],
    },
    {
      level: 2,
      ask: "AIME 2024 has 30 problems. R1 is printed with 79.8% and OpenAI-o1-1217 with 79.2%. How many problems is the difference?",
      answer: () => ((79.8 - 79.2) / 100) * 30,
      unit: "problem",
      within: 0.02,
      hint: "One problem is 100/30 percentage points.",
      solution: () => "$0.6 / 100 \\times 30 = 0.18$: less than a fifth of a problem, in means over many answers to each. The score of o1-1217 was taken from OpenAI's reports.",
      mistakes: [
        { value: () => 0.6, because: "Those are percentage points. One problem is 3.3 of them." },
        { value: () => 0.02, because: "You divided by 30. The share has to be multiplied by the number of problems." },
        { value: () => 6, because: "That would be 20 percentage points." },
      ],
    },
    {
      level: 3,
      ask: "In the toy one calculation in four slips, and a list of numbers passes on a share $\\lambda$ of the questions. From which $\\lambda$ on, in per cent, does a list pay more than the right procedure?",
      answer: () => honestPercent,
      unit: "%",
      within: 0.01,
      hint: "What is the mean reward of each?",
      solution: () => `The right procedure earns $${honestPercent / 100}$ a question and the list $\\lambda$, so from ${honestPercent}% on the list wins even against a policy that knows everything. Try less in the figure: at 65% the list can still take over, since the policy starts with more lists than right procedures for half of the questions, and what is rare is rarely rewarded.`,
      mistakes: [
        { value: () => grpo.params.slipPercent.default, because: "That is how often an honest calculation fails. It earns the rest." },
        { value: () => 50, because: "The list does not have to pass on most questions. It has to pass more often than an honest answer is right." },
        { value: () => 100, because: "At 100% the list always passes, but it wins from where it passes more often than an honest answer." },
      ],
    },
    {
      level: 3,
      ask: "A question is solved one time in twenty. How many answers must a group have so that at most one group in twenty is all wrong?",
      answer: enoughAnswers,
      unit: "sample",
      within: 0.01,
      hint: "Solve $0.95^G = 0.05$ for $G$ and round up.",
      solution: () => `$G = \\ln 0.05 / \\ln 0.95 = 58.4$, so ${enoughAnswers()}. DeepSeekMath drew 64 answers to a question; for R1 it was 16.`,
      mistakes: [
        { value: () => 20, because: "That is the mean number of tries until the first success. With 20 answers, 36 groups of 100 are still all wrong." },
        { value: () => 16, because: "That is the size used for R1: 44 groups of 100 are all wrong." },
        { value: () => 400, because: "Twenty times twenty is far more than needed. The chance falls as a power of the group's size." },
      ],
    },
  ],
});
