import { deepseekV3 } from "#domain/configs/deepseekV3.ts";
import { GPU_IDS, gpus, type GpuId } from "#domain/gpus.ts";
import { type CountedConfig, isCounted } from "#domain/parameters.ts";
import type { Bound } from "#domain/roofline.ts";
import { speedup, tokensPerPass } from "#domain/speculation.ts";
import { draftCosts } from "#domain/verification.ts";
import { simulation } from "#sim/contract.ts";

/** A pass over so many sequences, with one token of each and with its drafts. */
export interface ServicePoint {
  readonly numSequences: number;
  readonly draftCost: number;
  readonly verifyCost: number;
  readonly speedup: number;
  /** The least time of a pass without drafts, for one GPU that holds everything. */
  readonly plainMs: number;
  /** Routed experts of a layer that a plain pass reads, and a verifying one. */
  readonly plainExperts: number;
  readonly verifyingExperts: number;
  /** What the weights wait for in the verifying pass. */
  readonly weightsBound: Bound;
}

export interface VerifyOut {
  readonly here: ServicePoint;
  readonly curve: readonly ServicePoint[];
  readonly tokensPerPass: number;
  readonly best: ServicePoint;
}

if (!isCounted(deepseekV3)) throw new RangeError("missing: the config of DeepSeek-V3 gives no widths");
const model: CountedConfig = deepseekV3;
const MOST_SEQUENCES = 16_384;

export default simulation({
  question: "When would it be cheap to check a second token, on an ideal machine?",
  params: {
    numSequences: { kind: "number", label: "Sequences in a pass", unit: "sequence", default: 128, min: 1, max: MOST_SEQUENCES, step: 1, scale: "log2" },
    contextTokens: { kind: "number", label: "Cached tokens of each", unit: "token", default: 4989, min: 0, max: 131_072, step: 1 },
    numCopies: { kind: "number", label: "GPUs with their own copy of all but the experts", unit: "GPU", default: 1, min: 1, max: 512, step: 1, scale: "log2" },
    acceptance: { kind: "number", label: "Drafts accepted", unit: "ratio", default: 0.875, min: 0, max: 1, step: 0.005 },
    depth: { kind: "number", label: "Tokens drafted a pass", unit: "token", default: 1, min: 1, max: 8, step: 1 },
    gpu: { kind: "choice", label: "GPU", default: "h800", options: GPU_IDS, optionLabels: Object.fromEntries(GPU_IDS.map((id) => [id, gpus[id].name])) },
  },
  sources: [
    { cite: "v3-configs", where: "inference/configs/config_671B.json" }, { cite: "v3-report", where: "section 2.2, Eq. 21-23; section 3.3.1: FP8 doubles the speed of BF16" },
    { cite: "mtp-leviathan", where: "Theorem 3.8" }, { cite: "roofline-paper", where: "equation in section 3" }, { cite: "infra-day6", where: "Statistics of DeepSeek's Online Service: 4,989 cached tokens" },
  ],
  cost: "instant",
  run({ numSequences, contextTokens, numCopies, acceptance, depth, gpu }): VerifyOut {
    const at = (sequences: number): ServicePoint => {
      const { draftCost, verifyCost, plain, verifying } = draftCosts(model, gpus[gpu as GpuId], { numSequences: sequences, contextTokens, numCopies }, depth);
      return {
        numSequences: sequences, draftCost, verifyCost, speedup: speedup({ acceptance, depth, draftCost, verifyCost }), plainMs: 1000 * plain.seconds,
        plainExperts: plain.distinctExperts, verifyingExperts: verifying.distinctExperts, weightsBound: verifying.weightsBound,
      };
    };
    // Two points to a doubling, as far as they differ.
    const curve = [...new Set(Array.from({ length: 2 * Math.log2(MOST_SEQUENCES) + 1 }, (_, i) => Math.round(2 ** (i / 2))))].map(at);
    return { here: at(numSequences), curve, tokensPerPass: tokensPerPass(acceptance, depth), best: curve.reduce((best, point) => (point.speedup > best.speedup ? point : best)) };
  },
  checks: [
    { given: { numSequences: 1 }, read: (out) => out.here.plainExperts, equals: 8, source: { cite: "v3-configs", where: "config_671B.json, n_activated_experts" } },
    { given: { acceptance: 0.85 }, read: (out) => out.tokensPerPass, equals: 1.85, source: { cite: "v3-report", where: "section 5.4.3: 85% accepted" } },
  ],
});
