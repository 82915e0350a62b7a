/** Predicts how much memory and disk a model takes, before it is loaded. */
import type { ModelConfig } from './config.ts';
import { embeddingName, finalNormName, layerWeights, vocabularyHeadName } from './weights/names.ts';
import type { WeightSource } from './weights/types.ts';
import { weightBytes } from './weights/types.ts';

/** Memory of the program without a model, and of a run's intermediate results. */
const PROGRAM_BYTES = 250e6;

export interface Need {
  /** Memory while it reads alone, and while it writes as well. */
  readonly readingBytes: number;
  readonly writingBytes: number;
  /** Disk space of all built files. */
  readonly readingDiskBytes: number;
  readonly writingDiskBytes: number;
}

/** @param depth the layer at which the reader stops */
export function needOf(config: ModelConfig, weights: WeightSource, depth: number): Need {
  const layerBytes = (layer: number, wanted = /./): number =>
    layerWeights(config, layer)
      .filter((name) => wanted.test(name))
      .reduce((sum, name) => sum + floatBytes(weights, name), 0);
  const between = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_, i) => layerBytes(from + i)).reduce((sum, bytes) => sum + bytes, 0);
  const rows = weightBytes(weights.get(embeddingName));
  const lower = between(0, depth) + layerBytes(depth, QUERIES_AND_KEYS) + rotaryBytes(config);
  const head = floatBytes(weights, weights.has(vocabularyHeadName) ? vocabularyHeadName : embeddingName);
  const upper =
    between(depth, config.layers) + head + floatBytes(weights, finalNormName) + rotaryBytes(config);
  return {
    readingBytes: PROGRAM_BYTES + lower,
    writingBytes: PROGRAM_BYTES + lower + upper,
    readingDiskBytes: rows + lower,
    writingDiskBytes: rows + lower + upper,
  };
}

/** The only weights needed of the layer at which the reader stops. */
const QUERIES_AND_KEYS = /input_layernorm|[qk]_(proj|norm)/;

/** Cosine and sine for each position, once for each kind of layer. */
function rotaryBytes({ maxPositions, headSize, local }: ModelConfig): number {
  return 4 * maxPositions * headSize * (local ? 2 : 1);
}

/** Size as float32, in which graphs compute. */
function floatBytes(weights: WeightSource, name: string): number {
  return 4 * weights.get(name).shape.reduce((product, dim) => product * dim, 1);
}
