/**
 * The safetensors format: 8 bytes with the length of a header, a JSON header with the place of each tensor, the
 * tensors. Larger models have several such files (shards), and an index that tells which has which tensor.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileRows, readAt, withWeightsFile } from './fileRows.ts';
import { huggingFaceName } from './names.ts';
import { checkTensorPlaces } from './tensorPlaces.ts';
import { rowBytes } from './types.ts';
import type { Encoding, NamedWeights, Weight } from './types.ts';
import { isLfsPointer, LFS_POINTER, unusable } from './unusable.ts';

/** Place of a tensor, from the header. */
interface StoredTensor {
  readonly path: string;
  readonly type: string;
  readonly shape: readonly number[];
  /** Offset from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** The format's own limit, which keeps a hostile length from filling the memory. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

/** Types of a model's weights; for the format's other types only the size matters here. */
const encodings: Readonly<Record<string, Encoding>> = {
  F32: { type: 'f32' },
  F16: { type: 'f16' },
  BF16: { type: 'bf16' },
};
const typeBytes: Readonly<Record<string, number>> = {
  ...{ F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ I8: 1, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1 },
};

/**
 * Opens weights in the Hugging Face layout.
 * @param path of a `.safetensors` file, or of the `.json` index of several beside it
 * @throws ModelError `modelCorrupt` for a truncated file, or a header that contradicts itself
 */
export async function openSafetensors(path: string): Promise<NamedWeights> {
  const tensors = path.endsWith('.json') ? await readShards(path) : await readHeader(path);
  // Files with the decoder alone omit the common prefix.
  const prefix = [...tensors.keys()].some((name) => name.startsWith('model.')) ? 'model.' : '';
  const storedName = (name: string): string => huggingFaceName(name, prefix);
  return {
    names: [...tensors.keys()],
    storedName,
    matrices: 'outIn',
    has: (name) => tensors.has(storedName(name)),
    get(name) {
      const tensor = tensors.get(storedName(name));
      if (!tensor) throw unusable(path, `it has no tensor "${storedName(name)}"`);
      return weightOf(name, tensor);
    },
  };
}

function weightOf(name: string, { path, type, shape, offset, bytes }: StoredTensor): Weight {
  const encoding = encodings[type];
  if (!encoding) {
    const known = Object.keys(encodings).join(', ');
    throw unusable(path, `the weight "${name}" has the type ${type}; InfiniAsk reads ${known}`);
  }
  const weight = { shape, encoding };
  return { ...weight, rows: () => fileRows({ path, offset, bytes, rowBytes: rowBytes(weight) }) };
}

/** All tensors of the shards that an index names. */
async function readShards(path: string): Promise<Map<string, StoredTensor>> {
  const index = parsed(path, await readFile(path, 'utf8'), 'it is not JSON');
  const places = index['weight_map'];
  if (!isObject(places)) throw unusable(path, 'it has no "weight_map"');
  const shards = new Map<string, Map<string, StoredTensor>>();
  const tensors = new Map<string, StoredTensor>();
  for (const [name, shard] of Object.entries(places)) {
    // An index comes from strangers and must not lead out of its folder.
    if (typeof shard !== 'string' || shard !== basename(shard) || !shard.endsWith('.safetensors'))
      throw unusable(path, `the place of "${name}" is no file beside it: ${JSON.stringify(shard)}`);
    let header = shards.get(shard);
    if (!header) shards.set(shard, (header = await readHeader(join(dirname(path), shard))));
    const tensor = header.get(name);
    if (!tensor) throw unusable(path, `"${name}" is not in ${shard}, where it should be`);
    tensors.set(name, tensor);
  }
  return tensors;
}

function readHeader(path: string): Promise<Map<string, StoredTensor>> {
  return withWeightsFile(path, async (file, size) => {
    const start = await readAt(file, 0, LENGTH_BYTES);
    if (start.length < LENGTH_BYTES) throw unusable(path, 'it ends before its header');
    const length = Number(Buffer.from(start.buffer).readBigUInt64LE());
    if (isLfsPointer(await readAt(file, 0, 64))) throw unusable(path, LFS_POINTER);
    if (length > MAX_HEADER_BYTES) {
      throw unusable(path, `its header would have ${length} bytes; the format allows ${MAX_HEADER_BYTES}`);
    }
    if (LENGTH_BYTES + length > size) throw unusable(path, 'it ends in the middle of its header');
    const text = Buffer.from(await readAt(file, LENGTH_BYTES, length)).toString('utf8');
    const header = parsed(path, text, 'its header is not JSON');
    delete header['__metadata__'];
    const data = LENGTH_BYTES + length;
    const tensors = Object.entries(header).map(([name, entry]): [string, StoredTensor] => [
      name,
      tensorOf(path, name, entry, data),
    ]);
    const places = tensors.map(([name, { offset, bytes }]) => ({ name, offset, bytes }));
    checkTensorPlaces(places, { path, fileBytes: size, filledFrom: data });
    return new Map(tensors);
  });
}

function tensorOf(path: string, name: string, entry: unknown, data: number): StoredTensor {
  const { dtype: type, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (typeof type !== 'string' || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
    throw unusable(path, `the header's entry for "${name}" is not one of a tensor`);
  const [from, to] = offsets as [number, number];
  const asked = shape.reduce((product, dim) => product * dim, typeBytes[type] ?? NaN);
  if (to < from || (!Number.isNaN(asked) && asked !== to - from)) {
    const why = `has ${to - from} bytes; its shape [${shape.join(', ')}] of ${type} asks for ${asked}`;
    throw unusable(path, `the tensor "${name}" ${why}`);
  }
  return { path, type, shape, offset: data + from, bytes: to - from };
}

function parsed(path: string, text: string, otherwise: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Malformed JSON is told below, with any other mistake.
  }
  throw unusable(path, otherwise);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}
