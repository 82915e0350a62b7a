/**
 * The pieces of a decoder layer as ONNX nodes, shared by the three graphs.
 * Letters in shapes: B batch, S new tokens, P past tokens, T = P + S, H heads, K key/value heads, D head size.
 */
import type { ModelConfig } from '../config.ts';
import type { Dim, GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import { biasName, normName, projectionName } from '../weights/names.ts';
import type { LayerNorm, Projection } from '../weights/names.ts';
import type { PackedWeight, WeightIndex } from '../weights/pack.ts';
import type { PlainEncoding, WeightSource } from '../weights/types.ts';

/** Shared by all graph functions: the graph under construction, the model's shape and the index of its weights. */
export interface GraphContext {
  readonly graph: GraphBuilder;
  readonly config: ModelConfig;
  readonly weights: WeightIndex;
}

export const pastKeyName = (layer: number): string => `past_key_${layer}`;
export const pastValueName = (layer: number): string => `past_value_${layer}`;
export const presentKeyName = (layer: number): string => `present_key_${layer}`;
export const presentValueName = (layer: number): string => `present_value_${layer}`;

/** Keys or values of one layer: [B, K, length, D]. */
export function keyValueDims(config: ModelConfig, length: Dim): Dim[] {
  return ['batch', config.keyValueHeads, length, config.headSize];
}

/** A stored weight as float32; the runtime widens it once, when it loads the graph. */
export function weight({ graph, weights }: GraphContext, name: string): Value {
  const packed = weights.get(name);
  return widened(graph, external(graph, name, packed), packed.encoding);
}

/** Declares the input `embeddings`, float32 [B, S, hidden]: the tokens' rows of the embedding, see `EmbeddingFile`. */
export function embeddedInput({ graph, config }: GraphContext): Value {
  const rows = graph.input('embeddings', DataType.float, ['batch', 'sequence', config.hiddenSize]);
  return scaled(graph, rows, config.embeddingScale);
}

function external(graph: GraphBuilder, name: string, { shape, encoding, at }: PackedWeight): Value {
  return graph.external(name, elementType(encoding), shape, at);
}

/** Times a factor, if the family has one. */
function scaled(graph: GraphBuilder, x: Value, factor: number | undefined): Value {
  return factor === undefined ? x : graph.op('Mul', [x, graph.float(factor)]);
}

function elementType(encoding: PlainEncoding): DataType {
  if (encoding.type === 'int8PerTensor') return encoding.signed ? DataType.int8 : DataType.uint8;
  return { f32: DataType.float, f16: DataType.float16, bf16: DataType.bfloat16 }[encoding.type];
}

function widened(graph: GraphBuilder, value: Value, encoding: PlainEncoding): Value {
  if (encoding.type === 'f32') return value;
  const wide = graph.op('Cast', [value], { to: DataType.float });
  if (encoding.type !== 'int8PerTensor') return wide;
  const { scale, zeroPoint } = encoding;
  const centred = zeroPoint === 0 ? wide : graph.op('Sub', [wide, graph.float(zeroPoint)]);
  return scaled(graph, centred, scale === 1 ? undefined : scale);
}

/** A linear map of the last axis, for either layout of its matrix. */
export function linear(
  context: GraphContext,
  x: Value,
  name: string,
  layout: WeightSource['matrices'] = context.weights.matrices,
): Value {
  const { graph } = context;
  const matrix = weight(context, name);
  if (layout === 'inOut') return graph.op('MatMul', [x, matrix]);
  return graph.msOp('FusedMatMul', [x, matrix], 1, { transB: 1 })[0]!;
}

/** Root-mean-square normalisation over the last axis. */
export function rmsNorm(context: GraphContext, x: Value, weightName: string): Value {
  const { graph, config } = context;
  return graph.op('SimplifiedLayerNormalization', [x, weight(context, weightName)], {
    axis: -1,
    epsilon: { float: config.normEpsilon },
    stash_type: 1,
  });
}

export function layerNorm(context: GraphContext, x: Value, layer: number, norm: LayerNorm): Value {
  return rmsNorm(context, x, normName(layer, norm));
}

/** A linear map of a layer, with its bias if the family has one. */
export function project(context: GraphContext, x: Value, layer: number, projection: Projection): Value {
  const { graph, config } = context;
  const y = linear(context, x, projectionName(layer, projection));
  const biased = projection === 'q_proj' || projection === 'k_proj' || projection === 'v_proj';
  return biased && config.queryKeyValueBias
    ? graph.op('Add', [y, weight(context, biasName(layer, projection))])
    : y;
}

/**
 * Query or key projection [B, S, heads * D], with the norm of each head, before the rotation, if the family has one.
 */
export function projectHeads(context: GraphContext, x: Value, layer: number, which: 'query' | 'key'): Value {
  const { graph, config } = context;
  const y = project(context, x, layer, which === 'query' ? 'q_proj' : 'k_proj');
  if (!config.queryKeyNorm) return y;
  const heads = which === 'query' ? config.heads : config.keyValueHeads;
  const perHead = graph.op('Reshape', [y, graph.ints([0, 0, heads, config.headSize])]);
  const normed = layerNorm(context, perHead, layer, which === 'query' ? 'q_norm' : 'k_norm');
  return graph.op('Reshape', [normed, graph.ints([0, 0, heads * config.headSize])]);
}

/** The gated feed-forward block with its residual: x + down(activation(gate(norm(x))) * up(norm(x))). */
export function feedForward(context: GraphContext, x: Value, layer: number): Value {
  const { graph, config } = context;
  const before = config.outputNorms ? 'pre_feedforward_layernorm' : 'post_attention_layernorm';
  const normed = layerNorm(context, x, layer, before);
  const gate = activated(context, project(context, normed, layer, 'gate_proj'));
  const inner = graph.op('Mul', [gate, project(context, normed, layer, 'up_proj')]);
  return added(context, x, project(context, inner, layer, 'down_proj'), layer, 'post_feedforward_layernorm');
}

function activated({ graph, config }: GraphContext, x: Value): Value {
  if (config.activation === 'geluTanh') return graph.msOp('FastGelu', [x], 1)[0]!;
  return graph.op('Mul', [x, graph.op('Sigmoid', [x])]);
}

/** Adds a block's result to its input. @param norm of the result, if the family has one */
function added(context: GraphContext, x: Value, returned: Value, layer: number, norm: LayerNorm): Value {
  const { graph, config } = context;
  const normed = config.outputNorms ? layerNorm(context, returned, layer, norm) : returned;
  return graph.op('Add', [x, scaled(graph, normed, config.residualScale)]);
}

/** A layer's projections from its normed input, with the norms of heads, not yet rotated. */
export interface Projected {
  /** [B, S, H * D]. */
  readonly queries: Value;
  /** [B, S, K * D]. */
  readonly keys: Value;
  readonly values: Value;
}

/** Attention of a layer: from its projections to the heads' weighted values [B, S, H * D]. */
export type Attention = (projected: Projected, layer: number) => Value;

/** One whole decoder layer, [B, S, hidden] to [B, S, hidden]. */
export function decoderLayer(context: GraphContext, x: Value, layer: number, attend: Attention): Value {
  const normed = layerNorm(context, x, layer, 'input_layernorm');
  const queries = projectHeads(context, normed, layer, 'query');
  const keys = projectHeads(context, normed, layer, 'key');
  const values = project(context, normed, layer, 'v_proj');
  const attended = attend({ queries, keys, values }, layer);
  const returned = project(context, attended, layer, 'o_proj');
  return feedForward(context, added(context, x, returned, layer, 'post_attention_layernorm'), layer);
}
