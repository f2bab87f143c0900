import { COMPUTE_PARTS, NETWORK_PARTS, overlapPair, overlapSummary, type OverlapPart, type OverlapStretch, type PartTimes } from "#domain/overlap.ts";
import { simulation } from "#sim/contract.ts";
import profile from "./data/training-profile.json" with { type: "json" };

const ms = (microseconds: number): number => microseconds / 1000;
const partOf = (text: string): OverlapPart => [...COMPUTE_PARTS, ...NETWORK_PARTS].find((part) => part === text)!;

/** What the trace shows, in ms: each part of each layer, and how long the processors and the network are busy. */
const MEASURED = {
  stretches: profile.parts.map(({ part, layer, startMicroseconds, endMicroseconds }): OverlapStretch => ({ lane: NETWORK_PARTS.some((name) => name === part) ? "network" : "compute", part: partOf(part), layer, start: ms(startMicroseconds), end: ms(endMicroseconds) })),
  totalMs: ms(profile.spanMicroseconds),
  computeMs: ms(profile.computeMicroseconds),
  networkMs: ms(profile.communicationMicroseconds),
  movingMs: ms(profile.movingMicroseconds),
  bothMs: ms(profile.bothMicroseconds),
  neitherMs: ms(profile.spanMicroseconds - profile.eitherMicroseconds),
  hiddenPercent: (100 * profile.bothMicroseconds) / profile.communicationMicroseconds,
  computeToNetwork: profile.computeMicroseconds / profile.communicationMicroseconds,
  numSms: profile.numSms,
  communicationSms: profile.communicationSms,
};

/** How long a part is busy in one layer of the trace, in ms, mean of its layers. */
const MEAN: PartTimes = Object.fromEntries([...COMPUTE_PARTS, ...NETWORK_PARTS].map((part) => [part, ms(profile.parts.filter((row) => row.part === part).reduce((sum, { busyMicroseconds }) => sum + busyMicroseconds, 0)) / profile.numLayers])) as Record<OverlapPart, number>;
const sumOf = (parts: readonly OverlapPart[], times: PartTimes): number => parts.reduce((sum, part) => sum + times[part], 0);
const ATTENTION: readonly OverlapPart[] = COMPUTE_PARTS.filter((part) => part.startsWith("attn"));

/** The parts of the trace, stretched to a share of attention, a time of computing and a ratio. */
function partTimes(computeMs: number, attentionPercent: number, computeToNetwork: number): PartTimes {
  const [attention, all, network] = [sumOf(ATTENTION, MEAN), sumOf(COMPUTE_PARTS, MEAN), sumOf(NETWORK_PARTS, MEAN)];
  const scale = (part: OverlapPart): number => {
    if (NETWORK_PARTS.some((name) => name === part)) return computeMs / computeToNetwork / network;
    const share = ATTENTION.includes(part) ? attentionPercent / 100 / attention : (1 - attentionPercent / 100) / (all - attention);
    return computeMs * share;
  };
  return Object.fromEntries(Object.entries(MEAN).map(([part, time]) => [part, time * scale(part as OverlapPart)])) as Record<OverlapPart, number>;
}

const trace = { cite: "profile-data", where: "train.json at commit 4496024, GPU kernels" };

export default simulation({
  question: "How much communication does a pair of chunks hide when one computes while the other talks?",
  params: {
    computeToNetwork: { kind: "number", label: "Computing over communicating, in time", unit: "ratio", default: 1.1, min: 0.25, max: 4, step: 0.05, scale: "log2" },
    attentionPercent: { kind: "number", label: "Share of attention in the computing", unit: "%", default: 52, min: 10, max: 90, step: 1 },
    computeMs: { kind: "number", label: "Computing in a layer, forward and backward", unit: "ms", default: 31, min: 1, max: 100, step: 1 },
    numLayers: { kind: "number", label: "Layers in a chunk", unit: "layer", default: 4, min: 1, max: 8, step: 1 },
  },
  sources: [{ cite: "v3-report", where: "section 3.2.1 and Figure 4" }, trace],
  cost: "instant",
  run({ computeToNetwork, attentionPercent, computeMs, numLayers }) {
    const stretches = overlapPair(partTimes(computeMs, attentionPercent, computeToNetwork), numLayers);
    const { total, compute, network, both } = overlapSummary(stretches);
    return {
      stretches, overlappedMs: total, inTurnMs: compute + network, computeMs: compute, networkMs: network, bothMs: both,
      hiddenPercent: (100 * both) / network,
      /** How much sooner the pair is done than its parts in turn. */
      savedPercent: 100 * (1 - total / (compute + network)),
      /** No order of the parts can be done sooner than the busier side. */
      boundMs: Math.max(compute, network),
      measured: MEASURED,
    };
  },
  checks: [
    { given: {}, read: (out) => out.overlappedMs, equals: MEASURED.totalMs, unit: "ms", within: 6, because: "the trace's parts differ from layer to layer, and small gaps lie between its kernels", source: trace },
    { given: {}, read: (out) => out.measured.computeToNetwork, equals: 1, within: 0.15, because: "the report says approximately 1:1, of computing and communicating in turn", source: { cite: "v3-report", where: "section 3.2.1, p. 12" } },
    { given: {}, read: (out) => out.measured.communicationSms, equals: 20, source: { cite: "v3-report", where: "section 3.2.2, p. 14" } },
  ],
});
