import type { ShapeSource } from "./attention.ts";

/** A number format that decides how fast a multiplication can run. */
export type Precision = "bf16" | "fp8" | "fp4";

/**
 * Weight of one FLOP in units of one FP8 FLOP, by the peak rates of hardware: half the bits, twice the rate.
 *
 * Source: arXiv:2606.19348, section 1, counts "equivalent FP8 FLOPs" without printing the weights;
 * notes on arXiv:2609.19969 give 1, 0.5 and 0.25 for BF16, FP8 and FP4, the same ratios.
 */
export const FP8_EQUIVALENTS: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, fp4: 0.5 };

/** A scorer that looks at one small key for every cache entry and picks the entries worth reading: the lightning indexer. */
export interface Indexer {
  /** H^I, n_h^I. */
  readonly numHeads: number;
  /** d^I, c^I. */
  readonly headDim: number;
  /** Bytes of one key with its scales. */
  readonly keyBytes: number;
  readonly precision: Precision;
  /** Whether these layers keep keys of their own; layers that score another layer's keys do not. */
  readonly storesKeys: boolean;
  /** When given, only so many entries are scored: a pool that an earlier layer chose. */
  readonly maxCandidates?: number;
}

/** A run of equal attention layers in which every head reads the same entries, as MLA in its absorbed form and its successors do. */
export interface SharedEntryLayers {
  readonly numLayers: number;
  /** m: tokens that one entry stands for; 1 without compression, and 0 for layers that read their window alone. */
  readonly tokensPerEntry: number;
  /** k: entries read at most; all of them when left out. */
  readonly topK?: number;
  /** n_win: uncompressed entries of the newest tokens, kept and read besides. */
  readonly windowTokens: number;
  /** Whether these layers keep entries of their own; layers that read another layer's do not. */
  readonly storesEntries: boolean;
  readonly indexer?: Indexer;
}

/** Attention of one model, as far as a decoding step is concerned. */
export interface SharedEntryAttention {
  readonly id: string;
  readonly name: string;
  /** n_h: query heads. */
  readonly numHeads: number;
  /** Dimensions of an entry that are compared with the query. */
  readonly scoreDim: number;
  /** Dimensions of an entry that are summed as a value. */
  readonly valueDim: number;
  /** Bytes of an entry that grows with the context. */
  readonly entryBytes: number;
  /** Bytes of an entry of the window. */
  readonly windowEntryBytes: number;
  readonly layers: readonly SharedEntryLayers[];
  /** Parameters a token uses in decoding, as the maker states them. */
  readonly activatedParameters: number;
  readonly sources: readonly ShapeSource[];
}

/** What attention asks of one decoding step of one sequence, over all layers. A multiply-add is 2 FLOP. */
export interface DecodeCost {
  readonly indexerFlop: number;
  /** Scores and weighted sums over the entries read, all heads. */
  readonly coreFlop: number;
  /** The same two, with each FLOP weighted by its precision: `FP8_EQUIVALENTS`. The core runs in BF16. */
  readonly indexerFp8Flop: number;
  readonly coreFp8Flop: number;
  readonly indexerBytes: number;
  readonly coreBytes: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Entries that stand for the tokens read so far; those of an unfinished block are in the window. Formula: `floor(contextTokens / tokensPerEntry)`. */
export const numEntries = ({ tokensPerEntry }: SharedEntryLayers, contextTokens: number): number => (tokensPerEntry === 0 ? 0 : Math.floor(contextTokens / tokensPerEntry));

/** Entries that one query reads in each of these layers: `min(topK, numEntries) + min(windowTokens, contextTokens)`. */
export const entriesRead = (layers: SharedEntryLayers, contextTokens: number): number =>
  Math.min(layers.topK ?? Infinity, numEntries(layers, contextTokens)) + Math.min(layers.windowTokens, contextTokens);

/** FLOP of scoring one key: `2 H^I d^I`; the sum over heads, its weights and the choice of the largest are left out. Source: DeepSeek_V3_2.pdf, Eq. 1; arXiv:2606.19348, Eq. 16. */
export const indexerFlopPerKey = ({ numHeads, headDim }: Pick<Indexer, "numHeads" | "headDim">): number => 2 * numHeads * headDim;

/** FLOP of reading one entry with all heads: `2 n_h (scoreDim + valueDim)`. Source: arXiv:2405.04434, Eq. 37-47, absorbed; arXiv:2606.19348, Eq. 19 and 26. */
export const coreFlopPerEntry = ({ numHeads, scoreDim, valueDim }: Pick<SharedEntryAttention, "numHeads" | "scoreDim" | "valueDim">): number => 2 * numHeads * (scoreDim + valueDim);

/**
 * The cost of attention for one new token after `contextTokens` earlier ones.
 *
 * @throws RangeError when contextTokens is no whole number from 0
 */
export function decodeCost(model: SharedEntryAttention, contextTokens: number): DecodeCost {
  if (!(Number.isInteger(contextTokens) && contextTokens >= 0)) throw new RangeError(`out of range: contextTokens is ${contextTokens} token; expected a whole number from 0`);
  const parts = model.layers.map((layers) => {
    const { numLayers, windowTokens, indexer } = layers;
    const window = Math.min(windowTokens, contextTokens);
    const chosen = entriesRead(layers, contextTokens) - window;
    const scored = indexer ? numLayers * Math.min(indexer.maxCandidates ?? Infinity, numEntries(layers, contextTokens)) : 0;
    const indexerFlop = indexer ? scored * indexerFlopPerKey(indexer) : 0;
    const coreFlop = numLayers * (chosen + window) * coreFlopPerEntry(model);
    return {
      indexerFlop,
      coreFlop,
      indexerFp8Flop: indexer ? indexerFlop * FP8_EQUIVALENTS[indexer.precision] : 0,
      coreFp8Flop: coreFlop * FP8_EQUIVALENTS.bf16,
      indexerBytes: indexer ? scored * indexer.keyBytes : 0,
      coreBytes: numLayers * (chosen * model.entryBytes + window * model.windowEntryBytes),
    };
  });
  const total = (key: keyof DecodeCost): number => sum(parts.map((part) => part[key]));
  return { indexerFlop: total("indexerFlop"), coreFlop: total("coreFlop"), indexerFp8Flop: total("indexerFp8Flop"), coreFp8Flop: total("coreFp8Flop"), indexerBytes: total("indexerBytes"), coreBytes: total("coreBytes") };
}

/** Bytes that these layers keep for one entry and its key. */
const bytesPerEntry = (model: SharedEntryAttention, { storesEntries, indexer }: SharedEntryLayers): number => (storesEntries ? model.entryBytes : 0) + (indexer?.storesKeys ? indexer.keyBytes : 0);

/** Bytes the cache grows by with each token in the mean, over all layers; windows, which stop growing, are left out. Formula: `sum numLayers (entryBytes + keyBytes) / tokensPerEntry`. */
export const growingBytesPerToken = (model: SharedEntryAttention): number =>
  sum(model.layers.filter(({ tokensPerEntry }) => tokensPerEntry > 0).map((layers) => (layers.numLayers * bytesPerEntry(model, layers)) / layers.tokensPerEntry));

/** Bytes of the windows of one sequence, once they are full. */
export const windowBytes = (model: SharedEntryAttention, contextTokens: number): number => sum(model.layers.map(({ numLayers, windowTokens }) => numLayers * Math.min(windowTokens, contextTokens) * model.windowEntryBytes));

/** Bytes kept for one sequence: whole entries, their keys, and the windows. */
export const keptBytes = (model: SharedEntryAttention, contextTokens: number): number =>
  sum(model.layers.map((layers) => layers.numLayers * numEntries(layers, contextTokens) * bytesPerEntry(model, layers))) + windowBytes(model, contextTokens);

/**
 * The context from which reading `topK` chosen entries and scoring all keys costs less than reading every entry.
 * Both cost the same at `L`: `L c = k c + L i`, so `L = k c / (c - i)`, with c for an entry and i for a key.
 *
 * Infinity when a key costs as much as an entry.
 */
export const breakEvenTokens = (topK: number, costPerEntry: number, costPerKey: number): number => (costPerKey < costPerEntry ? (topK * costPerEntry) / (costPerEntry - costPerKey) : Infinity);
