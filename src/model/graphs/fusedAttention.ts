import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import {
  keyValueDims,
  pastKeyName,
  pastValueName,
  presentKeyName,
  presentValueName,
  project,
  projectHeads,
} from './layers.ts';
import type { Attention, GraphContext } from './layers.ts';
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

/**
 * The runtime's own causal attention, several times faster than single operators. Declares the past inputs and present
 * outputs of each layer that uses it.
 * Rows of a batch are padded on the right; with past tokens the operator takes one row only (batch 1).
 */
export function fusedAttention(context: GraphContext, lengths: FusedLengths): Attention {
  const { graph, config } = context;
  return (normed, layer) => {
    const { cos, sin } = rotaryTables(context, layer);
    const [attended, key, value] = graph.msOp(
      'GroupQueryAttention',
      [
        projectHeads(context, normed, layer, 'query'),
        projectHeads(context, normed, layer, 'key'),
        project(context, normed, layer, 'v_proj'),
        graph.input(pastKeyName(layer), DataType.float, keyValueDims(config, 'past')),
        graph.input(pastValueName(layer), DataType.float, keyValueDims(config, 'past')),
        lengths.seqlensK,
        lengths.totalLength,
        cos,
        sin,
      ],
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
    graph.output(presentKeyName(layer), key!, DataType.float, keyValueDims(config, 'total'));
    graph.output(presentValueName(layer), value!, DataType.float, keyValueDims(config, 'total'));
    return attended!;
  };
}
