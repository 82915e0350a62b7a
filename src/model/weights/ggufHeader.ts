/**
 * Reads the header of a GGUF file, versions 2 and 3 (ggml's docs/gguf.md): metadata by key, then name, dimensions, type
 * and place of each tensor. Everything is little-endian; a text follows its length.
 */
import { readAt, withWeightsFile } from './fileRows.ts';
import { isLfsPointer, LFS_POINTER, unusable } from './unusable.ts';

export type MetadataValue = string | number | boolean | readonly MetadataValue[];

export interface GgufTensorInfo {
  readonly name: string;
  /** Innermost first: a matrix from `in` to `out` numbers is [in, out], `out` rows of `in` numbers. */
  readonly dims: readonly number[];
  /** ggml's number of the type. */
  readonly type: number;
  /** From the start of the file. */
  readonly offset: number;
}

export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  readonly tensors: readonly GgufTensorInfo[];
  readonly fileBytes: number;
}

/** Enough for most headers; the rest, with large vocabularies, is read again with more. */
const FIRST_READ_BYTES = 1 << 22;
/** Ten times the header of a vocabulary of 262,144 tokens. */
const MAX_HEADER_BYTES = 1 << 28;
const DEFAULT_ALIGNMENT_BYTES = 32;
const MAX_DIMENSIONS = 4;
const MAX_ARRAY_DEPTH = 4;

/** @throws ModelError `modelCorrupt` with the reason */
export function readGgufHeader(path: string): Promise<GgufHeader> {
  return withWeightsFile(path, async (file, size) => {
    for (let wanted = FIRST_READ_BYTES; ; wanted *= 8) {
      const bytes = await readAt(file, 0, Math.min(wanted, size, MAX_HEADER_BYTES));
      try {
        return { ...parseHeader(bytes), fileBytes: size };
      } catch (error) {
        if (error instanceof Malformed) throw unusable(path, error.message);
        if (!(error instanceof HeaderGoesOn)) throw error;
        if (bytes.length === size) throw unusable(path, 'it ends in the middle of its header');
        if (bytes.length === MAX_HEADER_BYTES)
          throw unusable(path, `its header has more than ${MAX_HEADER_BYTES} bytes`);
      }
    }
  });
}

/** The header goes on beyond the bytes that were read. */
class HeaderGoesOn extends Error {}
/** Its message is half a sentence. */
class Malformed extends Error {}

function parseHeader(bytes: Uint8Array): Omit<GgufHeader, 'fileBytes'> {
  if (isLfsPointer(bytes)) throw new Malformed(LFS_POINTER);
  const cursor = new Cursor(bytes);
  if (Buffer.from(cursor.take(4)).toString('latin1') !== 'GGUF') throw new Malformed('it is no GGUF file');
  checkVersion(cursor.uint32());
  const tensorCount = cursor.size();
  const metadata = new Map<string, MetadataValue>();
  for (let left = cursor.size(); left > 0; left--) metadata.set(cursor.text(), cursor.value(cursor.uint32()));
  const infos: GgufTensorInfo[] = [];
  for (let left = tensorCount; left > 0; left--) infos.push(cursor.tensor());

  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT_BYTES;
  if (typeof alignment !== 'number' || alignment < 1 || !Number.isInteger(Math.log2(alignment)))
    throw new Malformed(`its alignment is ${String(alignment)}, which is no power of two`);
  const data = Math.ceil(cursor.at / alignment) * alignment;
  const tensors = infos.map((info) => {
    if (info.offset % alignment !== 0)
      throw new Malformed(`the tensor "${info.name}" is not at a multiple of ${alignment}`);
    return { ...info, offset: data + info.offset };
  });
  return { metadata, tensors };
}

function checkVersion(version: number): void {
  if (version === 2 || version === 3) return;
  // A big-endian small number has its only byte at the end.
  if (version % 0x1000000 === 0) throw new Malformed('it is big-endian; get the little-endian file');
  const is = version < 2 ? 'older' : 'newer';
  throw new Malformed(`its version ${version} of GGUF is ${is} than those that InfiniAsk reads (2 and 3)`);
}

/** Reads values one after the other. Every method throws `HeaderGoesOn` at the end of the bytes. */
class Cursor {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new HeaderGoesOn();
    return this.bytes.subarray(this.at, (this.at += length));
  }

  uint32(): number {
    return this.view.getUint32(this.next(4), true);
  }

  /** A count or an offset. */
  size(): number {
    const value = Number(this.view.getBigUint64(this.next(8), true));
    if (value > Number.MAX_SAFE_INTEGER) throw new Malformed(`it has a count of ${value}`);
    return value;
  }

  text(): string {
    const length = this.size();
    if (length > MAX_HEADER_BYTES) throw new Malformed(`it has a text of ${length} bytes`);
    return Buffer.from(this.take(length)).toString('utf8');
  }

  tensor(): GgufTensorInfo {
    const name = this.text();
    const rank = this.uint32();
    if (rank > MAX_DIMENSIONS) throw new Malformed(`the tensor "${name}" has ${rank} dimensions`);
    const dims = Array.from({ length: rank }, () => this.size());
    return { name, dims, type: this.uint32(), offset: this.size() };
  }

  /** A metadata value of GGUF's value type `type`. 64-bit integers become numbers. */
  value(type: number, depth = 0): MetadataValue {
    const { view } = this;
    switch (type) {
      case 0:
        return view.getUint8(this.next(1));
      case 1:
        return view.getInt8(this.next(1));
      case 2:
        return view.getUint16(this.next(2), true);
      case 3:
        return view.getInt16(this.next(2), true);
      case 4:
        return this.uint32();
      case 5:
        return view.getInt32(this.next(4), true);
      case 6:
        return view.getFloat32(this.next(4), true);
      case 7:
        return view.getUint8(this.next(1)) !== 0;
      case 8:
        return this.text();
      case 9:
        return this.list(depth);
      case 10:
        return Number(view.getBigUint64(this.next(8), true));
      case 11:
        return Number(view.getBigInt64(this.next(8), true));
      case 12:
        return view.getFloat64(this.next(8), true);
      default:
        throw new Malformed(`it has a value of the unknown type ${type}`);
    }
  }

  private list(depth: number): MetadataValue[] {
    if (depth === MAX_ARRAY_DEPTH) throw new Malformed('its lists are nested too deeply');
    const type = this.uint32();
    const values: MetadataValue[] = [];
    // Grown one by one, because the stated length may be anything.
    for (let left = this.size(); left > 0; left--) values.push(this.value(type, depth + 1));
    return values;
  }

  private next(length: number): number {
    if (this.at + length > this.bytes.length) throw new HeaderGoesOn();
    this.at += length;
    return this.at - length;
  }
}
