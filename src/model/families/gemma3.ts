import type { LocalLayers, ModelConfig } from '../config.ts';
import type { Facts } from './facts.ts';
import { Unfit } from './facts.ts';
import { ropeDivisors } from './ropeScaling.ts';
import { ggufShape, huggingFaceShape } from './shape.ts';
import type { Family } from './types.ts';

/** Every sixth layer sees everything, unless the file says otherwise. */
const GLOBAL_EVERY = 6;
const LOCAL_THETA = 10_000;
const GLOBAL_THETA = 1_000_000;

/**
 * Four norms a layer, norms of each head's queries and keys, GELU, scaled embeddings. Most layers see only the last
 * tokens and have a rotation of their own (arXiv 2503.19786).
 */
export const gemma3: Family = {
  name: 'Gemma 3',
  gguf: {
    architecture: 'gemma3',
    config: (facts, vocabularySize) => {
      refuseSoftcap(facts, 'final_logit_softcapping', 'attn_logit_softcapping');
      const shape = ggufShape(facts, vocabularySize);
      const windowTokens = facts.number('attention.sliding_window');
      const every = facts.number('attention.sliding_window_pattern', GLOBAL_EVERY);
      const ropeTheta = facts.number('rope.freq_base_swa', LOCAL_THETA);
      const layers = layersBut(shape.layers, every);
      // Only the largest model scales attention by another number. Its files do not tell, so we go by its layers, as
      // llama.cpp does.
      const attentionScale =
        shape.layers === 62 ? (shape.hiddenSize / shape.heads) ** -0.5 : shape.headSize ** -0.5;
      return gemma(shape, { layers, windowTokens, ropeTheta }, attentionScale);
    },
    layerNames: {
      post_attention_layernorm: 'post_attention_norm',
      pre_feedforward_layernorm: 'ffn_norm',
      post_feedforward_layernorm: 'post_ffw_norm',
    },
  },
  huggingFace: {
    modelType: 'gemma3_text',
    config: (facts, vocabularySize) => {
      facts.expect('attention_bias', false);
      facts.expect('hidden_activation', 'gelu_pytorch_tanh');
      facts.expect('use_bidirectional_attention', false);
      refuseSoftcap(facts, 'final_logit_softcapping', 'attn_logit_softcapping');
      const byKind = facts.below('rope_parameters');
      const global = byKind?.below('full_attention');
      const globalTheta = global?.number('rope_theta') ?? facts.number('rope_theta', GLOBAL_THETA);
      const shape = { ...huggingFaceShape(facts, vocabularySize), ropeTheta: globalTheta };
      const divisors = global && ropeDivisors(global, globalTheta, shape.headSize);
      const ropeTheta =
        byKind?.below('sliding_attention')?.number('rope_theta') ??
        facts.number('rope_local_base_freq', LOCAL_THETA);
      const local = {
        layers: localLayers(facts, shape.layers),
        windowTokens: facts.number('sliding_window'),
        ropeTheta,
      };
      const attentionScale = facts.number('query_pre_attn_scalar', shape.headSize) ** -0.5;
      return { ...gemma(shape, local, attentionScale), ...(divisors && { ropeDivisors: divisors }) };
    },
    normsLessOne: true,
  },
};

function gemma(shape: ModelConfig, local: LocalLayers, attentionScale: number): ModelConfig {
  return {
    ...shape,
    queryKeyNorm: true,
    activation: 'geluTanh',
    outputNorms: true,
    embeddingScale: Math.sqrt(shape.hiddenSize),
    attentionScale,
    local,
  };
}

function localLayers(facts: Facts, layers: number): number[] {
  const types = facts.list('layer_types');
  if (!types) return layersBut(layers, facts.number('sliding_window_pattern', GLOBAL_EVERY));
  if (types.length !== layers) throw new Unfit(`it has ${layers} layers and ${types.length} layer_types`);
  return types.flatMap((type, layer) => (type === 'sliding_attention' ? [layer] : []));
}

/** All layers but every n-th. */
function layersBut(layers: number, every: number): number[] {
  return Array.from({ length: layers }, (_, layer) => layer).filter((layer) => (layer + 1) % every !== 0);
}

function refuseSoftcap(facts: Facts, ...keys: string[]): void {
  for (const key of keys) facts.expect(key, 0);
}
