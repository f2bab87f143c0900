import { v32Sparse, v3Dense, v41Flash, v4Flash } from "#domain/sparseModels.ts";
import { coreFlopPerEntry, indexerFlopPerKey } from "#domain/sparseAttention.ts";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import lineage from "./lineage.sim.ts";
import sparseAttention, { type SparseRow } from "./sparse-attention.sim.ts";

const MILLION = 1_048_576;
const row = (model: string, given: Readonly<Record<string, unknown>> = {}): SparseRow => run(sparseAttention, given).rows.find((found) => found.model === model)!;
const perEntry = coreFlopPerEntry(v3Dense);
const perKey = indexerFlopPerKey(v32Sparse.layers[0]!.indexer!);
const topK = v32Sparse.layers[0]!.topK!;
const indexerShare = (): number => (100 * row("deepseek-v3.2").indexer) / row("deepseek-v3.2").value;
const cacheOf = (short: string): number => Math.round(run(lineage).models.find((model) => model.short === short)!.kvBytes);
const flashEntry = v4Flash.entryBytes;
const flashKey = 68;
const flashRead = { measure: "bytes read", contextTokens: 131_072 } as const;
const inMB = (bytes: number): number => bytes / 1e6;
/** Of a model whose attention costs half of dense: k c + L i = L c / 2. */
const halfTopK = (contextTokens: number): number => contextTokens * (1 / 2 - perKey / perEntry);

export default practice({
  predictions: {
    "bytes-today": {
      ask: "A token added 70,272 bytes to the cache of DeepSeek-V3, at 16 bits a number. How many does it add to the main cache of V4.1-Flash, of September 2026?",
      unit: "byte",
      truth: () => cacheOf("V4.1-Flash"),
      within: 0.15,
      right: "Right. Four bits for sixteen explain a factor of not quite four. The rest is fewer entries: most layers keep none of their own.",
      mistakes: [
        { value: () => cacheOf("V3") / 2, because: "That would be V3 at eight bits. V4.1 stores four bits, and far fewer numbers." },
        { value: () => cacheOf("V3") / 4, because: "That would be V3 at four bits a number. The format alone is the smaller part of the step." },
        { value: () => cacheOf("V3.2"), because: "That is V3.2, with eight bits a number and one small key more for each entry." },
        { value: () => cacheOf("V4-Pro"), because: "That is about V4-Pro, five months earlier. Sharing entries between layers took it further." },
        { value: () => cacheOf("V4-Flash"), because: "That is V4-Flash, one generation earlier. V4.1 keeps about a quarter of it." },
      ],
      low: "Lower than it went. There is still one entry for each token in one layer, and one for two tokens in three others.",
      high: "It went further down. Fewer bits are only part: entries came to stand for several tokens, and then for several layers.",
    },
    "indexer-share": {
      ask: "V3.2 lets each token read only 2,048 earlier ones, and a small indexer chooses them. After a million tokens, what per cent of the arithmetic of its attention goes into choosing?",
      unit: "%",
      truth: indexerShare,
      within: 0.04,
      right: "Right, nearly all. A key is cheap to score, a seventeenth of the cost of reading an entry, but every key is scored and only few entries are read.",
      mistakes: [
        { value: () => (100 * topK) / MILLION, because: "That is the share of tokens that are read. The indexer scores the others too." },
        { value: () => (100 * perKey) / perEntry, because: "That is the cost of scoring one key over that of reading one entry. Five hundred times as many keys are scored as entries are read." },
        { value: () => 50, because: "Half is where the two meet, at about 35 thousand tokens. Beyond, only one of them grows." },
      ],
      low: "Higher. Reading stops growing after 2,048 entries, scoring never does.",
      high: "A little lower. Some reading is left.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "V4-Flash has 21 layers that keep one entry of 584 bytes and one index key of 68 bytes for every 4 tokens, and 20 layers that keep one entry of 584 bytes, without a key, for every 128. How many bytes does a token add in the mean?",
      answer: () => row("deepseek-v4-flash").growingBytesPerToken,
      unit: "byte",
      within: 0.001,
      hint: "Divide what a layer keeps for one entry by the tokens that the entry stands for, then add up the layers.",
      solution: () => `$21 \\times (584 + 68) / 4 + 20 \\times 584 / 128 = ${row("deepseek-v4-flash").growingBytesPerToken}$ bytes. DeepSeek prints 3,514.`,
      mistakes: [
        { value: () => (21 * flashEntry) / 4 + (20 * flashEntry) / 128, because: "You left out the index keys. They are needed to choose, and they are kept." },
        { value: () => (21 * (flashEntry + flashKey)) / 4 + (20 * (flashEntry + flashKey)) / 128, because: "You gave the heavily compressed layers index keys too. They read all of their entries, so there is nothing to choose." },
        { value: () => 21 * (flashEntry + flashKey) + 20 * flashEntry, because: "You counted an entry for every token. An entry stands for 4 or for 128." },
        { value: () => (41 * (flashEntry + flashKey)) / 4, because: "You compressed every layer by four. Twenty of them go to 128." },
      ],
    },
    {
      level: 2,
      ask: "In V4.1-Flash an entry has 512 FP4 values and one byte of scale for every 16 of them; an index key has 128 FP4 values and one byte for every 32. Three layers keep one of each for every 2 tokens, one layer keeps one of each for every token, and the other layers keep none. How many bytes does a token add?",
      answer: () => row("deepseek-v4.1-flash").growingBytesPerToken,
      unit: "byte",
      within: 0.001,
      hint: "Two FP4 values fit in a byte. Count entries a token first: three halves and one whole.",
      solution: () => `An entry takes $512/2 + 512/16 = ${v41Flash.entryBytes}$ bytes, a key $128/2 + 128/32 = 68$. There are $3/2 + 1 = 2.5$ of each for a token: $2.5 \\times 356 = 890$, the published number.`,
      mistakes: [
        { value: () => 2.5 * (256 + 64), because: "You left out the scales. With so few bits they are a tenth of the whole." },
        { value: () => 4 * 356, because: "You counted one entry a token in all four layers. In three of them an entry stands for two tokens." },
        { value: () => 9 * 356 + 20 * 356, because: "You let each of 38 layers keep its own. All but four read another layer's." },
        { value: () => 2.5 * 288, because: "You left out the index keys." },
      ],
    },
    {
      level: 2,
      ask: "Reading one entry costs V3.2 278,528 FLOP in a layer, scoring one key 16,384. It reads 2,048 entries and scores all tokens. At which context is half of the arithmetic of its attention scoring?",
      answer: () => (topK * perEntry) / perKey,
      unit: "token",
      within: 0.005,
      hint: "Set the scoring of all keys equal to the reading of 2,048 entries.",
      solution: () => `$2048 \\times 278528 / 16384 = 2048 \\times 17 = ${formatInteger((topK * perEntry) / perKey)}$ tokens. The figure agrees: at that context scoring is ${formatNumber((100 * row("deepseek-v3.2", { contextTokens: 34_816 }).indexer) / row("deepseek-v3.2", { contextTokens: 34_816 }).value, 4)}%.`,
      mistakes: [
        { value: () => run(sparseAttention).breakEvenTokens!, because: "That is where choosing begins to cost less than dense attention. The question compares the two parts of the sparse one." },
        { value: () => topK, because: "That is how many are read. Scoring a key is 17 times cheaper than reading an entry, so it catches up later." },
        { value: () => (2 * topK * perEntry) / perKey, because: "There two thirds of it are scoring." },
      ],
    },
    {
      level: 2,
      ask: "How many MB (powers of ten) does the attention of V4-Flash read from memory to produce one token after 131,072 others? Its 21 CSA layers read all their index keys, 512 entries and a window of 128; its 20 HCA layers all their entries and a window; two layers a window alone.",
      answer: () => inMB(row("deepseek-v4-flash", flashRead).value),
      unit: "count",
      within: 0.01,
      hint: "There are 32,768 index keys of 68 bytes in each CSA layer, and 1,024 entries in each HCA layer. Entries, windows too, have 584 bytes.",
      solution: () => `Keys: $21 \\times 32768 \\times 68$. Entries: $(21 \\times 640 + 20 \\times 1152 + 2 \\times 128) \\times 584$. Together ${formatNumber(inMB(row("deepseek-v4-flash", flashRead).value), 4)} MB, of which ${formatNumber(inMB(row("deepseek-v4-flash", flashRead).indexer), 3)} MB are keys.`,
      mistakes: [
        { value: () => inMB(row("deepseek-v4-flash", { ...flashRead, measure: "bytes kept" }).value), because: "That is all it keeps. A token reads the keys of it, and few entries." },
        { value: () => inMB(row("deepseek-v4-flash", flashRead).core), because: "You left out the index keys. Every one of them is read to be scored." },
        { value: () => inMB(row("deepseek-v4-flash", flashRead).value - 43 * 128 * flashEntry), because: "You left out the windows, which every layer reads." },
      ],
    },
    {
      level: 3,
      ask: "Suppose V3.2 may read more than 2,048 entries. With how many does its attention cost half the arithmetic of dense MLA at 131,072 tokens, scoring included?",
      answer: () => halfTopK(131_072),
      unit: "token",
      within: 0.005,
      hint: "With $c$ for reading an entry and $i$ for scoring a key, solve $k c + L i = L c / 2$.",
      solution: () => `$k = L\\,(1/2 - i/c) = 131072 \\times (1/2 - 1/17) = ${formatNumber(halfTopK(131_072), 6)}$. The figure gives ${formatNumber((100 * row("deepseek-v3.2", { contextTokens: 131_072, topK: Math.round(halfTopK(131_072)) }).value) / row("deepseek-v3", { contextTokens: 131_072 }).value, 4)}% with that many.`,
      mistakes: [
        { value: () => 65_536, because: "Half of the tokens. Scoring all of them costs a seventeenth of dense attention besides." },
        { value: () => 131_072 * (1 - perKey / perEntry), because: "That many cost as much as dense attention, not half." },
        { value: () => 131_072 * (1 / 2 + perKey / perEntry), because: "The scoring has to be saved, not added: it lowers the number that may be read." },
      ],
    },
    {
      level: 3,
      ask: "The V4 report says that at a million tokens V4-Flash needs 10% of the arithmetic of V3.2, in FP8-equivalent FLOP. What per cent comes out at 1,048,576 tokens if every FLOP counts the same, with 2 FLOP for each of 13 and 37 billion parameters? Read it from the figure, or compute: V3.2's attention takes 1,082.8 GFLOP, V4-Flash's 113.8.",
      answer: () => row("deepseek-v4-flash", { counting: "whole model, each FLOP once" }).percentOfV32,
      unit: "%",
      within: 0.01,
      hint: "Add two FLOP for each parameter at work to both, then divide.",
      solution: () => `$(113.8 + 2 \\times 13) / (1082.8 + 2 \\times 37) = ${formatNumber(row("deepseek-v4-flash", { counting: "whole model, each FLOP once" }).percentOfV32 / 100, 4)}$. So the printed 10% depends on how the formats are weighted: scoring in FP4 counts half of scoring in FP8 there.`,
      mistakes: [
        { value: () => row("deepseek-v4-flash", { counting: "whole model, in FP8 FLOP" }).percentOfV32, because: "That is the count in FP8-equivalent FLOP, which gives the printed 10%." },
        { value: () => row("deepseek-v4-flash").percentOfV32, because: "That is attention alone. The parameters at work count as well." },
        { value: () => (100 * 13) / 37, because: "That compares the parameters alone. At this length attention outweighs them." },
      ],
    },
  ],
});
