import { kvCacheElements } from "#domain/attention.ts";
import { modelById } from "#domain/configs/models.ts";
import { fewestGpus, powerOfTwoFrom, weightBytes } from "#domain/hosting.ts";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import adoption from "./adoption.sim.ts";
import openToWhom from "./open-to-whom.sim.ts";

const hosted = (id: string, given: { bits?: number; memoryGB?: number; usdPerGpuHour?: number } = {}) => run(openToWhom, given).models.find((model) => model.id === id)!;
const count = (idea: string, given: { evidence?: "the maker's own files" } = {}) => run(adoption, given).counts.find((one) => one.idea === idea)!;

/** GLM-4.5 reading as much as it can: 131,072 tokens, one byte an element. */
const LONG_TOKENS = 131_072;
const glmCacheGB = kvCacheElements(modelById("glm-4.5"), LONG_TOKENS) / 1e9;
const GLM_BATCH = 8;
const glmGB = 355 + GLM_BATCH * glmCacheGB;

export default practice({
  predictions: {
    "gpus-for-r1": {
      ask: "R1 can be downloaded free of charge. It has 671 billion parameters at one byte each. What is the smallest number of GPUs with 80 GB whose memory holds its weights?",
      unit: "GPU",
      truth: () => hosted("deepseek-v3").fewestGpus,
      within: 0.01,
      right: "Right, and nothing else would fit beside the weights. DeepSeek's own demo is started on sixteen.",
      mistakes: [
        { value: () => 1, because: "One holds 80 GB. That R1 computes with 37 billion parameters for a token does not help: which ones changes from token to token, so all must be loaded." },
        { value: () => fewestGpus(671e9, 80) - 1, because: "Eight hold 640 GB, which is just short. It is why one machine of eight such GPUs is not enough." },
        { value: () => hosted("deepseek-v3").usualGpus, because: "That is what one uses in practice, two machines of eight. The weights alone would fit on fewer." },
        { value: () => hosted("deepseek-v3", { bits: 16 }).fewestGpus, because: "That is at two bytes a parameter. V3 and R1 were released at one." },
      ],
      low: "Too low. All parameters must be loaded, not only those in use for one token.",
      high: "Too high. Divide the bytes by the memory of one GPU and round up.",
    },
    "own-files": {
      ask: "Eleven open models of other makers stand in the figure below. By the makers' own files, as far as we could read them, how many of the eleven use MLA?",
      unit: "count",
      truth: () => count("mla", { evidence: "the maker's own files" }).yes,
      within: 0.01,
      right: "Right: Kimi K2, whose read-me names it. Two more use it by accounts of others, who read their configs.",
      mistakes: [
        { value: () => count("mla").yes, because: "So many do when accounts by others count as well. The question was about makers' own files." },
        { value: () => count("fine").yes, because: "So many use fine experts. MLA spread far less." },
        { value: () => 11, because: "All of them would be a triumph. Most kept grouped queries." },
      ],
      low: "Too low. There is one whose maker's read-me names it.",
      high: "Too high. Of the five ideas MLA is among those copied least.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "V4-Pro has 1.6 trillion parameters. How many GB do its weights take at four bits each?",
      answer: () => hosted("deepseek-v4-pro", { bits: 4 }).gigabytes,
      unit: "GB",
      within: 0.01,
      hint: "Eight bits are one byte, and a GB here is $10^9$ bytes.",
      solution: () => `$1.6 \\times 10^{12} \\times 4 / 8 = 8 \\times 10^{11}$ bytes, or ${formatNumber(hosted("deepseek-v4-pro", { bits: 4 }).gigabytes)} GB. By its card only the experts are stored in four bits, so the download is larger.`,
      mistakes: [
        { value: () => hosted("deepseek-v4-pro").gigabytes, because: "That is one byte a parameter. Four bits are half a byte." },
        { value: () => 6400, because: "You multiplied by four. Four bits are half a byte, not four bytes." },
        { value: () => 24.5, because: "That is for the 49 billion parameters that a token uses. All must be stored." },
      ],
    },
    {
      level: 1,
      ask: "Of the eleven other models in the figure, and by all evidence found, for how many did we find nothing about FP8 in training?",
      answer: () => count("fp8").notFound,
      unit: "count",
      within: 0.01,
      hint: "Choose the idea in the figure and count the question marks, leaving out the models of DeepSeek.",
      solution: () => `${count("fp8").notFound} of 11. One maker says that it trained in FP8. The rest is silence, which is neither a yes nor a no.`,
      mistakes: [
        { value: () => 11, because: "One maker does say so, that of Ling-mini-2.0. Or you counted DeepSeek's own V4-Flash." },
        { value: () => 1, because: "That is how many say that they did." },
      ],
    },
    {
      level: 2,
      ask: "A day of R1 on the number of GPUs its demo uses costs how many dollars at \\$3 an hour for each GPU?",
      answer: () => hosted("deepseek-v3", { usdPerGpuHour: 3 }).usdPerDay,
      unit: "USD",
      within: 0.005,
      hint: "The demo is started on two machines of eight.",
      solution: () => `$16 \\times 24 \\times 3 = ${formatInteger(hosted("deepseek-v3", { usdPerGpuHour: 3 }).usdPerDay)}$ dollars, whether or not anyone asks it anything. This is why few host it for themselves alone.`,
      mistakes: [
        { value: () => 9 * 24 * 3, because: "Nine GPUs hold the weights and nothing else. The demo uses sixteen." },
        { value: () => 16 * 3, because: "That is an hour. A day has 24." },
        { value: () => hosted("deepseek-v3").usdPerDay, because: "That is at \\$2 an hour." },
      ],
    },
    {
      level: 2,
      ask: "How many bits a parameter may R1 have at most, as a whole number, for its weights to fit a single machine of eight GPUs with 80 GB each?",
      answer: () => Math.max(...[1, 2, 3, 4, 5, 6, 7, 8].filter((bits) => hosted("deepseek-v3", { bits }).fewestGpus <= 8)),
      unit: "bit",
      within: 0.01,
      hint: "The machine has 640 GB, which are $5.12 \\times 10^{12}$ bits.",
      solution: () => `$8 \\times 640 / 671 = ${formatNumber((8 * 640) / 671, 3)}$ bits, so 7. In practice less, since the cache and the software need room too. At 4 bits half of the memory is left for them.`,
      mistakes: [
        { value: () => 8, because: "At eight bits the weights take 671 GB, and the machine has 640." },
        { value: () => 4, because: "Four bits is what people choose, since formats come in such steps. The question is what just fits." },
        { value: () => Math.floor((8 * 640) / 37), because: "You divided by the 37 billion parameters in use. All 671 billion must be stored." },
      ],
    },
    {
      level: 2,
      ask: "Mistral Large 3 has experts 4,096 wide in a model of 7,168. What is the ratio?",
      answer: () => 4096 / 7168,
      unit: "ratio",
      within: 0.01,
      hint: "Width of one expert over the hidden size.",
      solution: () => `$4096 / 7168 = ${formatNumber(4096 / 7168, 3)}$, twice that of V3, ${formatNumber(2048 / 7168, 3)}. Whether that is fine depends on where one draws the line: yes below one, no below a half. So does the number of models that "adopted fine experts".`,
      mistakes: [
        { value: () => 7168 / 4096, because: "The other way round." },
        { value: () => 2048 / 7168, because: "That is V3, whose experts are half as wide." },
        { value: () => 4096 / 2048, because: "That compares the experts of the two models with one another." },
      ],
    },
    {
      level: 3,
      ask: "GLM-4.5 has 92 layers with 8 key-value heads of 128 dimensions. How many GB does the cache of one sequence of 131,072 tokens take at one byte an element?",
      answer: () => glmCacheGB,
      unit: "GB",
      within: 0.01,
      hint: "A key and a value for each head, layer and token.",
      solution: () => `$2 \\times 92 \\times 8 \\times 128 \\times 131{,}072 = ${formatNumber(glmCacheGB, 4)} \\times 10^9$ bytes.`,
      mistakes: [
        { value: () => glmCacheGB / 2, because: "A key and a value are kept, so twice that." },
        { value: () => glmCacheGB * 2, because: "That is at two bytes an element." },
        { value: () => glmCacheGB * GLM_BATCH, because: "That is for a batch of eight." },
        { value: () => glmCacheGB * 12, because: "You took its 96 query heads. The cache holds 8 key-value heads." },
      ],
    },
    {
      level: 3,
      ask: "Z.ai says that GLM-4.5 in FP8 needs 16 H100 for its whole context, at a batch of at most 8. Add the caches of eight such sequences to its 355 GB of weights and divide by 80 GB. How many GPUs does that make, rounded up to a power of two?",
      answer: () => powerOfTwoFrom(fewestGpus(glmGB * 1e9, 80)),
      unit: "GPU",
      within: 0.01,
      hint: "Use the cache of the last exercise, eight times.",
      solution: () => `$(355 + 8 \\times ${formatNumber(glmCacheGB, 3)}) / 80 = ${formatNumber(glmGB / 80, 3)}$, so ${fewestGpus(glmGB * 1e9, 80)} GPUs, or ${powerOfTwoFrom(fewestGpus(glmGB * 1e9, 80))} as a power of two. The published number is twice that. Something else takes room, and the document does not say what. Our sum reproduces its first table and fails for the second.`,
      mistakes: [
        { value: () => 16, because: "That is the number published. The sum gives fewer, which is the point: it does not explain the published one." },
        { value: () => fewestGpus(glmGB * 1e9, 80), because: "Right before rounding. Take the next power of two." },
        { value: () => powerOfTwoFrom(fewestGpus(weightBytes(355e9, 16) + 8e9 * glmCacheGB, 80)) * 2, because: "Count the weights at one byte a parameter." },
      ],
    },
  ],
});
