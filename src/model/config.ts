/**
 * Shape of a decoder-only transformer of the Llama family (Llama, Qwen2, Qwen3, MiniMind), as the graph builders need it.
 * Names follow the Hugging Face `config.json`.
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
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'number' && !(value > 0)) wrong(`${name} must be positive`);
  }
}
