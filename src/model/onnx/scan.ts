/** Reads an `.onnx` file without its numbers: nodes, and tensors with the place of their bytes. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Reader } from 'protobufjs';
import { decodeNode, decodeTensor } from './schema.ts';
import type { NodeProto, TensorProto } from './schema.ts';

/** A tensor whose `rawData` was left in the file. */
export interface ScannedTensor extends TensorProto {
  /** Place of `rawData`; missing where the tensor has none. */
  readonly raw?: { readonly offset: number; readonly bytes: number };
}

export interface ScannedModel {
  readonly nodes: readonly NodeProto[];
  /** By name. */
  readonly tensors: ReadonlyMap<string, ScannedTensor>;
}

/** Field numbers of onnx.proto3. */
const GRAPH = 7; // of ModelProto
const NODE = 1; // of GraphProto
const INITIALIZER = 5; // of GraphProto
const RAW_DATA = 9; // of TensorProto

/** Most bytes of a tag with a length or a number. */
const HEAD_BYTES = 20;
const LENGTH_DELIMITED = 2;

/** @throws Error for a malformed or truncated file */
export async function scanModel(path: string): Promise<ScannedModel> {
  const handle = await open(path);
  try {
    const { default: protobuf } = await import('protobufjs');
    const file = new BufferedFile(handle, (bytes) => protobuf.Reader.create(bytes));
    const nodes: NodeProto[] = [];
    const tensors = new Map<string, ScannedTensor>();
    const { size } = await handle.stat();
    for await (const graph of fields(file, 0, size)) {
      if (graph.number !== GRAPH) continue;
      for await (const field of fields(file, graph.start, graph.end)) {
        if (field.number === NODE) nodes.push(await decodeNode(await file.read(field.start, field.end)));
        if (field.number !== INITIALIZER) continue;
        const tensor = await scanTensor(file, field);
        tensors.set(tensor.name, tensor);
      }
    }
    return { nodes, tensors };
  } finally {
    await handle.close();
  }
}

async function scanTensor(file: BufferedFile, { start, end }: Field): Promise<ScannedTensor> {
  const rest: Uint8Array[] = [];
  let raw: ScannedTensor['raw'];
  for await (const field of fields(file, start, end)) {
    if (field.number === RAW_DATA) raw = { offset: field.start, bytes: field.end - field.start };
    else rest.push(Uint8Array.from(await file.read(field.from, field.end)));
  }
  return { ...(await decodeTensor(Buffer.concat(rest))), ...(raw && { raw }) };
}

/** A field of a message in a file: tag from `from`, content from `start` to `end`. */
interface Field {
  readonly number: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

async function* fields(file: BufferedFile, start: number, end: number): AsyncGenerator<Field> {
  for (let from = start; from < end;) {
    const reader = file.parse(await file.read(from, Math.min(from + HEAD_BYTES, end)));
    const tag = reader.uint32();
    const wireType = tag & 7;
    const length = wireType === LENGTH_DELIMITED ? reader.uint32() : 0;
    const content = from + reader.pos;
    if (wireType !== LENGTH_DELIMITED) reader.skipType(wireType);
    const field = { number: tag >>> 3, from, start: content, end: from + reader.pos + length };
    if (field.end > end) throw new Error('A part of the model file is longer than the file.');
    yield field;
    from = field.end;
  }
}

/** Reads a file from front to back in large blocks, also where parts are skipped. */
class BufferedFile {
  private readonly handle: FileHandle;
  private buffer = new Uint8Array(1 << 16);
  private start = 0;
  private end = 0;
  readonly parse: (bytes: Uint8Array) => Reader;

  /** @param parse reads the tags of fields */
  constructor(handle: FileHandle, parse: (bytes: Uint8Array) => Reader) {
    this.handle = handle;
    this.parse = parse;
  }

  /** A view that the next call may overwrite. */
  async read(from: number, to: number): Promise<Uint8Array> {
    if (from < this.start || to > this.end) {
      if (to - from > this.buffer.length) this.buffer = new Uint8Array(to - from);
      const { bytesRead } = await this.handle.read(this.buffer, 0, this.buffer.length, from);
      this.start = from;
      this.end = from + bytesRead;
      if (to > this.end) throw new Error('The model file ends too early.');
    }
    return this.buffer.subarray(from - this.start, to - this.start);
  }
}
