import { blockFormats } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';

/**
 * How the numbers of a weight are stored, all little-endian. `int8PerTensor`: integers whose value is
 * `(stored - zeroPoint) * scale`, unsigned where the type says so.
 */
export type Encoding = PlainEncoding | { readonly type: 'blocks'; readonly format: BlockFormat };

/** The encodings that a graph computes with. */
export type PlainEncoding =
  | { readonly type: 'f32' | 'f16' | 'bf16' }
  | {
      readonly type: 'int8PerTensor';
      readonly signed: boolean;
      readonly scale: number;
      readonly zeroPoint: number;
    };

/** One weight: what a graph must know of it at once, and its bytes when the weights file is written. */
export interface Weight {
  /** Row-major. */
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  /** The bytes from the first row to the last, read while they are asked for; a chunk holds whole rows. */
  rows(): AsyncIterable<Uint8Array>;
}

/** A model's weights by canonical name (see `names.ts`). */
export interface WeightSource {
  /** Which way round the matrices of linear maps lie: exports to ONNX have [in, out], everybody else [out, in]. */
  readonly matrices: 'inOut' | 'outIn';
  has(name: string): boolean;
  /** @throws Error when the name is unknown */
  get(name: string): Weight;
}

/** Weights of a file that says which it has, under its own names. */
export interface NamedWeights extends WeightSource {
  readonly names: readonly string[];
  /** The file's name of a weight, whether it has it or not. */
  storedName(name: string): string;
}

const bytesPerNumber = { f32: 4, f16: 2, bf16: 2, int8PerTensor: 1 } as const;

/** Bytes of one row: of the numbers along the last axis. */
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
