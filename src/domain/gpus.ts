/** A GPU as a roofline sees it: how fast it multiplies, how fast it reads its memory, how much of that it has. */
export interface Gpu {
  readonly name: string;
  /** Peak of the tensor cores in BF16 without sparsity, in 10^12 FLOP per second; a multiply-add counts as 2 FLOP. */
  readonly peakTflops: number;
  /** Peak memory bandwidth, in 10^12 bytes per second. */
  readonly bandwidthTBps: number;
  /** Memory, in 10^9 bytes, as the maker prints it. */
  readonly memoryGB: number;
}

/** The published GPUs, in the order of a menu. */
export const GPU_IDS = ["h800", "h100", "h20"] as const;
/** A published GPU, by its place in `gpus`. */
export type GpuId = (typeof GPU_IDS)[number];

/**
 * Peak numbers of the SXM boards, dense BF16.
 *
 * Copies of NVIDIA's H100 table print 1,979 TFLOP/s "with sparsity": half of that is the dense peak, 989.5.
 * DeepSeek state 990 TFLOP/s and 3.35 TB/s for the H800, the H100's peaks, and that under load its clock falls so that about 865 remain.
 * The memory of the H800 and all three numbers of the H20 were read in copies; no data sheet of the maker was seen.
 *
 * Source: h100-datasheet; h800-spec and flashmla, docs/20250422-new-kernel-deep-dive.md; h20-spec.
 */
export const gpus: Readonly<Record<GpuId, Gpu>> = {
  h800: { name: "H800", peakTflops: 989.5, bandwidthTBps: 3.35, memoryGB: 80 },
  h100: { name: "H100", peakTflops: 989.5, bandwidthTBps: 3.35, memoryGB: 80 },
  h20: { name: "H20", peakTflops: 148, bandwidthTBps: 4, memoryGB: 96 },
};

/** The menu of GPUs with one of the reader's own. */
export const GPU_CHOICES = [...GPU_IDS, "custom"] as const;
/** What the menu prints. */
export const GPU_LABELS: Readonly<Record<string, string>> = { ...Object.fromEntries(GPU_IDS.map((id) => [id, gpus[id].name])), custom: "one of your own" };
/** A published GPU or the reader's own. */
export type GpuChoice = (typeof GPU_CHOICES)[number];

/** A GPU of the menu; "custom" gives the reader's. */
export const chooseGpu = (choice: GpuChoice, custom: Omit<Gpu, "name">): Gpu => (choice === "custom" ? { name: "Your GPU", ...custom } : gpus[choice]);
