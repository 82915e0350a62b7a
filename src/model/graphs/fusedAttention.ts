import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import { keyValueDims, pastKeyName, pastValueName } from './layers.ts';
import type { GraphContext, Projected } from './layers.ts';
import { rotaryTables } from './rotary.ts';

/** Lengths for the fused attention operator. */
export interface FusedLengths {
  /** int32 [B]: valid tokens of each row, past and new together, minus one. */
  readonly seqlensK: Value;
  /** int32 [1]: T. */
  readonly totalLength: Value;
}

/** Declares the inputs of `FusedLengths`. */
export function fusedLengths(graph: GraphBuilder): FusedLengths {
  return {
    seqlensK: graph.input('seqlens_k', DataType.int32, ['batch']),
    totalLength: graph.input('total_sequence_length', DataType.int32, [1]),
  };
}

/** Keys or values of one layer, [B, K, length, D]. */
export interface KeyValue {
  readonly key: Value;
  readonly value: Value;
}

/** Declares the past inputs of a layer. */
export function pastInputs({ graph, config }: GraphContext, layer: number): KeyValue {
  return {
    key: graph.input(pastKeyName(layer), DataType.float, keyValueDims(config, 'past')),
    value: graph.input(pastValueName(layer), DataType.float, keyValueDims(config, 'past')),
  };
}

/**
 * The runtime's own causal attention, several times faster than single operators, with past and new tokens' keys and
 * values as `present`. Rows of a batch are padded on the right; with past tokens the operator takes one row only (batch
 * 1).
 */
export function fusedAttention(
  context: GraphContext,
  lengths: FusedLengths,
  { queries, keys, values }: Projected,
  past: KeyValue,
  layer: number,
): { attended: Value; present: KeyValue } {
  const { graph, config } = context;
  const { cos, sin } = rotaryTables(context, layer);
  const { seqlensK, totalLength } = lengths;
  const [attended, key, value] = graph.msOp(
    'GroupQueryAttention',
    [queries, keys, values, past.key, past.value, seqlensK, totalLength, cos, sin],
    3,
    {
      num_heads: config.heads,
      kv_num_heads: config.keyValueHeads,
      do_rotary: 1,
      rotary_interleaved: 0,
      ...(config.attentionScale !== undefined && { scale: { float: config.attentionScale } }),
      ...(config.local?.layers.includes(layer) && { local_window_size: config.local.windowTokens }),
    },
  );
  return { attended: attended!, present: { key: key!, value: value! } };
}
