import { distinctExperts } from "#domain/verification.ts";
import { impliedCost, overlap, residual } from "#domain/speculation.ts";
import { formatInteger, formatNumber, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import moduleSize from "./module-size.sim.ts";
import speculativeDecoding from "./speculative-decoding.sim.ts";
import trainingSignal from "./training-signal.sim.ts";
import verifyCost from "./verify-cost.sim.ts";

const fixed = (x: number, digits: number): string => x.toFixed(digits);
/** Few tokens: the closed form does not depend on how many are written. */
const speculate = (given: Readonly<Record<string, number>>) => run(speculativeDecoding, { numTokens: 1000, ...given });
const tokensOf = (acceptance: number, depth: number): number => speculate({ acceptance, depth }).expected.tokensPerPass;
const oneSequencePercent = (): number => 100 * run(verifyCost, { numSequences: 1 }).here.verifyCost;
const modulePercent = (): number => {
  const { parameters, modelParameters } = run(moduleSize);
  return (100 * parameters) / modelParameters;
};
const projection = (): number => run(moduleSize).parts.find(({ part }) => part === "projection")!.total;
/** Whether the tokens that come out of a checked draft follow one distribution: accepted ones and replacements added up. */
const isKept = (whose: "model" | "draft"): boolean => {
  const { model, draft } = { model: [0.6, 0.4], draft: [0.8, 0.2] };
  const rejected = 1 - overlap(model, draft);
  const out = model.map((p, token) => Math.min(p, draft[token]!) + rejected * residual(model, draft)![token]!);
  return out.every((share, token) => Math.abs(share - { model, draft }[whose][token]!) < 1e-9);
};

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
    varied({ given: [{ speed: 1.8, percent: 85 }, { speed: 1.7, percent: 80 }, { speed: 1.75, percent: 88 }, { speed: 1.6, percent: 75 }, { speed: 1.5, percent: 70 }] }, ({ given: { speed, percent } }) => {
      const acceptance = percent / 100;
      const cost = (): number => tokensOf(acceptance, 1) / speed;
      const isV3 = speed === 1.8;
      const better = (percent + 5) / 100;
      return {
        level: 1,
        ask: isV3
          ? "DeepSeek-V3's report gives 1.8 times the tokens per second. If 85% of drafts are accepted, how long does a pass with its draft take, in plain passes?"
          : `A model drafts one token a pass and writes ${speed} times the tokens per second. If ${percent}% of drafts are accepted, how long does a pass with its draft take, in plain passes?`,
        answer: cost,
        unit: "ratio",
        within: 0.004,
        hint: "Speed is tokens a pass over the time of a pass.",
        solution: () => `A pass yields ${1 + acceptance} tokens. At ${speed} times the speed it takes $${1 + acceptance} / ${speed} = ${fixed(cost(), 3)}$ plain passes: ${fixed(100 * (cost() - 1), 1)}% more. At ${percent + 5}% it would be ${fixed(tokensOf(better, 1) / speed, 3)}.`,
        mistakes: [
          { value: () => 1 / cost(), because: "Upside down: that would be shorter than a plain pass." },
          { value: () => 2 / speed, because: `You counted two tokens for each pass. In ${100 - percent} of 100 passes there is one.` },
          { value: () => tokensOf(better, 1) / speed, because: `That is for ${percent + 5}% accepted.` },
        ],
      };
    }),
    varied({ given: [{ tokens: 4096, modules: 1 }, { tokens: 2048, modules: 1 }, { tokens: 4096, modules: 2 }, { tokens: 1024, modules: 3 }, { tokens: 512, modules: 4 }] }, ({ given: { tokens, modules } }) => {
      const count = (): number => run(trainingSignal, { sequenceTokens: tokens, numModules: modules }).numPredictions;
      const [each, all] = [Array.from({ length: modules + 1 }, (_, at) => tokens - at), tokens * (modules + 1)];
      return {
        level: 1,
        ask: `A training sequence has ${formatInteger(tokens)} tokens, and the token after the last is known. With ${modules === 1 ? "one module" : `${modules} modules, each predicting one token further`}, how many predictions does it give?`,
        answer: count,
        unit: "count",
        within: 0,
        hint: "The model predicts at each position. Where can a module not?",
        solution: () => `The model predicts at all ${formatInteger(tokens)} positions, ${modules === 1 ? "the module at all but the last, for which there is no token to predict" : "each further module at one position less, since beyond the text there is no token to predict"}: $${each.join(" + ")} = ${texNumber(count())}$.`,
        mistakes: [
          { value: () => all, because: "At the last positions, the tokens that lie further ahead are beyond the text." },
          { value: () => tokens, because: "That is next-token prediction alone." },
          { value: () => all - (modules + 1) * Math.max(1, modules), because: "Only the modules lose positions, each one more than the one before. The model predicts the token after the last one read." },
        ],
      };
    }),
    varied({ hiddenSize: [7168, 5120, 4096, 2048, 8192] }, ({ hiddenSize }) => {
      const millions = (): number => (hiddenSize === 7168 ? projection() : 2 * hiddenSize ** 2) / 1e6;
      return {
        level: 1,
        ask: `${hiddenSize === 7168 ? "The module" : "A module like V3's"} joins two vectors of ${formatInteger(hiddenSize)} numbers into one with a matrix. How many million weights does it have?`,
        answer: millions,
        unit: "million",
        within: 0.005,
        hint: "It maps the two, put end to end, to one.",
        solution: () => `$2 \\times ${hiddenSize} \\times ${hiddenSize}$, about ${fixed(millions(), 1)} million.${hiddenSize === 7168 ? " It is what separates 11.51 from 11.61 billion." : ""}`,
        mistakes: [
          { value: () => millions() / 2, because: "That maps one vector. There are two, the hidden state and the embedding." },
          { value: () => 2 * millions(), because: "That would map two vectors to two." },
        ],
      };
    }),
    varied({ given: [{ percent: 80, depth: 3 }, { percent: 90, depth: 3 }, { percent: 70, depth: 3 }, { percent: 60, depth: 4 }, { percent: 85, depth: 2 }] }, ({ given: { percent, depth } }) => {
      const a = percent / 100;
      const powers = Array.from({ length: depth }, (_, at) => (at === 0 ? String(a) : `${a}^${at + 1}`)).join(" + ");
      return {
        level: 2,
        ask: `${["No", "One", "Two", "Three", "Four"][depth]} tokens are drafted, and each is accepted with a chance of ${percent}%, if those before it were. How many tokens does a pass yield in the mean?`,
        answer: () => tokensOf(a, depth),
        unit: "token",
        within: 0.005,
        hint: "The second draft counts only if the first was accepted.",
        solution: () => `$1 + ${powers} = ${fixed(tokensOf(a, depth), 3)}$.`,
        mistakes: [
          { value: () => 1 + depth * a, because: "So it would be if a draft could stand after a rejected one. The first rejection ends the pass." },
          { value: () => (depth + 1) * a, because: "The first token is sure, and later ones need all before them." },
          { value: () => 1 / (1 - a), because: `That is the limit for endless drafts, $1 / (1 - ${a})$.` },
          { value: () => tokensOf(a, depth) - 1, because: "You left out the token that each pass yields in any case." },
        ],
      };
    }),
    varied({ given: [{ model: [0.6, 0.4], draft: [0.8, 0.2] }, { model: [0.7, 0.3], draft: [0.9, 0.1] }, { model: [0.45, 0.55], draft: [0.6, 0.4] }, { model: [0.6, 0.4], draft: [0.9, 0.1] }, { model: [0.3, 0.7], draft: [0.6, 0.4] }] }, ({ given: { model, draft } }) => {
      const [[p, other], [q, rest]] = [model, draft];
      return {
        level: 2,
        ask: `The model gives token A a probability of ${p} and B ${other}. The draft is drawn from ${q} and ${rest}. How often is it accepted?`,
        answer: () => overlap(model, draft),
        unit: "ratio",
        within: 0.005,
        hint: "A draft is kept with chance $\\min(1, p/q)$. Add over what may be drafted.",
        solution: () => `$\\min(${p}, ${q}) + \\min(${other}, ${rest}) = ${formatNumber(overlap(model, draft), 3)}$. A is kept with a chance of ${formatNumber(p / q, 3)}, B always.`,
        mistakes: [
          { value: () => p * q + other * rest, because: "That is the chance that two independent draws agree. The rule accepts more than that, without changing the outcome." },
          { value: () => p / q, because: "That is how often A is kept once it was drafted." },
          { value: () => p, because: "That is the part of A alone. B is drafted as well and always kept." },
        ],
      };
    }),
    varied({ given: [{ model: [0.6, 0.3, 0.1], draft: [0.3, 0.2, 0.5] }, { model: [0.5, 0.4, 0.1], draft: [0.2, 0.3, 0.5] }, { model: [0.7, 0.2, 0.1], draft: [0.4, 0.1, 0.5] }, { model: [0.5, 0.3, 0.2], draft: [0.1, 0.2, 0.7] }, { model: [0.5, 0.3, 0.2], draft: [0.2, 0.1, 0.7] }] }, ({ given: { model, draft } }) => {
      const [p] = model;
      const short = (at: 0 | 1): number => Number((model[at] - draft[at]).toFixed(2));
      const whole = Number((short(0) + short(1)).toFixed(2));
      const chance = residual(model, draft)![0]!;
      return {
        level: 2,
        ask: `The model has ${model[0]}, ${model[1]} and ${model[2]} for three tokens, the draft is drawn from ${draft[0]}, ${draft[1]} and ${draft[2]}. When it is rejected, with what chance does the first token take its place?`,
        answer: () => chance,
        unit: "ratio",
        within: 0.005,
        hint: "What the draft falls short of, for each token, is what is left to make up.",
        solution: () => `The draft falls short by ${short(0)} and ${short(1)}. Scaled to one, $${short(0)} / ${whole} = ${formatNumber(chance, 3)}$. So the first token comes out with $${draft[0]} + ${whole} \\times ${formatNumber(chance, 3)} = ${p}$ in all, as it should.`,
        mistakes: [
          { value: () => p, because: "That draws from the model itself. The first token would then come out too often, since accepted drafts have brought it already." },
          { value: () => p / (p + model[1]), because: "You left out the rejected token and scaled the model's chances. What counts is how much the draft fell short of each." },
          { value: () => short(0), because: `Scale to a sum of one: ${short(0)} of ${whole} is left to the first token.` },
        ],
      };
    }),
    {
      level: 2,
      kind: "choice",
      ask: "A draft is kept with a chance of $\\min(1, p/q)$, and a rejected one is replaced by a draw from what the draft fell short of. Which distribution do the tokens that come out follow?",
      options: [
        { says: "The model's own distribution, exactly", isRight: () => isKept("model"), because: "What is accepted and what replaces it add up to the model's chances: each token comes out as often as without drafts." },
        { says: "The draft's distribution", isRight: () => isKept("draft"), because: "Drafts are only proposals. Those that the draft favours too much are rejected so much more often." },
        { says: "A mixture of both", isRight: () => false, because: "So it would be if every draft were kept, or if a rejected one were drawn anew from the model. The rule draws from what is left." },
        { says: "The model's most likely token, always", isRight: () => false, because: "That is greedy decoding. The rule keeps the randomness of sampling." },
      ],
      hint: "Take model 0.6 and 0.4, draft 0.8 and 0.2. How often does A come out, accepted or as a replacement?",
      solution: () => `A comes out when drafted and kept, $0.8 \\times 0.75 = 0.6$, and never as a replacement, since the draft has too much of it. That is the model's 0.6: speed costs no accuracy, whatever the draft.`,
    },
    varied({ given: [{ tokens: 4, experts: 256, topK: 8 }, { tokens: 2, experts: 256, topK: 8 }, { tokens: 8, experts: 256, topK: 8 }, { tokens: 4, experts: 160, topK: 6 }, { tokens: 6, experts: 64, topK: 6 }] }, ({ given: { tokens, experts, topK } }) => {
      const name = { 256: "DeepSeek-V3", 160: "DeepSeek-V2", 64: "DeepSeek-V2-Lite" }[experts];
      const numbers = ["", "", "two", "three", "four", "five", "six", "", "eight"] as const;
      const missed = (1 - topK / experts) ** tokens;
      return {
        level: 2,
        ask: `A pass of ${name} works on ${numbers[tokens]} tokens. How many of the ${experts} routed experts of a layer must it read in the mean, if tokens choose ${numbers[topK]} of them evenly and independently?`,
        answer: () => distinctExperts(experts, topK, tokens),
        unit: "expert",
        within: 0.005,
        hint: "With what chance does no token choose a given expert?",
        solution: () => `An expert is left out by one token with $1 - ${topK}/${experts}$, by ${tokens === 2 ? "both" : `all ${numbers[tokens]}`} with $(1 - ${topK}/${experts})^${tokens} = ${fixed(missed, 4)}$. So $${experts} \\times (1 - ${fixed(missed, 4)}) = ${fixed(distinctExperts(experts, topK, tokens), 1)}$, where one token reads ${topK}.`,
        mistakes: [
          { value: () => tokens * topK, because: "That counts an expert twice when two tokens choose it." },
          { value: () => topK, because: "That is one token." },
          { value: () => experts, because: `That takes many more tokens. ${["", "", "Two", "", "Four", "", "Six", "", "Eight"][tokens]!} choose ${tokens * topK} experts at most.` },
        ],
      };
    }),
    varied({ given: [{ percent: 50, depth: 4, draft: 0.05 }, { percent: 60, depth: 3, draft: 0.05 }, { percent: 70, depth: 4, draft: 0.04 }, { percent: 80, depth: 5, draft: 0.1 }, { percent: 40, depth: 2, draft: 0.1 }] }, ({ given: { percent, depth, draft } }) => {
      const a = percent / 100;
      const breakEven = (): number => speculate({ acceptance: a, depth }).breakEvenCost;
      const words = ["", "one", "two", "three", "four", "five"] as const;
      return {
        level: 3,
        ask: `${words[depth].replace(/^./, (letter) => letter.toUpperCase())} drafts are made for each pass. Each is accepted with a chance of ${percent}%, if those before it were, and making one takes ${draft} of a pass. How much may checking one draft cost, in passes, before decoding becomes slower than without drafts?`,
        answer: () => breakEven() - draft,
        unit: "ratio",
        within: 0.01,
        hint: "Set the time of a pass equal to the tokens that it yields.",
        solution: () => `A pass yields $1 + ${Array.from({ length: depth }, (_, at) => formatNumber(a ** (at + 1), 4)).join(" + ")} = ${fixed(tokensOf(a, depth), 4)}$ tokens and takes $1 + ${depth} (${draft} + v)$. They are equal at $v = ${fixed(tokensOf(a, depth) - 1, 4)} / ${depth} - ${draft} = ${fixed(breakEven() - draft, 3)}$.`,
        mistakes: [
          { value: breakEven, because: `That is for drafting and checking together. Drafting takes ${draft} of it.` },
          { value: () => tokensOf(a, depth) - 1 - draft, because: `That is what all drafts gain together. Divide it by the ${words[depth]} of them before you take off the drafting.` },
          { value: () => a - draft, because: `That is for a single draft. With ${words[depth]}, the later ones are seldom reached but always checked.` },
        ],
      };
    }),
    varied({ given: [{ tokens: 3.5, speed: 3.05, heads: 4 }, { tokens: 2.7, speed: 2.4, heads: 3 }, { tokens: 1.9, speed: 1.75, heads: 2 }, { tokens: 3.2, speed: 2.6, heads: 4 }, { tokens: 2.5, speed: 2, heads: 6 }] }, ({ given: { tokens, speed, heads } }) => {
      const isMeta = tokens === 3.5;
      const words = ["", "one", "two", "three", "four", "five", "six"] as const;
      const [pass, further] = [tokens / speed, heads - 1];
      const cost = 100 * impliedCost(tokens, speed, further);
      return {
        level: 3,
        ask: `${isMeta ? "On code, a model of Meta's" : "A model"} with ${words[heads]} heads yields ${tokens.toFixed(2)} tokens a pass and is ${speed.toFixed(2)} times as fast as with one. What did ${further === 1 ? "the further head" : `each of the ${words[further]} further heads`} cost, in per cent of a pass, checking included?`,
        answer: () => cost,
        unit: "%",
        within: 0.01,
        hint: "How long does a pass take? Divide what exceeds a plain one.",
        solution: () => `A pass takes $${tokens.toFixed(2)} / ${speed.toFixed(2)} = ${fixed(pass, 3)}$ plain passes, so ${further === 1 ? "the draft" : `each of ${words[further]} drafts`} costs ${fixed(cost, 1)}%.${isMeta ? " The other rows of the table give nearly the same." : ""}`,
        mistakes: [
          ...(further === 1 ? [] : [{ value: () => cost * further, because: `That is ${further === 2 ? "both" : `all ${words[further]}`} together.` }]),
          { value: () => (cost * further) / heads, because: `You divided by all ${words[heads]} heads. The first is there in any case; ${further === 1 ? "one is a further one" : `${words[further]!} are further ones`}.` },
          { value: () => (100 * (tokens - speed)) / further, because: "Divide tokens by speed to get time, rather than subtract." },
        ],
      };
    }),
    varied({ given: [{ two: 1.88, three: 2.57 }, { two: 1.9, three: 2.65 }, { two: 1.8, three: 2.4 }, { two: 1.75, three: 2.23 }, { two: 1.85, three: 2.48 }] }, ({ given: { two, three } }) => {
      const [second, both] = [Math.round(100 * (two - 1)), Math.round(100 * (three - two))];
      return {
        level: 3,
        ask: `${two === 1.88 ? "With two heads a model of Meta's yields 1.88 tokens a pass on an encyclopedia, with three 2.57." : `With two heads a model yields ${two.toFixed(2)} tokens a pass, with three ${three.toFixed(2)}.`} When the second token was accepted, how often was the third, in per cent?`,
        answer: () => (100 * (three - two)) / (two - 1),
        unit: "%",
        within: 0.005,
        hint: "The third head adds a token in those passes in which both were accepted.",
        solution: () => `The second is accepted in ${second}% of passes, both in $${three.toFixed(2)} - ${two.toFixed(2)} = ${both}\\%$. So the third is accepted in $${both / 100} / ${second / 100} = ${fixed((100 * (three - two)) / (two - 1), 1)}\\%$ of the cases in which it is reached. The formula assumes ${second}% for both.`,
        mistakes: [
          { value: () => both, because: "That is how often both were accepted, out of all passes." },
          { value: () => second, because: "That is the second token. The formula takes both to be equal; the measurement does not." },
          { value: () => second ** 2 / 100, because: "That is what the formula predicts for both together." },
        ],
      };
    }),
  ],
});
