import { sparseModels, v32Sparse } from "#domain/sparseModels.ts";
import { breakEvenTokens, coreFlopPerEntry, decodeCost, FP8_EQUIVALENTS, growingBytesPerToken, indexerFlopPerKey, keptBytes, type SharedEntryAttention, windowBytes } from "#domain/sparseAttention.ts";
import { simulation } from "#sim/contract.ts";

/** What one model's attention asks for at one context. */
export interface SparseRow {
  model: string;
  name: string;
  contextTokens: number;
  /** Of scoring keys, of reading entries, and of the rest of the model where it is counted; of what is kept: keys and entries together, then windows. FLOP or bytes. */
  indexer: number;
  core: number;
  rest: number;
  value: number;
  percentOfV32: number;
  /** Beside the same after 4,096 tokens. */
  timesAt4K: number;
  /** What each further token adds to the cache. */
  growingBytesPerToken: number;
  source: string;
}

export interface SparseOut {
  /** At the context asked for. */
  rows: SparseRow[];
  /** For the curves: every model at contexts that double twice a step. */
  curve: SparseRow[];
  /** From how many tokens DSA costs less than dense MLA, in the measure chosen; null where it never does. */
  breakEvenTokens: number | null;
  /** V4's cache over that of grouped attention with 8 groups of 128 at 16 bits, in per cent. */
  percentOfGqa8: number;
}

const COUNTING = ["attention, each FLOP once", "attention, in FP8 FLOP", "whole model, each FLOP once", "whole model, in FP8 FLOP"] as const;
const CURVE = Array.from({ length: 21 }, (_, at) => Math.round(1024 * 2 ** (at / 2)));
const GQA8_BYTES = 2 * 8 * 128 * 2;

interface Settings {
  measure: string;
  counting: string;
}

/** The same attention with every element in 16 bits. */
const atSixteenBits = (model: SharedEntryAttention): SharedEntryAttention => ({
  ...model,
  entryBytes: 2 * model.scoreDim,
  windowEntryBytes: 2 * model.scoreDim,
  layers: model.layers.map((layers) => (layers.indexer ? { ...layers, indexer: { ...layers.indexer, keyBytes: 2 * layers.indexer.headDim } } : layers)),
});

function partsOf(model: SharedEntryAttention, contextTokens: number, { measure, counting }: Settings): Pick<SparseRow, "indexer" | "core" | "rest"> {
  if (measure === "bytes kept") {
    const window = windowBytes(model, contextTokens);
    return { indexer: 0, core: keptBytes(model, contextTokens) - window, rest: window };
  }
  const cost = decodeCost(model, contextTokens);
  if (measure === "bytes read") return { indexer: cost.indexerBytes, core: cost.coreBytes, rest: 0 };
  const inFp8 = counting.endsWith("in FP8 FLOP");
  return { indexer: inFp8 ? cost.indexerFp8Flop : cost.indexerFlop, core: inFp8 ? cost.coreFp8Flop : cost.coreFlop, rest: counting.startsWith("whole") ? 2 * model.activatedParameters : 0 };
}

/** Where choosing pays: per entry and per key, in what the measure counts. What is kept only grows by the keys. */
function whereItPays(dense: SharedEntryAttention, sparse: SharedEntryAttention, { measure, counting }: Settings): number | null {
  const { topK, indexer } = sparse.layers[0]!;
  if (measure === "bytes kept") return null;
  const weights = counting.endsWith("in FP8 FLOP") ? [FP8_EQUIVALENTS.bf16, FP8_EQUIVALENTS[indexer!.precision]] as const : [1, 1] as const;
  // In bytes the comparison is with dense attention over entries of the same format.
  const tokens = measure === "bytes read" ? breakEvenTokens(topK!, sparse.entryBytes, indexer!.keyBytes) : breakEvenTokens(topK!, coreFlopPerEntry(dense) * weights[0], indexerFlopPerKey(indexer!) * weights[1]);
  return Number.isFinite(tokens) ? tokens : null;
}

const rowOf = (out: SparseOut, model: string): SparseRow => out.rows.find((row) => row.model === model)!;
const published = { measure: "arithmetic", counting: "whole model, in FP8 FLOP" } as const;
const kept = { measure: "bytes kept" } as const;
const flopFigure = { cite: "v4-report", where: "section 1" } as const;
const kvFigure = { cite: "v41-paper", where: "Figure 1(b)" } as const;
const labelFigure = { cite: "v4-report", where: "Figure 1, right" } as const;
const rounding = "printed as a whole per cent";
const labels = "printed with one digit behind the point";

export default simulation({
  question: "What does attention cost a token, dense, sparse and compressed, as the context grows?",
  params: {
    measure: { kind: "choice", label: "Count", default: "arithmetic", options: ["arithmetic", "bytes read", "bytes kept"] },
    counting: { kind: "choice", label: "Arithmetic of", default: "attention, each FLOP once", options: COUNTING },
    contextTokens: { kind: "number", label: "Context", unit: "token", default: 1_048_576, min: 1024, max: 1_048_576, step: 1, scale: "log2" },
    storage: { kind: "choice", label: "Stored", default: "as released", options: ["as released", "all at 16 bits"] },
    topK: { kind: "number", label: "V3.2: entries read", unit: "token", default: 2048, min: 64, max: 131_072, step: 1, scale: "log2" },
    indexHeads: { kind: "number", label: "V3.2: heads of the indexer", unit: "head", default: 64, min: 1, max: 128, step: 1, scale: "log2" },
    indexDim: { kind: "number", label: "V3.2: size of an index key", unit: "dimension", default: 128, min: 16, max: 512, step: 1, scale: "log2" },
  },
  sources: [
    { cite: "v32exp", where: "DeepSeek_V3_2.pdf, Eq. 1-2; config_671B_v3.2.json" },
    { cite: "v4-report", where: "sections 1, 2.3 and 4.2.1" },
    { cite: "v41-paper", where: "abstract; sections 2.2 to 2.4, as quoted in study notes" },
    { cite: "after-v41-release", where: "inference/config.json" },
    { cite: "v2-report", where: "Appendix C, Eq. 37-47" },
  ],
  cost: "instant",
  run({ measure, counting, contextTokens, storage, topK, indexHeads, indexDim }): SparseOut {
    const own = v32Sparse.layers[0]!;
    const sparse: SharedEntryAttention = { ...v32Sparse, layers: [{ ...own, topK, indexer: { ...own.indexer!, numHeads: indexHeads, headDim: indexDim, keyBytes: indexDim + 4 } }] };
    const models = sparseModels.map((model) => (model.id === sparse.id ? sparse : model)).map((model) => (storage === "as released" ? model : atSixteenBits(model)));
    const [dense, v32] = models as [SharedEntryAttention, SharedEntryAttention];
    const totalOf = (model: SharedEntryAttention, tokens: number): number => Object.values(partsOf(model, tokens, { measure, counting })).reduce((a, b) => a + b, 0);
    const rowAt = (model: SharedEntryAttention, tokens: number): SparseRow => {
      const value = totalOf(model, tokens);
      const source = model.sources.map(({ cite, where }) => `${cite}, ${where}`).join("; ");
      return { model: model.id, name: model.name, contextTokens: tokens, ...partsOf(model, tokens, { measure, counting }), value, percentOfV32: (100 * value) / totalOf(v32, tokens), timesAt4K: value / totalOf(model, 4096), growingBytesPerToken: growingBytesPerToken(model), source };
    };
    const pro = models[2]!;
    return {
      rows: models.map((model) => rowAt(model, contextTokens)),
      curve: models.flatMap((model) => CURVE.map((tokens) => rowAt(model, tokens))),
      breakEvenTokens: whereItPays(dense, v32, { measure, counting }),
      percentOfGqa8: (100 * keptBytes(pro, contextTokens)) / (GQA8_BYTES * 61 * contextTokens),
    };
  },
  checks: [
    { given: published, read: (out) => rowOf(out, "deepseek-v4-pro").percentOfV32, equals: 27, within: 0.5, because: rounding, source: flopFigure },
    { given: published, read: (out) => rowOf(out, "deepseek-v4-flash").percentOfV32, equals: 10, within: 0.5, because: rounding, source: flopFigure },
    { given: kept, read: (out) => rowOf(out, "deepseek-v4-pro").percentOfV32, equals: 10, within: 0.5, because: rounding, source: flopFigure },
    { given: kept, read: (out) => rowOf(out, "deepseek-v4-flash").percentOfV32, equals: 7, within: 0.5, because: rounding, source: flopFigure },
    { given: kept, read: (out) => 100 / rowOf(out, "deepseek-v4-pro").percentOfV32, equals: 9.5, within: 0.05, because: labels, source: labelFigure },
    { given: kept, read: (out) => 100 / rowOf(out, "deepseek-v4-flash").percentOfV32, equals: 13.7, within: 0.05, because: labels, source: labelFigure },
    { given: kept, read: (out) => out.percentOfGqa8, equals: 2, within: 0.5, because: rounding, source: { cite: "v4-report", where: "section 2.3.4" } },
    { given: {}, read: (out) => rowOf(out, "deepseek-v3").growingBytesPerToken, equals: 70_272, source: { cite: "isca25", where: "Table 1" } },
    { given: {}, read: (out) => rowOf(out, "deepseek-v3.2").growingBytesPerToken, equals: 48_068, source: kvFigure },
    { given: {}, read: (out) => rowOf(out, "deepseek-v4-flash").growingBytesPerToken, equals: 3514, within: 0.5, because: "printed as a whole number of bytes", source: kvFigure },
    { given: {}, read: (out) => rowOf(out, "deepseek-v4.1-flash").growingBytesPerToken, equals: 890, source: { cite: "v41-paper", where: "abstract" } },
  ],
});
