import { formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import costAndScore from "./cost-and-score.sim.ts";
import explorer from "./explorer.sim.ts";
import majorityVote from "./majority-vote.sim.ts";
import possibleScores from "./possible-scores.sim.ts";
import scoreNoise from "./score-noise.sim.ts";

const R1_O1 = { first: "DeepSeek-R1", second: "o1-1217" };
const sweLead = (): number => run(scoreNoise, { scoreA: 49.2, scoreB: 48.9, numQuestions: 500 }).differenceQuestions;
/** V3 and Claude on GPQA Diamond, each question answered once. */
const GPQA = { scoreA: 59.1, scoreB: 65, numQuestions: 198, samplesPerQuestion: 1 };
const gpqa = () => run(scoreNoise, GPQA);
/** A test whose problems are all alike; pass@k is then exact, whatever the number of simulated tests. */
const ALIKE = { spreadPercent: 0, numTests: 40 };
const passOfFour = (): number => run(majorityVote, { ...ALIKE, meanPercent: 20, maxVotes: 4 }).points.at(-1)!.passPercent;
const threshold = (): number => run(majorityVote, { ...ALIKE, rivalPercent: 25 }).thresholdPercent;
const wonByVote = (): number => Math.round(run(majorityVote, { ...ALIKE, meanPercent: 40, rivalPercent: 20 }).points.at(-1)!.majorityPercent);
const taskUsd = (model: string, thinkingRatio = 10): number => run(costAndScore, { measure: "a task", thinkingRatio }).offers.find((offer) => offer.model === model)!.usd;
const settledFor = (sign: 1 | -1): number => run(explorer, R1_O1).pairings.filter(({ gap, isSettled }) => isSettled && sign * gap > 0).length;

export default practice({
  predictions: {
    "lead-in-problems": {
      ask: "AIME 2024 has 30 problems. R1 is printed with 79.8% and o1 with 79.2%. How many problems of this test is the lead of R1?",
      unit: "problem",
      truth: () => run(scoreNoise).differenceQuestions,
      within: 0.06,
      right: "Right: less than a fifth of one problem. Such a lead can exist only as an average over many answers to each problem.",
      mistakes: [
        { value: () => 0.6, because: "That is the lead in points of a hundred. The test has thirty problems, so a point is 0.3 of a problem." },
        { value: () => 18, because: "You multiplied 0.6 by 30 and left the per cent out: it is 0.6% of 30." },
        { value: () => 1, because: "One whole problem would be 3.33 points. The lead is 0.6." },
        { value: () => 2, because: "That is 0.6 divided by 0.3. A point is 0.3 of a problem, so multiply." },
      ],
      low: "Too low. Take 0.6 per cent of 30.",
      high: "Too high. One problem of this test is 3.33 points.",
    },
    "vote-of-a-weak-model": {
      ask: "On each problem of a test a model gives the right answer 40 times in a hundred. Of its wrong answers one in five is the same number, and the others are all different. It answers each problem 64 times, and the most frequent answer counts. What is its score?",
      unit: "%",
      truth: wonByVote,
      within: 0.02,
      right: "Right. The right answer comes up about 26 times in 64 and its strongest rival about eight times. It need not have more than half of the votes, only more than any other answer.",
      mistakes: [
        { value: () => 40, because: "That is the score with one answer. A vote counts which answer is most frequent, and the right one is, on nearly every problem." },
        { value: () => 1, because: "The right answer has no majority of all votes, but it does not need one: its rivals divide the rest among them." },
        { value: () => 64, because: "That is the number of answers. The score depends on which answer is most frequent." },
      ],
      low: "Too low. Compare the right answer with its strongest rival, which has a fifth of 60 per cent.",
      high: "Too high.",
      choices: [
        { label: "Next to nothing: it is wrong more often than right", value: () => 1 },
        { label: "About 40%, as with one answer", value: () => 40 },
        { label: "About 64%", value: () => 64 },
        { label: "Nearly all problems", value: wonByVote },
      ],
    },
  },
  exercises: [
    {
      level: 1,
      ask: "SWE Verified has 500 problems. R1 is printed with 49.2% and o1 with 48.9%. How many problems is the lead of R1?",
      answer: sweLead,
      unit: "problem",
      within: 0.01,
      hint: "What is one per cent of 500?",
      solution: () => `$0.003 \\times 500 = ${formatNumber(sweLead(), 2)}$. A single run of 500 problems gives whole problems, so at least one of the two scores is an average, or comes from another set of problems.`,
      mistakes: [
        { value: () => 150, because: "You took 0.3 as a share. It is 0.3 of a hundred." },
        { value: () => 0.3, because: "That is the lead in points. One point of 500 problems is five problems." },
        { value: () => 15, because: "That is 3% of 500. The lead is 0.3 points." },
      ],
    },
    {
      level: 1,
      ask: "V3 is printed with 39.2% on AIME 2024, as the average of 16 runs of 30 problems. How many right answers are behind this number?",
      answer: () => run(possibleScores, { score: 39.2, numRuns: 16 }).nearest[15]!.count,
      unit: "count",
      within: 0,
      hint: "How many answers were given in all?",
      solution: () => `480 answers were given, and $0.392 \\times 480 = 188.2$. The nearest whole number is ${run(possibleScores, { score: 39.2, numRuns: 16 }).nearest[15]!.count}, which is 39.17% and prints as 39.2.`,
      mistakes: [
        { value: () => 12, because: "That is one run. There were 16." },
        { value: () => 189, because: "189 of 480 is 39.4%. Round to the nearest." },
        { value: () => 187, because: "187 of 480 is 39.0%. Round to the nearest." },
      ],
    },
    {
      level: 2,
      ask: "V3 has 59.1% on the 198 questions of GPQA Diamond. What is the lower end of its Wilson interval at 95%, in per cent, if each question was answered once? Take $z = 1.96$.",
      answer: () => gpqa().lowA,
      unit: "%",
      within: 0.002,
      hint: "Put $p = 0.591$ and $n = 198$ into the formula with the minus sign.",
      solution: () => `$z^2/n = 0.0194$. The centre is $(0.591 + 0.0097)/1.0194 = 0.5893$ and the half width $1.96\\sqrt{0.001221 + 0.0000245}/1.0194 = 0.0679$, so the lower end is ${formatNumber(gpqa().lowA, 4)}%.`,
      mistakes: [
        { value: () => 100 * (0.591 - 1.96 * Math.sqrt((0.591 * 0.409) / 198)), because: "That is the simple interval, $p \\pm z\\sqrt{p(1-p)/n}$. Wilson's is pulled a little towards a half." },
        { value: () => gpqa().highA, because: "That is the upper end." },
        { value: () => 100 * (0.591 - Math.sqrt((0.591 * 0.409) / 198)), because: "You took one standard error. At 95% take 1.96 of them, and Wilson's formula." },
      ],
    },
    {
      level: 2,
      ask: "How many questions of the kind of GPQA Diamond would settle 59.1% against 65.0% at 95%, with one answer to each and independent errors? Use $n = z^2 (p_1 q_1 + p_2 q_2) / d^2$ and round up.",
      answer: () => gpqa().questionsToSettle!,
      unit: "question",
      within: 0.01,
      hint: "$q = 1 - p$, and $d$ is 0.059.",
      solution: () => `$3.8415 \\times (0.591 \\times 0.409 + 0.65 \\times 0.35) / 0.059^2$ is just below ${gpqa().questionsToSettle}. The test has 198.`,
      mistakes: [
        { value: () => Math.ceil((3.8415 * 0.591 * 0.409) / 0.059 ** 2), because: "You counted the variance of one score. Both are uncertain, and their variances add up." },
        { value: () => Math.ceil((1.96 * (0.591 * 0.409 + 0.65 * 0.35)) / 0.059 ** 2), because: "Square $z$ as well." },
        { value: () => Math.ceil((0.591 * 0.409 + 0.65 * 0.35) / 0.059 ** 2), because: "You left $z$ out. That many questions make the difference one standard error, which chance exceeds one time in three." },
      ],
    },
    {
      level: 2,
      ask: "A model solves each problem of a test with probability 0.2. What is its `pass@4`, in per cent?",
      answer: passOfFour,
      unit: "%",
      within: 0.005,
      hint: "How likely are four wrong answers in a row?",
      solution: () => `$1 - 0.8^4 = ${formatNumber(passOfFour() / 100, 4)}$. Nobody has to know which of the four is right for this number to be high; someone has to for it to be of use.`,
      mistakes: [
        { value: () => 80, because: "Chances of independent answers do not add up: some problems are solved twice." },
        { value: () => 100 * 0.8 ** 4, because: "That is the share of problems with no right answer among four." },
        { value: () => 100 * 0.2 ** 4, because: "That is all four being right." },
        { value: () => 20, because: "That is `pass@1`." },
      ],
    },
    {
      level: 2,
      ask: "One in four of a model's wrong answers is the same rival. Above what probability of success, in per cent, does the right answer win a vote of very many?",
      answer: threshold,
      unit: "%",
      within: 0.01,
      hint: "The right answer has the share $p$ of the votes, the rival a quarter of $1 - p$.",
      solution: () => `$p > (1 - p)/4$, so $p > 1/5$: ${formatNumber(threshold(), 3)}%.`,
      mistakes: [
        { value: () => 50, because: "That would be needed if all wrong answers were the same." },
        { value: () => 25, because: "The rival has a quarter of the wrong answers, not of all." },
        { value: () => 100 / 3, because: "You solved $p = (1-p)/2$." },
      ],
    },
    {
      level: 3,
      ask: "A task has 500 tokens of input and an answer of 1,000 tokens. GPT-4o costs 5 and 15 dollars a million tokens of input and output; R1 costs 0.55 and 2.19 and writes ten times the answer. How many times GPT-4o's price does R1 cost for the task?",
      answer: () => taskUsd("DeepSeek-R1") / taskUsd("GPT-4o-0513"),
      unit: "ratio",
      within: 0.005,
      hint: "Compute both in dollars. What a model thinks is billed as output.",
      solution: () => `GPT-4o: $(500 \\times 5 + 1000 \\times 15)/10^6 = ${formatNumber(taskUsd("GPT-4o-0513"), 4)}$ dollars. R1: $(500 \\times 0.55 + 10000 \\times 2.19)/10^6 = ${formatNumber(taskUsd("DeepSeek-R1"), 5)}$. So R1 is the dearer one, by a factor of ${formatNumber(taskUsd("DeepSeek-R1") / taskUsd("GPT-4o-0513"), 4)}, though its token costs about a seventh.`,
      mistakes: [
        { value: () => 2.19 / 15, because: "That compares tokens. R1 writes ten times as many." },
        { value: () => taskUsd("DeepSeek-R1", 1) / taskUsd("GPT-4o-0513"), because: "You let R1 write no more than the answer." },
        { value: () => 21.9 / 15, because: "You left the input out." },
        { value: () => taskUsd("GPT-4o-0513") / taskUsd("DeepSeek-R1"), because: "That is GPT-4o's price over R1's." },
      ],
    },
    {
      level: 3,
      ask: "In the explorer, set R1 beside o1. Of the gaps that are larger than sampling explains at 95%, how many are in favour of o1?",
      answer: () => settledFor(-1),
      unit: "count",
      within: 0,
      hint: "Gaps in brackets are within the noise. Look at the signs of the others.",
      solution: () => `${settledFor(-1)}: MMLU and SimpleQA, both tests of knowledge. Of R1's five leads three can be judged, and each of the three could come from sampling alone. Those in DROP and LiveCodeBench have no interval here.`,
      mistakes: [
        { value: () => run(explorer, R1_O1).pairings.filter(({ gap }) => gap < 0).length, because: "That counts all of o1's leads, also those in brackets or with a question mark." },
        { value: () => run(explorer, R1_O1).numFirstAhead + 1, because: "Look at the signs: those with a plus are R1's." },
        { value: () => run(explorer, R1_O1).numCounted, because: "That is how many gaps could be judged at all." },
      ],
    },
  ],
});
