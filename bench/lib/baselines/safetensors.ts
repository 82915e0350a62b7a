import { readFileSync } from 'node:fs';
import { halfValue } from '../../../src/model/index.ts';

/** A tensor as float32, row-major. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [from: number, to: number];
}

/**
 * Reads a file of float16 tensors in the safetensors format: 8 bytes with the length of a JSON header, the header, the
 * bytes. Tensors of other types are left out.
 */
export function readFloat16Tensors(path: string): Map<string, FloatTensor> {
  const file = readFileSync(path);
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<string, Entry>;
  const tensors = new Map<string, FloatTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (dtype !== 'F16') continue;
    const [from, to] = offsets.map((offset) => 8 + headerBytes + offset) as [number, number];
    const bits = new Uint16Array(file.buffer.slice(file.byteOffset + from, file.byteOffset + to));
    tensors.set(name, { dims: shape, data: Float32Array.from(bits, halfValue) });
  }
  return tensors;
}
