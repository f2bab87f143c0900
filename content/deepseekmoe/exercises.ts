import { modelById } from "#domain/configs/models.ts";
import { gateValues, maxViolation } from "#domain/routing.ts";
import { formatInteger, formatNumber, texInteger as tex, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import expertCombinations from "./expert-combinations.sim.ts";
import expertParallelLatency from "./expert-parallel-latency.sim.ts";
import expertPlacement from "./expert-placement.sim.ts";
import nodeLimitedRouting from "./node-limited-routing.sim.ts";
import parameterCount from "./parameter-count.sim.ts";
import routingBalance from "./routing-balance.sim.ts";

/** Released shape of DeepSeek-V3; see the config printed in the article. */
const v3 = { hiddenSize: 7168, denseWidth: 18_432, expertWidth: 2048, numLayers: 61, numDenseLayers: 3, numRoutedExperts: 256, numSharedExperts: 1, topK: 8 };
const countOf = (model: string, convention: "both" | "head" | "neither") => run(parameterCount, { model, convention });
const percentInUse = (): number => {
  const { activatedParameters, totalParameters } = countOf("deepseek-v3", "both");
  return (100 * activatedParameters) / totalParameters;
};
/** The least time that the network allows a token, in ms. */
const tpotMs = (given: Readonly<Record<string, number>>): number => run(expertParallelLatency, given).tpotMs;
/** The mean MaxVio of a batch routed by chance; the number of batches does not enter. */
const samplingFloor = (): number => run(routingBalance, { numBatches: 10 }).floor.mean;
/** Loads of experts; the first are those of the example that DeepSeek published with its placement. */
const LOADS = [
  [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86],
  [120, 84, 45, 62, 210, 95, 30, 154],
  [55, 71, 48, 60, 92, 66, 39, 57, 74, 38],
  [300, 12, 88, 140, 97, 63],
  [101, 97, 110, 93, 104, 88, 126, 99, 95, 87],
] as const;

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
    varied({ model: ["deepseek-v3", "deepseek-v2", "deepseek-v2-lite", "qwen3-235b-a22b", "mixtral-8x22b"] }, ({ model }) => {
      const { name, hiddenSize, feedForward } = modelById(model);
      const { expertWidth, denseWidth } = feedForward as { expertWidth: number; denseWidth?: number };
      const millions = (3 * hiddenSize * expertWidth) / 1e6;
      const [dim, width] = name.startsWith("DeepSeek") ? ["`dim`", "`moe_inter_dim`"] : ["the hidden size", "the width of an expert"];
      return {
        level: 1,
        ask: `How many million weights does one routed expert of ${name} have? It has three matrices of ${dim} (${formatInteger(hiddenSize)}) by ${width} (${formatInteger(expertWidth)}).`,
        answer: () => millions,
        unit: "million",
        within: 0.005,
        hint: "Multiply the two sizes, then count all three matrices.",
        solution: () => `$3 \\times ${hiddenSize} \\times ${expertWidth} = ${tex(millions * 1e6)}$, so about ${formatNumber(millions, 4)} million.`,
        mistakes: [
          { value: () => millions / 3, because: "That is one matrix. There are two on the way in and one on the way out." },
          { value: () => (2 * millions) / 3, because: "That is a network with one matrix in and one out. These have two in: one is multiplied into the other." },
          ...(denseWidth === undefined ? [] : [{ value: () => (3 * hiddenSize * denseWidth) / 1e6, because: `That is the FFN of a dense layer, with \`inter_dim\` (${formatInteger(denseWidth)}). An expert has \`moe_inter_dim\`.` }]),
        ],
      };
    }),
    varied({ given: [{ experts: 8, topK: 2, parts: 2 }, { experts: 6, topK: 2, parts: 2 }, { experts: 8, topK: 1, parts: 4 }, { experts: 6, topK: 1, parts: 3 }, { experts: 10, topK: 2, parts: 2 }] }, ({ given: { experts, topK, parts } }) => {
      const sets = () => run(expertCombinations, { numExperts: experts, topK, segmentation: parts });
      const after = (): number => Number(sets().after.combinations);
      const [all, used] = [experts * parts, topK * parts];
      const ordered = Array.from({ length: used }, (_, at) => all - at).reduce((product, left) => product * left, 1);
      return {
        level: 1,
        ask: `A layer has ${experts} experts, of which each token uses ${topK}. Each expert is split into ${parts} equal parts, and a token uses ${parts === 2 ? "twice" : parts === 3 ? "three times" : "four times"} as many as before. Among how many sets of experts can the router then choose?`,
        answer: after,
        unit: "count",
        within: 0,
        hint: `There are now ${all} experts and each token uses ${used}. How many ways are there to choose ${used} of ${all}?`,
        solution: () => `$\\binom{${all}}{${used}} = ${texNumber(after())}$, where there were $\\binom{${experts}}{${topK}} = ${texNumber(Number(sets().before.combinations))}$. The parameters and the arithmetic are the same.`,
        mistakes: [
          { value: () => Number(sets().before.combinations), because: `That is the number before the split: ${topK} of ${experts}.` },
          { value: () => Number(run(expertCombinations, { numExperts: all, topK, segmentation: 1 }).after.combinations), because: `That is ${topK} of ${all}. Smaller experts do less work each, so a token uses ${used} of them.` },
          { value: () => ordered, because: "That counts the same set in every order. The order of the experts makes no difference." },
        ],
      };
    }),
    {
      level: 1,
      kind: "ordering",
      ask: "Put the steps by which the released code of V3 routes a token in their order.",
      ends: ["first", "last"],
      // After inference/model.py, class Gate; nothing to compute.
      steps: () => ["Compute the affinity of each expert", "Add each expert's bias", "Keep the four nodes with the best pairs of experts", "Keep the eight highest experts on those nodes", "Scale the eight affinities, without bias, to a sum of one"],
      hint: "The bias helps to choose. What does it not touch?",
      solution: () => "The limit on nodes comes before the choice of experts. The bias moves which experts work, not how much each counts.",
    },
    varied({ model: ["deepseek-v3", "deepseek-v2", "deepseek-v2-lite", "kimi-k2"] }, ({ model }) => {
      const { name, numLayers, hiddenSize, feedForward } = modelById(model);
      const { numDenseLayers, numRoutedExperts, expertWidth, topK } = feedForward as { numDenseLayers: number; numRoutedExperts: number; expertWidth: number; topK: number };
      const [expert, total] = [3 * hiddenSize * expertWidth, countOf(model, "both").totalParameters];
      const percent = (layers: number, experts = numRoutedExperts): number => (100 * layers * experts * expert) / total;
      const sparse = numLayers - numDenseLayers;
      return {
        level: 2,
        ask: `${name} has ${formatNumber(total / 1e9, 5)} billion parameters in ${numLayers} layers. All layers but the first${numDenseLayers === 1 ? "" : " three"} have ${numRoutedExperts} routed experts of ${formatNumber(expert / 1e6, 4)} million weights each. What per cent of the parameters are in routed experts?`,
        answer: () => percent(sparse),
        unit: "%",
        within: 0.005,
        hint: "How many routed experts are there in all layers together?",
        solution: () => `$${sparse} \\times ${numRoutedExperts} \\times ${formatNumber(expert / 1e6, 4)}$ million is ${formatNumber((sparse * numRoutedExperts * expert) / 1e9, 4)} billion, of ${formatNumber(total / 1e9, 5)} billion: ${formatNumber(percent(sparse), 3)}%.`,
        mistakes: [
          { value: () => percent(numLayers), because: "Not all layers have experts. Leave out the dense ones." },
          { value: () => percent(1), because: "That is one layer." },
          { value: () => percent(sparse, topK), because: `That counts the ${topK} experts that a token uses. All ${numRoutedExperts} have parameters.` },
        ],
      };
    }),
    varied({ model: ["deepseek-v2-lite", "deepseek-v2", "deepseek-v3", "kimi-k2"] }, ({ model }) => {
      const { name, hiddenSize, vocabSize, feedForward } = modelById(model);
      const { topK, numRoutedExperts } = feedForward as { topK: number; numRoutedExperts: number };
      const activated = (convention: "both" | "head" | "neither"): number => countOf(model, convention).activatedParameters / 1e9;
      const matrix = (hiddenSize * vocabSize!) / 1e9;
      const isLite = model === "deepseek-v2-lite";
      return {
        level: 2,
        ask: `${isLite ? "DeepSeek-V2-Lite is said to activate 2.4B parameters, which is nearest to a count with the output head alone." : `Counted with its output head and without its embedding, ${name} activates ${formatNumber(activated("head"), 4)}B parameters.`} How many billion are they by the convention of DeepSeekMoE 16B, with embedding and head?`,
        answer: () => activated("both"),
        unit: "B",
        within: 0.005,
        hint: `Switch the model and the convention in the figure, or add a matrix of ${formatInteger(vocabSize!)} tokens by ${formatInteger(hiddenSize)}.`,
        solution: () => `With the head ${formatNumber(activated("head"), 4)}B, and the embedding adds $${vocabSize} \\times ${hiddenSize}$, about ${formatNumber(matrix, 3)} billion: ${formatNumber(activated("both"), 4)}B.`,
        mistakes: [
          { value: () => activated("head"), because: "That counts the head and not the embedding." },
          { value: () => activated("neither"), because: "That counts neither." },
          { value: () => countOf(model, "both").totalParameters / 1e9, because: `That is the total. A token uses ${topK} of ${numRoutedExperts} routed experts.` },
        ],
      };
    }),
    varied({ loads: LOADS }, ({ loads }) => {
      const [sum, max, least] = [loads.reduce<number>((total, load) => total + load, 0), Math.max(...loads), Math.min(...loads)];
      const mean = sum / loads.length;
      const violation = maxViolation(loads);
      return {
        level: 2,
        ask: `The ${loads.length} experts of a layer received ${loads.join(", ")} tokens. What is the maximal violation, MaxVio, of this batch?`,
        answer: () => violation,
        unit: "ratio",
        within: 0.01,
        hint: "Find the mean. How far is the largest above it, as a share of it?",
        solution: () => `The mean is $${sum} / ${loads.length} = ${mean.toFixed(2)}$ and the largest load ${max}, so $${max} / ${mean.toFixed(2)} - 1 = ${violation.toFixed(3)}$. The busiest expert has ${formatNumber(1 + violation, 3)} times its share.`,
        mistakes: [
          { value: () => 1 + violation, because: "That is the load relative to the mean. The violation is what exceeds it: subtract one." },
          { value: () => max / least, because: "That is the largest over the smallest. MaxVio compares with the mean; starved experts do not enter." },
          { value: () => max - mean, because: "That is in tokens. Divide by the mean." },
        ],
      };
    }),
    varied({ given: [{ affinities: [0.6, 0.5, 0.3], biases: [-0.2, 0, 0.15] }, { affinities: [0.7, 0.4, 0.2], biases: [-0.5, 0, 0.1] }, { affinities: [0.8, 0.5, 0.4], biases: [-0.5, 0.1, 0.05] }, { affinities: [0.9, 0.7, 0.5], biases: [-0.6, -0.1, 0.2] }, { affinities: [0.5, 0.45, 0.25], biases: [-0.3, 0, 0.15] }] }, ({ given: { affinities, biases } }) => {
      const [a, b, c] = affinities;
      const [biasA, biasB, biasC] = biases;
      const signed = (x: number): string => String(x).replace("-", "−");
      const biased = (score: number, bias: number): string => formatNumber(score + bias, 3);
      const gate = gateValues(affinities, [1, 2])[0]!;
      return {
        level: 2,
        ask: `For one token, three experts have affinities ${a}, ${b} and ${c} and biases ${signed(biasA)}, ${signed(biasB)} and ${signed(biasC)}. Two are chosen. What gate value does the second expert get, without \`route_scale\`?`,
        answer: () => gate,
        unit: "ratio",
        within: 0.005,
        hint: "Choose by affinity plus bias. Then forget the biases.",
        solution: () => `Affinity plus bias is ${biased(a, biasA)}, ${biased(b, biasB)} and ${biased(c, biasC)}, so the second and third are chosen. Gate values come from the plain affinities: $${b} / (${b} + ${c}) = ${formatNumber(gate, 3)}$.`,
        mistakes: [
          { value: () => b / (a + b), because: "You chose by affinity alone. With the biases, the first expert comes last." },
          { value: () => (b + biasB) / (b + biasB + c + biasC), because: "You chose well, but used the biased values in the gate. The bias enters the choice only." },
          { value: () => b, because: "That is the affinity. The affinities of the chosen experts are scaled to sum to one." },
          { value: () => b / (a + b + c), because: "You scaled by all three. Only the chosen experts count." },
        ],
      };
    }),
    varied({ given: [{ step: 0.001, sequences: 15_360, moved: 0.1 }, { step: 0.001, sequences: 3072, moved: 0.1 }, { step: 0.001, sequences: 15_360, moved: 0.05 }, { step: 0.002, sequences: 9216, moved: 0.1 }, { step: 0.0005, sequences: 4608, moved: 0.2 }] }, ({ given: { step, sequences, moved } }) => {
      const billions = (sequences * 4096) / 1e9;
      const steps = Math.round(moved / step);
      const isLater = sequences === 15_360;
      return {
        level: 2,
        ask: `A bias moves by ${step} a step, and a step ${isLater ? "of V3's later training " : ""}is ${formatInteger(sequences)} sequences of 4,096 tokens. How many billion tokens pass while a bias moves by ${moved}?`,
        answer: () => (moved / step) * billions,
        unit: "B",
        within: 0.01,
        hint: "How many steps are that, and how many tokens does each have?",
        solution: () => `${formatInteger(steps)} steps of ${formatNumber(billions * 1000, 4)} million tokens: ${formatNumber(steps * billions, 3)} billion. Set against 14,800 billion tokens of training, that is quick.`,
        mistakes: [
          { value: () => billions, because: `That is one step. It moves the bias by ${step}.` },
          { value: () => (steps * sequences) / 1e9, because: "You counted sequences. Each has 4,096 tokens." },
          { value: () => billions / step, because: `That is ${formatInteger(1 / step)} steps, which move the bias by one: the whole range of an affinity.` },
        ],
      };
    }),
    varied({ devices: [{ numNodes: 8, expertsPerNode: 20, topK: 6 }, { numNodes: 8, expertsPerNode: 16, topK: 4 }, { numNodes: 4, expertsPerNode: 16, topK: 6 }, { numNodes: 16, expertsPerNode: 16, topK: 8 }, { numNodes: 8, expertsPerNode: 24, topK: 5 }] }, ({ devices: { numNodes, expertsPerNode, topK } }) => {
      const isV2 = expertsPerNode === 20;
      const all = numNodes * expertsPerNode;
      const touched = (): number => run(nodeLimitedRouting, { numNodes, expertsPerNode, topK, maxNodes: Math.min(3, numNodes) }).nodesWithout;
      const missed = (): string => (1 - touched() / numNodes).toFixed(4);
      return {
        level: 3,
        ask: `${isV2 ? "DeepSeek-V2" : "A router"} chooses ${topK} of ${all} experts, ${expertsPerNode} on each of ${numNodes} devices. If the choice were even and independent, how many different devices would a token touch on average without a limit?`,
        answer: touched,
        unit: "count",
        within: 0.005,
        hint: `A given device is missed when all ${topK} experts are elsewhere. How likely is that?`,
        solution: () => `A device is missed with a probability of ${missed()}: the ways to choose ${topK} of ${all - expertsPerNode}, over those to choose ${topK} of ${all}. So ${numNodes} × (1 − ${missed()}) = ${touched().toFixed(2)} devices.${isV2 ? " V2 allows three." : ""}`,
        mistakes: [
          { value: () => Math.min(topK, numNodes), because: topK > numNodes ? "So many there are. Some tokens miss one or two of them." : `That needs ${topK} different devices for every token. Doubles are common.` },
          ...(isV2 ? [{ value: () => 3, because: "That is V2's limit. The question is what happens without one." }] : []),
          { value: () => run(nodeLimitedRouting).nodesWithout, because: "That is V3, with 8 of 256 experts." },
        ],
      };
    }),
    varied({ given: [{ numReplicas: 16, policy: "hierarchical" }, { numReplicas: 24, policy: "hierarchical" }, { numReplicas: 16, policy: "global" }, { numReplicas: 24, policy: "global" }, { numReplicas: 32, policy: "global" }] }, ({ given }) => {
      const { numReplicas, policy } = given;
      const placed = () => run(expertPlacement, given);
      const without = (): number => placed().imbalanceWithoutSpares!;
      const isFirst = numReplicas === 16 && policy === "hierarchical";
      return {
        level: 3,
        ask: `A step waits for the busiest GPU. In the placement figure${isFirst ? "'s first state" : `, with ${numReplicas} replicas, the ${policy} policy and all else as at first`}, by what factor do the ${isFirst ? "four" : numReplicas - 12} spare slots shorten the wait for the experts?`,
        answer: () => without() / placed().imbalance!,
        unit: "ratio",
        within: 0.01,
        hint: "The figure gives the imbalance, busiest over mean, with the spare slots filled and with them empty. The mean is the same in both.",
        solution: () => `Busiest over mean falls from ${formatNumber(without(), 4)} to ${formatNumber(placed().imbalance!, 4)}, a factor of ${formatNumber(without() / placed().imbalance!, 4)}. No plan can go below one.`,
        mistakes: [
          { value: without, because: "That is the imbalance without copies. Divide by the one that remains with them." },
          ...(numReplicas === 16 && policy === "global" ? [{ value: () => placed().imbalance!, because: "That is the imbalance that remains. Divide the one without copies by it." }] : []),
          ...(numReplicas === 16 && policy === "global" ? [] : [{ value: () => numReplicas / 12, because: "That is how many slots there are per expert. The gain depends on who is copied and where the copies land." }]),
        ],
      };
    }),
    varied({ given: [{ hiddenSize: 7168, linkGBps: 40 }, { hiddenSize: 5120, linkGBps: 40 }, { hiddenSize: 7168, linkGBps: 100 }, { hiddenSize: 6144, linkGBps: 25 }, { hiddenSize: 4096, linkGBps: 160 }] }, ({ given: { hiddenSize, linkGBps } }) => {
      const ms = (): number => tpotMs({ hiddenSize, linkGBps });
      const isReal = hiddenSize === 7168 && linkGBps === 40;
      return {
        level: 3,
        ask: `The bound of the paper, 14.76 ms a token, assumes a hidden size of 7,000 and a link of 50 GB/s. How many ms does a token take at the least with ${isReal ? "the real size, 7,168, and the 40 GB/s that the same paper calls effective" : `a size of ${formatInteger(hiddenSize)} and ${linkGBps} GB/s`}?`,
        answer: ms,
        unit: "ms",
        within: 0.01,
        hint: "The time is proportional to the size and inversely proportional to the bandwidth.",
        solution: () => `14.76 × ${hiddenSize}/7000 × 50/${linkGBps} = ${ms().toFixed(2)} ms, or ${formatNumber(1000 / ms(), 3)} tokens a second.`,
        mistakes: [
          { value: () => tpotMs({}), because: "That is the paper's own number, before your two changes." },
          { value: () => tpotMs({ hiddenSize }), because: "You changed the size and left the link at 50 GB/s." },
          { value: () => tpotMs({ linkGBps }), because: "You changed the link and left the size at 7,000." },
          { value: () => (tpotMs({ hiddenSize }) * linkGBps) / 50, because: "The slower the link, the longer it takes: divide by the bandwidth." },
        ],
      };
    }),
  ],
});
