import { growingElementsPerToken, latentElements } from "#domain/attention.ts";
import { deepseek67b } from "#domain/configs/deepseek67b.ts";
import { deepseekV2 } from "#domain/configs/deepseekV2.ts";
import { deepseekV3 } from "#domain/configs/deepseekV3.ts";
import { simulation, type Source } from "#sim/contract.ts";

/** How sure a size is: printed by the maker, computed from a stated shape and format, or an estimate because a part of the format is inferred. */
export type Kind = "published" | "computed" | "estimate";

/** What one further token adds to the cache of one model; windows of fixed size are left out. */
export interface Rung {
  model: string;
  name: string;
  year: number;
  kind: Kind;
  /** Bytes per token. */
  bytes: number;
  /** In what format an element is stored for this number. */
  storage: string;
  source: Source;
  /** What stands behind the number, or is doubtful about it. */
  note: string;
}

const indexKeys = 128;
const entryElements = 512;

/** Bytes of a compressed V4 entry in FlashMLA's format: 448 FP8, 64 BF16, 7 scales, 1 of padding. That "MODEL1" there is V4 is an inference. */
const v4EntryBytes = 448 + 64 * 2 + 7 + 1;

/** An index key of V4 in MXFP4, as the report states: 4 bits a value, and by the definition of the format a scale of one byte for every 32. */
const v4IndexKeyBytes = indexKeys / 2 + indexKeys / 32;

/** CSA keeps an entry and an index key for every 4 tokens, HCA an entry for every 128. */
const csaHca = (numCsaLayers: number, numHcaLayers: number, entry: number, indexKey: number): number => (numCsaLayers * (entry + indexKey)) / 4 + (numHcaLayers * entry) / 128;

const v32Layer = { main: 656, index: indexKeys + 4 };
const v2Report9: Source = { cite: "v2-report", where: "Table 9" };
const v41Figure: Source = { cite: "v41-paper", where: "Figure 1(b), read in a copy" };
const v4Report: Source = { cite: "v4-report", where: "sections 2.3.4, 3.4 and 4.2.1" };
const flashLayers: Source = { cite: "maxtext-configs", where: "deepseek4-284b.yml, compress_ratios" };
const sparseDecode: Source = { cite: "flashmla", where: "csrc/api/sparse_decode.h, bytes_per_token" };

/** As each model was released, in the format its maker printed or shipped code for. */
const released: readonly Rung[] = [
  { model: "deepseek-67b", name: "DeepSeek 67B", year: 2023, kind: "computed", bytes: growingElementsPerToken(deepseek67b) * 2, storage: "BF16", source: { cite: "v2-fig", where: "Figure 1(b), a bar of about 390 KB" }, note: "95 layers, 8 key-value heads of 128; also printed in Figure 1(b) of the V4.1 paper" },
  { model: "deepseek-v2", name: "DeepSeek-V2", year: 2024, kind: "computed", bytes: growingElementsPerToken(deepseekV2) * 2, storage: "BF16", source: v2Report9, note: "34.6K elements are published; the deployed service stored them at 6 bits on average" },
  { model: "deepseek-v3", name: "DeepSeek-V3", year: 2024, kind: "published", bytes: 70_272, storage: "BF16", source: { cite: "isca25", where: "Table 1" }, note: "61 layers of 512 + 64 elements" },
  { model: "deepseek-v3.2", name: "DeepSeek-V3.2", year: 2025, kind: "computed", bytes: 61 * (v32Layer.main + v32Layer.index), storage: "FP8, rotary part BF16", source: { cite: "flashmla", where: "README.md, FP8 KV Cache; with the Indexer's key and scale from DeepSeek-V3.2-Exp, inference/model.py" }, note: "each layer keeps 656 bytes and an index key of 132 for sparse attention; also printed in Figure 1(b) of the V4.1 paper" },
  { model: "deepseek-v4-pro", name: "DeepSeek-V4-Pro", year: 2026, kind: "estimate", bytes: csaHca(30, 31, v4EntryBytes, v4IndexKeyBytes), storage: "FP8, index key FP4", source: v4Report, note: "the report states layers and formats; scales and padding of an entry are those of FlashMLA's MODEL1, and that this is V4 is an inference; with windows it comes to the 9.5 times less than V3.2 at a million tokens that the report prints" },
  { model: "deepseek-v4-flash", name: "DeepSeek-V4-Flash", year: 2026, kind: "published", bytes: 3514, storage: "FP8, index key FP4", source: v41Figure, note: "printed a generation later; formats by the V4 report: 21 entries of 584 and index keys of 68 bytes for every 4 tokens, and 20 entries for every 128, come to 3,514" },
  { model: "deepseek-v4.1-flash", name: "DeepSeek-V4.1-Flash", year: 2026, kind: "published", bytes: 890, storage: "FP4", source: { cite: "v41-paper", where: "abstract" }, note: "the global cache, which is always in GPU memory" },
];

/** Elements per token, index keys included. V4.1 reads its cache from three layers at 2:1 and one at 1:1, so 2.5 entries a token. */
const elements: Readonly<Record<string, number>> = {
  "deepseek-67b": growingElementsPerToken(deepseek67b),
  "deepseek-v2": growingElementsPerToken(deepseekV2),
  "deepseek-v3": growingElementsPerToken(deepseekV3),
  "deepseek-v3.2": 61 * (latentElements(512, 64) + indexKeys),
  "deepseek-v4-pro": csaHca(30, 31, entryElements, indexKeys),
  "deepseek-v4-flash": csaHca(21, 20, entryElements, indexKeys),
  "deepseek-v4.1-flash": (3 / 2 + 1) * (entryElements + indexKeys),
};

/** What stands behind a size at 16 bits, where that is not what stands behind the released one. */
const sixteenBitGrounds: Readonly<Record<string, Partial<Rung>>> = {
  "deepseek-v3": { kind: "published" },
  "deepseek-v4-flash": { source: flashLayers, note: "entries of 512 elements and index keys of 128: 21 of each for every 4 tokens, and 20 entries for every 128" },
  "deepseek-v4.1-flash": { note: "not published so: 2.5 entries a token, of 512 elements and an index key of 128, by a reading of the released configuration in ports" },
};

/** The same caches with every element, index keys too, in 16 bits: nobody serves the later ones so. */
const sixteenBits: readonly Rung[] = released.map((rung) => ({
  ...rung,
  kind: "computed",
  bytes: 2 * elements[rung.model]!,
  storage: "16 bits",
  ...sixteenBitGrounds[rung.model],
}));

export default simulation({
  question: "How far did the cache of one token shrink from DeepSeek 67B to V4.1-Flash?",
  params: {
    storage: { kind: "choice", label: "Stored", default: "as released", options: ["as released", "all at 16 bits"] },
    compareWith: { kind: "choice", label: "Compare the last with", default: "deepseek-67b", options: ["deepseek-67b", "deepseek-v2", "deepseek-v3", "deepseek-v3.2", "deepseek-v4-pro", "deepseek-v4-flash"], optionLabels: Object.fromEntries(released.slice(0, -1).map(({ model, name }) => [model, name])) },
  },
  sources: [v2Report9, { cite: "isca25", where: "Table 1" }, { cite: "flashmla", where: "README.md, FP8 KV Cache" }, sparseDecode, { cite: "v32exp", where: "inference/model.py, Indexer" }, v4Report, flashLayers, { cite: "v41-paper", where: "abstract" }, v41Figure],
  cost: "instant",
  run({ storage, compareWith }) {
    const rows = (storage === "as released" ? released : sixteenBits).map((rung) => ({ ...rung, source: { ...rung.source } }));
    const last = rows.at(-1)!;
    const start = rows.find((rung) => rung.model === compareWith)!;
    return { rows, start: start.name, factor: start.bytes / last.bytes };
  },
  checks: [
    { given: {}, read: (out) => out.rows[1]!.bytes / 2, equals: 34_600, within: 50, because: "printed as 34.6K elements", source: v2Report9 },
    { given: { storage: "all at 16 bits" }, read: (out) => out.rows[2]!.bytes, equals: 70_272, source: { cite: "isca25", where: "Table 1" } },
    { given: {}, read: (out) => out.rows[0]!.bytes, equals: 389_120, source: v41Figure },
    { given: {}, read: (out) => out.rows[3]!.bytes, equals: 48_068, source: v41Figure },
  ],
});
