import type { Indexer, SharedEntryAttention, SharedEntryLayers } from "./sparseAttention.ts";

const mla = { numHeads: 128, scoreDim: 512 + 64, valueDim: 512, activatedParameters: 37e9 } as const;
const mlaLayers: SharedEntryLayers = { numLayers: 61, tokensPerEntry: 1, windowTokens: 0, storesEntries: true };

/** Dense MLA in absorbed form, cached at 16 bits: V3, R1 and V3.1. */
export const v3Dense: SharedEntryAttention = {
  ...mla, id: "deepseek-v3", name: "V3, dense", entryBytes: 2 * (512 + 64), windowEntryBytes: 0, layers: [mlaLayers],
  sources: [{ cite: "v3-configs", where: "config_671B.json" }, { cite: "isca25", where: "Table 1" }],
};

/** An FP8 key of 128 values and one 4-byte scale. */
const v32Indexer: Indexer = { numHeads: 64, headDim: 128, keyBytes: 128 + 4, precision: "fp8", storesKeys: true };

/** The same MLA with DeepSeek Sparse Attention: 512 FP8 values, four 4-byte scales and 64 BF16 values an entry. */
export const v32Sparse: SharedEntryAttention = {
  ...mla, id: "deepseek-v3.2", name: "V3.2", entryBytes: 512 + 4 * 4 + 64 * 2, windowEntryBytes: 0, layers: [{ ...mlaLayers, topK: 2048, indexer: v32Indexer }],
  sources: [{ cite: "v32exp", where: "DeepSeek_V3_2.pdf, Eq. 1-2 and section 2.1; config_671B_v3.2.json; inference/model.py, Indexer" }, { cite: "flashmla", where: "README.md, FP8 KV Cache" }],
};

/**
 * 448 FP8 values, 64 BF16 values, 7 scales and 1 byte of padding. The report states the two formats;
 * scales and padding are those of FlashMLA's "MODEL1", and that this is V4 is an inference from its head of 448 + 64.
 */
const v4EntryBytes = 448 + 64 * 2 + 7 + 1;
/** FP4, which the report states, with one scale byte for each 32 values, which MXFP4 means. */
const v4Indexer: Indexer = { numHeads: 64, headDim: 128, keyBytes: 128 / 2 + 128 / 32, precision: "fp4", storesKeys: true };
const v4 = { scoreDim: 512, valueDim: 512, entryBytes: v4EntryBytes, windowEntryBytes: v4EntryBytes } as const;
const csa = (numLayers: number, topK: number): SharedEntryLayers => ({ numLayers, tokensPerEntry: 4, topK, windowTokens: 128, storesEntries: true, indexer: v4Indexer });
const hca = (numLayers: number): SharedEntryLayers => ({ numLayers, tokensPerEntry: 128, windowTokens: 128, storesEntries: true });
const v4Sources = [{ cite: "v4-report", where: "sections 2.3, 3.4 and 4.2.1" }, { cite: "flashmla", where: "csrc/api/sparse_decode.h, bytes_per_token" }] as const;

/** Two layers of HCA, then CSA and HCA in turn: 30 of CSA and 31 of HCA. */
export const v4Pro: SharedEntryAttention = { ...v4, id: "deepseek-v4-pro", name: "V4-Pro", numHeads: 128, layers: [csa(30, 1024), hca(31)], activatedParameters: 49e9, sources: v4Sources };

/** Two layers with a window alone, then CSA and HCA in turn: 21 of CSA and 20 of HCA. */
export const v4Flash: SharedEntryAttention = {
  ...v4, id: "deepseek-v4-flash", name: "V4-Flash", numHeads: 64,
  layers: [{ numLayers: 2, tokensPerEntry: 0, windowTokens: 128, storesEntries: false }, csa(21, 512), hca(20)],
  activatedParameters: 13e9,
  sources: [...v4Sources, { cite: "maxtext-configs", where: "deepseek4-284b.yml, compress_ratios" }],
};

const v41Indexer = { numHeads: 32, headDim: 128, keyBytes: 128 / 2 + 128 / 32, precision: "fp4" } as const;
const reads = { topK: 512, windowTokens: 128 } as const;

/**
 * CSA2. Of 40 layers 2 have a window alone. Layers 2, 8 and 14 keep an entry and a key for every 2 tokens, layer 20 for every token;
 * layers 24, 28, 32 and 36 choose anew among 16,384 candidates of layer 20; the other 30 reuse entries and choice.
 * An entry is 512 FP4 values with a scale byte for every 16; the window stays FP8, here with a scale byte for every 32.
 */
export const v41Flash: SharedEntryAttention = {
  id: "deepseek-v4.1-flash", name: "V4.1-Flash", numHeads: 64, scoreDim: 512, valueDim: 512,
  entryBytes: 512 / 2 + 512 / 16, windowEntryBytes: 512 + 512 / 32,
  layers: [
    { numLayers: 2, tokensPerEntry: 0, windowTokens: 128, storesEntries: false },
    { numLayers: 3, tokensPerEntry: 2, ...reads, storesEntries: true, indexer: { ...v41Indexer, storesKeys: true } },
    { numLayers: 15, tokensPerEntry: 2, ...reads, storesEntries: false },
    { numLayers: 1, tokensPerEntry: 1, ...reads, storesEntries: true, indexer: { ...v41Indexer, storesKeys: true } },
    { numLayers: 4, tokensPerEntry: 1, ...reads, storesEntries: false, indexer: { ...v41Indexer, storesKeys: false, maxCandidates: 16_384 } },
    { numLayers: 15, tokensPerEntry: 1, ...reads, storesEntries: false },
  ],
  activatedParameters: 16e9,
  sources: [{ cite: "v41-paper", where: "abstract; sections 2.2, 2.3 and 2.4.4, as quoted in study notes" }, { cite: "after-v41-release", where: "inference/config.json, kv_source_layers, index_source_layers, compress_ratios, candidate_topk_blocks" }],
};

/** In the order of their release. */
export const sparseModels: readonly SharedEntryAttention[] = [v3Dense, v32Sparse, v4Pro, v4Flash, v41Flash];
