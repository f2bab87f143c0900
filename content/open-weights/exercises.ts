import { kvCacheElements } from "#domain/attention.ts";
import { modelById } from "#domain/configs/models.ts";
import { fewestGpus, powerOfTwoFrom } from "#domain/hosting.ts";
import { formatInteger, formatNumber, texInteger, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import adoption from "./adoption.sim.ts";
import openToWhom from "./open-to-whom.sim.ts";

const hosted = (id: string, given: { bits?: number; memoryGB?: number; usdPerGpuHour?: number } = {}) => run(openToWhom, given).models.find((model) => model.id === id)!;
const count = (idea: string, given: { evidence?: "the maker's own files" } = {}) => run(adoption, given).counts.find((one) => one.idea === idea)!;

/** GLM-4.5 reading as much as it can: 131,072 tokens, one byte an element. */
const LONG_TOKENS = 131_072;
const glmCacheGB = kvCacheElements(modelById("glm-4.5"), LONG_TOKENS) / 1e9;

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
    varied({ given: [{ id: "deepseek-v4-pro", name: "V4-Pro", bits: 4, used: 49 }, { id: "kimi-k2", name: "Kimi K2", bits: 4, used: 32 }, { id: "deepseek-v3", name: "R1", bits: 6, used: 37 }, { id: "deepseek-v2", name: "DeepSeek-V2", bits: 5, used: 21 }, { id: "deepseek-v3", name: "R1", bits: 3, used: 37 }] }, ({ given: { id, name, bits, used } }) => {
      const gigabytes = (): number => hosted(id, { bits }).gigabytes;
      const total = hosted(id).gigabytes;
      const words = ["", "", "", "three", "four", "five", "six"] as const;
      return {
        level: 1,
        ask: `${name} has ${total >= 1000 ? `${formatNumber(total / 1000)} trillion` : `${total} billion`} parameters. How many GB do its weights take at ${words[bits]} bits each?`,
        answer: gigabytes,
        unit: "GB",
        within: 0.01,
        hint: "Eight bits are one byte, and a GB here is $10^9$ bytes.",
        solution: () => `$${total} \\times 10^9 \\times ${bits} / 8$ bytes, or ${formatNumber(gigabytes())} GB.${name === "V4-Pro" ? " By its card only the experts are stored in four bits, so the download is larger." : ""}`,
        mistakes: [
          { value: () => total, because: `That is one byte a parameter. ${words[bits].replace(/^./, (letter) => letter.toUpperCase())} bits are less than that.` },
          { value: () => total * bits, because: `You multiplied by ${words[bits]}. Those are bits, not bytes.` },
          { value: () => (used * bits) / 8, because: `That is for the ${used} billion parameters that a token uses. All must be stored.` },
        ],
      };
    }),
    varied({ counted: [{ idea: "fp8", evidence: "any found", what: "FP8 in training" }, { idea: "mla", evidence: "the maker's own files", what: "MLA" }, { idea: "bias", evidence: "the maker's own files", what: "balance by bias" }, { idea: "mtp", evidence: "the maker's own files", what: "MTP" }, { idea: "bias", evidence: "any found", what: "balance by bias" }] }, ({ counted: { idea, evidence, what } }) => {
      const found = () => run(adoption, { evidence }).counts.find((one) => one.idea === idea)!;
      const isFp8 = idea === "fp8";
      return {
        level: 1,
        ask: `Of the eleven other models in the figure, and by ${evidence === "any found" ? "all evidence found" : "the makers' own files"}, for how many did we find nothing about ${what}?`,
        answer: () => found().notFound,
        unit: "count",
        within: 0.01,
        hint: `Choose the idea${evidence === "any found" ? "" : " and the evidence"} in the figure and count the question marks, leaving out the models of DeepSeek.`,
        solution: () => `${found().notFound} of 11. ${isFp8 ? "One maker says that it trained in FP8. The rest is silence" : `There ${found().yes === 1 ? "is 1 yes" : `are ${found().yes} yes`} and ${found().no} no. What was not found`}, which is neither a yes nor a no.`.replace("What was not found, which is neither", "What was not found is neither"),
        mistakes: [
          { value: () => 11, because: isFp8 ? "One maker does say so, that of Ling-mini-2.0. Or you counted DeepSeek's own V4-Flash." : "So many models there are. Of some something was found." },
          { value: () => found().yes, because: "That is how many have it, by this evidence." },
          ...(isFp8 ? [] : [{ value: () => found().no, because: "That is how many go without it, which is known and not a gap." }]),
        ],
      };
    }),
    varied({ models: [["gpt-oss-120b", "deepseek-v4-flash", "llama-3.1-405b", "deepseek-v3"], ["deepseek-v2", "glm-4.5", "llama-3.1-405b", "kimi-k2"], ["r1-distill-70b", "deepseek-v2", "deepseek-v4-flash", "deepseek-v4-pro"], ["r1-distill-32b", "glm-4.5-air", "glm-4.5", "deepseek-v3"], ["deepseek-v2-lite", "r1-distill-70b", "llama-3.1-405b", "deepseek-v4-pro"]] }, ({ models }) => {
      const sorted = () => models.map((id) => hosted(id)).sort((a, b) => a.totalParameters - b.totalParameters);
      return {
        level: 1,
        kind: "ordering",
        ask: "Put these models in the order of the memory that their weights take, at one byte a parameter.",
        ends: ["least", "most"],
        steps: () => sorted().map(({ name }) => name),
        hint: "What a token uses does not matter: all parameters must be loaded.",
        solution: () => `${sorted().map(({ name, gigabytes, fewestGpus: gpus }) => `${name}: ${formatNumber(gigabytes)} GB, ${gpus} of 80 GB`).join("; ")}. A mixture of experts saves arithmetic and not memory.`,
      };
    }),
    varied({ usd: [3, 2.5, 4, 1.5, 5] }, ({ usd }) => {
      const price = Number.isInteger(usd) ? String(usd) : usd.toFixed(2);
      const day = (): number => hosted("deepseek-v3", { usdPerGpuHour: usd }).usdPerDay;
      return {
        level: 2,
        ask: `How many dollars does a day of R1 cost on the number of GPUs its demo uses, at \\$${price} an hour for each GPU?`,
        answer: day,
        unit: "USD",
        within: 0.005,
        hint: "The demo is started on two machines of eight.",
        solution: () => `$16 \\times 24 \\times ${price} = ${texNumber(day())}$ dollars, whether or not anyone asks it anything. This is why few host it for themselves alone.`,
        mistakes: [
          { value: () => 9 * 24 * usd, because: "Nine GPUs hold the weights and nothing else. The demo uses sixteen." },
          { value: () => 16 * usd, because: "That is an hour. A day has 24." },
          { value: () => hosted("deepseek-v3").usdPerDay, because: "That is at \\$2 an hour." },
        ],
      };
    }),
    varied({ given: [{ id: "deepseek-v3", name: "R1", used: 37, gpus: 8, memoryGB: 80 }, { id: "deepseek-v3", name: "R1", used: 37, gpus: 8, memoryGB: 96 }, { id: "kimi-k2", name: "Kimi K2", used: 32, gpus: 8, memoryGB: 80 }, { id: "deepseek-v4-pro", name: "V4-Pro", used: 49, gpus: 8, memoryGB: 141 }, { id: "deepseek-v3", name: "R1", used: 37, gpus: 4, memoryGB: 80 }] }, ({ given: { id, name, used, gpus, memoryGB } }) => {
      const [memory, total] = [gpus * memoryGB, hosted(id).gigabytes];
      const most = (): number => Math.max(...Array.from({ length: 16 }, (_, at) => at + 1).filter((bits) => hosted(id, { bits, memoryGB }).fewestGpus <= gpus));
      return {
        level: 2,
        ask: `How many bits a parameter may ${name} have at most, as a whole number, for its ${formatInteger(total)} billion parameters to fit ${gpus === 8 ? "a single machine of eight GPUs" : "four GPUs"} with ${memoryGB} GB each?`,
        answer: most,
        unit: "bit",
        within: 0.01,
        hint: `${gpus === 8 ? "The machine has" : "They have"} ${formatInteger(memory)} GB, which are $${formatNumber((memory * 8) / 1000)} \\times 10^{12}$ bits.`,
        solution: () => `$8 \\times ${memory} / ${total} = ${formatNumber((8 * memory) / total, 3)}$ bits, so ${most()}. In practice less, since the cache and the software need room too.`,
        mistakes: [
          { value: () => (8 * memory) / total, because: `That is the limit itself. The largest whole number below it is asked for.` },
          { value: () => most() + 1, because: `At ${most() + 1} bits the weights take ${formatNumber(hosted(id, { bits: most() + 1 }).gigabytes, 4)} GB, and there are ${formatInteger(memory)}.` },
          ...(most() === 4 || most() === 3 ? [] : [{ value: () => 4, because: "Four bits is what people choose, since formats come in such steps. The question is what just fits." }]),
          { value: () => Math.floor((8 * memory) / used), because: `You divided by the ${used} billion parameters in use. All ${formatInteger(total)} billion must be stored.` },
        ],
      };
    }),
    varied({ model: [{ name: "Mistral Large 3", width: 4096, hidden: 7168 }, { name: "Qwen3 235B", width: 1536, hidden: 4096 }, { name: "A model", width: 3072, hidden: 5120 }, { name: "DeepSeek-V2", width: 1536, hidden: 5120 }, { name: "Mixtral 8x22B", width: 16_384, hidden: 6144 }] }, ({ model: { name, width, hidden } }) => {
      const [ratio, v3] = [width / hidden, 2048 / 7168];
      return {
        level: 2,
        ask: `${name} has experts ${formatInteger(width)} wide in a model of ${formatInteger(hidden)}. What is the ratio of the first to the second?`,
        answer: () => ratio,
        unit: "ratio",
        within: 0.01,
        hint: "Width of one expert over the hidden size.",
        solution: () => `$${width} / ${hidden} = ${formatNumber(ratio, 3)}$, ${formatNumber(ratio / v3, 3)} times that of V3, ${formatNumber(v3, 3)}. Whether that is fine depends on where one draws the line. If fine means below one, it is ${ratio < 1 ? "fine" : "not"}; if it means below a half, it is ${ratio < 0.5 ? "fine" : "not"}. So does the number of models that "adopted fine experts".`,
        mistakes: [
          { value: () => hidden / width, because: "The other way round." },
          { value: () => v3, because: "That is V3, with 2,048 of 7,168." },
          { value: () => width / 2048, because: "That compares the experts with those of V3." },
        ],
      };
    }),
    varied({ given: [{ tokens: 131_072, bytes: 1 }, { tokens: 65_536, bytes: 1 }, { tokens: 131_072, bytes: 2 }, { tokens: 32_768, bytes: 2 }, { tokens: 16_384, bytes: 1 }] }, ({ given: { tokens, bytes } }) => {
      const gb = (kvCacheElements(modelById("glm-4.5"), tokens) * bytes) / 1e9;
      return {
        level: 3,
        ask: `GLM-4.5 has 92 layers with 8 key-value heads of 128 dimensions. How many GB does the cache of one sequence of ${formatInteger(tokens)} tokens take at ${bytes === 1 ? "one byte" : "two bytes"} an element?`,
        answer: () => gb,
        unit: "GB",
        within: 0.01,
        hint: "A key and a value for each head, layer and token.",
        solution: () => `$2 \\times 92 \\times 8 \\times 128 \\times ${texInteger(tokens)}${bytes === 1 ? "" : " \\times 2"} = ${formatNumber(gb, 4)} \\times 10^9$ bytes.`,
        mistakes: [
          { value: () => gb / 2, because: bytes === 1 ? "A key and a value are kept, so twice that." : "That is a key without its value, or one byte an element." },
          ...(bytes === 1 ? [{ value: () => gb * 2, because: "That is at two bytes an element." }] : []),
          { value: () => gb * 8, because: "That is for a batch of eight." },
          { value: () => gb * 12, because: "You took its 96 query heads. The cache holds 8 key-value heads." },
        ],
      };
    }),
    varied({ given: [{ batch: 8, memoryGB: 80 }, { batch: 16, memoryGB: 80 }, { batch: 32, memoryGB: 80 }, { batch: 16, memoryGB: 141 }, { batch: 32, memoryGB: 141 }] }, ({ given: { batch, memoryGB } }) => {
      const needed = 355 + batch * glmCacheGB;
      const fewest = fewestGpus(needed * 1e9, memoryGB);
      const isPublished = batch === 8;
      return {
        level: 3,
        ask: `${isPublished ? "Z.ai says that GLM-4.5 in FP8 needs 16 H100 for its whole context, at a batch of at most 8." : `Serve ${batch} sequences of GLM-4.5 at once, each with its whole context.`} Add the caches of ${isPublished ? "eight" : batch} such sequences, ${formatNumber(glmCacheGB, 3)} GB each, to its 355 GB of weights and divide by ${memoryGB} GB. How many GPUs does that make, rounded up to a power of two?`,
        answer: () => powerOfTwoFrom(fewest),
        unit: "GPU",
        within: 0.01,
        hint: "Round up to whole GPUs first, then to the next of 1, 2, 4, 8, 16.",
        solution: () => `$(355 + ${batch} \\times ${formatNumber(glmCacheGB, 3)}) / ${memoryGB} = ${formatNumber(needed / memoryGB, 3)}$, so ${fewest} GPUs, or ${powerOfTwoFrom(fewest)} as a power of two.${isPublished ? " The published number is twice that. Something else takes room, and the document does not say what. Our sum reproduces its first table and fails for the second." : " Real servers keep room for more than weights and caches."}`,
        mistakes: [
          ...(isPublished ? [{ value: () => 16, because: "That is the number published. The sum gives fewer, which is the point: it does not explain the published one." }] : []),
          { value: () => fewest, because: "Right before rounding. Take the next power of two." },
          { value: () => fewestGpus(355e9, memoryGB), because: "That holds the weights alone. The caches come on top." },
        ],
      };
    }),
  ],
});
