/** One quantity under its four names. */
export interface Notation {
  /** Our name, in code and on the pages. */
  readonly name: string;
  /** The symbol of the DeepSeek papers, as TeX; empty where they have none. */
  readonly symbol: string;
  /** The key in a released config.json of Hugging Face; empty where it has none. */
  readonly configKey: string;
  /** The key in DeepSeek's own inference configs, where it differs. */
  readonly inferenceKey?: string;
  /** The key under which the symbol, the config key and the marks of a figure light each other. */
  readonly link?: string;
  readonly unit: string;
  readonly meaning: string;
  /** Where the symbol is defined: a ledger source and the place in it. */
  readonly source: { readonly cite: string; readonly where: string };
}

const v2 = (where: string): Notation["source"] => ({ cite: "v2-report", where });

/**
 * Every quantity of the attention article, in the order in which a cache is counted. The notation page prints it.
 * Symbols are those of arXiv:2405.04434, section 2.1 and Table 1.
 */
export const notation: readonly Notation[] = [
  { name: "numLayers", symbol: "l", configKey: "num_hidden_layers", inferenceKey: "n_layers", link: "l", unit: "layers", meaning: "Transformer layers; each has its own cache.", source: v2("Table 1") },
  { name: "hiddenSize", symbol: "d", configKey: "hidden_size", inferenceKey: "dim", unit: "dimensions", meaning: "Length of the hidden state that stands for a token between layers.", source: v2("section 2.1.1") },
  { name: "numHeads", symbol: "n_h", configKey: "num_attention_heads", inferenceKey: "n_heads", link: "nh", unit: "heads", meaning: "Query heads of one attention layer.", source: v2("section 2.1.1") },
  { name: "headDim", symbol: "d_h", configKey: "head_dim", link: "dh", unit: "dimensions", meaning: "Length of one head's key and of its value, where both are equal.", source: v2("section 2.1.1") },
  { name: "numKvGroups", symbol: "n_g", configKey: "num_key_value_heads", link: "ng", unit: "groups", meaning: "Groups of heads that share a key and a value in grouped-query attention.", source: v2("Table 1") },
  { name: "qLoraRank", symbol: "d_c'", configKey: "q_lora_rank", unit: "dimensions", meaning: "Length of the query latent. It is not cached.", source: v2("section 2.1.2") },
  { name: "kvLoraRank", symbol: "d_c", configKey: "kv_lora_rank", link: "dc", unit: "dimensions", meaning: "Length of the latent that MLA caches for each token and layer.", source: v2("section 2.1.2, Table 1") },
  { name: "qkNopeHeadDim", symbol: "d_h", configKey: "qk_nope_head_dim", link: "dh", unit: "dimensions", meaning: "Length of the part of a head's key that carries no position.", source: v2("section 2.1.2") },
  { name: "qkRopeHeadDim", symbol: "d_h^R", configKey: "qk_rope_head_dim", link: "dr", unit: "dimensions", meaning: "Length of the rotary key that all heads share, cached once for each token and layer.", source: v2("section 2.1.3, Table 1") },
  { name: "vHeadDim", symbol: "d_h", configKey: "v_head_dim", link: "dh", unit: "dimensions", meaning: "Length of one head's value.", source: v2("section 2.1.2") },
  { name: "hiddenState", symbol: "\\mathbf{h}_t", configKey: "", unit: "", meaning: "The hidden state of token t, input of the attention layer.", source: v2("section 2.1.1") },
  { name: "latent", symbol: "\\mathbf{c}_t^{KV}", configKey: "", unit: "", meaning: "The cached latent of token t.", source: v2("Eq. 9") },
  { name: "kvDownProjection", symbol: "W^{DKV}", configKey: "", unit: "", meaning: "Maps a hidden state to its latent; kvLoraRank by hiddenSize.", source: v2("Eq. 9") },
  { name: "keyUpProjection", symbol: "W^{UK}", configKey: "", unit: "", meaning: "Maps a latent to the keys of all heads.", source: v2("Eq. 10") },
  { name: "valueUpProjection", symbol: "W^{UV}", configKey: "", unit: "", meaning: "Maps a latent to the values of all heads.", source: v2("Eq. 11") },
  { name: "ropeKey", symbol: "\\mathbf{k}_t^R", configKey: "", unit: "", meaning: "The shared rotary key of token t, cached beside the latent.", source: v2("Eq. 15") },
  { name: "bytesPerElement", symbol: "", configKey: "torch_dtype", unit: "bytes per element", meaning: "2 for BF16, 1 for FP8; less when the cache is quantised further.", source: v2("Table 1, caption") },
  { name: "contextTokens", symbol: "", configKey: "max_position_embeddings", unit: "tokens", meaning: "Tokens held in the cache for one sequence; the key in the file is the largest allowed.", source: v2("section 2.1.4") },
  { name: "batchSize", symbol: "", configKey: "", unit: "sequences", meaning: "Sequences served together, each with a cache of its own.", source: v2("section 3.2.3") },
];
