import type { Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import type { ModelProto } from '../onnx/schema.ts';
import { embeddingName, finalNormName, vocabularyHeadName } from '../weights/names.ts';
import { fusedAttention, fusedLengths, pastInputs } from './fusedAttention.ts';
import { decoderLayer, keyValueDims, linear, presentKeyName, presentValueName, rmsNorm } from './layers.ts';
import type { GraphContext, Projected } from './layers.ts';

/**
 * The `writer`: continues where the reader stopped, through the remaining layers to the vocabulary.
 *
 * Inputs: `hidden` float32 [1, S, hidden] from the reader; `seqlens_k` int32 [1]; `total_sequence_length` int32 [1];
 * `past_key_l`, `past_value_l` float32 [1, K, P, D] for the layers from `depth` up.
 * Outputs: `logits` float32 [1, vocabulary] of the last token; `present_*` of the same layers.
 */
export function buildWriter(context: GraphContext, depth: number): ModelProto {
  const { graph, config } = context;
  let x = graph.input('hidden', DataType.float, ['batch', 'sequence', config.hiddenSize]);
  const lengths = fusedLengths(graph);
  const attend = (projected: Projected, layer: number): Value => {
    const { attended, present } = fusedAttention(
      context,
      lengths,
      projected,
      pastInputs(context, layer),
      layer,
    );
    graph.output(presentKeyName(layer), present.key, DataType.float, keyValueDims(config, 'total'));
    graph.output(presentValueName(layer), present.value, DataType.float, keyValueDims(config, 'total'));
    return attended;
  };
  for (let layer = depth; layer < config.layers; layer++) x = decoderLayer(context, x, layer, attend);
  const last = graph.op('Gather', [x, graph.int(-1)], { axis: 1 });
  const normed = rmsNorm(context, last, finalNormName);
  // A model without a head of its own uses its embedding, which is [vocabulary, hidden] in every format.
  const logits = context.weights.has(vocabularyHeadName)
    ? linear(context, normed, vocabularyHeadName)
    : linear(context, normed, embeddingName, 'outIn');
  const { logitsDivisor } = config;
  const divided =
    logitsDivisor === undefined ? logits : graph.op('Div', [logits, graph.float(logitsDivisor)]);
  graph.output('logits', divided, DataType.float, ['batch', config.vocabularySize]);
  return graph.build();
}
