/** A model's weights as llama.cpp wants those of a Llama. */
import { buffer } from 'node:stream/consumers';
import type { ModelConfig, Weight, WeightSource } from '../../src/model/index.ts';
import {
  embeddingName,
  finalNormName,
  normName,
  projectionName,
  vocabularyHeadName,
} from '../../src/model/weights/names.ts';
import { toQ8 } from './gguf.ts';
import type { GgmlType, GgufFile, GgufTensor, GgufValue } from './gguf.ts';

export interface LlamaOptions {
  /** The first so many layers are taken. */
  readonly layers: number;
  /** Of the matrices; norms are always float32. */
  readonly type: GgmlType;
}

/** llama.cpp's names of a layer's matrices, by ours. */
const projections = {
  q_proj: 'attn_q',
  k_proj: 'attn_k',
  v_proj: 'attn_v',
  o_proj: 'attn_output',
  gate_proj: 'ffn_gate',
  up_proj: 'ffn_up',
  down_proj: 'ffn_down',
} as const;

/**
 * The vocabulary has a size and no words: tokens are given as numbers.
 * @throws RangeError for what a Llama does not have (biases, norms of queries and keys)
 */
export async function llamaGguf(
  config: ModelConfig,
  source: WeightSource,
  options: LlamaOptions,
): Promise<GgufFile> {
  if (config.queryKeyValueBias || config.queryKeyNorm)
    throw new RangeError('Only models of the plain Llama shape can be written for llama.cpp.');
  const { type, layers } = options;
  const matrix = (name: string, dims: readonly number[], values: Float32Array): GgufTensor =>
    type === 'Q8_0'
      ? { name, dims, type, bytes: toQ8(values) }
      : { name, dims, type, bytes: bytesOf(values) };
  const vector = async (name: string, ours: string): Promise<GgufTensor> => {
    const weight = source.get(ours);
    return { name, dims: weight.shape, type: 'F32', bytes: bytesOf(await floats(weight)) };
  };
  /** Ours is [in, out]. */
  const transposedMatrix = async (name: string, ours: string, heads?: number): Promise<GgufTensor> => {
    const weight = source.get(ours);
    const [inner, outer] = weight.shape as [number, number];
    const rows = transposed(await floats(weight), inner, outer);
    return matrix(name, [inner, outer], heads === undefined ? rows : interleaved(rows, heads, inner));
  };

  const embedding = source.get(embeddingName);
  const tensors = [
    matrix('token_embd.weight', [...embedding.shape].reverse(), await floats(embedding)),
    await vector('output_norm.weight', finalNormName),
    await transposedMatrix('output.weight', vocabularyHeadName),
  ];
  const rotated: Partial<Record<string, number>> = { q_proj: config.heads, k_proj: config.keyValueHeads };
  for (let layer = 0; layer < layers; layer++) {
    tensors.push(
      await vector(`blk.${layer}.attn_norm.weight`, normName(layer, 'input_layernorm')),
      await vector(`blk.${layer}.ffn_norm.weight`, normName(layer, 'post_attention_layernorm')),
    );
    for (const [ours, theirs] of entriesOf(projections)) {
      const name = `blk.${layer}.${theirs}.weight`;
      tensors.push(await transposedMatrix(name, projectionName(layer, ours), rotated[ours]));
    }
  }
  return { metadata: metadataOf(config, layers), tensors };
}

function metadataOf(config: ModelConfig, layers: number): Record<string, GgufValue> {
  const whole = (value: number): GgufValue => ({ type: 'uint32', value });
  const real = (value: number): GgufValue => ({ type: 'float32', value });
  const word = (value: string): GgufValue => ({ type: 'string', value });
  return {
    'general.architecture': word('llama'),
    'llama.vocab_size': whole(config.vocabularySize),
    'llama.context_length': whole(config.maxPositions),
    'llama.embedding_length': whole(config.hiddenSize),
    'llama.block_count': whole(layers),
    'llama.feed_forward_length': whole(config.intermediateSize),
    'llama.attention.head_count': whole(config.heads),
    'llama.attention.head_count_kv': whole(config.keyValueHeads),
    'llama.attention.key_length': whole(config.headSize),
    'llama.attention.value_length': whole(config.headSize),
    'llama.attention.layer_norm_rms_epsilon': real(config.normEpsilon),
    'llama.rope.dimension_count': whole(config.headSize),
    'llama.rope.freq_base': real(config.ropeTheta),
    'tokenizer.ggml.model': word('no_vocab'),
  };
}

/** A stored weight as plain numbers, in its own order. */
async function floats(weight: Weight): Promise<Float32Array> {
  // A copy, because floats want to lie at a multiple of 4.
  const bytes = Uint8Array.from(await buffer(weight.rows()));
  const { encoding } = weight;
  if (encoding.type === 'f32') return new Float32Array(bytes.buffer);
  if (encoding.type !== 'int8PerTensor')
    throw new RangeError(`Weights of type ${encoding.type} are not written.`);
  const stored = encoding.signed ? new Int8Array(bytes.buffer) : bytes;
  return Float32Array.from(stored, (value) => (value - encoding.zeroPoint) * encoding.scale);
}

/** [in, out] to [out, in]. */
function transposed(values: Float32Array, inner: number, outer: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < inner; i++) {
    for (let o = 0; o < outer; o++) result[o * inner + i] = values[i * outer + o]!;
  }
  return result;
}

/**
 * llama.cpp rotates neighbouring pairs of a head's numbers, the Hugging Face layout pairs a number with the one half a
 * head further: rows [head][half][i] become [head][i][half] (`permute` of llama.cpp's convert_hf_to_gguf.py).
 */
function interleaved(rows: Float32Array, heads: number, inner: number): Float32Array {
  const result = new Float32Array(rows.length);
  const half = rows.length / inner / heads / 2;
  for (let row = 0; row < rows.length / inner; row++) {
    const within = row % (2 * half);
    const to = row - within + 2 * (within % half) + Math.floor(within / half);
    result.set(rows.subarray(row * inner, (row + 1) * inner), to * inner);
  }
  return result;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
