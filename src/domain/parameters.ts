import type { ModelConfig } from "./attention.ts";

/** Which of the two vocabulary matrices counts as activated: the embedding and the output head, the head alone, or neither. */
export type Convention = "both" | "head" | "neither";

/** Parameters of one kind, over all layers. */
export interface Part {
  readonly part: "embedding" | "attention" | "dense FFN" | "shared experts" | "routed experts" | "gate" | "norms" | "output head";
  readonly total: number;
  /** In use for one token. */
  readonly activated: number;
}

/** A config from which parameters can be counted. */
export type CountedConfig = ModelConfig & Required<Pick<ModelConfig, "vocabSize" | "feedForward">>;

/** Whether a config says enough for its parameters to be counted. */
export const isCounted = (config: ModelConfig): config is CountedConfig => config.vocabSize !== undefined && config.feedForward !== undefined;

/** Weights and norm vectors of one attention layer. */
function attention({ hiddenSize, numHeads, mla, layers, hasQkNorm }: ModelConfig): { readonly weights: number; readonly norms: number } {
  if (mla) {
    const { qLoraRank, kvLoraRank, qkNopeHeadDim, qkRopeHeadDim, vHeadDim } = mla;
    const queries = numHeads * (qkNopeHeadDim + qkRopeHeadDim);
    const query = qLoraRank > 0 ? (hiddenSize + queries) * qLoraRank : hiddenSize * queries;
    const keyValue = hiddenSize * (kvLoraRank + qkRopeHeadDim) + kvLoraRank * numHeads * (qkNopeHeadDim + vHeadDim);
    return { weights: query + keyValue + numHeads * vHeadDim * hiddenSize, norms: qLoraRank + kvLoraRank };
  }
  const [run] = layers;
  if (run?.kind !== "grouped") throw new RangeError(`unsupported: the attention of ${layers[0]?.kind ?? "no"} layers without MLA dimensions cannot be counted`);
  return { weights: 2 * hiddenSize * run.headDim * (numHeads + run.numKvHeads), norms: hasQkNorm ? 2 * run.headDim : 0 };
}

/** One feed-forward network: gate, up and down. */
const swiGlu = (hiddenSize: number, width = 0): number => 3 * hiddenSize * width;

/** The parts of one layer with experts. */
function expertLayer({ hiddenSize, feedForward: { numRoutedExperts = 0, topK = 0, numSharedExperts = 0, expertWidth } }: CountedConfig) {
  const expert = swiGlu(hiddenSize, expertWidth);
  return { shared: numSharedExperts * expert, routed: numRoutedExperts * expert, chosen: topK * expert, gate: numRoutedExperts * hiddenSize };
}

/**
 * A model's parameters part by part, from its config; MTP modules are not in it.
 *
 * Matrices are counted in full: `3 hiddenSize width` for a feed-forward network, `numExperts hiddenSize` for a gate, `vocabSize hiddenSize` each for
 * embedding and head, which none of these models ties. Of the routed experts `topK` are activated; of the rest, all but what `convention` leaves out.
 * Left out: the bias of V3's gate (256 numbers a layer) and scales of quantised weights.
 * Source: arXiv:2412.19437, section 2.1; shapes as in inference/model.py.
 *
 * @throws RangeError for an attention that has neither heads nor MLA dimensions
 */
export function countParameters(config: CountedConfig, convention: Convention): Part[] {
  const { hiddenSize, numLayers, vocabSize, feedForward } = config;
  const { weights, norms } = attention(config);
  const numExpertLayers = numLayers - feedForward.numDenseLayers;
  const { shared, routed, chosen, gate } = expertLayer(config);
  const vocabulary = vocabSize * hiddenSize;
  const all = (part: Part["part"], total: number): Part => ({ part, total, activated: total });
  return [
    { part: "embedding", total: vocabulary, activated: convention === "both" ? vocabulary : 0 },
    all("attention", numLayers * weights),
    all("dense FFN", feedForward.numDenseLayers * swiGlu(hiddenSize, feedForward.denseWidth)),
    all("shared experts", numExpertLayers * shared),
    { part: "routed experts", total: numExpertLayers * routed, activated: numExpertLayers * chosen },
    all("gate", numExpertLayers * gate),
    all("norms", numLayers * (2 * hiddenSize + norms) + hiddenSize),
    { part: "output head", total: vocabulary, activated: convention === "neither" ? 0 : vocabulary },
  ];
}

/**
 * Parameters of the modules of multi-token prediction, embedding and head apart, which they share with the model.
 *
 * `layer`: one layer with experts per module, with its norms and the three more of the module. `projection`: the matrix that joins
 * hidden state and embedding, `2 hiddenSize^2`. Source: arXiv:2412.19437, Eq. 21-23.
 */
export function mtpParameters(config: CountedConfig): { readonly layer: number; readonly projection: number } {
  const numModules = config.mtp?.numModules ?? 0;
  const { weights, norms } = attention(config);
  const { shared, routed, gate } = expertLayer(config);
  return { layer: numModules * (weights + shared + routed + gate + 5 * config.hiddenSize + norms), projection: numModules * 2 * config.hiddenSize ** 2 };
}

/** What one token uses of those modules, counted as `mtpParameters` counts them: of the routed experts, `topK`. */
export function mtpActivatedParameters(config: CountedConfig): { readonly layer: number; readonly projection: number } {
  const { layer, projection } = mtpParameters(config);
  const { routed, chosen } = expertLayer(config);
  return { layer: layer - (config.mtp?.numModules ?? 0) * (routed - chosen), projection };
}
