import { DataType } from '../onnx/schema.ts';
import type { ModelProto } from '../onnx/schema.ts';
import { fusedAttention, fusedLengths } from './fusedAttention.ts';
import {
  decoderLayer,
  embeddedInput,
  keyValueDims,
  layerNorm,
  pastKeyName,
  presentKeyName,
} from './layers.ts';
import type { GraphContext } from './layers.ts';
import { rotatedHeads } from './rotary.ts';

/**
 * The `reader`: encodes text up to the deepest retrieval layer and stops there (early exit).
 *
 * Inputs: `embeddings` float32 [B, S, hidden]; `positions` int64 [B, S]; `seqlens_k` int32 [B]; `total_sequence_length` int32 [1];
 * `past_key_l`, `past_value_l` float32 [B, K, P, D] for the layers below `depth`, `past_key_depth` likewise.
 * Outputs: `present_*` of the same layers, [B, K, P + S, D], keys already rotated; `hidden` float32 [B, S, hidden], the
 * input of layer `depth`, where the writer starts.
 * With past tokens the batch must be 1; without, rows may be padded on the right.
 */
export function buildReader(context: GraphContext, depth: number): ModelProto {
  const { graph, config } = context;
  const positions = graph.input('positions', DataType.int64, ['batch', 'sequence']);
  const attention = fusedAttention(context, fusedLengths(graph));
  let x = embeddedInput(context);
  for (let layer = 0; layer < depth; layer++) x = decoderLayer(context, x, layer, attention);

  const normed = layerNorm(context, x, depth, 'input_layernorm');
  const keys = rotatedHeads(context, normed, depth, 'key', positions);
  const past = graph.input(pastKeyName(depth), DataType.float, keyValueDims(config, 'past'));
  const present = graph.op('Concat', [past, keys], { axis: 2 });
  graph.output(presentKeyName(depth), present, DataType.float, keyValueDims(config, 'total'));
  graph.output('hidden', x, DataType.float, ['batch', 'sequence', config.hiddenSize]);
  return graph.build();
}
