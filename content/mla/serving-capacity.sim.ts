import { chooseGpu, GPU_CHOICES, GPU_LABELS } from "#domain/gpus.ts";
import { simulation } from "#sim/contract.ts";

/** DeepSeek-V3's attention: v3-configs, config_671B.json. */
const v3 = { numLayers: 61, numHeads: 128, headDim: 128, kvLoraRank: 512, qkRopeHeadDim: 64 };

/** The contexts at which the curve is drawn: powers of two from 1,024 to 1,048,576 tokens. */
const CURVE_CONTEXTS = Array.from({ length: 11 }, (_, power) => 1024 * 2 ** power);

/** One way to cache, and how much of it fits. */
export interface CapacityRow {
  readonly variant: "mla" | "gqa" | "mha";
  readonly label: string;
  /** One token in all layers. */
  readonly bytesPerToken: number;
  readonly bytesPerSequence: number;
  /** Whole sequences that fit beside the weights. */
  readonly maxSequences: number;
  /** Whole tokens that fit, in however many sequences. */
  readonly maxTokens: number;
}

export default simulation({
  question: "How many sequences of a given length fit beside the weights on a set of GPUs?",
  params: {
    contextTokens: { kind: "number", label: "Tokens per sequence", unit: "token", default: 32_768, min: 1, max: 1_048_576, step: 1, scale: "log2" },
    gpu: { kind: "choice", label: "GPU", default: "h800", options: GPU_CHOICES, optionLabels: GPU_LABELS },
    numGpus: { kind: "number", label: "GPUs", unit: "GPU", default: 16, min: 1, max: 512, step: 1, scale: "log2" },
    numKvGroups: { kind: "number", label: "Groups of the GQA rival", unit: "group", default: 8, min: 1, max: 128, step: 1, scale: "log2" },
    bytesPerElement: { kind: "number", label: "Bytes per cached element", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.5 },
    weightsB: { kind: "number", label: "Parameters, in 10^9", unit: "B", default: 671, min: 1, max: 2000, step: 1 },
    bytesPerWeight: { kind: "number", label: "Bytes per parameter", unit: "bytes/element", default: 1, min: 0.5, max: 4, step: 0.5 },
    reservedPercent: { kind: "number", label: "Memory kept for all else", unit: "%", default: 10, min: 0, max: 90, step: 1 },
    customMemoryGB: { kind: "number", label: "Your GPU: memory", unit: "GB", default: 141, min: 1, max: 1000, step: 1 },
  },
  sources: [
    { cite: "v3-configs", where: "config_671B.json" },
    { cite: "v3-report", where: "Abstract: 671B parameters; section 3.3: trained in FP8" },
    { cite: "v2-report", where: "Table 1: elements per token of MHA, GQA and MLA" },
    { cite: "h100-datasheet", where: "H100 SXM: GPU memory" },
    { cite: "h800-spec", where: "the H800 taken to have the memory of the H100" },
    { cite: "h20-spec", where: "memory" },
  ],
  cost: "instant",
  run({ contextTokens, gpu: choice, numGpus, numKvGroups, bytesPerElement, weightsB, bytesPerWeight, reservedPercent, customMemoryGB }) {
    // Capacity needs none of a GPU's speeds; a custom one leaves them at 1.
    const gpu = chooseGpu(choice, { peakTflops: 1, bandwidthTBps: 1, memoryGB: customMemoryGB });
    const memoryBytes = numGpus * gpu.memoryGB * 1e9;
    const weightBytes = weightsB * 1e9 * bytesPerWeight;
    const reservedBytes = (memoryBytes * reservedPercent) / 100;
    const freeBytes = Math.max(0, memoryBytes - reservedBytes - weightBytes);
    const rowOf = (variant: CapacityRow["variant"], label: string, elementsPerLayer: number): CapacityRow => {
      const bytesPerToken = v3.numLayers * elementsPerLayer * bytesPerElement;
      const bytesPerSequence = bytesPerToken * contextTokens;
      return { variant, label, bytesPerToken, bytesPerSequence, maxSequences: Math.floor(freeBytes / bytesPerSequence), maxTokens: Math.floor(freeBytes / bytesPerToken) };
    };
    const rows = [
      rowOf("mla", "MLA", v3.kvLoraRank + v3.qkRopeHeadDim),
      rowOf("gqa", `GQA, ${numKvGroups} ${numKvGroups === 1 ? "group" : "groups"}`, 2 * numKvGroups * v3.headDim),
      rowOf("mha", `MHA, ${v3.numHeads} heads`, 2 * v3.numHeads * v3.headDim),
    ];
    const curve = rows.flatMap(({ variant, bytesPerToken }) => CURVE_CONTEXTS.map((tokens) => ({ variant, contextTokens: tokens, maxSequences: Math.floor(freeBytes / (bytesPerToken * tokens)) })));
    return { gpu: gpu.name, memoryBytes, weightBytes, reservedBytes, freeBytes, weightsFit: memoryBytes - reservedBytes >= weightBytes, rows, curve };
  },
  checks: [
    { given: { bytesPerElement: 2 }, read: (out) => out.rows[0]!.bytesPerToken, equals: 70_272, source: { cite: "isca25", where: "Table 1: KV cache per token of DeepSeek-V3, 70.272 KB" } },
  ],
});
