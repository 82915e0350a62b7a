import type { ModelConfig } from '../config.ts';

/** Canonical names of weights: those of the Hugging Face Llama layout without the common prefix. */
export const embeddingName = 'embed_tokens';
export const finalNormName = 'norm';
export const vocabularyHeadName = 'lm_head';

export type Projection = 'q_proj' | 'k_proj' | 'v_proj' | 'o_proj' | 'gate_proj' | 'up_proj' | 'down_proj';
/**
 * In layers with four norms, `post_attention_layernorm` norms the result of attention; in others, the input of the
 * feed-forward block.
 */
export type LayerNorm =
  | 'input_layernorm'
  | 'post_attention_layernorm'
  | 'pre_feedforward_layernorm'
  | 'post_feedforward_layernorm'
  | 'q_norm'
  | 'k_norm';

const projections = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const;

/** Names of all weights of a layer of this shape. */
export function layerWeights(config: ModelConfig, layer: number): string[] {
  const norms: LayerNorm[] = ['input_layernorm', 'post_attention_layernorm'];
  if (config.outputNorms) norms.push('pre_feedforward_layernorm', 'post_feedforward_layernorm');
  if (config.queryKeyNorm) norms.push('q_norm', 'k_norm');
  const biased = config.queryKeyValueBias ? projections.slice(0, 3) : [];
  return [
    ...projections.map((projection) => projectionName(layer, projection)),
    ...biased.map((projection) => biasName(layer, projection)),
    ...norms.map((norm) => normName(layer, norm)),
  ];
}

const attention = new Set<string>(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'q_norm', 'k_norm']);

/** For example `layers.3.self_attn.q_proj` or `layers.3.mlp.up_proj`. */
export function projectionName(layer: number, projection: Projection): string {
  return `layers.${layer}.${attention.has(projection) ? 'self_attn' : 'mlp'}.${projection}`;
}

export function biasName(layer: number, projection: Projection): string {
  return `${projectionName(layer, projection)}.bias`;
}

export function normName(layer: number, norm: LayerNorm): string {
  return attention.has(norm) ? `layers.${layer}.self_attn.${norm}` : `layers.${layer}.${norm}`;
}

/** The Hugging Face name of a canonical name. @param prefix `model.`, which all but the vocabulary head have */
export function huggingFaceName(name: string, prefix: string): string {
  const full = name === vocabularyHeadName ? name : `${prefix}${name}`;
  return name.endsWith('.bias') ? full : `${full}.weight`;
}
