import { v32Sparse, v3Dense, v41Flash, v4Flash } from "#domain/sparseModels.ts";
import { coreFlopPerEntry, growingBytesPerToken, indexerFlopPerKey } from "#domain/sparseAttention.ts";
import { formatInteger, formatNumber, texInteger as tex, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
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
const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven"] as const;
const inMB = (bytes: number): number => bytes / 1e6;
/** What V4.1-Flash keeps less of than V3: entries a token, bytes a number with its scale, numbers an entry. */
const factors = { entries: 61 / 2.5, bits: 2 / (v41Flash.entryBytes / 512), numbers: 576 / 512 };
const isLargest = (name: keyof typeof factors): boolean => factors[name] === Math.max(...Object.values(factors));

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
    varied({ layers: [[21, 4, 20, 128], [30, 4, 31, 128], [24, 2, 16, 64], [16, 4, 24, 256], [12, 8, 30, 64]] }, ({ layers: [numCsa, csaTokens, numHca, hcaTokens] }) => {
      const isFlash = numCsa === 21;
      const [csa, hca] = [v4Flash.layers[1]!, v4Flash.layers[2]!];
      const bytes = (): number => (isFlash ? row("deepseek-v4-flash").growingBytesPerToken : growingBytesPerToken({ ...v4Flash, layers: [{ ...csa, numLayers: numCsa, tokensPerEntry: csaTokens }, { ...hca, numLayers: numHca, tokensPerEntry: hcaTokens }] }));
      return {
        level: 1,
        ask: `${isFlash ? "V4-Flash" : "A model of V4's design"} has ${numCsa} layers that keep one entry of 584 bytes and one index key of 68 bytes for every ${csaTokens} tokens, and ${numHca} layers that keep one entry of 584 bytes, without a key, for every ${hcaTokens}. How many bytes does a token add in the mean?`,
        answer: bytes,
        unit: "byte",
        within: 0.001,
        hint: "Divide what a layer keeps for one entry by the tokens that the entry stands for, then add up the layers.",
        solution: () => `$${numCsa} \\times (584 + 68) / ${csaTokens} + ${numHca} \\times 584 / ${hcaTokens} = ${texNumber(bytes(), 7)}$ bytes.${isFlash ? " DeepSeek prints 3,514." : ""}`,
        mistakes: [
          { value: () => (numCsa * flashEntry) / csaTokens + (numHca * flashEntry) / hcaTokens, because: "You left out the index keys. They are needed to choose, and they are kept." },
          { value: () => (numCsa * (flashEntry + flashKey)) / csaTokens + (numHca * (flashEntry + flashKey)) / hcaTokens, because: "You gave the heavily compressed layers index keys too. They read all of their entries, so there is nothing to choose." },
          { value: () => numCsa * (flashEntry + flashKey) + numHca * flashEntry, because: `You counted an entry for every token. An entry stands for ${csaTokens} or for ${hcaTokens}.` },
          { value: () => ((numCsa + numHca) * (flashEntry + flashKey)) / csaTokens, because: `You compressed every layer by ${csaTokens}. Of them ${numHca} go to ${hcaTokens}.` },
        ],
      };
    }),
    varied({ layers: [[3, 1], [5, 1], [4, 2], [6, 2], [7, 1]] }, ({ layers: [numHalf, numWhole] }) => {
      const isV41 = numHalf === 3;
      const entries = numHalf / 2 + numWhole;
      const bytes = (): number => (isV41 ? row("deepseek-v4.1-flash").growingBytesPerToken : entries * (v41Flash.entryBytes + flashKey));
      const layers = (count: number): string => (count === 1 ? "one layer keeps" : `${COUNTS[count]!.toLowerCase()} layers keep`);
      return {
        level: 2,
        ask: `In ${isV41 ? "V4.1-Flash" : "a model with V4.1's formats"} an entry has 512 FP4 values and one byte of scale for every 16 of them; an index key has 128 FP4 values and one byte for every 32. ${COUNTS[numHalf]} layers keep one of each for every 2 tokens, ${layers(numWhole)} one of each for every token, and the other layers keep none. How many bytes does a token add?`,
        answer: bytes,
        unit: "byte",
        within: 0.001,
        hint: "Two FP4 values fit in a byte. Count first how many entries a token adds in the mean.",
        solution: () => `An entry takes $512/2 + 512/16 = ${v41Flash.entryBytes}$ bytes, a key $128/2 + 128/32 = 68$. There are $${numHalf}/2 + ${numWhole} = ${entries}$ of each for a token: $${entries} \\times 356 = ${texNumber(bytes())}$${isV41 ? ", the published number" : ""}.`,
        mistakes: [
          { value: () => entries * (256 + 64), because: "You left out the scales. With so few bits they are a tenth of the whole." },
          { value: () => (numHalf + numWhole) * 356, because: `You counted one entry a token in all ${numHalf + numWhole} layers. In ${numHalf} of them an entry stands for two tokens.` },
          ...(isV41 ? [{ value: () => 9 * 356 + 20 * 356, because: "You let each of 38 layers keep its own. All but four read another layer's." }] : []),
          { value: () => entries * 288, because: "You left out the index keys." },
          { value: () => entries * (512 + 32 + 128 + 4), because: "You gave each value a byte. Two FP4 values fit in one." },
        ],
      };
    }),
    {
      level: 2,
      kind: "choice",
      ask: "A token adds 70,272 bytes to the cache of V3 and 890 to that of V4.1-Flash, index keys included. Which change saved most?",
      options: [
        { says: "Fewer entries for a token", isRight: () => isLargest("entries"), because: "V3 keeps an entry in each of its 61 layers. V4.1 adds 2.5 in the mean, since an entry stands for several tokens and serves several layers: 24 times fewer." },
        { says: "Fewer bits for a number", isRight: () => isLargest("bits"), because: "From 16 bits to 4, with scales 4.5: not quite four times fewer." },
        { says: "Fewer numbers in an entry", isRight: () => isLargest("numbers"), because: "From 576 to 512: a factor of one and an eighth." },
        { says: "Leaving out the index keys", isRight: () => false, because: "V3 has none, and V4.1 keeps 68 bytes of them beside each entry: they cost, and they pay by being read instead of the entries." },
      ],
      hint: "Write both numbers as entries a token, times numbers an entry, times bytes a number.",
      solution: () => `V3 keeps $61 \\times 576 \\times 2$ bytes, V4.1 $2.5 \\times 512 \\times 0.5625$ and $2.5 \\times 68$ for keys. The factors are ${factors.entries.toFixed(1)} for the entries, ${factors.bits.toFixed(2)} for the bits and ${factors.numbers.toFixed(3)} for the numbers.`,
    },
    varied({ given: [{ topK: 2048, heads: 64 }, { topK: 1024, heads: 64 }, { topK: 4096, heads: 32 }, { topK: 512, heads: 64 }, { topK: 1024, heads: 16 }] }, ({ given: { topK, heads } }) => {
      const isV32 = topK === 2048;
      const perKey = indexerFlopPerKey({ numHeads: heads, headDim: 128 });
      const meeting = (topK * perEntry) / perKey;
      const there = () => row("deepseek-v3.2", { contextTokens: meeting, topK, indexHeads: heads });
      return {
        level: 2,
        ask: `Reading one entry costs ${isV32 ? "V3.2" : "a model like V3.2"} 278,528 FLOP in a layer, scoring one key ${formatInteger(perKey)}. It reads ${formatInteger(topK)} entries and scores all tokens. At which context is half of the arithmetic of its attention scoring?`,
        answer: () => meeting,
        unit: "token",
        within: 0.005,
        hint: `Set the scoring of all keys equal to the reading of ${formatInteger(topK)} entries.`,
        solution: () => `$${topK} \\times 278528 / ${perKey} = ${topK} \\times ${perEntry / perKey} = ${tex(meeting)}$ tokens. The figure agrees: at that context scoring is ${formatNumber((100 * there().indexer) / there().value, 4)}%.`,
        mistakes: [
          { value: () => run(sparseAttention, { topK, indexHeads: heads }).breakEvenTokens!, because: "That is where choosing begins to cost less than dense attention. The question compares the two parts of the sparse one." },
          { value: () => topK, because: `That is how many are read. Scoring a key is ${perEntry / perKey} times cheaper than reading an entry, so it catches up later.` },
          { value: () => 2 * meeting, because: "There two thirds of it are scoring." },
        ],
      };
    }),
    varied({ contextTokens: [131_072, 65_536, 262_144, 32_768, 16_384] }, ({ contextTokens }) => {
      const of = (given: Readonly<Record<string, unknown>> = {}): SparseRow => row("deepseek-v4-flash", { measure: "bytes read", contextTokens, ...given });
      const [keys, entries] = [contextTokens / 4, contextTokens / 128];
      return {
        level: 2,
        ask: `How many MB (powers of ten) does the attention of V4-Flash read from memory to produce one token after ${formatInteger(contextTokens)} others? Its 21 CSA layers have a key of 68 bytes for every 4 tokens; they read all keys, 512 entries and a window of 128. Its 20 HCA layers have an entry for every 128 tokens; they read all entries and a window. Two layers read a window alone. Entries have 584 bytes, those of windows too.`,
        answer: () => inMB(of().value),
        unit: "MB",
        within: 0.01,
        hint: `There are ${formatInteger(keys)} index keys in each CSA layer, and ${formatInteger(entries)} entries in each HCA layer.`,
        solution: () => `Keys: $21 \\times ${keys} \\times 68$. Entries: $(21 \\times 640 + 20 \\times ${entries + 128} + 2 \\times 128) \\times 584$. Together ${formatNumber(inMB(of().value), 4)} MB, of which ${formatNumber(inMB(of().indexer), 3)} MB are keys.`,
        mistakes: [
          { value: () => inMB(of({ measure: "bytes kept" }).value), because: "That is all it keeps. A token reads the keys of it, and few entries." },
          { value: () => inMB(of().core), because: "You left out the index keys. Every one of them is read to be scored." },
          { value: () => inMB(of().value - 43 * 128 * flashEntry), because: "You left out the windows, which every layer reads." },
        ],
      };
    }),
    varied({ given: [{ contextTokens: 131_072, parts: 2, heads: 64 }, { contextTokens: 65_536, parts: 2, heads: 64 }, { contextTokens: 262_144, parts: 4, heads: 64 }, { contextTokens: 131_072, parts: 5, heads: 64 }, { contextTokens: 65_536, parts: 5, heads: 32 }] }, ({ given: { contextTokens: tokens, parts, heads } }) => {
      const ratio = perEntry / indexerFlopPerKey({ numHeads: heads, headDim: 128 });
      // k c + L i = L c / parts.
      const most = tokens * (1 / parts - 1 / ratio);
      const share = { 2: "half", 4: "a quarter of", 5: "a fifth of" }[parts];
      const found = () => (100 * row("deepseek-v3.2", { contextTokens: tokens, indexHeads: heads, topK: Math.round(most) }).value) / row("deepseek-v3", { contextTokens: tokens }).value;
      return {
        level: 3,
        ask: `Suppose V3.2 may read another number of entries than 2,048. With how many does its attention cost ${share} the arithmetic of dense MLA at ${formatInteger(tokens)} tokens, scoring included? Reading an entry costs 278,528 FLOP in a layer, in dense attention too, and scoring a key ${formatInteger(perEntry / ratio)}.`,
        answer: () => most,
        unit: "token",
        within: 0.005,
        hint: `With $c$ for reading an entry and $i$ for scoring a key, solve $k c + L i = L c / ${parts}$.`,
        solution: () => `$k = L\\,(1/${parts} - i/c) = ${tokens} \\times (1/${parts} - 1/${ratio}) = ${texNumber(most, 6)}$. The figure gives ${formatNumber(found(), 4)}% with that many.`,
        mistakes: [
          { value: () => tokens / parts, because: `You left out the scoring. Scoring all tokens costs 1/${ratio} of dense attention besides.` },
          { value: () => tokens * (1 - 1 / ratio), because: `That many cost as much as dense attention, not ${share.replace(" of", "")}.` },
          { value: () => tokens * (1 / parts + 1 / ratio), because: "The scoring has to be saved, not added: it lowers the number that may be read." },
        ],
      };
    }),
    varied({ given: [{ model: "deepseek-v4-flash", contextTokens: MILLION }, { model: "deepseek-v4-flash", contextTokens: 262_144 }, { model: "deepseek-v4-flash", contextTokens: 524_288 }, { model: "deepseek-v4-pro", contextTokens: 131_072 }, { model: "deepseek-v4-pro", contextTokens: 262_144 }] }, ({ given: { model, contextTokens } }) => {
      const isPrinted = model === "deepseek-v4-flash" && contextTokens === MILLION;
      const [name, billions] = model === "deepseek-v4-flash" ? ["V4-Flash", 13] : ["V4-Pro", 49];
      const percent = (counting: string): number => row(model, { contextTokens, counting }).percentOfV32;
      const attention = (id: string): string => formatNumber(row(id, { contextTokens }).value / 1e9, contextTokens === MILLION ? 5 : 4);
      return {
        level: 3,
        ask: `${isPrinted ? "The V4 report says that at a million tokens V4-Flash needs 10% of the arithmetic of V3.2, in FP8-equivalent FLOP. What per cent comes out at 1,048,576 tokens" : `What per cent of the arithmetic of V3.2 does ${name} need for a token after ${formatInteger(contextTokens)} others,`} if every FLOP counts the same, with 2 FLOP for each of ${billions} and 37 billion parameters? Read it from the figure, or compute: V3.2's attention takes ${attention("deepseek-v3.2")} GFLOP, ${name}'s ${attention(model)}.`,
        answer: () => percent("whole model, each FLOP once"),
        unit: "%",
        within: 0.01,
        hint: "Add two FLOP for each parameter at work to both, then divide.",
        solution: () => `$(${attention(model).replace(",", "{,}")} + 2 \\times ${billions}) / (${attention("deepseek-v3.2").replace(",", "{,}")} + 2 \\times 37) = ${formatNumber(percent("whole model, each FLOP once") / 100, 4)}$. ${isPrinted ? "So the printed 10% depends on how the formats are weighted: scoring in FP4 counts half of scoring in FP8 there." : `In FP8-equivalent FLOP it is ${formatNumber(percent("whole model, in FP8 FLOP"), 3)}%: how the formats are weighted matters.`}`,
        mistakes: [
          { value: () => percent("whole model, in FP8 FLOP"), because: `That is the count in FP8-equivalent FLOP${isPrinted ? ", which gives the printed 10%" : ""}.` },
          { value: () => percent("attention, each FLOP once"), because: "That is attention alone. The parameters at work count as well." },
          { value: () => (100 * billions) / 37, because: "That compares the parameters alone. Attention has to be added to both." },
        ],
      };
    }),
  ],
});
