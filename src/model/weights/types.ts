import type { DataType } from '../onnx/schema.ts';

/**
 * One weight as it is stored. The value is `data` itself for float32, else `(data - zeroPoint) * scale`.
 * Matrices are laid out [in, out], so that `activations · weight` needs no transposition.
 */
export interface WeightTensor {
  readonly dims: readonly number[];
  readonly type: typeof DataType.float | typeof DataType.int8 | typeof DataType.uint8;
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
  /** Per tensor; 1 for float32. */
  readonly scale: number;
  /** 0 for float32. */
  readonly zeroPoint: number;
}

/** A model's weights by canonical name (see `names.ts`). */
export interface WeightSource {
  /** Throws when the name is unknown. */
  get(name: string): WeightTensor;
}
