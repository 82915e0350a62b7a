/** Weights of GGUF files, as llama.cpp and what builds on it keep them. */
import { basename, dirname, join } from 'node:path';
import { familyOfGguf } from '../families/index.ts';
import type { GgufLayout } from '../families/types.ts';
import { blockFormats } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';
import { fileRows } from './fileRows.ts';
import { otherTypeName } from './ggmlTypes.ts';
import { readGgufHeader } from './ggufHeader.ts';
import type { GgufHeader, GgufTensorInfo, MetadataValue } from './ggufHeader.ts';
import { embeddingName, finalNormName, vocabularyHeadName } from './names.ts';
import { checkTensorPlaces } from './tensorPlaces.ts';
import { rowBytes, weightBytes } from './types.ts';
import type { Encoding, NamedWeights, Weight } from './types.ts';
import { unusable } from './unusable.ts';

/** The weights, and the metadata beside them: shape, vocabulary, chat template. */
export interface GgufWeights extends NamedWeights {
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  /** The file, or all its parts in order. */
  readonly files: readonly string[];
}

/** A tensor and its file. */
interface PlacedTensor extends GgufTensorInfo {
  readonly path: string;
}

/** Tensor types that are read, by ggml's numbers. */
const types: ReadonlyMap<number, 'F32' | 'F16' | 'BF16' | BlockFormat> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [8, 'Q8_0'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [20, 'IQ4_NL'],
  [23, 'IQ4_XS'],
  [30, 'BF16'],
  [39, 'MXFP4'],
]);

/** GGUF names of a layer's weights, by ours; a family may override them. */
const layerNames: Readonly<Record<string, string>> = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'self_attn.q_norm': 'attn_q_norm',
  'self_attn.k_norm': 'attn_k_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
  input_layernorm: 'attn_norm',
  post_attention_layernorm: 'ffn_norm',
};
const otherNames: Readonly<Record<string, string>> = {
  [embeddingName]: 'token_embd',
  [finalNormName]: 'output_norm',
  [vocabularyHeadName]: 'output',
};

/**
 * Opens a GGUF file, or all parts of a model by the name of any part (`NAME-00001-of-00003.gguf`).
 * @throws ModelError `modelCorrupt` for a file that is truncated or contradicts itself
 */
export async function openGguf(path: string): Promise<GgufWeights> {
  const files = partsOf(path);
  const headers = await Promise.all(files.map(readGgufHeader));
  headers.forEach(({ metadata: said }, part) => checkPart(files[part]!, said, part, files.length));
  const { metadata } = headers[0]!;
  const tensors = new Map<string, PlacedTensor>();
  headers.forEach((header, part) => {
    for (const [name, tensor] of placedTensors(files[part]!, header)) {
      if (tensors.has(name)) throw unusable(files[part]!, `the tensor "${name}" is in another part as well`);
      tensors.set(name, { ...tensor, path: files[part]! });
    }
  });
  const architecture = metadata.get('general.architecture');
  const layout = typeof architecture === 'string' ? familyOfGguf(architecture)?.gguf : undefined;
  const storedName = (name: string): string => ggufName(name, layout);
  return {
    metadata,
    files,
    names: [...tensors.keys()],
    storedName,
    matrices: 'outIn',
    has: (name) => tensors.has(storedName(name)),
    get(name) {
      const tensor = tensors.get(storedName(name));
      if (!tensor) throw unusable(path, `it has no tensor "${storedName(name)}"`);
      const weight = weightOf(tensor);
      const heads = layout?.interleaved ? rotatedHeads(metadata, layout, name) : undefined;
      return heads === undefined ? weight : inHalves(weight, tensor, heads);
    },
  };
}

const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/;

/** The parts of a model in order, by the name of one of them. */
export function partsOf(path: string): string[] {
  const [, stem, , count] = PART.exec(basename(path)) ?? [];
  if (stem === undefined || count === undefined) return [path];
  return Array.from({ length: Number(count) }, (_, part) =>
    join(dirname(path), `${stem}-${String(part + 1).padStart(5, '0')}-of-${count}.gguf`),
  );
}

function checkPart(path: string, metadata: GgufHeader['metadata'], part: number, parts: number): void {
  const [number = 0, count = 1] = [metadata.get('split.no'), metadata.get('split.count')];
  if (number === part && count === parts) return;
  if (parts === 1) {
    const names = `as in NAME-00001-of-${String(count).padStart(5, '0')}.gguf`;
    const why = `it is one of ${String(count)} parts, and its name does not say which; name them ${names}`;
    throw unusable(path, why);
  }
  const is = `part ${Number(number) + 1} of ${String(count)}`;
  throw unusable(path, `by its name it is part ${part + 1} of ${parts}, by its content ${is}`);
}

function ggufName(name: string, layout: GgufLayout | undefined): string {
  const [, base, kind = 'weight'] = /^(.+?)(?:\.(bias))?$/.exec(name)!;
  const [, layer, part] = /^layers\.(\d+)\.(.+)$/.exec(base!) ?? [];
  if (part === undefined) return `${otherNames[base!] ?? base}.${kind}`;
  const theirs = layout?.layerNames?.[part] ?? layerNames[part];
  return `${theirs === undefined ? base : `blk.${layer}.${theirs}`}.${kind}`;
}

/** Tensors by name, after a check of their places. */
function placedTensors(path: string, { tensors, fileBytes }: GgufHeader): Map<string, GgufTensorInfo> {
  const byName = new Map<string, GgufTensorInfo>();
  for (const tensor of tensors) {
    if (byName.has(tensor.name)) throw unusable(path, `it has two tensors "${tensor.name}"`);
    byName.set(tensor.name, tensor);
  }
  const places = tensors.map((tensor) => ({
    name: tensor.name,
    offset: tensor.offset,
    bytes: types.has(tensor.type) ? weightBytes(stored(path, tensor)) : 0,
  }));
  checkTensorPlaces(places, { path, fileBytes });
  return byName;
}

function weightOf(tensor: PlacedTensor): Weight {
  const { path, offset } = tensor;
  const weight = stored(path, tensor);
  const place = { path, offset, bytes: weightBytes(weight), rowBytes: rowBytes(weight) };
  return { ...weight, rows: () => fileRows(place) };
}

function stored(path: string, { name, dims, type }: GgufTensorInfo): Omit<Weight, 'rows'> {
  const format = types.get(type);
  if (format === undefined) {
    const known = [...types.values()].join(', ');
    throw unusable(
      path,
      `the tensor "${name}" has the type ${otherTypeName(type)}; InfiniAsk reads ${known}`,
    );
  }
  const shape = dims.toReversed();
  const [numbers = 1] = dims;
  if (format in blockFormats && numbers % blockFormats[format as BlockFormat].numbers !== 0)
    throw unusable(
      path,
      `the rows of "${name}" have ${numbers} numbers, which are no whole blocks of ${format}`,
    );
  return { shape, encoding: encodingOf(format) };
}

function encodingOf(format: 'F32' | 'F16' | 'BF16' | BlockFormat): Encoding {
  if (format === 'F32') return { type: 'f32' };
  if (format === 'F16') return { type: 'f16' };
  if (format === 'BF16') return { type: 'bf16' };
  return { type: 'blocks', format };
}

/** Number of heads whose rows a weight has in llama.cpp's order; undefined where rows are in ours. */
function rotatedHeads(
  metadata: GgufWeights['metadata'],
  { architecture }: GgufLayout,
  name: string,
): number | undefined {
  const [, layer, which] = /^layers\.(\d+)\.self_attn\.([qk])_proj$/.exec(name) ?? [];
  if (layer === undefined) return undefined;
  const all = metadata.get(`${architecture}.attention.head_count`);
  const shared = which === 'k' ? metadata.get(`${architecture}.attention.head_count_kv`) : undefined;
  const count = shared ?? all;
  // If layers differ, the file has one number for each.
  return Number(Array.isArray(count) ? (count as MetadataValue[])[Number(layer)] : count);
}

/**
 * Reorders each head's rows from pairs to two halves, which the rotation of our graphs pairs: rows [i][half] become
 * [half][i].
 */
function inHalves(weight: Weight, { path, offset }: PlacedTensor, heads: number): Weight {
  const [rows = 0] = weight.shape;
  const headRows = rows / heads;
  if (!Number.isInteger(headRows / 2)) throw unusable(path, `${rows} rows are not those of ${heads} heads`);
  const bytes = rowBytes(weight);
  // A chunk must hold whole heads.
  const place = { path, offset, bytes: weightBytes(weight), rowBytes: bytes * headRows };
  return { ...weight, rows: () => reordered(fileRows(place), bytes, headRows) };
}

async function* reordered(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
  headRows: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const result = new Uint8Array(chunk.length);
    for (let row = 0; row < chunk.length / bytes; row++) {
      const within = row % headRows;
      const to = row - within + (within % 2) * (headRows / 2) + (within >> 1);
      result.set(chunk.subarray(row * bytes, (row + 1) * bytes), to * bytes);
    }
    yield result;
  }
}
