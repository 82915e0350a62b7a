/**
 * The embedding of a built model: its rows as the source has them, behind a header. The runtime reads single rows of the
 * file, because a graph that looks them up has most of the matrix mapped into memory before long (Gemma's: 178 MB).
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { halfValue } from '../float16.ts';
import { decodeBlocks } from './blocks.ts';
import { rowBytes } from './types.ts';
import type { Encoding, Weight } from './types.ts';

/** JSON with spaces behind it. */
const HEADER_BYTES = 512;
/** Rows that were read stay in memory up to this: most tokens of a text are the same few. */
const MOST_KEPT_BYTES = 8e6;

/** @returns the file's bytes, read from the source on demand */
export async function* embeddingFile(weight: Weight): AsyncGenerator<Uint8Array> {
  const { shape, encoding } = weight;
  yield Buffer.from(JSON.stringify({ shape, encoding }).padEnd(HEADER_BYTES));
  yield* weight.rows();
}

/** An open file. Reads block, because a row is a few hundred bytes that the system has at hand. */
export class EmbeddingFile {
  private readonly file: number;
  private readonly header: Pick<Weight, 'shape' | 'encoding'>;
  private readonly bytes: Uint8Array;
  private readonly kept = new Map<number, Float32Array>();
  private readonly mostKept: number;

  /** @throws Error when the file cannot be opened or has no header */
  constructor(path: string) {
    this.file = openSync(path, 'r');
    try {
      const header = new Uint8Array(HEADER_BYTES);
      readSync(this.file, header, 0, HEADER_BYTES, 0);
      this.header = JSON.parse(Buffer.from(header).toString()) as typeof this.header;
      this.bytes = new Uint8Array(rowBytes(this.header));
    } catch (error) {
      this.close();
      throw error;
    }
    this.mostKept = Math.floor(MOST_KEPT_BYTES / (4 * this.columns));
  }

  /** Numbers of a row. */
  get columns(): number {
    return this.header.shape[1]!;
  }

  /** Copies the rows of some tokens one behind the other. @throws RangeError for a token that is none */
  copyRows(ids: Int32Array, to: Float32Array, from = 0): void {
    ids.forEach((id, i) => to.set(this.row(id), from + i * this.columns));
  }

  close(): void {
    closeSync(this.file);
  }

  private row(id: number): Float32Array {
    const kept = this.kept.get(id);
    if (kept) return kept;
    const { bytes } = this;
    const read = readSync(this.file, bytes, 0, bytes.length, HEADER_BYTES + id * bytes.length);
    if (read < bytes.length) throw new RangeError(`The vocabulary has no token ${id}.`);
    const row = widenedRow(bytes, this.header.encoding);
    if (this.kept.size >= this.mostKept) this.kept.clear();
    this.kept.set(id, row);
    return row;
  }
}

function widenedRow(bytes: Uint8Array, encoding: Encoding): Float32Array {
  switch (encoding.type) {
    case 'blocks':
      return decodeBlocks(encoding.format, bytes);
    case 'f32':
      return new Float32Array(bytes.slice().buffer);
    case 'f16':
      return Float32Array.from(new Uint16Array(bytes.slice().buffer), halfValue);
    case 'bf16':
      return new Float32Array(
        Uint32Array.from(new Uint16Array(bytes.slice().buffer), (upper) => upper << 16).buffer,
      );
    case 'int8PerTensor': {
      const { signed, scale, zeroPoint } = encoding;
      const numbers = signed ? new Int8Array(bytes.slice().buffer) : bytes;
      return Float32Array.from(numbers, (number) => (number - zeroPoint) * scale);
    }
  }
}
