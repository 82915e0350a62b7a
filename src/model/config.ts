/**
 * Shape of a decoder-only transformer, as the graph builders need it: that of a Llama, and what other families (`families/`)
 * have besides. Names follow the Hugging Face `config.json`.
 */
export interface ModelConfig {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly ropeTheta: number;
  readonly normEpsilon: number;
  /** Biases on the query, key and value projections (Qwen2). */
  readonly queryKeyValueBias: boolean;
  /** RMSNorm over each head's query and key before the rotation (Qwen3). */
  readonly queryKeyNorm: boolean;
  /** Rows of the rotary tables: the longest sequence (context and question together) a graph can be run on. */
  readonly maxPositions: number;
  /** Of the gate in the feed-forward block; default: SiLU. */
  readonly activation?: 'silu' | 'geluTanh' | undefined;
  /** RMSNorm of what attention and feed-forward block return as well, before it is added (Gemma 3: four norms a layer). */
  readonly outputNorms?: boolean | undefined;
  /** Embeddings are multiplied by this (Gemma 3, Granite). */
  readonly embeddingScale?: number | undefined;
  /** Products of queries and keys are multiplied by this; default: headSize^-0.5. */
  readonly attentionScale?: number | undefined;
  /** What attention and feed-forward block return is multiplied by this before it is added (Granite). */
  readonly residualScale?: number | undefined;
  /** Logits are divided by this (Granite). */
  readonly logitsDivisor?: number | undefined;
  /** By what each frequency of the rotation is divided, headSize / 2 numbers (Llama 3.1 and later, Gemma 3 from 4B on). */
  readonly ropeDivisors?: readonly number[] | undefined;
  /** Layers that see their last tokens only and rotate in their own way (Gemma 3). */
  readonly local?: LocalLayers | undefined;
}

export interface LocalLayers {
  readonly layers: readonly number[];
  /** Tokens that one of them sees, itself included. */
  readonly windowTokens: number;
  readonly ropeTheta: number;
}

/** One attention head, both numbers 0-based. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** Throws with the reason when the numbers do not fit each other. */
export function checkConfig(config: ModelConfig): void {
  const wrong = (why: string): never => {
    throw new RangeError(`The model's configuration is not usable: ${why}.`);
  };
  if (config.heads % config.keyValueHeads !== 0) wrong('heads must be a multiple of keyValueHeads');
  if (config.headSize % 16 !== 0)
    wrong('headSize must be a multiple of 16, as the fused attention operator demands');
  const { headSize, ropeDivisors } = config;
  if (ropeDivisors && ropeDivisors.length !== headSize / 2)
    wrong('ropeDivisors must be headSize / 2 numbers');
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'number' && !(value > 0)) wrong(`${name} must be positive`);
  }
}
