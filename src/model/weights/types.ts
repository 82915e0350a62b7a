import { blockFormats } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';

/**
 * How a weight's numbers are stored, all little-endian. `int8PerTensor`: integers with the value `(stored - zeroPoint)
 * * scale`, unsigned where the type says so.
 */
export type Encoding = PlainEncoding | { readonly type: 'blocks'; readonly format: BlockFormat };

/** Encodings with which graphs compute. */
export type PlainEncoding =
  | { readonly type: 'f32' | 'f16' | 'bf16' }
  | {
      readonly type: 'int8PerTensor';
      readonly signed: boolean;
      readonly scale: number;
      readonly zeroPoint: number;
    };

/** A weight: what a graph needs at once, and its bytes for the weights file. */
export interface Weight {
  /** Row-major. */
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  /** The bytes from the first row to the last, read on demand; a chunk holds whole rows. */
  rows(): AsyncIterable<Uint8Array>;
}

/** A model's weights by canonical name (see `names.ts`). */
export interface WeightSource {
  /** Layout of the matrices of linear maps: exports to ONNX have [in, out], all other sources [out, in]. */
  readonly matrices: 'inOut' | 'outIn';
  has(name: string): boolean;
  /** @throws Error when the name is unknown */
  get(name: string): Weight;
}

/** Weights of a file with names of its own. */
export interface NamedWeights extends WeightSource {
  readonly names: readonly string[];
  /** The file's name for a weight, present or not. */
  storedName(name: string): string;
}

const bytesPerNumber = { f32: 4, f16: 2, bf16: 2, int8PerTensor: 1 } as const;

/** Bytes of one row, the numbers along the last axis. */
export function rowBytes({ shape, encoding }: Pick<Weight, 'shape' | 'encoding'>): number {
  const numbers = shape.at(-1) ?? 1;
  if (encoding.type !== 'blocks') return numbers * bytesPerNumber[encoding.type];
  const block = blockFormats[encoding.format];
  return (numbers / block.numbers) * block.bytes;
}

/** Bytes of the whole weight. */
export function weightBytes(weight: Pick<Weight, 'shape' | 'encoding'>): number {
  return weight.shape.slice(0, -1).reduce((product, dim) => product * dim, rowBytes(weight));
}
