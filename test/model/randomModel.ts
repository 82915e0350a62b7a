import { Readable } from 'node:stream';
import { halfValue, toFloat16 } from '../../src/model/index.ts';
import type { Encoding, ModelConfig, Weight, WeightSource } from '../../src/model/index.ts';
import type { NaiveWeights } from './naiveTransformer.ts';

/** A shape small enough for the naive forward pass. */
export const base: ModelConfig = {
  hiddenSize: 32,
  intermediateSize: 56,
  layers: 4,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  vocabularySize: 97,
  ropeTheta: 10_000,
  normEpsilon: 1e-5,
  queryKeyValueBias: false,
  queryKeyNorm: false,
  maxPositions: 256,
};

/** Small deterministic generator (mulberry32) so that a failing case can be run again. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Random weights of the given shape, once for the graphs and once as plain numbers for the reference.
 * @param stored how some of the matrices are stored
 */
export function randomModel(
  config: ModelConfig,
  seed: number,
  stored: 'f32' | 'f16' | 'bf16' = 'f32',
): { source: WeightSource; naive: NaiveWeights } {
  const next = random(seed);
  const tensors = new Map<string, Weight>();
  const naive = new Map<string, { dims: readonly number[]; values: Float64Array }>();
  const store = (name: string, shape: number[], encoding: Encoding, bytes: Uint8Array): void => {
    const rows = (): AsyncIterable<Uint8Array> => Readable.from([bytes]);
    tensors.set(name, { shape, encoding, rows });
  };
  const add = (name: string, dims: number[], gain: number, offset = 0): void => {
    const values = Float32Array.from(
      { length: dims.reduce((a, b) => a * b) },
      () => offset + (next() * 2 - 1) * gain,
    );
    store(name, dims, { type: 'f32' }, new Uint8Array(values.buffer));
    naive.set(name, { dims, values: Float64Array.from(values) });
  };
  const matrix = (name: string, dims: number[], gain: number): void => {
    if (stored === 'f32') {
      add(name, dims, gain);
      return;
    }
    const values = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => (next() * 2 - 1) * gain);
    const bits = new Uint32Array(values.buffer);
    const halves = stored === 'f16' ? toFloat16(values) : Uint16Array.from(bits, (word) => word >>> 16);
    store(name, dims, { type: stored }, new Uint8Array(halves.buffer));
    const widened = new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
    const exact = stored === 'f16' ? Float32Array.from(halves, halfValue) : widened;
    naive.set(name, { dims, values: Float64Array.from(exact) });
  };
  /** Stored as integers, as the embedded model's weights are. */
  const addQuantized = (name: string, dims: number[], gain: number, unsigned: boolean): void => {
    const zeroPoint = unsigned ? 128 : 0;
    const scale = Math.fround(gain / 127);
    const bytes = Uint8Array.from({ length: dims.reduce((a, b) => a * b) }, () => Math.floor(next() * 255));
    const stored = unsigned ? bytes : new Int8Array(bytes.buffer);
    store(name, dims, { type: 'int8PerTensor', signed: !unsigned, scale, zeroPoint }, bytes);
    naive.set(name, { dims, values: Float64Array.from(stored, (value) => (value - zeroPoint) * scale) });
  };

  const { hiddenSize: hidden, intermediateSize: inner, headSize } = config;
  const queries = config.heads * headSize;
  const keys = config.keyValueHeads * headSize;
  // Large enough that attention is far from uniform: a wrong rotation or mask then shows.
  const gain = 2.5 / Math.sqrt(hidden);
  addQuantized('embed_tokens', [config.vocabularySize, hidden], 1, true);
  addQuantized('lm_head', [hidden, config.vocabularySize], gain, false);
  add('norm', [hidden], 0.3, 1);
  for (let layer = 0; layer < config.layers; layer++) {
    const at = `layers.${layer}`;
    add(`${at}.input_layernorm`, [hidden], 0.3, 1);
    add(`${at}.post_attention_layernorm`, [hidden], 0.3, 1);
    if (config.outputNorms) {
      add(`${at}.pre_feedforward_layernorm`, [hidden], 0.3, 1);
      add(`${at}.post_feedforward_layernorm`, [hidden], 0.3, 1);
    }
    addQuantized(`${at}.self_attn.q_proj`, [hidden, queries], gain, false);
    matrix(`${at}.self_attn.k_proj`, [hidden, keys], gain);
    matrix(`${at}.self_attn.v_proj`, [hidden, keys], gain);
    matrix(`${at}.self_attn.o_proj`, [queries, hidden], gain);
    addQuantized(`${at}.mlp.gate_proj`, [hidden, inner], gain, false);
    matrix(`${at}.mlp.up_proj`, [hidden, inner], gain);
    matrix(`${at}.mlp.down_proj`, [inner, hidden], gain / 2);
    if (config.queryKeyValueBias) {
      add(`${at}.self_attn.q_proj.bias`, [queries], 0.5);
      add(`${at}.self_attn.k_proj.bias`, [keys], 0.5);
      add(`${at}.self_attn.v_proj.bias`, [keys], 0.5);
    }
    if (config.queryKeyNorm) {
      add(`${at}.self_attn.q_norm`, [headSize], 0.3, 1);
      add(`${at}.self_attn.k_norm`, [headSize], 0.3, 1);
    }
  }
  return {
    naive,
    source: {
      matrices: 'inOut',
      has: (name) => tensors.has(name),
      get(name) {
        const tensor = tensors.get(name);
        if (!tensor) throw new Error(`no weight ${name}`);
        return tensor;
      },
    },
  };
}
