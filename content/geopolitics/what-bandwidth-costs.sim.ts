import { type ExpertLayout, expectedNodes } from "#domain/expertParallel.ts";
import { exchangeBytes } from "#domain/microbatches.ts";
import { allReduceBytes } from "#domain/tensorParallel.ts";
import { simulation, type Values } from "#sim/contract.ts";

/** DeepSeek-V3 in its later training: shape, spread of the experts, tokens of a step on each GPU (15,360 sequences of 4,096 over 2,048 GPUs). */
const V3 = { numLayers: 61, numMoeLayers: 58, hiddenSize: 7168, topK: 8, numNodes: 8, expertsPerNode: 32, maxNodes: 4, gpusPerNode: 8, tokensPerGpu: 30_720, gflopPerToken: 250, preTrainingGpuHours: 2_664_000 } as const;
const LAYOUT: ExpertLayout = V3;
/** Links of an H100 to its neighbours, both directions, in GB/s. */
const FULL_GBPS = 900;
const COPIES = ["per-node-limited", "per-node", "per-expert"] as const;

/** A step of training with one of the two links; all times in seconds. */
export interface StepTime {
  readonly linkGBps: number;
  /** One direction, as far as it is reached. */
  readonly reachedGBps: number;
  readonly computeSeconds: number;
  readonly infinibandSeconds: number;
  readonly nvlinkSeconds: number;
  readonly tensorParallelSeconds: number;
  /** What of all this is not hidden behind computing. */
  readonly exposedSeconds: number;
  readonly stepSeconds: number;
}

/** The design as chosen, or with one choice reversed. */
export interface DesignRow {
  readonly id: string;
  readonly label: string;
  readonly cut: StepTime;
  readonly full: StepTime;
  readonly extraPercent: number;
}

const params = {
  linkGBps: { kind: "number", label: "NVLink, both directions", unit: "GB/s", default: 400, min: 50, max: 1800, step: 1, scale: "log10" },
  copies: { kind: "choice", label: "Copies of a token between nodes", default: "per-node-limited", options: COPIES, optionLabels: { "per-node-limited": "one a node, limited", "per-node": "one a node", "per-expert": "one an expert" } },
  dispatchIsFp8: { kind: "flag", label: "Dispatch in FP8", default: true },
  linksRunAtOnce: { kind: "flag", label: "InfiniBand and NVLink at once", default: true },
  hidesBehindCompute: { kind: "flag", label: "Exchange overlapped with computing", default: true },
  splitsAttention: { kind: "flag", label: "Attention split over a node's GPUs", default: false },
  reachedPercent: { kind: "number", label: "Share of NVLink that is reached", unit: "%", default: 80, min: 20, max: 100, step: 1 },
  ibGBps: { kind: "number", label: "InfiniBand per GPU", unit: "GB/s", default: 50, min: 5, max: 400, step: 1, scale: "log10" },
  computeTflops: { kind: "number", label: "Rate of a GPU that does not wait", unit: "TFLOP/s", default: 385, min: 50, max: 2000, step: 1, scale: "log10" },
} as const;
type Design = Omit<Values<typeof params>, "linkGBps">;

function stepTime({ copies, dispatchIsFp8, linksRunAtOnce, hidesBehindCompute, splitsAttention, reachedPercent, ibGBps, computeTflops }: Design, linkGBps: number): StepTime {
  const reachedGBps = ((linkGBps / 2) * reachedPercent) / 100;
  const seconds = (bytes: number, GBps: number): number => bytes / (GBps * 1e9);
  // The gradient retraces the way of the token, in the same formats; hence twice.
  const exchange = (numCopies: number): number => 2 * V3.numMoeLayers * exchangeBytes(V3.tokensPerGpu, numCopies, V3.hiddenSize, dispatchIsFp8 ? 1 : 2, 2);
  const ibCopies = copies === "per-expert" ? V3.topK : copies === "per-node" ? expectedNodes(LAYOUT) : V3.maxNodes;
  const infinibandSeconds = seconds(exchange(ibCopies), ibGBps);
  // A copy sent straight to its expert's GPU needs no forwarding inside the node.
  const nvlinkSeconds = copies === "per-expert" ? 0 : seconds(exchange(V3.topK), reachedGBps);
  const sums = 2 * V3.numLayers * allReduceBytes(V3.gpusPerNode * V3.tokensPerGpu * V3.hiddenSize * 2, V3.gpusPerNode);
  const tensorParallelSeconds = splitsAttention ? seconds(sums, reachedGBps) : 0;
  const computeSeconds = (V3.gflopPerToken * V3.tokensPerGpu) / (computeTflops * 1000);
  const exchangeSeconds = linksRunAtOnce ? Math.max(infinibandSeconds, nvlinkSeconds) : infinibandSeconds + nvlinkSeconds;
  const exposedSeconds = tensorParallelSeconds + (hidesBehindCompute ? Math.max(0, exchangeSeconds - computeSeconds) : exchangeSeconds);
  return { linkGBps, reachedGBps, computeSeconds, infinibandSeconds, nvlinkSeconds, tensorParallelSeconds, exposedSeconds, stepSeconds: computeSeconds + exposedSeconds };
}

/** Each choice turned round, and all of them. */
function reversals(design: Design): { id: string; label: string; design: Design }[] {
  const flip = (id: "dispatchIsFp8" | "linksRunAtOnce" | "hidesBehindCompute" | "splitsAttention", on: string, off: string) => ({ id, label: design[id] ? off : on, design: { ...design, [id]: !design[id] } });
  const isLimited = design.copies === "per-node-limited";
  return [
    { id: "copies", label: isLimited ? "without the node limit" : "with the node limit", design: { ...design, copies: isLimited ? "per-node" : "per-node-limited" } },
    flip("dispatchIsFp8", "dispatch in FP8", "dispatch in BF16"),
    flip("linksRunAtOnce", "both links at once", "the links in turn"),
    flip("hidesBehindCompute", "overlapped", "nothing overlapped"),
    flip("splitsAttention", "attention split", "attention not split"),
    { id: "none", label: "none of V3's choices", design: { ...design, copies: "per-node", dispatchIsFp8: false, linksRunAtOnce: false, hidesBehindCompute: false, splitsAttention: true } },
  ];
}

const row = (id: string, label: string, design: Design, linkGBps: number): DesignRow => {
  const [cut, full] = [stepTime(design, linkGBps), stepTime(design, FULL_GBPS)];
  return { id, label, cut, full, extraPercent: 100 * (cut.stepSeconds / full.stepSeconds - 1) };
};

export default simulation({
  question: "How much training time does the H800's cut link cost, and which choices of design avoid it?",
  params,
  sources: [
    { cite: "isca25", where: "section 4.1: NVLink cut from 900 to 400 GB/s; section 4.3; Tables 2 and 4" },
    { cite: "v3-report", where: "section 3.2.2: NVLink 160 GB/s, IB 50 GB/s; section 3.3.3: formats; section 4.2: batch, 8 nodes, at most 4" },
    { cite: "megatron-paper", where: "section 3: sums of a layer that is split" },
  ],
  cost: "instant",
  run({ linkGBps, ...design }) {
    const chosen = row("chosen", "as chosen", design, linkGBps);
    const { cut, full } = chosen;
    const bound = design.hidesBehindCompute ? Math.max(cut.computeSeconds, cut.infinibandSeconds) : cut.infinibandSeconds;
    return {
      cut,
      full,
      extraSeconds: cut.stepSeconds - full.stepSeconds,
      extraPercent: chosen.extraPercent,
      /** Of a pre-training run with the full link and V3's published GPU-hours. */
      extraGpuHours: (V3.preTrainingGpuHours * chosen.extraPercent) / 100,
      /** Experts of a token on a node that NVLink serves while InfiniBand brings one copy there. */
      expertsPerNode: cut.reachedGBps / design.ibGBps,
      /** NVLink in both directions below which the exchange alone would slow this design; 0 where any link does. */
      toleratedGBps: design.linksRunAtOnce ? (cut.nvlinkSeconds / bound) * linkGBps : 0,
      rows: [chosen, ...reversals(design).map((turned) => row(turned.id, turned.label, turned.design, linkGBps))],
    };
  },
  checks: [
    { given: {}, read: (out) => out.expertsPerNode, equals: 3.2, within: 1e-9, because: "floating-point rounding only", source: { cite: "v3-report", where: "section 3.2.2: 3.2 experts per node" } },
    { given: {}, read: (out) => out.full.stepSeconds, equals: 19.926, unit: "s", within: 0.03, because: "the printed 250 GFLOP and 385 TFLOP/s have three digits", source: { cite: "isca25", where: "Table 4: time of a step" } },
  ],
});
