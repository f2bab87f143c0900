import { chooseGpu, GPU_CHOICES, GPU_LABELS } from "#domain/gpus.ts";
import { modelById, namesOf } from "#domain/configs/models.ts";
import { decodeStep, type GroupedLayer, groupedProjectionElements, groupedWorkPerCachedToken, MLA_MODES, type MlaLayer, type MlaMode, mlaProjectionElements, mlaWorkPerCachedToken } from "#domain/mlaDecode.ts";
import { attainableTflops, type Bound, boundOf, intensity, leastSeconds, ridgePoint, scaleWork, type Work } from "#domain/roofline.ts";
import { simulation } from "#sim/contract.ts";

/** A published model with MLA, as a decoding step sees it. */
function mlaLayerOf(id: string): MlaLayer & { readonly numLayers: number } {
  const { hiddenSize, numHeads, numLayers, mla } = modelById(id);
  if (!mla) throw new RangeError(`unsupported: ${id} has no MLA; expected a model that has`);
  return { hiddenSize, numHeads, numLayers, ...mla };
}

/** A published model whose layers are all grouped alike. */
function groupedLayerOf(id: string): GroupedLayer & { readonly numLayers: number } {
  const { hiddenSize, numHeads, numLayers, layers } = modelById(id);
  const [first, ...others] = layers;
  if (first?.kind !== "grouped" || others.length > 0) throw new RangeError(`unsupported: the layers of ${id} are not all grouped alike; expected a model whose are`);
  return { hiddenSize, numHeads, numLayers, numKvGroups: first.numKvHeads, headDim: first.headDim };
}

/** One way to decode, and what a step of it takes at the least. */
export interface DecodeRow {
  readonly mode: MlaMode | "gqa";
  readonly label: string;
  /** Of one step of the whole batch, over all layers; a multiply-add is 2 FLOP. */
  readonly flop: number;
  /** Read from memory in that step. */
  readonly bytes: number;
  /** FLOP per byte. */
  readonly intensity: number;
  readonly attainableTflops: number;
  readonly bound: Bound;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  /** What the batch keeps in memory; the step may read weights besides. */
  readonly cacheBytes: number;
  /** Whether that cache alone fits in the GPU's memory. */
  readonly fitsMemory: boolean;
}

const LABELS: Readonly<Record<MlaMode, string>> = { absorbed: "MLA, absorbed", rebuilt: "MLA, keys and values rebuilt", naive: "MLA, keys and values kept in full" };

const MLA_MODELS = ["deepseek-v3", "deepseek-v2", "deepseek-v2-lite", "kimi-k2"] as const;
const SAME_SHAPE = "same-shape-gqa-8";
const LLAMAS = ["llama-3.1-70b", "llama-3.1-405b"] as const;

export default simulation({
  question: "Is a decoding step bound by memory or by arithmetic, and what does absorbing the up-projections change?",
  params: {
    model: { kind: "choice", label: "Model with MLA", default: "deepseek-v3", options: MLA_MODELS, optionLabels: namesOf(MLA_MODELS) },
    peer: { kind: "choice", label: "Compared with", default: SAME_SHAPE, options: [SAME_SHAPE, ...LLAMAS], optionLabels: { [SAME_SHAPE]: "GQA-8 of the same shape", ...namesOf(LLAMAS) } },
    gpu: { kind: "choice", label: "GPU", default: "h800", options: GPU_CHOICES, optionLabels: GPU_LABELS },
    batchSize: { kind: "number", label: "Sequences in the batch", unit: "sequence", default: 128, min: 1, max: 4096, step: 1, scale: "log2" },
    contextTokens: { kind: "number", label: "Tokens cached per sequence", unit: "token", default: 4096, min: 1, max: 1_048_576, step: 1, scale: "log2" },
    bytesPerElement: { kind: "number", label: "Bytes per element", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.5 },
    countsProjections: { kind: "flag", label: "Count the attention projections", default: false },
    customTflops: { kind: "number", label: "Your GPU: peak", unit: "TFLOP/s", default: 500, min: 1, max: 10_000, scale: "log10" },
    customBandwidthTBps: { kind: "number", label: "Your GPU: bandwidth", unit: "TB/s", default: 5, min: 0.05, max: 50, scale: "log10" },
    customMemoryGB: { kind: "number", label: "Your GPU: memory", unit: "GB", default: 100, min: 1, max: 1000, scale: "log10" },
  },
  sources: [
    { cite: "v2-report", where: "section 2.1.2 and Appendix C, Eq. 37-47" },
    { cite: "v3-configs", where: "config_671B.json, config_236B.json, config_16B.json" },
    { cite: "v3-code", where: "inference/model.py, class MLA: attn_impl naive and absorb" },
    { cite: "flashmla", where: "docs/20250422-new-kernel-deep-dive.md, A Theoretical Analysis of the MLA Algorithm" },
    { cite: "h100-datasheet", where: "H100 SXM: BF16 without sparsity, memory bandwidth" },
    { cite: "h800-spec", where: "peak FLOPs and memory bandwidth of the H800 SXM5" },
    { cite: "h20-spec", where: "BF16, memory bandwidth, memory" },
    { cite: "maxtext-configs", where: "llama3.1-70b.yml, llama3.1-405b.yml" },
    { cite: "roofline-paper", where: "the roofline model" },
  ],
  cost: "instant",
  run({ model, peer, gpu: choice, batchSize, contextTokens, bytesPerElement, countsProjections, customTflops, customBandwidthTBps, customMemoryGB }) {
    const gpu = chooseGpu(choice, { peakTflops: customTflops, bandwidthTBps: customBandwidthTBps, memoryGB: customMemoryGB });
    const layer = mlaLayerOf(model);
    const grouped = peer === SAME_SHAPE ? { hiddenSize: layer.hiddenSize, numHeads: layer.numHeads, numKvGroups: 8, headDim: layer.vHeadDim, numLayers: layer.numLayers } : groupedLayerOf(peer);
    const rowOf = (mode: DecodeRow["mode"], label: string, perToken: Work, projections: number, numLayers: number): DecodeRow => {
      const work = scaleWork(decodeStep(perToken, batchSize, contextTokens, countsProjections ? projections : 0, bytesPerElement), numLayers);
      const flopPerByte = intensity(work);
      const seconds = leastSeconds(gpu, work);
      const cacheBytes = perToken.bytes * batchSize * contextTokens * numLayers;
      return { mode, label, ...work, intensity: flopPerByte, attainableTflops: attainableTflops(gpu, flopPerByte), bound: boundOf(gpu, work), seconds, tokensPerSecond: batchSize / seconds, cacheBytes, fitsMemory: cacheBytes <= gpu.memoryGB * 1e9 };
    };
    const rows = MLA_MODES.map((mode) => rowOf(mode, LABELS[mode], mlaWorkPerCachedToken(layer, mode, bytesPerElement), mlaProjectionElements(layer), layer.numLayers));
    rows.push(rowOf("gqa", peer === SAME_SHAPE ? "GQA, 8 groups" : modelById(peer).name, groupedWorkPerCachedToken(grouped, bytesPerElement), groupedProjectionElements(grouped), grouped.numLayers));
    return { gpu, ridgePoint: ridgePoint(gpu), rows };
  },
  checks: [
    { given: { gpu: "h800" }, read: (out) => out.ridgePoint, equals: 990 / 3.35, unit: "FLOP/byte", within: 0.2, because: "the source rounds the dense peak of 989.5 TFLOP/s to 990", source: { cite: "flashmla", where: "docs/20250422-new-kernel-deep-dive.md, peaks of the H800 SXM5" } },
    { given: { model: "deepseek-v3" }, read: (out) => out.rows[0]!.intensity, equals: (128 * (576 + 512)) / 576, within: 1e-9, because: "floating-point rounding only; the source's formula h_q (d_k + d_v) / d_k at its own head counts", source: { cite: "flashmla", where: "docs/20250422-new-kernel-deep-dive.md, compute-memory ratio" } },
  ],
});
