/**
 * Writes GGUF files, the format that llama.cpp loads (version 3, ggml's docs/gguf.md): metadata, tensor infos, then the
 * tensors' bytes, each at a multiple of 32.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { toFloat16 } from '../../src/model/index.ts';

/** ggml's numbers of the tensor types that are written here. */
export const ggmlTypes = { F32: 0, Q8_0: 8 } as const;
export type GgmlType = keyof typeof ggmlTypes;

/** `uint32` and `float32` are the types in which llama.cpp asks for a model's shape. */
export type GgufValue =
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'string'; readonly value: string };

export interface GgufTensor {
  readonly name: string;
  /** Innermost first: a matrix that maps `in` numbers to `out` numbers is [in, out], `out` rows of `in` numbers. */
  readonly dims: readonly number[];
  readonly type: GgmlType;
  readonly bytes: Uint8Array;
}

export interface GgufFile {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
}

const VERSION = 3;
const ALIGNMENT_BYTES = 32;
/** GGUF's numbers of the metadata types. */
const valueTypes = { uint32: 4, float32: 6, string: 8 } as const;

/** Numbers of a Q8_0 block, which share a scale. */
export const Q8_BLOCK = 32;
/** A half-precision scale, then the block's numbers. */
export const Q8_BLOCK_BYTES = 2 + Q8_BLOCK;

/** The file in pieces, in order. */
export function ggufChunks({ metadata, tensors }: GgufFile): Uint8Array[] {
  const head: Uint8Array[] = [Buffer.from('GGUF'), u32(VERSION), u64(tensors.length)];
  const entries = Object.entries(metadata);
  head.push(u64(entries.length));
  for (const [key, entry] of entries) head.push(text(key), u32(valueTypes[entry.type]), valueBytes(entry));
  let offset = 0;
  for (const { name, dims, type, bytes } of tensors) {
    head.push(text(name), u32(dims.length), ...dims.map(u64), u32(ggmlTypes[type]), u64(offset));
    offset = aligned(offset + bytes.length);
  }
  const headBytes = head.reduce((sum, { length }) => sum + length, 0);
  return [...head, padding(headBytes), ...tensors.flatMap(({ bytes }) => [bytes, padding(bytes.length)])];
}

/** @throws Error when the disk does not take it */
export function writeGguf(path: string, file: GgufFile): void {
  const handle = openSync(path, 'w');
  try {
    for (const chunk of ggufChunks(file)) {
      for (let at = 0; at < chunk.length;) at += writeSync(handle, chunk, at);
    }
  } finally {
    closeSync(handle);
  }
}

/**
 * Rounds to Q8_0: blocks of 32 numbers, each an int8 times the block's half-precision scale.
 * @throws RangeError when the length is no multiple of 32
 */
export function toQ8(values: Float32Array): Uint8Array {
  if (values.length % Q8_BLOCK !== 0)
    throw new RangeError(`${values.length} numbers are not whole blocks of ${Q8_BLOCK}.`);
  const blocks = values.length / Q8_BLOCK;
  const scales = new Float32Array(blocks);
  const bytes = new Uint8Array(blocks * Q8_BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    const from = block * Q8_BLOCK;
    let largest = 0;
    for (let i = from; i < from + Q8_BLOCK; i++) largest = Math.max(largest, Math.abs(values[i]!));
    const scale = largest / 127;
    scales[block] = scale;
    const at = block * Q8_BLOCK_BYTES + 2;
    for (let i = 0; i < Q8_BLOCK; i++) bytes[at + i] = scale > 0 ? Math.round(values[from + i]! / scale) : 0;
  }
  toFloat16(scales).forEach((half, block) => {
    bytes[block * Q8_BLOCK_BYTES] = half & 0xff;
    bytes[block * Q8_BLOCK_BYTES + 1] = half >> 8;
  });
  return bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

function padding(bytes: number): Uint8Array {
  return new Uint8Array(aligned(bytes) - bytes);
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function valueBytes({ type, value }: GgufValue): Uint8Array {
  if (type === 'string') return text(value);
  if (type === 'uint32') return u32(value);
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
