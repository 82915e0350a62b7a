import { readFileSync } from 'node:fs';

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
  const values = Float32Array.from({ length: 0x10000 }, (_, bits) => fromFloat16(bits));
  const tensors = new Map<string, FloatTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (dtype !== 'F16') continue;
    const [from, to] = offsets.map((offset) => 8 + headerBytes + offset) as [number, number];
    const bits = new Uint16Array(file.buffer.slice(file.byteOffset + from, file.byteOffset + to));
    const data = new Float32Array(bits.length);
    for (let i = 0; i < data.length; i++) data[i] = values[bits[i]!]!;
    tensors.set(name, { dims: shape, data });
  }
  return tensors;
}

/** Value of the 16 bits of an IEEE 754 half-precision number. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
