import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import costAndScore from "./cost-and-score.sim.ts";
import explorer from "./explorer.sim.ts";
import majorityVote from "./majority-vote.sim.ts";
import possibleScores from "./possible-scores.sim.ts";
import scoreNoise from "./score-noise.sim.ts";

/** Of the normal distribution, at 95%. */
const Z = 1.96;
/** A test whose problems are all alike; pass@k is then exact, whatever the number of simulated tests. */
const ALIKE = { spreadPercent: 0, numTests: 40 };
const wonByVote = (): number => Math.round(run(majorityVote, { ...ALIKE, meanPercent: 40, rivalPercent: 20 }).points.at(-1)!.majorityPercent);
/** Whether a mean of so many runs of 30 problems can print as 79.8. */
const isPossible = (numRuns: number): boolean => run(possibleScores, { score: 79.8, numRuns }).isPossible;

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
    varied({ given: [{ test: "SWE Verified", questions: 500, first: 49.2, second: 48.9 }, { test: "A test", questions: 198, first: 71.5, second: 70.2 }, { test: "A test", questions: 500, first: 97.3, second: 96.4 }, { test: "A test", questions: 225, first: 53.3, second: 51.1 }, { test: "A test", questions: 400, first: 30.2, second: 29.6 }, { test: "A test", questions: 60, first: 55.5, second: 54.8 }] }, ({ given: { test, questions, first, second } }) => {
      const lead = (): number => run(scoreNoise, { scoreA: first, scoreB: second, numQuestions: questions }).differenceQuestions;
      const points = Number((first - second).toFixed(1));
      const isReal = test === "SWE Verified";
      return {
        level: 1,
        ask: isReal ? "SWE Verified has 500 problems. R1 is printed with 49.2% and o1 with 48.9%. How many problems is the lead of R1?" : `A test has ${questions} problems. One model is printed with ${first}% and another with ${second}%. How many problems is the lead of the first?`,
        answer: lead,
        unit: "problem",
        within: 0.01,
        hint: `What is one per cent of ${questions}?`,
        solution: () => `$${Number((points / 100).toFixed(4))} \\times ${questions} = ${formatNumber(lead(), 4)}$. ${isReal ? "A single run of 500 problems gives whole problems, so at least one of the two scores is an average, or comes from another set of problems." : "Where that is no whole number, single runs cannot be behind both scores."}`,
        mistakes: [
          { value: () => points * questions, because: `You took ${points} as a share. It is ${points} of a hundred.` },
          { value: () => points, because: `That is the lead in points. One point of ${questions} problems is ${formatNumber(questions / 100)} problems.` },
          { value: () => (10 * points * questions) / 100, because: `That is ${formatNumber(10 * points)}% of ${questions}. The lead is ${points} points.` },
        ],
      };
    }),
    {
      level: 1,
      kind: "choice",
      ask: "AIME 2024 has 30 problems, and R1 is printed with 79.8%. What can such a score be?",
      options: [
        { says: "The mean over many answers to each problem", isRight: () => isPossible(64), because: "With 64 answers to each of 30 problems, 1,532 right ones of 1,920 print as 79.8." },
        { says: "The share of problems solved in one run", isRight: () => isPossible(1), because: "One run gives thirtieths. 23 of 30 are 76.7% and 24 are 80.0%; nothing lies between." },
        { says: "The mean of two runs", isRight: () => isPossible(2), because: "Two runs give sixtieths: 47 of 60 are 78.3% and 48 are 80.0%." },
        { says: "The share of problems whose most frequent answer is right", isRight: () => isPossible(1), because: "A vote leaves one answer for each problem, so it gives thirtieths as well." },
      ],
      hint: "Which scores can 30 problems give, if each is either solved or not?",
      solution: () => "One run can give 76.7% or 80.0%, and two 78.3% or 80.0%. The report says that it sampled 64 answers to each problem: $0.798 \\times 1920 \\approx 1532$.",
    },
    varied({ given: [{ score: 39.2, runs: 16 }, { score: 79.8, runs: 64 }, { score: 55.5, runs: 64 }, { score: 63.6, runs: 64 }, { score: 26.7, runs: 8 }, { score: 44.2, runs: 16 }] }, ({ given: { score, runs } }) => {
      const isV3 = score === 39.2;
      const answers = 30 * runs;
      const count = (): number => run(possibleScores, { score, numRuns: runs }).nearest[runs - 1]!.count;
      return {
        level: 1,
        ask: isV3 ? "V3 is printed with 39.2% on AIME 2024, as the average of 16 runs of 30 problems. How many right answers are behind this number?" : `A model is printed with ${score}% on AIME 2024, as the average of ${runs} runs of 30 problems. Which number of right answers comes nearest to that?`,
        answer: count,
        unit: "count",
        within: 0,
        hint: "How many answers were given in all?",
        solution: () => `${formatInteger(answers)} answers were given, and $${Number((score / 100).toFixed(3))} \\times ${answers} = ${((score * answers) / 100).toFixed(1)}$. The nearest whole number is ${formatInteger(count())}, which is ${((100 * count()) / answers).toFixed(2)}% and prints as ${((100 * count()) / answers).toFixed(1)}.`,
        mistakes: [
          { value: () => Math.round((score * 30) / 100), because: `That is one run. There were ${runs}.` },
          { value: () => count() + 1, because: `${formatInteger(count() + 1)} of ${formatInteger(answers)} is ${((100 * (count() + 1)) / answers).toFixed(2)}%. Round to the nearest.` },
          { value: () => count() - 1, because: `${formatInteger(count() - 1)} of ${formatInteger(answers)} is ${((100 * (count() - 1)) / answers).toFixed(2)}%. Round to the nearest.` },
        ],
      };
    }),
    varied({ given: [{ score: 59.1, questions: 198 }, { score: 71.5, questions: 198 }, { score: 65, questions: 198 }, { score: 30, questions: 225 }, { score: 79, questions: 225 }] }, ({ given: { score, questions } }) => {
      const bounds = () => run(scoreNoise, { scoreA: score, scoreB: 50, numQuestions: questions, samplesPerQuestion: 1 });
      const [p, n] = [score / 100, questions];
      const spread = Math.sqrt((p * (1 - p)) / n);
      const [z2n, scale] = [Z ** 2 / n, 1 + Z ** 2 / n];
      return {
        level: 2,
        ask: score === 59.1 ? "V3 has 59.1% on the 198 questions of GPQA Diamond. What is the lower end of its Wilson interval at 95%, in per cent, if each question was answered once? Take $z = 1.96$." : `A model has ${score}% on a test of ${questions} questions, each answered once. What is the lower end of its Wilson interval at 95%, in per cent? Take $z = 1.96$.`,
        answer: () => bounds().lowA,
        unit: "%",
        within: 0.002,
        hint: `Put $p = ${p}$ and $n = ${n}$ into the formula with the minus sign.`,
        solution: () => `$z^2/n = ${z2n.toFixed(4)}$. The centre is $(${p} + ${(z2n / 2).toFixed(4)})/${scale.toFixed(4)} = ${((p + z2n / 2) / scale).toFixed(4)}$. With $p(1-p)/n + z^2/4n^2 = ${(spread ** 2 + z2n / (4 * n)).toFixed(7)}$ the half width is $1.96\\sqrt{${(spread ** 2 + z2n / (4 * n)).toFixed(7)}}/${scale.toFixed(4)} = ${((Z * Math.sqrt(spread ** 2 + z2n / (4 * n))) / scale).toFixed(4)}$, so the lower end is ${formatNumber(bounds().lowA, 4)}%.`,
        mistakes: [
          { value: () => 100 * (p - Z * spread), because: "That is the simple interval, $p \\pm z\\sqrt{p(1-p)/n}$. Wilson's is pulled a little towards a half." },
          { value: () => bounds().highA, because: "That is the upper end." },
          { value: () => 100 * (p - spread), because: "You took one standard error. At 95% take 1.96 of them, and Wilson's formula." },
        ],
      };
    }),
    varied({ given: [{ first: 59.1, second: 65 }, { first: 71.5, second: 75.7 }, { first: 50, second: 52 }, { first: 88, second: 91 }, { first: 30, second: 36 }] }, ({ given: { first, second } }) => {
      const isGpqa = first === 59.1;
      const needed = (): number => run(scoreNoise, { scoreA: first, scoreB: second, numQuestions: 198, samplesPerQuestion: 1 }).questionsToSettle!;
      const [p, q, d] = [first / 100, second / 100, Number(((second - first) / 100).toFixed(3))];
      const variances = p * (1 - p) + q * (1 - q);
      const digits = (x: number): number => Number(x.toFixed(3));
      return {
        level: 2,
        ask: `How many questions ${isGpqa ? "of the kind of GPQA Diamond " : ""}would settle ${first.toFixed(1)}% against ${second.toFixed(1)}% at 95%, with one answer to each and independent errors? Use $n = z^2 (p_1 q_1 + p_2 q_2) / d^2$ with $z = 1.96$ and round up.`,
        answer: needed,
        unit: "question",
        within: 0.01,
        hint: `$q = 1 - p$, and $d$ is ${d}.`,
        solution: () => `$3.8415 \\times (${p} \\times ${digits(1 - p)} + ${q} \\times ${digits(1 - q)}) / ${d}^2$ is just below ${formatInteger(needed())}.${isGpqa ? " The test has 198." : ""}`,
        mistakes: [
          { value: () => Math.ceil((Z ** 2 * p * (1 - p)) / d ** 2), because: "You counted the variance of one score. Both are uncertain, and their variances add up." },
          { value: () => Math.ceil((Z * variances) / d ** 2), because: "Square $z$ as well." },
          { value: () => Math.ceil(variances / d ** 2), because: "You left $z$ out. That many questions make the difference one standard error, which chance exceeds one time in three." },
        ],
      };
    }),
    varied({ given: [{ percent: 20, tries: 4 }, { percent: 30, tries: 3 }, { percent: 10, tries: 8 }, { percent: 15, tries: 5 }, { percent: 40, tries: 2 }, { percent: 5, tries: 16 }] }, ({ given: { percent, tries } }) => {
      const p = percent / 100;
      const pass = (): number => run(majorityVote, { ...ALIKE, meanPercent: percent, maxVotes: tries }).points.at(-1)!.passPercent;
      return {
        level: 2,
        ask: `A model solves each problem of a test with probability ${p}, anew with each try. What is its \`pass@${tries}\`, in per cent?`,
        answer: pass,
        unit: "%",
        within: 0.005,
        hint: `How likely are ${tries} wrong answers in a row?`,
        solution: () => `$1 - ${Number((1 - p).toFixed(2))}^{${tries}} = ${formatNumber(pass() / 100, 4)}$. Nobody has to know which of the ${tries} is right for this number to be high; someone has to for it to be of use.`,
        mistakes: [
          { value: () => percent * tries, because: "Chances of independent answers do not add up: some problems are solved twice." },
          { value: () => 100 * (1 - p) ** tries, because: `That is the share of problems with no right answer among ${tries}.` },
          ...(tries <= 5 ? [{ value: () => 100 * p ** tries, because: `That is all ${tries} being right.` }] : []),
          { value: () => percent, because: "That is `pass@1`." },
        ],
      };
    }),
    varied({ given: [{ rival: 25, share: "One in four", of: "a quarter" }, { rival: 30, share: "Three in ten", of: "three tenths" }, { rival: 20, share: "One in five", of: "a fifth" }, { rival: 10, share: "One in ten", of: "a tenth" }, { rival: 40, share: "Two in five", of: "two fifths" }] }, ({ given: { rival, share, of } }) => {
      const threshold = (): number => run(majorityVote, { ...ALIKE, rivalPercent: rival }).thresholdPercent;
      const r = rival / 100;
      return {
        level: 2,
        ask: `${share} of a model's wrong answers ${share.startsWith("One") ? "is" : "are"} the same rival; the others are all different. Above what probability of success, in per cent, does the right answer win a vote of very many?`,
        answer: threshold,
        unit: "%",
        within: 0.01,
        hint: `The right answer has the share $p$ of the votes, the rival ${of} of $1 - p$.`,
        solution: () => `$p > ${r}\\,(1 - p)$, so $p > ${r} / ${1 + r}$: ${formatNumber(threshold(), 3)}%.`,
        mistakes: [
          { value: () => 50, because: "That would be needed if all wrong answers were the same." },
          { value: () => rival, because: `The rival has ${of} of the wrong answers, not of all.` },
          { value: () => (100 * r) / (1 - r), because: `You solved $p = ${r} / (1 - ${r})$. Bring the $p$ of the right side over: it adds to the left.` },
        ],
      };
    }),
    varied({ given: [{ input: 500, answer: 1000, ratio: 10 }, { input: 2000, answer: 500, ratio: 16 }, { input: 4000, answer: 800, ratio: 6 }, { input: 1000, answer: 2000, ratio: 20 }, { input: 10_000, answer: 1000, ratio: 8 }] }, ({ given: { input, answer, ratio } }) => {
      const taskUsd = (model: string, thinkingRatio: number = ratio): number => run(costAndScore, { measure: "a task", inputTokens: input, answerTokens: answer, thinkingRatio }).offers.find((offer) => offer.model === model)!.usd;
      const times = (): number => taskUsd("DeepSeek-R1") / taskUsd("GPT-4o-0513");
      return {
        level: 3,
        ask: `A task has ${formatInteger(input)} tokens of input and an answer of ${formatInteger(answer)} tokens. GPT-4o costs 5 and 15 dollars a million tokens of input and output; R1 costs 0.55 and 2.19 and writes ${ratio} times the answer, its thinking included. How many times GPT-4o's price does R1 cost for the task?`,
        answer: times,
        unit: "ratio",
        within: 0.005,
        hint: "Compute both in dollars. What a model thinks is billed as output.",
        solution: () => `GPT-4o: $(${input} \\times 5 + ${answer} \\times 15)/10^6 = ${formatNumber(taskUsd("GPT-4o-0513"), 4)}$ dollars. R1: $(${input} \\times 0.55 + ${ratio * answer} \\times 2.19)/10^6 = ${formatNumber(taskUsd("DeepSeek-R1"), 5)}$. So R1 costs ${formatNumber(times(), 4)} times as much, though its token costs about a seventh.`,
        mistakes: [
          { value: () => 2.19 / 15, because: `That compares tokens. R1 writes ${ratio} times as many.` },
          { value: () => taskUsd("DeepSeek-R1", 1) / taskUsd("GPT-4o-0513"), because: "You let R1 write no more than the answer." },
          { value: () => (ratio * 2.19) / 15, because: "You left the input out." },
          { value: () => 1 / times(), because: "That is GPT-4o's price over R1's." },
        ],
      };
    }),
    varied({ pair: [["DeepSeek-R1", "o1-1217"], ["DeepSeek-V3", "o1-mini"], ["DeepSeek-R1", "GPT-4o-0513"], ["DeepSeek-V2.5-0905", "LLaMA-3.1-405B-Instruct"], ["DeepSeek-V2.5-0905", "Qwen2.5-72B-Instruct"]] }, ({ pair: [first, second] }) => {
      const out = () => run(explorer, { first, second });
      const settled = (): readonly string[] => out().pairings.filter(({ gap, isSettled }) => isSettled && gap < 0).map(({ label }) => label);
      const isFirst = second === "o1-1217";
      return {
        level: 3,
        ask: isFirst ? "In the explorer, set R1 beside o1. Of the gaps that are larger than sampling explains at 95%, how many are in favour of o1?" : `In the explorer, set ${first} beside ${second}. Of the gaps that are larger than sampling explains at 95%, how many are in favour of ${second}?`,
        answer: () => settled().length,
        unit: "count",
        within: 0,
        hint: "Gaps in brackets are within the noise. Look at the signs of the others.",
        solution: () => isFirst
          ? `${settled().length}: MMLU and SimpleQA, both tests of knowledge. Of R1's five leads three can be judged, and each of the three could come from sampling alone. Those in DROP and LiveCodeBench have no interval here.`
          : `${settled().length}: ${settled().join(", ")}. Beyond the noise and in favour of ${first} are ${out().numSettled - settled().length}; ${out().numCounted} gaps could be judged.`,
        mistakes: [
          { value: () => out().pairings.filter(({ gap }) => gap < 0).length, because: `That counts all of ${isFirst ? "o1" : second}'s leads, also those in brackets or with a question mark.` },
          isFirst ? { value: () => out().numFirstAhead + 1, because: "Look at the signs: those with a plus are R1's." } : { value: () => out().numSettled - settled().length, because: `Those are in favour of ${first}. Look at the signs.` },
          { value: () => out().numCounted, because: "That is how many gaps could be judged at all." },
        ],
      };
    }),
  ],
});
