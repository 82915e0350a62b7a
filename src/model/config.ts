/**
 * Shape of a decoder-only transformer, for the graph builders: that of a Llama, and what other families (`families/`)
 * add. Names follow the Hugging Face `config.json`.
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
  /** Rows of the rotary tables: the longest sequence (context and question together) that a graph can run on. */
  readonly maxPositions: number;
  /** Activation of the gate in the feed-forward block; default: SiLU. */
  readonly activation?: 'silu' | 'geluTanh' | undefined;
  /**
   * RMSNorm also of the results of attention and feed-forward block, before they are added (Gemma 3: four norms a
   * layer).
   */
  readonly outputNorms?: boolean | undefined;
  /** Factor of the embeddings (Gemma 3, Granite). */
  readonly embeddingScale?: number | undefined;
  /** Factor of the products of queries and keys; default: headSize^-0.5. */
  readonly attentionScale?: number | undefined;
  /** Factor of the results of attention and feed-forward block, before they are added (Granite). */
  readonly residualScale?: number | undefined;
  /** Divisor of the logits (Granite). */
  readonly logitsDivisor?: number | undefined;
  /** Divisors of the rotation's frequencies, headSize / 2 numbers (Llama 3.1 and later, Gemma 3 from 4B on). */
  readonly ropeDivisors?: readonly number[] | undefined;
  /** Layers that see only the last tokens and rotate in their own way (Gemma 3). */
  readonly local?: LocalLayers | undefined;
}

export interface LocalLayers {
  readonly layers: readonly number[];
  /** Tokens that such a layer sees, the current one included. */
  readonly windowTokens: number;
  readonly ropeTheta: number;
}

/** One attention head, both numbers 0-based. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** @throws RangeError with the reason when the numbers contradict each other */
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
