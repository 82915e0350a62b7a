/** Weights of GGUF files, as llama.cpp and what builds on it keep them. */
import { blockFormats } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';
import { fileRows } from './fileRows.ts';
import { readGgufHeader } from './ggufHeader.ts';
import type { GgufHeader, GgufTensorInfo, MetadataValue } from './ggufHeader.ts';
import { embeddingName, finalNormName, vocabularyHeadName } from './names.ts';
import { rowBytes, weightBytes } from './types.ts';
import type { Encoding, Weight, WeightSource } from './types.ts';
import { unusable } from './unusable.ts';

/** The weights, and what the file says about the model beside them: shape, vocabulary, chat template. */
export interface GgufWeights extends WeightSource {
  readonly metadata: ReadonlyMap<string, MetadataValue>;
}

/** ggml's numbers of the types that are read. */
const types: ReadonlyMap<number, 'F32' | 'F16' | 'BF16' | BlockFormat> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [8, 'Q8_0'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [30, 'BF16'],
]);

/** Architectures whose files have the rows of queries and keys in llama.cpp's order: the two that a rotation pairs lie side by side. */
const interleaved = new Set(['llama', 'granite']);

/** The file's names of what a layer has, by ours. */
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
 * Opens a model in one GGUF file.
 * @throws ModelError `modelCorrupt` for a file that is not whole, contradicts itself or is one of several
 */
export async function openGguf(path: string): Promise<GgufWeights> {
  const header = await readGgufHeader(path);
  const { metadata } = header;
  const parts = metadata.get('split.count');
  if (typeof parts === 'number' && parts > 1) {
    throw unusable(path, `it is one of ${parts} parts; join them with "llama-gguf-split --merge" first`);
  }
  const tensors = placedTensors(path, header);
  return {
    metadata,
    matrices: 'outIn',
    has: (name) => tensors.has(ggufName(name)),
    get(name) {
      const tensor = tensors.get(ggufName(name));
      if (!tensor) throw unusable(path, `it has no tensor "${ggufName(name)}"`);
      const weight = weightOf(path, tensor);
      const heads = interleavedHeads(metadata, name);
      return heads === undefined ? weight : inHalves(weight, path, tensor.offset, heads);
    },
  };
}

function ggufName(name: string): string {
  const [, base, kind = 'weight'] = /^(.+?)(?:\.(bias))?$/.exec(name)!;
  const [, layer, part] = /^layers\.(\d+)\.(.+)$/.exec(base!) ?? [];
  const stem =
    part === undefined ? otherNames[base!] : layerNames[part] && `blk.${layer}.${layerNames[part]}`;
  return `${stem ?? base}.${kind}`;
}

/** Tensors by name, once it is clear that each lies within the file and none in another. */
function placedTensors(path: string, { tensors, fileBytes }: GgufHeader): Map<string, GgufTensorInfo> {
  const byName = new Map<string, GgufTensorInfo>();
  let [end, last] = [0, ''];
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
    const { name, offset, type } = tensor;
    if (byName.has(name)) throw unusable(path, `it has two tensors "${name}"`);
    byName.set(name, tensor);
    if (offset < end) throw unusable(path, `the tensor "${name}" overlaps "${last}"`);
    // Of a type that is not known only the beginning is.
    [end, last] = [types.has(type) ? offset + weightBytes(stored(path, tensor)) : offset, name];
    if (end > fileBytes) {
      throw unusable(path, `it ends in the middle of the tensor "${name}": ${fileBytes} bytes of ${end}`);
    }
  }
  return byName;
}

function weightOf(path: string, tensor: GgufTensorInfo): Weight {
  const weight = stored(path, tensor);
  const place = { path, offset: tensor.offset, bytes: weightBytes(weight), rowBytes: rowBytes(weight) };
  return { ...weight, rows: () => fileRows(place) };
}

function stored(path: string, { name, dims, type }: GgufTensorInfo): Omit<Weight, 'rows'> {
  const format = types.get(type);
  if (format === undefined) {
    const known = [...types.values()].join(', ');
    throw unusable(path, `the tensor "${name}" has the type number ${type}; InfiniAsk reads ${known}`);
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

/** Number of heads whose rows are interleaved in this weight; undefined where rows are in order. */
function interleavedHeads(metadata: GgufWeights['metadata'], name: string): number | undefined {
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string' || !interleaved.has(architecture)) return undefined;
  const [, layer, which] = /^layers\.(\d+)\.self_attn\.([qk])_proj$/.exec(name) ?? [];
  if (layer === undefined) return undefined;
  const all = metadata.get(`${architecture}.attention.head_count`);
  const shared = which === 'k' ? metadata.get(`${architecture}.attention.head_count_kv`) : undefined;
  const count = shared ?? all;
  // Where layers differ, there is one number for each.
  return Number(Array.isArray(count) ? (count as MetadataValue[])[Number(layer)] : count);
}

/** The weight with each head's rows as two halves, as the rotation of our graphs pairs them: rows [i][half] become [half][i]. */
function inHalves(weight: Weight, path: string, offset: number, heads: number): Weight {
  const [rows = 0] = weight.shape;
  const headRows = rows / heads;
  if (!Number.isInteger(headRows / 2)) throw unusable(path, `${rows} rows are not those of ${heads} heads`);
  const bytes = rowBytes(weight);
  // A chunk holds whole heads.
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
