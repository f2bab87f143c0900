import { distinctExperts } from "#domain/verification.ts";
import { impliedCost, overlap, residual } from "#domain/speculation.ts";
import { formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import moduleSize from "./module-size.sim.ts";
import speculativeDecoding from "./speculative-decoding.sim.ts";
import trainingSignal from "./training-signal.sim.ts";
import verifyCost from "./verify-cost.sim.ts";

const fixed = (x: number, digits: number): string => x.toFixed(digits);
/** Few tokens: the closed form does not depend on how many are written. */
const speculate = (given: Readonly<Record<string, number>>) => run(speculativeDecoding, { numTokens: 1000, ...given });
const tokensOf = (acceptance: number, depth: number): number => speculate({ acceptance, depth }).expected.tokensPerPass;
const firstPassCost = (): number => tokensOf(0.85, 1) / 1.8;
const oneSequencePercent = (): number => 100 * run(verifyCost, { numSequences: 1 }).here.verifyCost;
const modulePercent = (): number => {
  const { parameters, modelParameters } = run(moduleSize);
  return (100 * parameters) / modelParameters;
};
const projection = (): number => run(moduleSize).parts.find(({ part }) => part === "projection")!.total;
const predictions = (): number => run(trainingSignal, { sequenceTokens: 4096 }).numPredictions;
const [MODEL, DRAFT] = [[0.6, 0.4], [0.8, 0.2]] as const;
const [OTHER_MODEL, OTHER_DRAFT] = [[0.6, 0.3, 0.1], [0.3, 0.2, 0.5]] as const;
const afterRejection = (): number => residual(OTHER_MODEL, OTHER_DRAFT)![0]!;
const breakEven = (): number => speculate({ acceptance: 0.5, depth: 4 }).breakEvenCost;
/** Table S2 of Gloeckle et al.: code with four heads, and tokens a pass on Wikipedia with two and three. */
const CODE = { tokens: 3.5, speed: 3.05, heads: 4 };
const [TWO_HEADS, THREE_HEADS] = [1.88, 2.57];

export default practice({
  predictions: {
    "tokens-a-pass": {
      ask: "A model drafts one token ahead, and nine drafts in ten are accepted. How many tokens does a pass yield in the mean?",
      unit: "token",
      truth: () => tokensOf(0.9, 1),
      within: 0.01,
      right: "Right. Every pass yields the one token that the model is sure of, and nine in ten yield the draft as well.",
      mistakes: [
        { value: () => 2, because: "That would need every draft to be accepted. One pass in ten yields a single token." },
        { value: () => 1.8, because: "That is two tokens, nine times in ten. But a rejected draft does not cost the first token: the pass still yields one." },
        { value: () => 0.9, because: "That is the draft alone. Each pass yields a token of its own besides." },
        { value: () => 10, because: "That is the limit for endless drafts, one over the chance of failure. Here only one is drafted." },
      ],
      low: "Too low. A pass never yields less than one token: where a draft is rejected, the model's own token takes its place.",
      high: "Too high. With one draft a pass yields two tokens at most.",
    },
    "one-sequence": {
      ask: "An ideal machine writes one answer with DeepSeek-V3, one token a pass, and waits for its memory all the time. How much longer does a pass take when it has two tokens to work on?",
      unit: "%",
      truth: oneSequencePercent,
      within: 0.05,
      choices: [
        { label: "hardly longer, 1%", value: () => 1 },
        { label: "about half as long again", value: oneSequencePercent },
        { label: "twice as long", value: () => 100 },
      ],
      right: "Right. The second token chooses experts of its own, and nearly all of them must be read besides those of the first. Attention and all else that is shared are read once.",
      mistakes: [
        { value: () => 1, because: "So it would be in a dense model, which reads the same weights for one token as for two. In a mixture of experts the second token wants other experts, and those must be read as well." },
        { value: () => 100, because: "Twice the arithmetic, but the machine waits for memory. Of what it reads, only the experts differ between the two tokens." },
      ],
      low: "Too low. The second token has experts of its own.",
      high: "Too high. Attention, shared experts and the output head are read once for both.",
    },
    "module-share": {
      ask: "DeepSeek-V3 has 671B parameters in 61 layers. What share of that does its module for the second token have, without what it shares with the model?",
      unit: "%",
      truth: modulePercent,
      within: 0.03,
      right: "Right: one layer with experts and a projection. The layer is larger than the mean one, since the first three layers of the model have no experts.",
      mistakes: [
        { value: () => 100 / 61, because: "That is one layer in 61, a good guess. But three layers of the model are small, dense ones, and the module's is one with experts; and it has a projection." },
        { value: () => (100 * 14) / 671, because: "That is the size on disk, with copies of embedding and output head, which the module shares with the model." },
        { value: () => 100, because: "That would be a second model. The module is one layer on top of the first." },
      ],
      low: "Too low. It holds a whole layer with all its 256 experts.",
      high: "Too high. It is one layer, a matrix and three norms.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "DeepSeek-V3's report gives 1.8 times the tokens per second. If 85% of drafts are accepted, how long does a pass with its draft take, in plain passes?",
      answer: firstPassCost,
      unit: "ratio",
      within: 0.004,
      hint: "Speed is tokens a pass over the time of a pass.",
      solution: () => `A pass yields 1.85 tokens. At 1.8 times the speed it takes $1.85 / 1.8 = ${fixed(firstPassCost(), 3)}$ plain passes: ${fixed(100 * (firstPassCost() - 1), 1)}% more. At 90% it would be ${fixed(tokensOf(0.9, 1) / 1.8, 3)}.`,
      mistakes: [
        { value: () => 1.8 / 1.85, because: "Upside down: that would be shorter than a plain pass." },
        { value: () => 2 / 1.8, because: "You counted two tokens for each pass. In 15 of 100 passes there is one." },
        { value: () => 1.9 / 1.8, because: "That is for 90% accepted." },
      ],
    },
    {
      level: 1,
      ask: "A training sequence has 4,096 tokens. With one module, how many predictions does it give?",
      answer: predictions,
      unit: "count",
      within: 0,
      hint: "The model predicts at each position. Where can the module not?",
      solution: () => `The model predicts at all 4,096 positions, the module at all but the last, for which there is no token to predict: $4096 + 4095 = ${formatNumber(predictions()).replaceAll(",", "{,}")}$.`,
      mistakes: [
        { value: () => 8192, because: "At the last position, the token after the next lies beyond the text." },
        { value: () => 4096, because: "That is next-token prediction alone." },
        { value: () => 8190, because: "Only the module loses a position. The model predicts the token after the last one read." },
      ],
    },
    {
      level: 1,
      ask: "The module joins two vectors of 7,168 numbers into one with a matrix. How many million weights does it have?",
      answer: () => projection() / 1e6,
      unit: "count",
      within: 0.005,
      hint: "It maps the two, put end to end, to one.",
      solution: () => `$2 \\times 7168 \\times 7168$, about ${fixed(projection() / 1e6, 1)} million. It is what separates 11.51 from 11.61 billion.`,
      mistakes: [
        { value: () => 7168 ** 2 / 1e6, because: "That maps one vector. There are two, the hidden state and the embedding." },
        { value: () => (4 * 7168 ** 2) / 1e6, because: "That would map two vectors to two." },
      ],
    },
    {
      level: 2,
      ask: "Three tokens are drafted, and each is accepted with a chance of 80%, if those before it were. How many tokens does a pass yield in the mean?",
      answer: () => tokensOf(0.8, 3),
      unit: "token",
      within: 0.005,
      hint: "The second draft counts only if the first was accepted.",
      solution: () => `$1 + 0.8 + 0.8^2 + 0.8^3 = ${fixed(tokensOf(0.8, 3), 3)}$.`,
      mistakes: [
        { value: () => 1 + 3 * 0.8, because: "So it would be if a draft could stand after a rejected one. The first rejection ends the pass." },
        { value: () => 4 * 0.8, because: "The first token is sure, and later ones need all before them." },
        { value: () => 5, because: "That is the limit for endless drafts, $1 / (1 - 0.8)$." },
        { value: () => 0.8 + 0.8 ** 2 + 0.8 ** 3, because: "You left out the token that each pass yields in any case." },
      ],
    },
    {
      level: 2,
      ask: "The model gives token A a probability of 0.6 and B 0.4. The draft is drawn from 0.8 and 0.2. How often is it accepted?",
      answer: () => overlap(MODEL, DRAFT),
      unit: "ratio",
      within: 0.005,
      hint: "A draft is kept with chance $\\min(1, p/q)$. Add over what may be drafted.",
      solution: () => `$\\min(0.6, 0.8) + \\min(0.4, 0.2) = ${fixed(overlap(MODEL, DRAFT), 1)}$. A is kept with a chance of 0.75, B always.`,
      mistakes: [
        { value: () => 0.6 * 0.8 + 0.4 * 0.2, because: "That is the chance that two independent draws agree. The rule accepts more than that, without changing the outcome." },
        { value: () => 0.75, because: "That is how often A is kept once it was drafted." },
        { value: () => 0.6, because: "That is the part of A alone. B is drafted as well and always kept." },
      ],
    },
    {
      level: 2,
      ask: "The model has 0.6, 0.3 and 0.1 for three tokens, the draft is drawn from 0.3, 0.2 and 0.5. When it is rejected, with what chance does the first token take its place?",
      answer: afterRejection,
      unit: "ratio",
      within: 0.005,
      hint: "What the draft falls short of, for each token, is what is left to make up.",
      solution: () => `The draft falls short by 0.3 and 0.1. Scaled to one, $0.3 / 0.4 = ${fixed(afterRejection(), 2)}$. So the first token comes out with $0.3 + 0.4 \\times 0.75 = 0.6$ in all, as it should.`,
      mistakes: [
        { value: () => 0.6, because: "That draws from the model itself. The first token would then come out too often, since accepted drafts have brought it already." },
        { value: () => 0.6 / 0.9, because: "You left out the rejected token and scaled the model's chances. What counts is how much the draft fell short of each." },
        { value: () => 0.3, because: "Scale to a sum of one: 0.3 of 0.4 is left to the first token." },
      ],
    },
    {
      level: 2,
      ask: "A pass of DeepSeek-V3 works on four tokens. How many of the 256 routed experts of a layer must it read in the mean, if tokens choose eight of them evenly and independently?",
      answer: () => distinctExperts(256, 8, 4),
      unit: "expert",
      within: 0.005,
      hint: "With what chance does no token choose a given expert?",
      solution: () => `An expert is left out by one token with $1 - 8/256$, by all four with $(31/32)^4 = ${fixed((31 / 32) ** 4, 4)}$. So $256 \\times (1 - ${fixed((31 / 32) ** 4, 4)}) = ${fixed(distinctExperts(256, 8, 4), 1)}$: nearly four times those of one token.`,
      mistakes: [
        { value: () => 32, because: "That counts an expert twice when two tokens choose it." },
        { value: () => 8, because: "That is one token." },
        { value: () => 256, because: "That takes many more tokens. Four choose 32 experts at most." },
      ],
    },
    {
      level: 3,
      ask: "Half of all drafts are accepted, four are made a pass, and making one takes 0.05 of a pass. How much may checking one cost, in passes, before decoding becomes slower than without?",
      answer: () => breakEven() - 0.05,
      unit: "ratio",
      within: 0.01,
      hint: "Set the time of a pass equal to the tokens that it yields.",
      solution: () => `A pass yields $1 + 0.5 + 0.25 + 0.125 + 0.0625 = ${fixed(tokensOf(0.5, 4), 4)}$ tokens and takes $1 + 4 (0.05 + v)$. They are equal at $v = ${fixed(breakEven(), 3)} - 0.05 = ${fixed(breakEven() - 0.05, 3)}$.`,
      mistakes: [
        { value: breakEven, because: "That is for drafting and checking together. Drafting takes 0.05 of it." },
        { value: () => tokensOf(0.5, 4) - 1 - 0.05, because: "Four drafts share what is gained." },
        { value: () => 0.5 - 0.05, because: "That is for a single draft. With four, the later ones are seldom reached but always checked." },
      ],
    },
    {
      level: 3,
      ask: "On code, a model of Meta's with four heads yields 3.50 tokens a pass and is 3.05 times as fast as with one. What did each of the three further heads cost, in per cent of a pass, checking included?",
      answer: () => 100 * impliedCost(CODE.tokens, CODE.speed, CODE.heads - 1),
      unit: "%",
      within: 0.01,
      hint: "How long does a pass take? Divide what exceeds a plain one.",
      solution: () => `A pass takes $3.50 / 3.05 = ${fixed(CODE.tokens / CODE.speed, 3)}$ plain passes, so each of three drafts costs ${fixed(100 * impliedCost(CODE.tokens, CODE.speed, 3), 1)}%. The other rows of the table give nearly the same.`,
      mistakes: [
        { value: () => 100 * (CODE.tokens / CODE.speed - 1), because: "That is all three together." },
        { value: () => (100 * (CODE.tokens / CODE.speed - 1)) / 4, because: "The first head is there in any case. Three are further ones." },
        { value: () => (100 * (CODE.tokens - CODE.speed)) / 3, because: "Divide tokens by speed to get time, rather than subtract." },
      ],
    },
    {
      level: 3,
      ask: "With two heads the same model yields 1.88 tokens a pass on an encyclopedia, with three 2.57. When the second token was accepted, how often was the third, in per cent?",
      answer: () => (100 * (THREE_HEADS - TWO_HEADS)) / (TWO_HEADS - 1),
      unit: "%",
      within: 0.005,
      hint: "The third head adds a token in those passes in which both were accepted.",
      solution: () => `The second is accepted in 88% of passes, both in $2.57 - 1.88 = 69\\%$. So the third is accepted in $0.69 / 0.88 = ${fixed((100 * (THREE_HEADS - TWO_HEADS)) / (TWO_HEADS - 1), 1)}\\%$ of the cases in which it is reached. The formula assumes 88% for both.`,
      mistakes: [
        { value: () => 100 * (THREE_HEADS - TWO_HEADS), because: "That is how often both were accepted, out of all passes." },
        { value: () => 88, because: "That is the second token. The formula takes both to be equal; the measurement does not." },
        { value: () => 100 * 0.88 ** 2, because: "That is what the formula predicts for both together." },
      ],
    },
  ],
});
