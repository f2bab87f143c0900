import { modelById, namesOf } from "#domain/configs/models.ts";
import { countParameters, isCounted, type CountedConfig } from "#domain/parameters.ts";
import { activationBytesPerToken, BITS, isKeptHigh, PLAIN_RECIPE, type Recipe, stateBytes, trafficBytesPerToken, V3_RECIPE } from "#domain/trainingMemory.ts";
import { simulation } from "#sim/contract.ts";

const MODELS = ["deepseek-v3", "deepseek-v2", "deepseek-v2-lite"] as const;
const PRECISIONS = { fp8: "FP8", bf16: "BF16" };

const params = {
  model: { kind: "choice", label: "Model", default: "deepseek-v3", options: MODELS, optionLabels: namesOf(MODELS) },
  weights: { kind: "choice", label: "Weights that multiply", default: V3_RECIPE.weights, options: ["fp8", "bf16"], optionLabels: PRECISIONS },
  moments: { kind: "choice", label: "Moments of the optimizer", default: V3_RECIPE.moments, options: ["bf16", "fp32"], optionLabels: { bf16: "BF16", fp32: "FP32" } },
  activations: { kind: "choice", label: "Activations kept for the backward pass", default: V3_RECIPE.activations, options: ["fp8", "bf16"], optionLabels: PRECISIONS },
  dispatch: { kind: "choice", label: "Tokens on the way to experts", default: V3_RECIPE.dispatch, options: ["fp8", "bf16"], optionLabels: PRECISIONS },
  combine: { kind: "choice", label: "Answers on the way back", default: V3_RECIPE.combine, options: ["bf16", "fp8"], optionLabels: PRECISIONS },
  copies: { kind: "number", label: "Nodes a token is sent to", unit: "node", default: 4, min: 1, max: 8, step: 1 },
} as const;

const countedById = (id: string): CountedConfig => {
  const config = modelById(id);
  if (!isCounted(config)) throw new RangeError(`unsupported: the config of ${id} gives no widths of its feed-forward networks`);
  return config;
};

/** What one recipe needs. */
function needsOf(config: CountedConfig, recipe: Recipe, copies: number, totalParameters: number) {
  const state = stateBytes(config, recipe);
  const bytes = state.reduce((sum, each) => sum + each.bytes, 0);
  const traffic = trafficBytesPerToken(config, recipe, copies);
  return { state, stateBytes: bytes, bytesPerParameter: bytes / totalParameters, activationBytesPerToken: activationBytesPerToken(config, recipe), dispatchBytesPerToken: traffic.dispatch, combineBytesPerToken: traffic.combine };
}

const saved = (mine: number, plain: number): number => 100 * (1 - mine / plain);

export default simulation({
  question: "How many bytes does eight-bit training save, and where do the rest stay?",
  params,
  sources: [{ cite: "v3-report", where: "sections 3.3.1 to 3.3.3" }, { cite: "v3-configs", where: "config_671B.json" }, { cite: "v3-hf", where: "FP8 Weight Documentation" }],
  cost: "instant",
  run({ model, copies, ...recipe }) {
    const config = countedById(model);
    const parts = countParameters(config, "both");
    const totalParameters = parts.reduce((sum, { total }) => sum + total, 0);
    const keptHighParameters = parts.filter(({ part }) => isKeptHigh(part)).reduce((sum, { total }) => sum + total, 0);
    const mine = needsOf(config, recipe, copies, totalParameters);
    const plain = needsOf(config, PLAIN_RECIPE, copies, totalParameters);
    return {
      name: config.name,
      totalParameters,
      keptHighParameters,
      keptHighPercent: (100 * keptHighParameters) / totalParameters,
      /** Bytes of one number out and back, scales apart. */
      bytesOutAndBack: (BITS[recipe.dispatch] + BITS[recipe.combine]) / 8,
      mine,
      plain,
      savedPercent: {
        state: saved(mine.stateBytes, plain.stateBytes),
        weights: saved(mine.state[0]!.bytes, plain.state[0]!.bytes),
        activations: saved(mine.activationBytesPerToken, plain.activationBytesPerToken),
        traffic: saved(mine.dispatchBytesPerToken + mine.combineBytesPerToken, plain.dispatchBytesPerToken + plain.combineBytesPerToken),
      },
    };
  },
  checks: [
    { given: {}, read: (out) => out.totalParameters / 1e9, equals: 671, within: 0.5, because: "the report prints whole billions", source: { cite: "v3-report", where: "abstract" } },
    { given: {}, read: (out) => out.bytesOutAndBack, equals: 3, source: { cite: "isca25", where: "section 2.3.2, one byte out and two back" } },
  ],
});
