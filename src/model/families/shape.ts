/** Reads the part of the shape that all families tell alike. */
import type { ModelConfig } from '../config.ts';
import type { Facts } from './facts.ts';
import { ropeDivisors } from './ropeScaling.ts';

/** Longest sequence that graphs are built for, one row of their rotary tables for each token. */
const MOST_POSITIONS = 8192;

/** The shape of a Llama from the metadata of a GGUF file. @throws Unfit */
export function ggufShape(facts: Facts, vocabularySize: number): ModelConfig {
  facts.expect('expert_count', 0);
  const heads = facts.number('attention.head_count');
  const hiddenSize = facts.number('embedding_length');
  const headSize = facts.number('attention.key_length', hiddenSize / heads);
  facts.expect('attention.value_length', headSize);
  facts.expect('rope.dimension_count', headSize);
  facts.expect('rope.scaling.type', 'none', 'linear');
  const slowed = facts.text('rope.scaling.type') === 'linear' ? facts.number('rope.scaling.factor') : 1;
  return {
    hiddenSize,
    intermediateSize: facts.number('feed_forward_length'),
    layers: facts.number('block_count'),
    heads,
    keyValueHeads: facts.number('attention.head_count_kv', heads),
    headSize,
    vocabularySize,
    ropeTheta: facts.number('rope.freq_base', 10_000),
    normEpsilon: facts.number('attention.layer_norm_rms_epsilon'),
    queryKeyValueBias: false,
    queryKeyNorm: false,
    maxPositions: Math.min(facts.number('context_length'), MOST_POSITIONS),
    ...(slowed !== 1 && { ropeDivisors: new Array<number>(headSize / 2).fill(slowed) }),
  };
}

/** The shape of a Llama from a `config.json`. @throws Unfit */
export function huggingFaceShape(facts: Facts, vocabularySize: number): ModelConfig {
  facts.expect('mlp_bias', false);
  facts.expect('partial_rotary_factor', 1);
  const heads = facts.number('num_attention_heads');
  const hiddenSize = facts.number('hidden_size');
  const headSize = facts.number('head_dim', hiddenSize / heads);
  // Before version 5, transformers kept the base outside of these parameters.
  const rope = facts.below('rope_parameters') ?? facts.below('rope_scaling');
  const divisors =
    rope && ropeDivisors(rope, facts.number('rope_theta', rope.number('rope_theta', 10_000)), headSize);
  return {
    hiddenSize,
    intermediateSize: facts.number('intermediate_size'),
    layers: facts.number('num_hidden_layers'),
    heads,
    keyValueHeads: facts.number('num_key_value_heads', heads),
    headSize,
    vocabularySize,
    ropeTheta: facts.number('rope_theta', rope?.number('rope_theta', 10_000) ?? 10_000),
    normEpsilon: facts.number('rms_norm_eps', 1e-6),
    queryKeyValueBias: false,
    queryKeyNorm: false,
    maxPositions: Math.min(facts.number('max_position_embeddings'), MOST_POSITIONS),
    ...(divisors && { ropeDivisors: divisors }),
  };
}
