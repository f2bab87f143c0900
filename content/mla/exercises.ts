import { mlaWorkPerCachedToken } from "#domain/mlaDecode.ts";
import { formatBytes, formatInteger, formatNumber, texInteger } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import attentionVariants from "./attention-variants.sim.ts";
import decodeRoofline from "./decode-roofline.sim.ts";
import kvCache from "./kv-cache.sim.ts";
import reportedSavings from "./reported-savings.sim.ts";
import servingCapacity from "./serving-capacity.sim.ts";

/** Released shape of DeepSeek-V3; see the config printed in the article. */
const v3 = { numLayers: 61, numHeads: 128, kvLoraRank: 512, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128, hiddenSize: 7168, qLoraRank: 1536 };
const v2Lite = { ...v3, numLayers: 27, numHeads: 16, hiddenSize: 2048, qLoraRank: 0 };
const BYTES = 2;
/** Four models each, no two of which keep the same. */
const CACHES = [
  ["deepseek-v2-lite", "deepseek-v3", "deepseekmoe-16b", "llama-3.1-405b"],
  ["deepseek-v2", "llama-3.1-8b", "qwen2.5-72b", "deepseek-67b"],
  ["kimi-k2", "llama-3.1-70b", "mixtral-8x22b", "glm-4.5"],
  ["deepseek-v2-lite", "deepseek-v2", "mixtral-8x7b", "qwen3-235b-a22b"],
  ["kimi-k2", "glm-4.5-air", "minimax-m2", "llama-3.1-405b"],
  ["deepseek-v3", "llama-3.1-8b", "deepseekmoe-16b", "deepseek-67b"],
] as const;

const row = (model: string, given: Record<string, number> = {}) => {
  const found = run(kvCache, given).rows.find((candidate) => candidate.model === model);
  if (!found) throw new Error(`unknown model: ${model}`);
  return found;
};
const v3BytesPerToken = (): number => row("deepseek-v3").bytesPerToken;
/** Models by the bytes they cache per token, smallest first. */
const bySize = (models: readonly string[]): readonly { name: string; bytesPerToken: number }[] => models.map((model) => row(model)).sort((a, b) => a.bytesPerToken - b.bytesPerToken);
/** Whether an absorbed step of DeepSeek-V3 on an H800 waits for arithmetic and not for memory. */
const isComputeBound = (given: Record<string, number> = {}): boolean => run(decodeRoofline, { gpu: "h800", ...given }).rows.find((candidate) => candidate.mode === "absorbed")!.bound === "compute";
const intensityOf = (mode: string, model: string): number => run(decodeRoofline, { model }).rows.find((candidate) => candidate.mode === mode)!.intensity;

export default practice({
  predictions: {
    "bytes-per-token": {
      ask: "How many bytes does DeepSeek-V3 add to its KV cache for one token, at two bytes an element?",
      unit: "byte",
      truth: v3BytesPerToken,
      within: 0.005,
      right: "Right: 61 layers, each with a latent of 512 numbers and one rotary key of 64, at two bytes a number. The heads do not appear in the sum.",
      mistakes: [
        { value: () => v3.numLayers * v3.kvLoraRank * BYTES, because: "You counted the latent and left out the rotary key. It has 64 numbers, is shared by all heads, and must be stored as well. The estimator of a textbook leaves it out too, and calls its formula simple." },
        { value: () => 2 * v3.numLayers * v3.kvLoraRank * BYTES, because: "You stored the latent twice, once for keys and once for values, and left out the rotary key. One latent serves both. A calculator for a serving system once used this formula." },
        { value: () => 2 * v3.numLayers * (v3.kvLoraRank + v3.qkRopeHeadDim) * BYTES, because: "You doubled everything, as if there were a key and a value. The latent serves as both, and a rotary key has no value beside it." },
        { value: () => 2 * v3.numLayers * v3.hiddenSize * BYTES, because: "You used the general formula of multi-head attention with a head size of the hidden size over the number of heads. In MLA neither the number of heads nor that head size enters the cache. The sizing tool of a chip maker came out too high by about as much." },
        { value: () => v3.numLayers * v3.numHeads * (v3.qkNopeHeadDim + v3.qkRopeHeadDim + v3.vHeadDim) * BYTES, because: "You stored the finished key and value of every head. That is what the model computes with, but not what it has to keep: all of it can be made again from the latent." },
        { value: () => 2 * v3.numLayers * v3.numHeads * v3.qkNopeHeadDim * BYTES, because: "That is plain multi-head attention: a key and a value for each of the heads. MLA was made to avoid just this." },
        { value: () => v3.numLayers * (v3.kvLoraRank + v3.qkRopeHeadDim), because: "That is the number of elements. Each takes two bytes here." },
        { value: () => (v3.kvLoraRank + v3.qkRopeHeadDim) * BYTES, because: "That is one layer. Every layer keeps a latent of its own." },
      ],
      low: "Too low. Each layer keeps the latent and the rotary key; count all layers, and two bytes for each number.",
      high: "Too high. All heads share one latent and one rotary key, so the number of heads does not enter.",
    },
    "absorbed-intensity": {
      ask: "Absorbed MLA reads 576 numbers for each earlier token and lets 128 heads use them. How many FLOP does it do per byte of a 16-bit cache?",
      unit: "FLOP/byte",
      truth: () => intensityOf("absorbed", "deepseek-v3"),
      within: 0.05,
      right: "Right: each head spends a multiply-add on all 576 numbers for the score and on 512 of them for the value, and all heads use the same bytes.",
      mistakes: [
        { value: () => 1, because: "That is plain multi-head attention, where each stored number serves one head once. Here every head uses the same numbers." },
        { value: () => v3.numHeads, because: "That counts one use of each number by each head. Each head uses most numbers twice, for the score and for the value." },
        { value: () => 2 * intensityOf("absorbed", "deepseek-v3"), because: "That is the count per number. Each number takes two bytes." },
        { value: () => intensityOf("absorbed", "deepseek-v3") / 2, because: "You counted multiply-adds. Each is two FLOP by the convention of this page." },
      ],
      low: "Too low. All heads read the same numbers, so the work per byte grows with the number of heads.",
      high: "Too high. Each number is used at most twice by each head, and each use is two FLOP.",
    },
  },
  exercises: [
    varied({ shape: [{ numLayers: 60, latent: 512, rope: 64 }, { numLayers: 27, latent: 512, rope: 64 }, { numLayers: 48, latent: 384, rope: 64 }, { numLayers: 72, latent: 640, rope: 64 }, { numLayers: 40, latent: 256, rope: 32 }] }, ({ shape: { numLayers, latent, rope } }) => {
      const name = { 60: "DeepSeek-V2", 27: "DeepSeek-V2-Lite" }[numLayers as number];
      const elements = (): number => (numLayers === 60 ? row("deepseek-v2").elementsPerToken : numLayers * (latent + rope));
      return {
        level: 1,
        ask: `${name ?? "A model with MLA"} has ${numLayers} layers, \`kv_lora_rank\` ${latent} and \`qk_rope_head_dim\` ${rope}. How many elements does one token add to its cache?`,
        answer: elements,
        unit: "element",
        within: 0,
        hint: "Table 1 of the report: $(d_c + d_h^R)\\, l$.",
        solution: () => `$(${latent} + ${rope}) \\times ${numLayers} = ${elements()}$ elements. The number of heads does not enter.`,
        mistakes: [
          { value: () => numLayers * latent, because: `The rotary key is stored as well: ${rope} more elements in each layer.` },
          { value: () => 2 * numLayers * (latent + rope), because: "The latent serves for keys and values at once, so there is no factor of two." },
          { value: () => latent + rope, because: "That is one layer. Multiply by the number of layers." },
        ],
      };
    }),
    varied({ given: [{ model: "deepseek-v3", contextTokens: 131_072, bytesPerElement: 2 }, { model: "deepseek-v2", contextTokens: 65_536, bytesPerElement: 2 }, { model: "deepseek-v2-lite", contextTokens: 32_768, bytesPerElement: 2 }, { model: "llama-3.1-8b", contextTokens: 16_384, bytesPerElement: 2 }, { model: "deepseek-v3", contextTokens: 65_536, bytesPerElement: 1 }, { model: "deepseek-v2", contextTokens: 131_072, bytesPerElement: 1 }, { model: "deepseek-v2-lite", contextTokens: 65_536, bytesPerElement: 1 }, { model: "llama-3.1-8b", contextTokens: 131_072, bytesPerElement: 1 }] }, ({ given: { model, contextTokens, bytesPerElement } }) => {
      const { name, bytesPerToken, cacheBytes } = row(model, { contextTokens, batchSize: 1, bytesPerElement });
      const [asked, other] = bytesPerElement === 2 ? ["two bytes", "one byte"] : ["one byte", "two bytes"];
      return {
        level: 1,
        ask: `How many GB (powers of ten) does ${name} keep for one conversation of ${formatInteger(contextTokens)} tokens, at ${asked} an element?`,
        answer: () => cacheBytes / 1e9,
        unit: "GB",
        within: 0.01,
        hint: `Multiply the bytes per token by the number of tokens. One token adds ${formatInteger(row(model).elementsPerToken)} elements.`,
        solution: () => `$${bytesPerToken} \\times ${contextTokens} = ${(cacheBytes / 1e9).toFixed(3)} \\times 10^9$ bytes, so ${formatBytes(cacheBytes)}.`,
        mistakes: [
          { value: () => cacheBytes / 2 ** 30, because: "That is GiB, in powers of two. A GB here is $10^9$ bytes." },
          { value: () => ((cacheBytes / bytesPerElement) * (3 - bytesPerElement)) / 1e9, because: `You counted ${other} an element. The question asks for ${asked}.` },
          { value: () => cacheBytes / contextTokens / 1e9, because: "That is one token. Multiply by all of them." },
        ],
      };
    }),
    varied({ shape: [{ latent: 512, rope: 64, headDim: 128 }, { latent: 384, rope: 64, headDim: 128 }, { latent: 640, rope: 64, headDim: 128 }, { latent: 512, rope: 64, headDim: 96 }, { latent: 1024, rope: 64, headDim: 128 }] }, ({ shape: { latent, rope, headDim } }) => {
      const isV3 = latent === 512 && headDim === 128;
      const groups = (): number => run(attentionVariants, { numLayers: v3.numLayers, numHeads: v3.numHeads, headDim, kvLoraRank: latent, qkRopeHeadDim: rope }).mlaAsGqaGroups;
      return {
        level: 2,
        ask: `With how many groups of heads of size ${headDim} would GQA have the cache of ${isV3 ? "DeepSeek-V3's MLA" : `an MLA with a latent of ${latent} numbers and a rotary key of ${rope}`}?`,
        answer: groups,
        unit: "group",
        within: 0.005,
        hint: "Set $2 n_g d_h$ equal to $d_c + d_h^R$. The number of layers cancels.",
        solution: () => `$(${latent} + ${rope}) / (2 \\times ${headDim}) = ${formatNumber(groups())}$${isV3 ? ", as for DeepSeek-V2: the two models share these dimensions" : ""}.`,
        mistakes: [
          { value: () => 2 * groups(), because: "GQA stores a key and a value, so a group costs $2 d_h$." },
          { value: () => latent / (2 * headDim), because: "You left out the rotary key. It is stored beside the latent." },
        ],
      };
    }),
    varied({ given: [{ numLayers: 62, numGlobal: 10, numKvHeads: 16, window: 1024, tokens: 131_072 }, { numLayers: 62, numGlobal: 10, numKvHeads: 16, window: 1024, tokens: 32_768 }, { numLayers: 48, numGlobal: 8, numKvHeads: 8, window: 1024, tokens: 65_536 }, { numLayers: 36, numGlobal: 12, numKvHeads: 8, window: 4096, tokens: 131_072 }, { numLayers: 40, numGlobal: 5, numKvHeads: 4, window: 2048, tokens: 65_536 }] }, ({ given: { numLayers, numGlobal, numKvHeads, window, tokens } }) => {
      const [perLayer, numWindowed] = [2 * numKvHeads * 128 * BYTES, numLayers - numGlobal];
      const isGemma = numLayers === 62;
      const gb = (): number => (isGemma ? row("gemma-3-27b", { contextTokens: tokens, batchSize: 1, bytesPerElement: BYTES }).cacheBytes : perLayer * (numGlobal * tokens + numWindowed * window)) / 1e9;
      return {
        level: 2,
        ask: `${isGemma ? "Gemma 3 27B" : "A model"} has ${numLayers} layers with ${numKvHeads} key-value heads of size 128. All but ${numGlobal} of them look back at most ${formatInteger(window)} tokens. How many GB does one conversation of ${formatInteger(tokens)} tokens take, at two bytes an element?`,
        answer: gb,
        unit: "GB",
        within: 0.01,
        hint: "Count the two kinds of layer apart. A layer with a window stops growing once the window is full.",
        solution: () => `A layer stores $2 \\times ${numKvHeads} \\times 128 \\times 2 = ${perLayer}$ bytes per token. The ${numGlobal} global layers keep all tokens: $${numGlobal} \\times ${perLayer} \\times ${tokens}$. The other ${numWindowed} keep the last ${formatInteger(window)}: $${numWindowed} \\times ${perLayer} \\times ${window}$. Together ${formatNumber(gb(), 4)} GB.`,
        mistakes: [
          { value: () => (numLayers * perLayer * tokens) / 1e9, because: "You let every layer keep all tokens. Most of them keep only their window." },
          { value: () => (numGlobal * perLayer * tokens) / 1e9, because: "You left out the layers with a window. They keep their last tokens." },
          { value: () => (perLayer * (numWindowed * tokens + numGlobal * window)) / 1e9, because: `You exchanged the two kinds of layer: ${numGlobal} are global, the rest have a window.` },
          { value: () => gb() / 2, because: "You stored a key and no value, or one byte an element." },
        ],
      };
    }),
    varied({ percent: [93.3, 95, 92, 90, 96] }, ({ percent }) => {
      const kept = Number((1 - percent / 100).toFixed(3));
      const bits = (): number => (kept * 389_120 * 8) / row("deepseek-v2").elementsPerToken;
      return {
        level: 2,
        ask: `DeepSeek 67B keeps 389,120 bytes per token at 16 bits. At how many bits per element does DeepSeek-V2, with ${formatInteger(row("deepseek-v2").elementsPerToken)} elements per token, keep ${percent}% less?`,
        answer: bits,
        unit: "bit",
        within: 0.02,
        hint: `V2 may keep ${formatNumber(100 - percent, 3)}% of the bytes. Divide by its elements per token, then turn bytes into bits.`,
        solution: () => `$${kept} \\times 389120 = ${texInteger(kept * 389_120)}$ bytes for ${formatInteger(row("deepseek-v2").elementsPerToken)} elements is $${bits().toFixed(2)}$ bits each${percent === 93.3 ? ": six bits, as the report says of its deployed cache" : ""}.`,
        mistakes: [
          { value: () => bits() / 8, because: "That is bytes per element. Eight bits make a byte." },
          { value: () => 16, because: `At 16 bits on both sides the saving is ${formatNumber(run(reportedSavings).likeForLikePercent, 3)}%, not ${percent}%.` },
          { value: () => (bits() * percent) / (100 - percent), because: `You kept ${percent}% of the bytes. That much is saved; the rest is kept.` },
        ],
      };
    }),
    varied({ models: CACHES }, ({ models }) => ({
      level: 2,
      kind: "ordering",
      ask: "Put these models in the order of what one token adds to their KV cache, at two bytes an element.",
      ends: ["smallest", "largest"],
      steps: () => bySize(models).map(({ name }) => name),
      hint: "Multiply the numbers kept in a layer by the layers: $d_c + d_h^R$ with MLA, $2 n_g d_h$ with GQA, $2 n_h d_h$ with plain multi-head attention.",
      solution: () => `${bySize(models).map(({ name, bytesPerToken }) => `${name} keeps ${formatInteger(bytesPerToken)} bytes`).join(", ")}. The number of parameters does not decide it.`,
    })),
    varied({ numHeads: [16, 8, 24], kvLoraRank: [512, 384, 256] }, ({ numHeads, kvLoraRank }) => {
      const ofHeads = (heads: number): number => {
        const { flop, bytes } = mlaWorkPerCachedToken({ ...v2Lite, numHeads: heads, kvLoraRank }, "absorbed", BYTES);
        return flop / bytes;
      };
      const stored = kvLoraRank + v2Lite.qkRopeHeadDim;
      const isV2Lite = numHeads === v2Lite.numHeads && kvLoraRank === v2Lite.kvLoraRank;
      return {
        level: 3,
        ask: `${isV2Lite ? "DeepSeek-V2-Lite has 16 heads and the latent and rotary key of V3." : `A model with MLA has ${numHeads} heads, a latent of ${kvLoraRank} numbers and a rotary key of ${v2Lite.qkRopeHeadDim}.`} How many FLOP per byte does absorbed decoding do on a 16-bit cache?`,
        answer: () => ofHeads(numHeads),
        unit: "FLOP/byte",
        within: 0.02,
        hint: `Each head spends two FLOP on each of the ${stored} numbers for the score and two on each of the ${kvLoraRank} for the value.`,
        solution: () => `$${numHeads} \\times 2 \\times (${stored} + ${kvLoraRank})$ FLOP over $${stored} \\times 2$ bytes is $${ofHeads(numHeads).toFixed(1)}$. With ${v3.numHeads} heads, as V3 has, it would be ${formatNumber(v3.numHeads / numHeads)} times as much with the same bytes; this model waits for memory most of the time on an H800.`,
        mistakes: [
          { value: () => ofHeads(v3.numHeads), because: `That is with ${v3.numHeads} heads, as V3 has. This model has ${numHeads}.` },
          { value: () => ofHeads(numHeads) / 2, because: "A multiply-add is two FLOP." },
          { value: () => ofHeads(numHeads) * 2, because: "Each number takes two bytes." },
        ],
      };
    }),
    varied({ groups: [8, 4, 16, 2] }, ({ groups }) => {
      const count = (variant: string): number => run(servingCapacity, { numKvGroups: groups }).rows.find((candidate) => candidate.variant === variant)!.maxSequences;
      return {
        level: 3,
        ask: `On the GPUs of the serving figure ${groups === 8 ? "in its default state" : "in its default state but for the groups"}, how many times as many conversations fit with MLA as with GQA of ${groups === 8 ? "eight" : groups} groups and otherwise the same shape? Count whole conversations.`,
        answer: () => count("mla") / count("gqa"),
        unit: "ratio",
        within: 0.02,
        hint: "Read both counts from the table of the figure. The ratio of whole conversations is not quite the ratio of bytes.",
        solution: () => `${formatInteger(count("mla"))} over ${formatInteger(count("gqa"))} is ${formatNumber(count("mla") / count("gqa"), 3)}. Only whole conversations count, so the ratio differs a little from that of the bytes.`,
        mistakes: [
          { value: () => count("gqa") / count("mla"), because: "That is GQA over MLA. The question has MLA on top." },
          { value: () => count("mla") / count("mha"), because: "That is over plain multi-head attention, which stores a key and a value for each head." },
          { value: () => v3.numHeads / groups, because: "That is how much smaller GQA's cache is than that of plain multi-head attention. MLA does not enter." },
        ],
      };
    }),
    {
      level: 3,
      kind: "choice",
      ask: "Absorbed decoding of DeepSeek-V3 on an H800 waits for memory while its cache has two bytes an element. Which change makes it wait for arithmetic instead?",
      options: [
        { says: "Store the cache at one byte an element", isRight: () => isComputeBound({ bytesPerElement: 1 }), because: "The same arithmetic reads half the bytes, so the FLOP per byte double and pass the ridge of the GPU." },
        { says: "Decode twice as many sequences at once", isRight: () => isComputeBound({ batchSize: 256 }), because: "Each sequence has a cache of its own. Twice the sequences are twice the arithmetic and twice the bytes; only weights would be shared." },
        { says: "Let each sequence be twice as long", isRight: () => isComputeBound({ contextTokens: 8192 }), because: "Each earlier token costs the same arithmetic and the same bytes, so their ratio does not depend on how many there are." },
        { says: "Store the cache at four bytes an element", isRight: () => isComputeBound({ bytesPerElement: 4 }), because: "That doubles the bytes and leaves the arithmetic as it is: the step waits for memory even longer." },
      ],
      hint: "Write the FLOP and the bytes of one step, and see what cancels in their ratio. The ridge of the GPU is its peak over its bandwidth.",
      solution: () => `At two bytes the step does ${formatNumber(intensityOf("absorbed", "deepseek-v3"), 4)} FLOP per byte, below the ridge of ${formatNumber(run(decodeRoofline, { gpu: "h800" }).ridgePoint, 4)}; at one byte it does twice that. Batch and context cancel.`,
    },
  ],
});
