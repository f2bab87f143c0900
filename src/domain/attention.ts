/** Where a published value was read. Same shape as `Source` in src/sim, which this layer may not import. */
export interface ShapeSource {
  /** The id of an entry in content/ledger/sources.yaml. */
  readonly cite: string;
  /** The place inside it. */
  readonly where: string;
}

/** What a run of equal attention layers keeps for the tokens it has read. */
export type AttentionLayers =
  | {
      /** A key and a value per key-value head and token: MHA, GQA and MQA differ only in `numKvHeads`. */
      readonly kind: "grouped";
      readonly numLayers: number;
      /** n_g; equals the number of query heads in MHA, 1 in MQA. */
      readonly numKvHeads: number;
      /** d_h. */
      readonly headDim: number;
      /** When given, only this many newest tokens are kept. */
      readonly slidingWindow?: number;
    }
  | {
      /** One latent vector and one rotary key per token, shared by all heads: MLA. */
      readonly kind: "latent";
      readonly numLayers: number;
      /** d_c. */
      readonly kvLoraRank: number;
      /** d_h^R. */
      readonly qkRopeHeadDim: number;
    }
  | {
      /** A state of constant size per sequence, whatever the context: linear attention. */
      readonly kind: "recurrent";
      readonly numLayers: number;
      /** Elements of the state, per layer and sequence. */
      readonly stateElements: number;
    };

/** The four designs the DeepSeek-V2 report compares, and the mixtures other models use. */
export type AttentionName = "MHA" | "GQA" | "MQA" | "MLA" | "GQA, part windowed" | "GQA, part linear";

/** The dimensions of Multi-head Latent Attention, by the names of the released config.json. */
export interface MlaDims {
  /** d_c'; 0 where queries are not compressed. */
  readonly qLoraRank: number;
  /** d_c. */
  readonly kvLoraRank: number;
  /** d_h of the part of a key that carries no position. */
  readonly qkNopeHeadDim: number;
  /** d_h^R. */
  readonly qkRopeHeadDim: number;
  readonly vHeadDim: number;
}

/** Feed-forward networks of a model, each of three matrices between hiddenSize and a width (SwiGLU). */
export interface FeedForward {
  /** The first layers have one wide network each instead of experts. */
  readonly numDenseLayers: number;
  readonly denseWidth?: number;
  /** N_r; with `topK`, `numSharedExperts` and `expertWidth` for models that have experts. */
  readonly numRoutedExperts?: number;
  /** K_r: routed experts a token. */
  readonly topK?: number;
  /** N_s: experts that every token uses. */
  readonly numSharedExperts?: number;
  readonly expertWidth?: number;
}

/** A published model's shape, as far as attention is concerned. */
export interface ModelConfig {
  readonly id: string;
  readonly name: string;
  readonly family: "deepseek" | "llama" | "qwen" | "kimi" | "glm" | "minimax" | "mistral" | "gemma" | "gpt";
  readonly attention: AttentionName;
  /** l. */
  readonly numLayers: number;
  readonly hiddenSize: number;
  /** n_h, query heads. */
  readonly numHeads: number;
  readonly layers: readonly AttentionLayers[];
  readonly mla?: MlaDims;
  readonly vocabSize?: number;
  /** Widths of the layers' other half; left out where no count of parameters is made. */
  readonly feedForward?: FeedForward;
  /** A norm over each head of the queries and of the keys. */
  readonly hasQkNorm?: boolean;
  /** Modules of multi-token prediction, D. */
  readonly mtp?: { readonly numModules: number };
  /** Parameters as the maker states them, all and per token. */
  readonly numParams?: { readonly total: number; readonly active: number };
  /** Which source gives which of the values above. */
  readonly sources: readonly (ShapeSource & { readonly gives: readonly ("numLayers" | "hiddenSize" | "numHeads" | "layers" | "mla" | "vocabSize" | "feedForward" | "hasQkNorm" | "mtp" | "numParams")[] })[];
}

/**
 * Cached elements per token and layer of MHA, GQA or MQA.
 *
 * Formula: `2 * numKvHeads * headDim`, one key and one value. Source: arXiv:2405.04434, Table 1.
 */
export const groupedElements = (numKvHeads: number, headDim: number): number => 2 * numKvHeads * headDim;

/**
 * Cached elements per token and layer of MLA.
 *
 * Formula: `kvLoraRank + qkRopeHeadDim`, that is d_c + d_h^R; neither depends on the number of heads,
 * and the rotary key is kept once. Source: arXiv:2405.04434, Table 1.
 */
export const latentElements = (kvLoraRank: number, qkRopeHeadDim: number): number => kvLoraRank + qkRopeHeadDim;

/**
 * How many GQA groups of width `headDim` would cache as much as MLA does.
 *
 * Formula: `(kvLoraRank + qkRopeHeadDim) / (2 * headDim)`; 2.25 for DeepSeek-V2.
 * Source: arXiv:2405.04434, Table 1 and the text beneath it.
 */
export const mlaAsGqaGroups = (kvLoraRank: number, qkRopeHeadDim: number, headDim: number): number => latentElements(kvLoraRank, qkRopeHeadDim) / groupedElements(1, headDim);

/** Elements that one further token adds in each of these layers while no window is full; 0 for a recurrent state. */
function elementsPerTokenOfLayer(layers: AttentionLayers): number {
  if (layers.kind === "grouped") return groupedElements(layers.numKvHeads, layers.headDim);
  return layers.kind === "latent" ? latentElements(layers.kvLoraRank, layers.qkRopeHeadDim) : 0;
}

const isWindowed = (layers: AttentionLayers): boolean => layers.kind === "grouped" && layers.slidingWindow !== undefined;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * Elements the cache grows by with each further token, however long the context already is:
 * all layers except those with a sliding window (which stop growing) and those with a constant state.
 *
 * Unit: elements per token, summed over layers.
 */
export function growingElementsPerToken(config: Pick<ModelConfig, "layers">): number {
  return sum(config.layers.filter((layers) => !isWindowed(layers)).map((layers) => layers.numLayers * elementsPerTokenOfLayer(layers)));
}

/**
 * Elements that windowed layers hold for one sequence.
 *
 * Formula: `numLayers * 2 * numKvHeads * headDim * min(contextTokens, slidingWindow)`, summed over runs of layers.
 */
export function windowElements(config: Pick<ModelConfig, "layers">, contextTokens: number): number {
  return sum(
    config.layers.map((layers) =>
      layers.kind === "grouped" && layers.slidingWindow !== undefined
        ? layers.numLayers * elementsPerTokenOfLayer(layers) * Math.min(contextTokens, layers.slidingWindow)
        : 0,
    ),
  );
}

/** Elements of the constant states of one sequence; not part of the key-value cache, whose size they do not change. */
export function stateElements(config: Pick<ModelConfig, "layers">): number {
  return sum(config.layers.map((layers) => (layers.kind === "recurrent" ? layers.numLayers * layers.stateElements : 0)));
}

/**
 * Elements of the key-value cache of one sequence of `contextTokens` tokens, without constant states.
 *
 * Formula: `growingElementsPerToken * contextTokens + windowElements(contextTokens)`.
 *
 * @throws RangeError when contextTokens is negative or not finite
 */
export function kvCacheElements(config: Pick<ModelConfig, "layers">, contextTokens: number): number {
  if (!(contextTokens >= 0 && Number.isFinite(contextTokens))) throw new RangeError(`out of range: contextTokens is ${contextTokens} token; expected a finite number from 0`);
  return growingElementsPerToken(config) * contextTokens + windowElements(config, contextTokens);
}
