import { fewestGpus, powerOfTwoFrom, weightBytes } from "#domain/hosting.ts";
import { simulation } from "#sim/contract.ts";
import released from "./data/weights.json" with { type: "json" };

/** What a model that can be downloaded asks of its host. */
export interface HostedModel {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly totalParameters: number;
  readonly licence: string;
  readonly cite: string;
  readonly where: string;
  readonly gigabytes: number;
  /** Whose memories just hold the weights. */
  readonly fewestGpus: number;
  /** The same, rounded up to a power of two. */
  readonly usualGpus: number;
  readonly usdPerDay: number;
}

interface Hosting {
  /** From the smallest to the largest. */
  models: HostedModel[];
  /** How many fit one GPU, and one machine of eight. */
  onOneGpu: number;
  onOneMachine: number;
}

const usual = (id: string) => (out: Hosting): number => out.models.find((model) => model.id === id)!.usualGpus;
const glm = { cite: "open-glm45-readme", where: "System Requirements, first table" };

export default simulation({
  question: "How many GPUs does it take to hold the weights that anyone may download?",
  params: {
    bits: { kind: "number", label: "Bits a parameter", unit: "bit", default: 8, min: 1, max: 16, step: 1 },
    memoryGB: { kind: "number", label: "Memory of one GPU", unit: "GB", default: 80, min: 8, max: 288, step: 1 },
    usdPerGpuHour: { kind: "number", label: "Rent of a GPU-hour", unit: "USD", default: 2, min: 0.25, max: 16, step: 0.25, scale: "log2" },
  },
  sources: [{ cite: "v3-readme", where: "section 6" }, glm, { cite: "v3-report", where: "Table 1, for the rent" }],
  cost: "instant",
  run({ bits, memoryGB, usdPerGpuHour }): Hosting {
    const models = released.map((model) => {
      const bytes = weightBytes(model.totalParameters, bits);
      const fewest = fewestGpus(bytes, memoryGB);
      const usualGpus = powerOfTwoFrom(fewest);
      return { ...model, gigabytes: bytes / 1e9, fewestGpus: fewest, usualGpus, usdPerDay: usualGpus * usdPerGpuHour * 24 };
    });
    return { models: models.sort((a, b) => a.totalParameters - b.totalParameters), onOneGpu: models.filter((model) => model.fewestGpus === 1).length, onOneMachine: models.filter((model) => model.fewestGpus <= 8).length };
  },
  checks: [
    { given: {}, read: usual("glm-4.5"), equals: 8, source: glm },
    { given: { bits: 16 }, read: usual("glm-4.5"), equals: 16, source: glm },
    { given: {}, read: usual("glm-4.5-air"), equals: 2, source: glm },
    { given: { bits: 16 }, read: usual("glm-4.5-air"), equals: 4, source: glm },
    { given: {}, read: usual("deepseek-v3"), equals: 16, source: { cite: "v3-readme", where: "section 6.1: two nodes of eight" } },
  ],
});
