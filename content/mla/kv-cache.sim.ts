import { growingElementsPerToken, kvCacheElements, stateElements } from "#domain/attention.ts";
import { models } from "#domain/configs/models.ts";
import { simulation } from "#sim/contract.ts";

/** One model's cache; `elementsPerToken` and `bytesPerToken` are what each further token adds once every window is full. */
export interface CacheRow {
  model: string;
  name: string;
  family: (typeof models)[number]["family"];
  attention: string;
  numLayers: number;
  /** Over the layers whose cache grows with the context: no windowed layers, no constant states. */
  elementsPerToken: number;
  bytesPerToken: number;
  /** Of all sequences: growing layers, and windowed layers up to their window. Constant states are left out. */
  cacheBytes: number;
  /** Constant states of all sequences, in elements: their precision is the runtime's own. */
  stateElements: number;
}

const isca25 = { cite: "isca25", where: "Table 1" } as const;
const bytesPerTokenOf = (model: string) => (out: { rows: CacheRow[] }) => out.rows.find((row) => row.model === model)!.bytesPerToken;
const elementsPerTokenOf = (model: string) => (out: { rows: CacheRow[] }) => out.rows.find((row) => row.model === model)!.elementsPerToken;

export default simulation({
  question: "How large is the KV cache of published models?",
  params: {
    contextTokens: { kind: "number", label: "Context", unit: "token", default: 131_072, min: 1, max: 1_048_576, step: 1, scale: "log2" },
    batchSize: { kind: "number", label: "Sequences at once", unit: "sequence", default: 1, min: 1, max: 4096, step: 1, scale: "log2" },
    bytesPerElement: { kind: "number", label: "Stored precision", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.125 },
  },
  sources: [{ cite: "v2-report", where: "Table 1" }, { cite: "isca25", where: "Table 1" }, { cite: "v3-code", where: "inference/model.py, MLA: kv_cache and pe_cache" }],
  cost: "instant",
  run({ contextTokens, batchSize, bytesPerElement }): { rows: CacheRow[] } {
    return {
      rows: models.map((model) => ({
        model: model.id,
        name: model.name,
        family: model.family,
        attention: model.attention,
        numLayers: model.numLayers,
        elementsPerToken: growingElementsPerToken(model),
        bytesPerToken: growingElementsPerToken(model) * bytesPerElement,
        cacheBytes: kvCacheElements(model, contextTokens) * bytesPerElement * batchSize,
        stateElements: stateElements(model) * batchSize,
      })),
    };
  },
  checks: [
    { given: { bytesPerElement: 2 }, read: bytesPerTokenOf("deepseek-v3"), equals: 70_272, source: isca25 },
    { given: { bytesPerElement: 2 }, read: bytesPerTokenOf("qwen2.5-72b"), equals: 327_680, source: isca25 },
    { given: { bytesPerElement: 2 }, read: bytesPerTokenOf("llama-3.1-405b"), equals: 516_096, source: isca25 },
    { given: {}, read: elementsPerTokenOf("deepseek-v2"), equals: 34_600, within: 50, because: "printed as 34.6K", source: { cite: "v2-report", where: "Table 9" } },
    { given: {}, read: elementsPerTokenOf("deepseek-v2-lite"), equals: 15_600, within: 50, because: "printed as 15.6K", source: { cite: "v2-report", where: "Table 9" } },
  ],
});
