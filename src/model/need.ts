/** How much memory a model will take, told before it is loaded. */
import type { ModelConfig } from './config.ts';
import { embeddingName, finalNormName, layerWeights, vocabularyHeadName } from './weights/names.ts';
import { asRows } from './weights/rows.ts';
import type { WeightSource } from './weights/types.ts';
import { weightBytes } from './weights/types.ts';

/** The program without a model, and what a run computes with. */
const PROGRAM_BYTES = 250e6;

export interface Need {
  /** Of memory, when it reads alone, and when it writes as well. */
  readonly readingBytes: number;
  readonly writingBytes: number;
  /** On disk, of all that is built. */
  readonly readingDiskBytes: number;
  readonly writingDiskBytes: number;
}

/** @param depth the layer where the reader stops */
export function needOf(config: ModelConfig, weights: WeightSource, depth: number): Need {
  const layerBytes = (layer: number, wanted = /./): number =>
    layerWeights(config, layer)
      .filter((name) => wanted.test(name))
      .reduce((sum, name) => sum + floatBytes(weights, name), 0);
  const between = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_, i) => layerBytes(from + i)).reduce((sum, bytes) => sum + bytes, 0);
  const { numbers, scales } = asRows(weights.get(embeddingName));
  const rows = weightBytes(numbers) + (scales ? weightBytes(scales) : 0);
  // Rows stay in the file until they are looked up.
  const lookups = Math.min(rows, MOST_LOOKED_UP_BYTES);
  const lower = between(0, depth) + layerBytes(depth, QUERIES_AND_KEYS) + rotaryBytes(config);
  const head = floatBytes(weights, weights.has(vocabularyHeadName) ? vocabularyHeadName : embeddingName);
  const upper =
    between(depth, config.layers) + head + floatBytes(weights, finalNormName) + rotaryBytes(config);
  return {
    // Reader and scorer have the weights each for itself.
    readingBytes: PROGRAM_BYTES + lookups + 2 * lower,
    writingBytes: PROGRAM_BYTES + lookups + lower + upper,
    readingDiskBytes: rows + lower,
    writingDiskBytes: rows + lower + upper,
  };
}

const MOST_LOOKED_UP_BYTES = 64e6;

/** All that is needed of the layer where the reader stops. */
const QUERIES_AND_KEYS = /input_layernorm|[qk]_(proj|norm)/;

/** Cosine and sine for each position, of each kind of layer. */
function rotaryBytes({ maxPositions, headSize, local }: ModelConfig): number {
  return 4 * maxPositions * headSize * (local ? 2 : 1);
}

/** As float32, which graphs compute with. */
function floatBytes(weights: WeightSource, name: string): number {
  return 4 * weights.get(name).shape.reduce((product, dim) => product * dim, 1);
}
