import { clippedTerm, groupAdvantages, klEstimate } from "#domain/grpo.ts";
import { formatInteger, formatNumber, texInteger } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import grpo from "./grpo.sim.ts";
import pipeline from "./pipeline.sim.ts";
import silentGroups from "./silent-groups.sim.ts";

/** Per cent of groups that are all wrong, of sixteen answers of which one in twenty is right. */
const silentPercent = (): number => run(silentGroups).current.silentPercent;

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
    varied({ group: [[4, 1], [8, 1], [5, 1], [10, 1], [5, 2]] }, ({ group: [size, numRight] }) => {
      const rewards = Array.from({ length: size }, (_, at) => (at < numRight ? 1 : 0));
      const advantage = (isScaled = true): number => groupAdvantages(rewards, isScaled)[0]!;
      const mean = numRight / size;
      const [variance, root] = [`${numRight * (size - numRight)}/${size ** 2}`, Math.sqrt(mean * (1 - mean))];
      const words = ["", "one is right", "two are right"] as const;
      return {
        level: 1,
        ask: `Of ${size} answers to a question ${words[numRight]} (reward 1) and ${size - numRight} are wrong (reward 0). What is the advantage of a right one, by Eq. 3, with the standard deviation of the group itself?`,
        answer: () => advantage(),
        unit: "ratio",
        within: 0.005,
        hint: `The mean is ${mean}. The mean of the squared deviations is ${variance}.`,
        solution: () => `$(1 - ${mean}) / \\sqrt{${variance}} = ${1 - mean} / ${formatNumber(root, 3)} = ${advantage().toFixed(3)}$. Wrong answers get the opposite sign, so that all ${size} sum to zero.`,
        mistakes: [
          { value: () => advantage(false), because: "That is the reward less the mean. Divide it by the deviation." },
          { value: () => (1 - mean) / 0.5, because: `You divided by 0.5, the deviation when half of the answers are right. The group's own is the root of ${variance}.` },
          { value: () => (1 - mean) / root ** 2, because: "You divided by the variance. Take its root." },
        ],
      };
    }),
    {
      level: 1,
      kind: "ordering",
      ask: "Put the steps that lead from V3's base model to R1 in their order, once R1-Zero exists.",
      ends: ["first", "last"],
      // After sections 2.3.1 to 2.3.4 of the report; nothing to compute.
      steps: () => ["Fine-tune the base on some thousand answers to start from", "Reinforcement learning on reasoning", "Keep its right answers, and mix in other data", "Fine-tune the base once more, on that mix", "Reinforcement learning on everything"],
      hint: "Two of them train with given answers, two with rewards, and one makes data. The base model is used twice.",
      solution: () => "The model of the first reinforcement learning is not kept: it is there to write the samples on which the base is tuned again. The figure of the stages shows each way.",
    },
    varied({ run: [{ nodes: 64, hours: 198, name: "R1-Zero" }, { nodes: 64, hours: 80, name: "R1" }, { nodes: 32, hours: 150, name: "A model" }, { nodes: 48, hours: 120, name: "A model" }, { nodes: 16, hours: 240, name: "A model" }] }, ({ run: { nodes, hours, name } }) => {
      const gpuHours = (): number => (name === "R1-Zero" ? run(pipeline).zeroGpuHours : nodes * 8 * hours);
      const misread = Number(`${nodes}8`);
      return {
        level: 1,
        ask: `${name} was trained on ${nodes} nodes of 8 GPUs for about ${hours} hours. How many GPU-hours is that?`,
        answer: gpuHours,
        unit: "GPU-hour",
        within: 0.005,
        hint: "First the number of GPUs.",
        solution: () => `$${nodes} \\times 8 \\times ${hours} = ${nodes * 8} \\times ${hours} = ${texInteger(gpuHours())}$${name === "A model" ? "" : `, printed as ${name === "R1" ? "41K" : "101K"}`}.`,
        mistakes: [
          { value: () => misread * hours, because: name === "A model" ? `You read the product as ${misread}. It is ${nodes * 8}.` : "The 64*8 of the paper is a product, 512. Read as 648, it does not give the printed hours." },
          { value: () => nodes * hours, because: "That counts nodes. Each has 8 GPUs." },
          ...(name === "A model" ? [] : [{ value: () => 512 * (278 - hours), because: name === "R1" ? "That is R1-Zero, which took about 198 hours." : "That is R1, which took about 80 hours." }]),
        ],
      };
    }),
    varied({ times: [2, 3, 4, 0.5, 1.5] }, ({ times }) => {
      const words = { 2: "twice", 3: "three times", 4: "four times", 0.5: "half", 1.5: "one and a half times" }[times];
      return {
        level: 2,
        ask: `The reference gives an answer ${words} the probability that the policy gives it. What does the estimate of Eq. 2 say for this answer, in nats?`,
        answer: () => klEstimate(times),
        unit: "ratio",
        within: 0.01,
        hint: `Put $x = ${times}$ into $x - \\ln x - 1$.`,
        solution: () => `$${times} - \\ln ${times} - 1 = ${klEstimate(times).toFixed(3)}$. It is positive, as it is for the inverse: $${formatNumber(1 / times, 3)} ${times > 1 ? "+" : "-"} \\ln ${times > 1 ? times : 1 / times} - 1 = ${klEstimate(1 / times).toFixed(3)}$.`,
        mistakes: [
          { value: () => klEstimate(1 / times), because: `You put in ${formatNumber(1 / times, 3)}. Eq. 2 has the reference above and the policy below.` },
          { value: () => Math.log(times), because: "That is the logarithm alone. As an estimate it would be right in the mean, up to its sign, and of either sign for one answer." },
          { value: () => times - 1, because: "That is $x - 1$. The logarithm is missing." },
        ],
      };
    }),
    varied({ given: [{ ratio: 1.5, advantage: -1 }, { ratio: 1.5, advantage: 2 }, { ratio: 0.5, advantage: -2 }, { ratio: 0.6, advantage: 2 }, { ratio: 1.4, advantage: -2 }] }, ({ given: { ratio, advantage } }) => {
      const clipped = ratio > 1 ? 1.2 : 0.8;
      const [plain, cut] = [ratio * advantage, clipped * advantage].map((x) => Number(x.toFixed(2))) as [number, number];
      const term = (): number => clippedTerm(ratio, advantage, 0.2);
      const isShielded = cut < plain;
      return {
        level: 2,
        ask: `An update made a ${advantage < 0 ? "bad" : "good"} answer ($A = ${advantage}$) ${ratio === 1.5 ? "one and a half" : ratio} times as likely as when it was drawn. With $\\varepsilon = 0.2$, what is its first term in Eq. 1?`,
        answer: term,
        unit: "ratio",
        within: 0.005,
        hint: "Work out both arguments of the minimum: with the ratio, and with the clipped ratio.",
        solution: () => `The two are $${ratio} \\times (${advantage}) = ${plain}$ and $${clipped} \\times (${advantage}) = ${cut}$. The smaller is $${Math.min(plain, cut)}$: ${isShielded ? "the clip takes away the gain from going further in this direction" : "the clip does not shield a step in the wrong direction"}.`,
        mistakes: [
          { value: () => Math.max(plain, cut), because: isShielded ? "That is the term without the clip. The minimum of the two is the clipped one." : "You clipped and stopped there. The minimum of the two terms is the one without the clip." },
          { value: () => clippedTerm(2 - ratio, advantage, 0.2), because: `That is for a ratio of ${Number((2 - ratio).toFixed(1))}. This answer has become ${ratio > 1 ? "more" : "less"} likely.` },
          { value: () => ratio, because: `That is the ratio. Multiply it by the advantage.` },
        ],
      };
    }),
    varied({ training: [{ steps: 10_400, each: 32, questions: [26_000, 17_000, 8000, 22_000, 15_000] }, { steps: 6000, each: 64, questions: [40_000, 20_000, 5000, 15_000, 10_000] }, { steps: 2000, each: 128, questions: [30_000, 15_000, 10_000, 10_000, 5000] }, { steps: 12_000, each: 16, questions: [24_000, 9000, 3000, 8000, 6000] }, { steps: 5000, each: 96, questions: [50_000, 25_000, 15_000, 20_000, 10_000] }] }, ({ training: { steps, each, questions } }) => {
      const isZero = steps === 10_400;
      const [math, code, bugs, science, logic] = questions.map(formatInteger) as [string, string, string, string, string];
      const all = questions.reduce<number>((sum, count) => sum + count, 0);
      const passes = (steps * each) / all;
      return {
        level: 2,
        ask: `${isZero ? "R1-Zero's training is printed as" : "A training has"} ${formatInteger(steps)} steps of ${each} questions each, with sixteen answers to a question. ${isZero ? "The paper describes" : "There are"} ${math} questions in mathematics, ${code} and ${bugs} in code, ${science} in science and ${logic} in logic. How many times was each question asked on average${isZero ? ", if those were all" : ""}? Count a group of answers once.`,
        answer: () => passes,
        unit: "count",
        within: 0.01,
        hint: "Steps times questions, over the sum of the questions.",
        solution: () => `$${steps} \\times ${each} / ${all} = ${formatNumber(passes, 3)}$.${isZero ? " The paper prints 1.6 epochs, so the set that it counts there was a different one, or the steps are counted differently. It does not say." : ""}`,
        mistakes: [
          ...(isZero ? [{ value: () => 1.6, because: "That is what the paper prints. The printed steps and questions give more." }] : []),
          { value: () => passes * 16, because: "You counted the answers, sixteen to a question. An epoch counts questions." },
          { value: () => (steps * each) / questions[0], because: "That is with the questions in mathematics alone." },
        ],
      };
    }),
    varied({ test: [{ name: "AIME 2024", problems: 30, r1: 79.8, o1: 79.2 }, { name: "MATH-500", problems: 500, r1: 97.3, o1: 96.4 }, { name: "GPQA Diamond", problems: 198, r1: 71.5, o1: 75.7 }, { name: "SWE Verified", problems: 500, r1: 49.2, o1: 48.9 }] }, ({ test: { name, problems, r1, o1 } }) => {
      const points = Number(Math.abs(r1 - o1).toFixed(1));
      const difference = (points / 100) * problems;
      return {
        level: 2,
        ask: `${name} has ${problems} problems. R1 is printed with ${r1}% and OpenAI-o1-1217 with ${o1}%. How many problems is the difference?`,
        answer: () => difference,
        unit: "problem",
        within: 0.02,
        hint: `One problem is 100/${problems} percentage points.`,
        solution: () => `$${points} / 100 \\times ${problems} = ${formatNumber(difference, 3)}$${problems === 30 ? ": less than a fifth of a problem, in means over many answers to each" : ""}. The score of o1-1217 was taken from OpenAI's reports.`,
        mistakes: [
          { value: () => points, because: `Those are percentage points. One problem is ${formatNumber(100 / problems, 3)} of them.` },
          { value: () => points / problems, because: `You divided by ${problems}. The share has to be multiplied by the number of problems.` },
          { value: () => points * problems, because: `You took ${points} as a share. It is ${points} of a hundred.` },
        ],
      };
    }),
    varied({ slip: [25, 10, 20, 40, 30] }, ({ slip }) => {
      const words = { 25: "one calculation in four slips", 10: "one calculation in ten slips", 20: "one calculation in five slips", 40: "two calculations in five slip", 30: "three calculations in ten slip" }[slip];
      const honest = slip === 25 ? 100 - grpo.params.slipPercent.default : 100 - slip;
      return {
        level: 3,
        ask: `${slip === 25 ? "In the toy" : "Set the toy so that"} ${words}, and a list of numbers passes on a share $\\lambda$ of the questions. From which $\\lambda$ on, in per cent, does a list pay more than the right procedure?`,
        answer: () => honest,
        unit: "%",
        within: 0.01,
        hint: "What is the mean reward of each?",
        solution: () => `The right procedure earns $${honest / 100}$ a question and the list $\\lambda$, so from ${honest}% on the list wins even against a policy that knows everything.${slip === 25 ? " Try less in the figure: at 65% the list can still take over, since the policy starts with more lists than right procedures for half of the questions, and what is rare is rarely rewarded." : ""}`,
        mistakes: [
          { value: () => slip, because: "That is how often an honest calculation fails. It earns the rest." },
          { value: () => 50, because: "The list does not have to pass on most questions. It has to pass more often than an honest answer is right." },
          { value: () => 100, because: "At 100% the list always passes, but it wins from where it passes more often than an honest answer." },
        ],
      };
    }),
    varied({ given: [{ solved: 20, silent: 20 }, { solved: 10, silent: 20 }, { solved: 50, silent: 10 }, { solved: 4, silent: 100 }, { solved: 8, silent: 50 }] }, ({ given: { solved, silent } }) => {
      const words = { 4: "four", 8: "eight", 10: "ten", 20: "twenty", 50: "fifty", 100: "a hundred" } as const;
      const [wrong, allowed] = [1 - 1 / solved, 1 / silent];
      const exact = Math.log(allowed) / Math.log(wrong);
      const enough = Math.ceil(exact);
      const stillSilent = (size: number): string => formatNumber(100 * wrong ** size, 2);
      return {
        level: 3,
        ask: `A question is solved one time in ${words[solved]}. How many answers must a group have so that at most one group in ${words[silent]} is all wrong?`,
        answer: () => enough,
        unit: "sample",
        within: 0,
        hint: `Solve $${wrong}^G = ${allowed}$ for $G$ and round up.`,
        solution: () => `$G = \\ln ${allowed} / \\ln ${wrong} = ${exact.toFixed(1)}$, so ${enough}. DeepSeekMath drew 64 answers to a question; for R1 it was 16.`,
        mistakes: [
          { value: () => exact, because: "That leaves a few groups too many. A group has whole answers: round up." },
          { value: () => solved, because: `That is the mean number of tries until the first success. With ${solved} answers, ${stillSilent(solved)} groups of 100 are still all wrong.` },
          { value: () => 16, because: `That is the size used for R1: ${stillSilent(16)} groups of 100 are all wrong.` },
          { value: () => solved * silent, because: `${solved} times ${silent} is far more than needed. The chance falls as a power of the group's size.` },
        ],
      };
    }),
  ],
});
