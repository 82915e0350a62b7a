/** Small models of every family as users have them: GGUF files, folders in the Hugging Face layout. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelConfig } from '../../src/model/index.ts';
import { ggufBytes } from './gguf.ts';
import type { MadeGguf, MadeValue } from './gguf.ts';
import type { NaiveWeights } from './naiveTransformer.ts';
import { base } from './randomModel.ts';
import { safetensorsBytes } from './safetensors.ts';

export interface FamilyCase {
  readonly architecture: string;
  readonly config: ModelConfig;
  /** Metadata beside that of a Llama, below the architecture's name. */
  readonly metadata?: Readonly<Record<string, MadeValue>>;
  /** Of the `config.json`, beside that of a Llama. */
  readonly json: Readonly<Record<string, unknown>>;
}

const whole = (value: number): MadeValue => ({ type: 4, value });
const real = (value: number): MadeValue => ({ type: 6, value });
const word = (value: string): MadeValue => ({ type: 8, value });

/** Of whole blocks of 32. */
const shape: ModelConfig = { ...base, hiddenSize: 64, intermediateSize: 96, vocabularySize: 96 };
const globalLayer = 5;

export const familyCases: Readonly<Record<string, FamilyCase>> = {
  Llama: { architecture: 'llama', config: shape, json: { model_type: 'llama' } },
  'Llama 3.2': {
    architecture: 'llama',
    config: { ...shape, ropeTheta: 500_000, ropeDivisors: llama32Divisors() },
    json: {
      model_type: 'llama',
      rope_theta: 500_000,
      rope_scaling: {
        rope_type: 'llama3',
        factor: 32,
        low_freq_factor: 1,
        high_freq_factor: 4,
        original_max_position_embeddings: 512,
      },
    },
  },
  Qwen2: {
    architecture: 'qwen2',
    config: { ...shape, keyValueHeads: 1, queryKeyValueBias: true, normEpsilon: 1e-6 },
    json: { model_type: 'qwen2', use_sliding_window: false },
  },
  Qwen3: {
    architecture: 'qwen3',
    config: { ...shape, headSize: 32, queryKeyNorm: true, normEpsilon: 1e-6 },
    json: { model_type: 'qwen3', head_dim: 32, attention_bias: false },
  },
  'Gemma 3': {
    architecture: 'gemma3',
    config: {
      ...shape,
      layers: 7,
      keyValueHeads: 1,
      headSize: 32,
      ropeTheta: 1e6,
      normEpsilon: 1e-6,
      queryKeyNorm: true,
      activation: 'geluTanh',
      outputNorms: true,
      embeddingScale: 8,
      attentionScale: 32 ** -0.5,
      local: { layers: [0, 1, 2, 3, 4, 6], windowTokens: 9, ropeTheta: 10_000 },
    },
    metadata: { 'attention.sliding_window': whole(9) },
    json: {
      model_type: 'gemma3_text',
      head_dim: 32,
      query_pre_attn_scalar: 32,
      sliding_window: 9,
      rope_local_base_freq: 10_000,
      hidden_activation: 'gelu_pytorch_tanh',
      layer_types: Array.from({ length: 7 }, (_, i) =>
        i === globalLayer ? 'full_attention' : 'sliding_attention',
      ),
    },
  },
  Granite: {
    architecture: 'granite',
    config: { ...shape, embeddingScale: 12, attentionScale: 0.25, residualScale: 0.22, logitsDivisor: 8 },
    metadata: {
      embedding_scale: real(12),
      'attention.scale': real(0.25),
      residual_scale: real(0.22),
      logit_scale: real(8),
    },
    json: {
      model_type: 'granite',
      embedding_multiplier: 12,
      attention_multiplier: 0.25,
      residual_multiplier: 0.22,
      logits_scaling: 8,
    },
  },
};

/** What Meta's code does to eight frequencies of base 500,000 with the `config.json` above, written out. */
function llama32Divisors(): number[] {
  return Array.from({ length: 8 }, (_, i) => {
    const wavelength = 2 * Math.PI * 500_000 ** (i / 8);
    if (wavelength < 512 / 4) return 1;
    if (wavelength > 512 / 1) return 32;
    const smooth = (512 / wavelength - 1) / (4 - 1);
    return 1 / ((1 - smooth) / 32 + smooth);
  });
}

/** llama.cpp's names of what a layer has, by those of the reference. */
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
const gemmaNames: Readonly<Record<string, string>> = {
  post_attention_layernorm: 'post_attention_norm',
  pre_feedforward_layernorm: 'ffn_norm',
  post_feedforward_layernorm: 'post_ffw_norm',
};
const otherNames: Readonly<Record<string, string>> = {
  embed_tokens: 'token_embd',
  norm: 'output_norm',
  lm_head: 'output',
};

function ggufName(name: string, architecture: string): string {
  const kind = name.endsWith('.bias') ? 'bias' : 'weight';
  const stem = name.replace(/\.bias$/, '');
  const [, layer, part] = /^layers\.(\d+)\.(.+)$/.exec(stem) ?? [];
  if (part === undefined) return `${otherNames[stem]}.${kind}`;
  const own = architecture === 'gemma3' ? gemmaNames[part] : undefined;
  return `blk.${layer}.${own ?? layerNames[part]}.${kind}`;
}

export type Tensor = NonNullable<MadeGguf['tensors']>[number];

/** The model as a GGUF file. @param change what becomes of its tensors, which are float32 */
export function familyGguf(
  family: FamilyCase,
  naive: NaiveWeights,
  change: (tensors: Tensor[]) => Tensor[] = (tensors) => tensors,
): Buffer {
  const made = familyMade(family, naive);
  return ggufBytes({ ...made, tensors: change(made.tensors) });
}

/** What goes into that file. */
export function familyMade(
  { architecture, config, metadata = {} }: FamilyCase,
  naive: NaiveWeights,
): { readonly metadata: Readonly<Record<string, MadeValue>>; readonly tensors: Tensor[] } {
  const tensors = [...naive].map(([name, { dims, values }]): Tensor => {
    const rows = rowsOf(name, dims, values);
    const heads = { q_proj: config.heads, k_proj: config.keyValueHeads }[/[qk]_proj$/.exec(name)?.[0] ?? ''];
    const isInterleaved = heads !== undefined && (architecture === 'llama' || architecture === 'granite');
    const numbers = isInterleaved ? interleaved(rows, heads, dims[0]!) : rows;
    const isTurned = dims.length === 2 && name !== 'embed_tokens';
    return {
      name: ggufName(name, architecture),
      dims: isTurned ? [...dims] : dims.toReversed(),
      type: 0,
      bytes: new Uint8Array(numbers.buffer),
    };
  });
  if (config.ropeDivisors) {
    const bytes = new Uint8Array(Float32Array.from(config.ropeDivisors).buffer);
    tensors.push({ name: 'rope_freqs.weight', dims: [config.headSize / 2], type: 0, bytes });
  }
  const below = Object.entries({ ...shapeMetadata(config), ...metadata });
  return {
    metadata: {
      'general.architecture': word(architecture),
      ...Object.fromEntries(below.map(([key, value]) => [`${architecture}.${key}`, value])),
      'tokenizer.ggml.model': word('no_vocab'),
    },
    tensors,
  };
}

function shapeMetadata(config: ModelConfig): Record<string, MadeValue> {
  return {
    vocab_size: whole(config.vocabularySize),
    context_length: whole(config.maxPositions),
    embedding_length: whole(config.hiddenSize),
    block_count: whole(config.layers),
    feed_forward_length: whole(config.intermediateSize),
    'attention.head_count': whole(config.heads),
    'attention.head_count_kv': whole(config.keyValueHeads),
    'attention.key_length': whole(config.headSize),
    'attention.value_length': whole(config.headSize),
    'attention.layer_norm_rms_epsilon': real(config.normEpsilon),
    'rope.dimension_count': whole(config.headSize),
    'rope.freq_base': real(config.ropeTheta),
  };
}

/** Writes the model as a folder in the Hugging Face layout, without a tokeniser. */
export function writeFamilyFolder(folder: string, { config, json }: FamilyCase, naive: NaiveWeights): void {
  mkdirSync(folder, { recursive: true });
  const lessOne = json['model_type'] === 'gemma3_text';
  const tensors = [...naive].map(([name, { dims, values }]) => {
    const isNorm = lessOne && /norm$/.test(name);
    const numbers = rowsOf(name, dims, isNorm ? values.map((value) => value - 1) : values);
    const isTurned = dims.length === 2 && name !== 'embed_tokens';
    const stem = name === 'lm_head' ? name : `model.${name}`;
    const shape = isTurned ? dims.toReversed() : dims;
    const tensor = { dtype: 'F32', shape, bytes: new Uint8Array(numbers.buffer) };
    return [name.endsWith('.bias') ? stem : `${stem}.weight`, tensor] as const;
  });
  writeFileSync(join(folder, 'model.safetensors'), safetensorsBytes(Object.fromEntries(tensors)));
  const written = {
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    vocab_size: config.vocabularySize,
    rms_norm_eps: config.normEpsilon,
    rope_theta: config.ropeTheta,
    max_position_embeddings: config.maxPositions,
    ...json,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(written));
}

/** The reference's [in, out] as [out, in]; the embedding and vectors as they are. */
function rowsOf(name: string, dims: readonly number[], values: Float64Array): Float32Array<ArrayBuffer> {
  const [inner = 1, outer] = dims;
  if (outer === undefined || name === 'embed_tokens') return Float32Array.from(values);
  return Float32Array.from(values, (_, i) => values[(i % inner) * outer + Math.floor(i / inner)]!);
}

/** Rows [head][half][i] as llama.cpp has them, [head][i][half]. */
function interleaved(rows: Float32Array, heads: number, inner: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(rows.length);
  const count = rows.length / inner;
  const headRows = count / heads;
  for (let row = 0; row < count; row++) {
    const within = row % headRows;
    const to = row - within + 2 * (within % (headRows / 2)) + Math.floor(within / (headRows / 2));
    result.set(rows.subarray(row * inner, (row + 1) * inner), to * inner);
  }
  return result;
}
