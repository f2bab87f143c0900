import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import expertCombinations from "./expert-combinations.sim.ts";
import expertParallelLatency from "./expert-parallel-latency.sim.ts";
import expertPlacement from "./expert-placement.sim.ts";
import nodeLimitedRouting from "./node-limited-routing.sim.ts";
import parameterCount from "./parameter-count.sim.ts";
import routingBalance from "./routing-balance.sim.ts";

/** Released shape of DeepSeek-V3; see the config printed in the article. */
const v3 = { hiddenSize: 7168, denseWidth: 18_432, expertWidth: 2048, numLayers: 61, numDenseLayers: 3, numRoutedExperts: 256, numSharedExperts: 1, topK: 8 };
const expertWeights = 3 * v3.hiddenSize * v3.expertWidth;
const routedWeights = (numLayers: number): number => numLayers * v3.numRoutedExperts * expertWeights;

const countOf = (model: string, convention: "both" | "head" | "neither") => run(parameterCount, { model, convention });
const percentInUse = (): number => {
  const { activatedParameters, totalParameters } = countOf("deepseek-v3", "both");
  return (100 * activatedParameters) / totalParameters;
};
const combinations = (): number => Number(run(expertCombinations, { numExperts: 8, topK: 2, segmentation: 2 }).after.combinations);
/** The least time that the network allows a token, in ms. */
const tpotMs = (given: Readonly<Record<string, number>>): number => run(expertParallelLatency, given).tpotMs;
/** The mean MaxVio of a batch routed by chance; the number of batches does not enter. */
const samplingFloor = (): number => run(routingBalance, { numBatches: 10 }).floor.mean;
/** DeepSeek-V2: 160 experts on 8 devices, of which a token may use 3. */
const V2_DEVICES = { numNodes: 8, expertsPerNode: 20, topK: 6, maxNodes: 3 };

/** One step of V3's later training: 15,360 sequences of 4,096 tokens. */
const BATCH_TOKENS = 15_360 * 4096;
/** Load of each expert in the example that DeepSeek published with its placement. */
const LOADS = [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86];
const meanLoad = LOADS.reduce((sum, load) => sum + load, 0) / LOADS.length;

export default practice({
  predictions: {
    "share-in-use": {
      ask: "What share of all its parameters does DeepSeek-V3 use for one token?",
      unit: "%",
      truth: percentInUse,
      within: 0.06,
      right: "Right. A thirty-second part of the routed experts is at work, and with it everything that every token uses: attention, the shared experts, the dense layers and the output head.",
      mistakes: [
        { value: () => (100 * v3.topK) / v3.numRoutedExperts, because: "That is the share of the routed experts: 8 of 256. Attention, shared experts, dense layers and the output head come on top, and every token uses all of them." },
        { value: () => (100 * (v3.topK + v3.numSharedExperts)) / (v3.numRoutedExperts + v3.numSharedExperts), because: "That is the share of all experts, shared ones counted. Attention, dense layers and the output head are used as well." },
        { value: () => 100 / v3.numRoutedExperts, because: "That is one expert of a layer. A token uses eight routed ones and a shared one." },
        { value: () => 100, because: "That is a dense model. Here most experts of a layer are not computed for a given token." },
      ],
      low: "Too low. Besides its experts, a token uses all of attention, the shared experts, the dense layers and the output head.",
      high: "Too high. Nearly all parameters are in the routed experts, and of those a token uses 8 in 256.",
    },
    "sampling-floor": {
      ask: "A perfectly fair router sends each of 4,096 tokens to 6 of 64 experts at random, so that an expert gets 384 tokens in the mean. By what share of that mean does the busiest expert of a batch exceed it, on average? (That is MaxVio: 0.5 would mean 576 tokens.)",
      unit: "ratio",
      truth: samplingFloor,
      within: 0.15,
      right: "Right. One expert's count spreads by about a twentieth of the mean, and the busiest of 64 lies more than twice that far out. No router can be expected to do better on a batch of this size unless it looks at the whole batch.",
      mistakes: [
        { value: () => Math.sqrt(1 - 6 / 64) / Math.sqrt(384), because: "That is the spread of a single expert's count, one standard deviation. The busiest of 64 experts lies more than two of them out." },
        { value: () => 1 + samplingFloor(), because: "That is the busiest load relative to the mean. MaxVio is what exceeds the mean: subtract one." },
        { value: () => 0.01, because: "That would be four tokens in 384. Counts of a random choice spread by about the square root of their mean, here about 20 tokens." },
        { value: () => 0.5, because: "That is a busiest expert with half as much again as its share. Such a batch is not chance: it shows a preference of the router." },
      ],
      low: "Too low. Counts of a random choice spread by about the square root of their mean, and the question is about the largest of 64 counts.",
      high: "Too high. The counts spread by about 20 tokens around 384, so even the largest of 64 is not far off.",
    },
    "nodes-touched": {
      ask: "Suppose a token chose its 8 experts evenly and independently among 256, of which each of 8 nodes holds 32. How many different nodes would it touch on average?",
      unit: "node",
      truth: () => run(nodeLimitedRouting).nodesWithout,
      within: 0.02,
      right: "Right: some nodes get two or three of the eight, so fewer than eight are touched. A node is missed when all eight experts lie elsewhere.",
      mistakes: [
        { value: () => 8, because: "That would need each expert on a node of its own, which happens by chance in fewer than three tokens of a thousand." },
        { value: () => 4, because: "That is the limit that V3 imposes. The question is what would happen without it." },
        { value: () => 1, because: "Experts of one token are not neighbours: in this question each is chosen on its own." },
      ],
      low: "Too low. With eight choices among eight nodes, doubles are common, but not that common.",
      high: "Too high. Two of the eight experts often lie on the same node.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "How many million weights does one routed expert of DeepSeek-V3 have? It has three matrices of `dim` (7,168) by `moe_inter_dim` (2,048).",
      answer: () => expertWeights / 1e6,
      unit: "count",
      within: 0.005,
      hint: "Multiply the two sizes, then count all three matrices.",
      solution: () => `$3 \\times 7168 \\times 2048 = ${formatInteger(expertWeights).replaceAll(",", "{,}")}$, so about ${formatNumber(expertWeights / 1e6, 4)} million.`,
      mistakes: [
        { value: () => expertWeights / 3e6, because: "That is one matrix. There are two on the way in and one on the way out." },
        { value: () => (2 * expertWeights) / 3e6, because: "That is a network with one matrix in and one out. These have two in: one is multiplied into the other." },
        { value: () => (3 * v3.hiddenSize * v3.denseWidth) / 1e6, because: "That is the FFN of a dense layer, with `inter_dim`. An expert has `moe_inter_dim`." },
      ],
    },
    {
      level: 1,
      ask: "A layer has 8 experts, of which each token uses 2. Each expert is split into 2 halves. Among how many sets of experts can the router then choose?",
      answer: combinations,
      unit: "count",
      within: 0,
      hint: "There are now 16 experts and each token uses 4. How many ways are there to choose 4 of 16?",
      solution: () => `$\\binom{16}{4} = ${formatInteger(combinations()).replaceAll(",", "{,}")}$, where there were $\\binom{8}{2} = 28$. The parameters and the arithmetic are the same.`,
      mistakes: [
        { value: () => 28, because: "That is the number before the split: 2 of 8." },
        { value: () => 120, because: "That is 2 of 16. Halves do half the work, so a token uses 4 of them." },
        { value: () => 16 * 15 * 14 * 13, because: "That counts the same set in every order. The order of the experts makes no difference." },
      ],
    },
    {
      level: 2,
      ask: "What per cent of DeepSeek-V3's parameters are in its routed experts? Use your answer to the first exercise.",
      answer: () => (100 * routedWeights(v3.numLayers - v3.numDenseLayers)) / countOf("deepseek-v3", "both").totalParameters,
      unit: "%",
      within: 0.005,
      hint: "Multiply by 256 experts and by the layers that have experts. The total is in the figure.",
      solution: () => `$58 \\times 256 \\times ${formatNumber(expertWeights / 1e6, 4)}$ million is ${formatNumber(routedWeights(58) / 1e9, 4)} billion, of ${formatNumber(countOf("deepseek-v3", "both").totalParameters / 1e9, 5)} billion.`,
      mistakes: [
        { value: () => (100 * routedWeights(v3.numLayers)) / countOf("deepseek-v3", "both").totalParameters, because: "More than all of it. The first three layers are dense and have no experts." },
        { value: () => (100 * routedWeights(1)) / countOf("deepseek-v3", "both").totalParameters, because: "That is one layer." },
      ],
    },
    {
      level: 2,
      ask: "DeepSeek-V2-Lite is said to activate 2.4B parameters, which is nearest to a count with the output head alone. How many billion are they by the convention of DeepSeekMoE 16B, with embedding and head?",
      answer: () => countOf("deepseek-v2-lite", "both").activatedParameters / 1e9,
      unit: "B",
      within: 0.005,
      hint: "Switch the model and the convention in the figure, or add a matrix of 102,400 tokens by 2,048.",
      solution: () => `With the head ${formatNumber(countOf("deepseek-v2-lite", "head").activatedParameters / 1e9, 4)}B, and the embedding adds $102400 \\times 2048$, about 0.21 billion: ${formatNumber(countOf("deepseek-v2-lite", "both").activatedParameters / 1e9, 4)}B.`,
      mistakes: [
        { value: () => countOf("deepseek-v2-lite", "head").activatedParameters / 1e9, because: "That counts the head and not the embedding." },
        { value: () => countOf("deepseek-v2-lite", "neither").activatedParameters / 1e9, because: "That counts neither." },
        { value: () => countOf("deepseek-v2-lite", "both").totalParameters / 1e9, because: "That is the total. A token uses 6 of 64 routed experts." },
      ],
    },
    {
      level: 2,
      ask: `Twelve experts received ${LOADS.join(", ")} tokens. What is the maximal violation, MaxVio, of this batch?`,
      answer: () => Math.max(...LOADS) / meanLoad - 1,
      unit: "ratio",
      within: 0.01,
      hint: "Find the mean. How far is the largest above it, as a share of it?",
      solution: () => `The mean is $1033 / 12 = ${meanLoad.toFixed(2)}$ and the largest load 183, so $183 / ${meanLoad.toFixed(2)} - 1 = ${(183 / meanLoad - 1).toFixed(3)}$. The busiest expert has more than twice its share.`,
      mistakes: [
        { value: () => Math.max(...LOADS) / meanLoad, because: "That is the load relative to the mean. The violation is what exceeds it: subtract one." },
        { value: () => Math.max(...LOADS) / Math.min(...LOADS), because: "That is the largest over the smallest. MaxVio compares with the mean; starved experts do not enter." },
        { value: () => Math.max(...LOADS) - meanLoad, because: "That is in tokens. Divide by the mean." },
      ],
    },
    {
      level: 2,
      ask: "For one token, three experts have affinities 0.6, 0.5 and 0.3 and biases −0.2, 0 and 0.15. Two are chosen. What gate value does the second expert get, without `route_scale`?",
      answer: () => 0.5 / (0.5 + 0.3),
      unit: "ratio",
      within: 0.005,
      hint: "Choose by affinity plus bias. Then forget the biases.",
      solution: () => "Affinity plus bias is 0.4, 0.5 and 0.45, so the second and third are chosen. Gate values come from the plain affinities: $0.5 / (0.5 + 0.3) = 0.625$.",
      mistakes: [
        { value: () => 0.5 / (0.6 + 0.5), because: "You chose by affinity alone. With the biases, the first expert comes last." },
        { value: () => 0.5 / (0.5 + 0.45), because: "You chose well, but used the biased values in the gate. The bias enters the choice only." },
        { value: () => 0.5, because: "That is the affinity. The affinities of the chosen experts are scaled to sum to one." },
        { value: () => 0.5 / (0.6 + 0.5 + 0.3), because: "You scaled by all three. Only the chosen experts count." },
      ],
    },
    {
      level: 2,
      ask: "A bias moves by 0.001 a step, and a step of V3's later training is 15,360 sequences of 4,096 tokens. How many billion tokens pass while a bias moves by 0.1?",
      answer: () => (0.1 / 0.001) * (BATCH_TOKENS / 1e9),
      unit: "B",
      within: 0.01,
      hint: "How many steps are that, and how many tokens does each have?",
      solution: () => `One hundred steps of ${formatNumber(BATCH_TOKENS / 1e6, 4)} million tokens: ${formatNumber((100 * BATCH_TOKENS) / 1e9, 3)} billion. Set against 14,800 billion tokens of training, that is quick.`,
      mistakes: [
        { value: () => BATCH_TOKENS / 1e9, because: "That is one step. It moves the bias by 0.001." },
        { value: () => (100 * 15_360) / 1e9, because: "You counted sequences. Each has 4,096 tokens." },
        { value: () => (1000 * BATCH_TOKENS) / 1e9, because: "That is a thousand steps, which move the bias by one: the whole range of an affinity." },
      ],
    },
    {
      level: 3,
      ask: "DeepSeek-V2 chooses 6 of 160 experts, 20 on each of 8 devices. If the choice were even and independent, how many different devices would a token touch on average without a limit?",
      answer: () => run(nodeLimitedRouting, V2_DEVICES).nodesWithout,
      unit: "count",
      within: 0.005,
      hint: "A given device is missed when all six experts are among the 140 elsewhere. How likely is that?",
      solution: () => `A device is missed with probability $\\binom{140}{6} / \\binom{160}{6} = ${(1 - run(nodeLimitedRouting, V2_DEVICES).nodesWithout / 8).toFixed(4)}$, so $8 \\times (1 - ${(1 - run(nodeLimitedRouting, V2_DEVICES).nodesWithout / 8).toFixed(4)}) = ${run(nodeLimitedRouting, V2_DEVICES).nodesWithout.toFixed(2)}$ devices. V2 allows three.`,
      mistakes: [
        { value: () => 6, because: "That needs six different devices for every token. Doubles are common." },
        { value: () => 3, because: "That is V2's limit. The question is what happens without one." },
        { value: () => run(nodeLimitedRouting).nodesWithout, because: "That is V3, with 8 of 256 experts." },
      ],
    },
    {
      level: 3,
      ask: "A step waits for the busiest GPU. In the placement figure's first state, by what factor do the four spare slots shorten the wait for the experts?",
      answer: () => {
        const { imbalance, imbalanceWithoutSpares } = run(expertPlacement);
        return imbalanceWithoutSpares! / imbalance!;
      },
      unit: "ratio",
      within: 0.01,
      hint: "The figure gives the imbalance, busiest over mean, with the spare slots filled and with them empty. The mean is the same in both.",
      solution: () => {
        const { imbalance, imbalanceWithoutSpares } = run(expertPlacement);
        return `Busiest over mean falls from ${formatNumber(imbalanceWithoutSpares!, 4)} to ${formatNumber(imbalance!, 4)}, a factor of ${formatNumber(imbalanceWithoutSpares! / imbalance!, 4)}. No plan can go below one.`;
      },
      mistakes: [
        { value: () => run(expertPlacement).imbalanceWithoutSpares!, because: "That is the imbalance without copies. Divide by the one that remains with them." },
        { value: () => 16 / 12, because: "That is how many slots there are per expert. The gain depends on who is copied and where the copies land." },
      ],
    },
    {
      level: 3,
      ask: "The bound of the paper assumes a hidden size of 7,000 and a link of 50 GB/s. How many ms does a token take at the least with the real size, 7,168, and the 40 GB/s that the same paper calls effective?",
      answer: () => tpotMs({ hiddenSize: 7168, linkGBps: 40 }),
      unit: "ms",
      within: 0.01,
      hint: "The time is proportional to the size and inversely proportional to the bandwidth. Start from 14.76 ms.",
      solution: () => `$14.76 \\times \\frac{7168}{7000} \\times \\frac{50}{40} = ${tpotMs({ hiddenSize: 7168, linkGBps: 40 }).toFixed(2)}$ ms, or ${formatNumber(1000 / tpotMs({ hiddenSize: 7168, linkGBps: 40 }), 3)} tokens a second.`,
      mistakes: [
        { value: () => tpotMs({}), because: "That is the paper's own number, before your two changes." },
        { value: () => tpotMs({ hiddenSize: 7168 }), because: "You changed the size and left the link at 50 GB/s." },
        { value: () => tpotMs({ linkGBps: 40 }), because: "You changed the link and left the size at 7,000." },
        { value: () => (tpotMs({ hiddenSize: 7168 }) * 40) / 50, because: "A slower link takes longer: divide by the bandwidth." },
      ],
    },
  ],
});
