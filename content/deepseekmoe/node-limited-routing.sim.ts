import { type ExpertLayout, expectedNodes, isLimitedLawExact, limitedDistribution, linkMicroseconds, meanOf, NODE_SCORES, nodesDistribution, sampleRouting, scoredExperts } from "#domain/expertParallel.ts";
import { simulation } from "#sim/contract.ts";

/** Tokens drawn to measure the rule; the standard errors in the answer follow from it. */
const SAMPLE_TOKENS = 2048;

/** One way to send tokens to their experts. Times are those of one layer, both exchanges, full links. */
export interface TrafficRow {
  readonly way: "copy-per-expert" | "without-limit" | "with-limit";
  readonly label: string;
  /** Distinct nodes among a token's experts, in the mean. */
  readonly nodes: number;
  /** Copies of a token that cross InfiniBand. */
  readonly ibCopies: number;
  /** Copies forwarded inside nodes over NVLink: one for each expert chosen. */
  readonly nvlinkCopies: number;
  /** Both exchanges. */
  readonly ibBytesPerToken: number;
  readonly nvlinkBytesPerToken: number;
  readonly ibMicrosecondsPerLayer: number;
  readonly nvlinkMicrosecondsPerLayer: number;
  /** The longer of the two: they overlap. */
  readonly microsecondsPerLayer: number;
  readonly boundBy: "InfiniBand" | "NVLink";
}

/** Mean and its standard error from the law of one draw. */
function estimate(shares: readonly number[]): { mean: number; standardError: number } {
  const mean = meanOf(shares);
  const variance = Math.max(0, shares.reduce((sum, share, nodes) => sum + share * (nodes - mean) ** 2, 0));
  return { mean, standardError: Math.sqrt(variance / SAMPLE_TOKENS) };
}

export default simulation({
  question: "How many nodes does a token touch with and without the node limit, and what does each cost on the links?",
  params: {
    maxNodes: { kind: "number", label: "Limit: nodes a token may touch", unit: "node", default: 4, min: 1, max: 16, step: 1 },
    numNodes: { kind: "number", label: "Nodes that hold the experts", unit: "node", default: 8, min: 2, max: 16, step: 1 },
    expertsPerNode: { kind: "number", label: "Routed experts on each", unit: "expert", default: 32, min: 16, max: 64, step: 1 },
    topK: { kind: "number", label: "Routed experts a token chooses", unit: "expert", default: 8, min: 1, max: 16, step: 1 },
    nodeScore: { kind: "choice", label: "Nodes are ranked by", default: "sum-of-best", options: NODE_SCORES, optionLabels: { "sum-of-best": "the sum of their best experts", "best-expert": "their best expert" } },
    ibGBps: { kind: "number", label: "InfiniBand per GPU", unit: "GB/s", default: 50, min: 5, max: 1000, scale: "log10" },
    nvlinkGBps: { kind: "number", label: "NVLink per GPU", unit: "GB/s", default: 160, min: 5, max: 2000, scale: "log10" },
    tokensPerGpu: { kind: "number", label: "Tokens on each GPU", unit: "token", default: 4096, min: 1, max: 16_384, step: 1, scale: "log2" },
    hiddenSize: { kind: "number", label: "Hidden size", unit: "element", default: 7168, min: 256, max: 16_384, step: 1, scale: "log2" },
    dispatchBytesPerElement: { kind: "number", label: "Bytes on the way out", unit: "bytes/element", default: 1, min: 0.5, max: 4, step: 0.031_25 },
    combineBytesPerElement: { kind: "number", label: "Bytes on the way back", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.031_25 },
    ownNodeIsFree: { kind: "flag", label: "A token's own node costs no InfiniBand", default: false },
  },
  sources: [
    { cite: "v3-report", where: "section 2.1.2, Node-Limited Routing; section 3.2.2, bandwidths; section 3.3.3, FP8 dispatch and BF16 combine; section 4.2, 64 GPUs in 8 nodes, at most 4" },
    { cite: "v2-report", where: "section 2.2.2, Device-Limited Routing; section 3.1.2, 8 devices, at most 3" },
    { cite: "v3-code", where: "inference/model.py, class Gate" },
    { cite: "isca25", where: "section 4.3: 8t without, M t with" },
    { cite: "deepep", where: "README.md at commit ebfe47e: 4,096 tokens per batch, about 160 and 50 GB/s" },
  ],
  cost: "heavy",
  run({ maxNodes: limit, numNodes, expertsPerNode, topK, nodeScore, ibGBps, nvlinkGBps, tokensPerGpu, hiddenSize, dispatchBytesPerElement, combineBytesPerElement, ownNodeIsFree }, random) {
    const layout: ExpertLayout = { numNodes, expertsPerNode, topK };
    const maxNodes = Math.min(limit, numNodes);
    const law = nodesDistribution(layout);
    const limitedLaw = limitedDistribution(law, maxNodes);
    const isExact = isLimitedLawExact(layout, maxNodes, nodeScore);
    const sample = sampleRouting(layout, maxNodes, nodeScore, SAMPLE_TOKENS, random);
    const [sampledWithout, sampledWith] = [estimate(sample.without), estimate(sample.with)];
    const nodesWithout = expectedNodes(layout);
    const nodesWith = isExact ? meanOf(limitedLaw) : sampledWith.mean;

    // Of the nodes touched, a share of 1/D is the token's own: where a token lives has no part in the choice.
    const abroad = ownNodeIsFree ? 1 - 1 / numNodes : 1;
    const bytesPerCopy = hiddenSize * (dispatchBytesPerElement + combineBytesPerElement);
    const rowOf = (way: TrafficRow["way"], label: string, nodes: number, ibCopies: number, nvlinkCopies: number): TrafficRow => {
      const [ibBytesPerToken, nvlinkBytesPerToken] = [ibCopies * bytesPerCopy, nvlinkCopies * bytesPerCopy];
      const ibMicrosecondsPerLayer = linkMicroseconds(tokensPerGpu * ibBytesPerToken, ibGBps);
      const nvlinkMicrosecondsPerLayer = linkMicroseconds(tokensPerGpu * nvlinkBytesPerToken, nvlinkGBps);
      return {
        way, label, nodes, ibCopies, nvlinkCopies, ibBytesPerToken, nvlinkBytesPerToken, ibMicrosecondsPerLayer, nvlinkMicrosecondsPerLayer,
        microsecondsPerLayer: Math.max(ibMicrosecondsPerLayer, nvlinkMicrosecondsPerLayer),
        boundBy: ibMicrosecondsPerLayer >= nvlinkMicrosecondsPerLayer ? "InfiniBand" : "NVLink",
      };
    };
    return {
      maxNodes,
      isLimiting: maxNodes < numNodes,
      nodesWithout,
      nodesWith,
      /** Whether `nodesWith` and `shareWith` are exact; else they are the sample's. */
      isExact,
      sampleTokens: SAMPLE_TOKENS,
      nodesWithoutSampled: sampledWithout.mean,
      nodesWithoutStandardError: sampledWithout.standardError,
      nodesWithSampled: sampledWith.mean,
      nodesWithStandardError: sampledWith.standardError,
      /** Affinities summed to rank a node. */
      scoredExperts: scoredExperts(layout, maxNodes, nodeScore),
      /** Of a token's K best experts, how many the limit leaves it. */
      bestExpertsKept: sample.bestKept,
      distribution: law.slice(1).map((shareWithout, index) => ({ nodes: index + 1, shareWithout, shareWith: (isExact ? limitedLaw : sample.with)[index + 1]!, shareWithoutSampled: sample.without[index + 1]!, shareWithSampled: sample.with[index + 1]! })),
      rows: [
        // Without forwarding every copy crosses InfiniBand, straight to the GPU that holds the expert; only those of the own node do not.
        rowOf("copy-per-expert", "A copy for every expert", nodesWithout, topK * abroad, topK * (1 - abroad)),
        rowOf("without-limit", "A copy for every node", nodesWithout, nodesWithout * abroad, topK),
        rowOf("with-limit", maxNodes === numNodes ? "No node excluded" : `At most ${maxNodes} ${maxNodes === 1 ? "node" : "nodes"}`, nodesWith, nodesWith * abroad, topK),
      ],
      /** Experts on one node whose NVLink copies take as long as the one InfiniBand copy that brought the token. */
      expertsPerNodeAtNoCost: nvlinkGBps / ibGBps,
      expertsAtNoCost: (maxNodes * nvlinkGBps) / ibGBps,
    };
  },
  checks: [
    { given: {}, read: (out) => out.expertsPerNodeAtNoCost, equals: 3.2, source: { cite: "v3-report", where: "section 3.2.2: an average of 3.2 experts per node" } },
    { given: {}, read: (out) => out.expertsAtNoCost, equals: 13, within: 0.2 + 1e-9, because: "4 × 3.2 is 12.8, printed as 13", source: { cite: "v3-report", where: "section 3.2.2: a maximum of 13 experts" } },
    { given: {}, read: (out) => Math.max(...out.distribution.filter((bar) => bar.shareWith > 0).map((bar) => bar.nodes)), equals: 4, source: { cite: "v3-report", where: "section 4.2: at most 4 nodes" } },
    { given: { expertsPerNode: 20, topK: 6, maxNodes: 3, nodeScore: "best-expert" }, read: (out) => Math.max(...out.distribution.filter((bar) => bar.shareWith > 0).map((bar) => bar.nodes)), equals: 3, source: { cite: "v2-report", where: "section 3.1.2: at most 3 devices" } },
    { given: {}, read: (out) => out.rows[0]!.ibCopies, equals: 8, source: { cite: "isca25", where: "section 4.3: 8t over InfiniBand without deduplication" } },
  ],
});
