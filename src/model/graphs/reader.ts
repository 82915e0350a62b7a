import type { Head } from '../config.ts';
import type { Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import type { ModelProto } from '../onnx/schema.ts';
import { explicitAttention } from './explicitAttention.ts';
import type { ExplicitAttention } from './explicitAttention.ts';
import { fusedAttention, fusedLengths, pastInputs } from './fusedAttention.ts';
import {
  decoderLayer,
  embeddedInput,
  keyValueDims,
  layerNorm,
  pastKeyName,
  presentKeyName,
  presentValueName,
  projectHeads,
} from './layers.ts';
import type { GraphContext, Projected } from './layers.ts';
import { rotatedHeads } from './rotary.ts';

export interface ReaderOptions {
  /** Adds the output `own_scores` [B, heads, G, S]: the attention to the questions' own tokens. */
  readonly ownScores?: boolean;
}

/**
 * The `reader`, up to the deepest retrieval layer, where it stops (early exit). It encodes text, or runs questions after
 * encoded windows and returns the attention that their tokens pay to each token of the window. Only attention is computed in two
 * ways; both have one graph, because each would have the weights in memory.
 *
 * Inputs: `embeddings` float32 [B, S, hidden]; `scores_questions` bool [1], which of the two it does. For the other one,
 * lengths of 1 and states without tokens do.
 *
 * To encode: `positions` int64 [B, S]; `seqlens_k` int32 [B]; `total_sequence_length` int32 [1]; `past_key_l`,
 * `past_value_l` float32 [B, K, P, D] for the layers below `depth`, `past_key_depth` likewise.
 * Outputs: `present_*` of the same layers, [B, K, P + S, D], keys already rotated; `hidden` float32 [B, S, hidden], the
 * input of layer `depth`, where the writer starts.
 * With past tokens the batch must be 1; without, rows may be padded on the right.
 *
 * To score: several questions share one pass: every token belongs to a group and sees the window and the earlier tokens of
 * its own group only. `past_lengths` int64 [B], valid tokens of each window; `offsets` int64 [S], position of each token
 * after its window; `groups` int64 [S]; `row_weights` float32 [G, S], weight of each token's attention in each output
 * row; `window_key_l` for layers 0..depth and `window_value_l` below depth, float16 [B, K, P, D], widened inside.
 * Output: `scores` float32 [B, heads.length, G, P] = sum over tokens of row weight times softmax probability; the heads
 * by layer, those of one layer as given.
 */
export function buildReader(
  context: GraphContext,
  heads: readonly Head[],
  options: ReaderOptions = {},
): ModelProto {
  const { graph, config } = context;
  const depth = Math.max(...heads.map((head) => head.layer));
  let x = embeddedInput(context);
  const scores = graph.input('scores_questions', DataType.bool, [1]);
  const positions = graph.input('positions', DataType.int64, ['text_batch', 'text']);
  const lengths = fusedLengths(graph);
  const rowWeights = graph.input('row_weights', DataType.float, ['rows', 'question']);
  const explicit = explicitAttention(context, depth, {
    pastLengths: graph.input('past_lengths', DataType.int64, ['windows']),
    offsets: graph.input('offsets', DataType.int64, ['question']),
    groups: graph.input('groups', DataType.int64, ['question']),
  });
  const output = (name: string, value: Value): void =>
    graph.output(name, value, DataType.float, keyValueDims(config, 'total'));

  const pooled: Pooled[] = [];
  /** Adds a layer's scores, which only those with retrieval heads have. */
  const keep = ([ofWindow, own]: readonly Value[]): void => {
    if (ofWindow !== undefined && own !== undefined) pooled.push({ ofWindow, own });
  };
  const selectedAt = (layer: number): number[] =>
    heads.filter((head) => head.layer === layer).map((head) => head.head);

  const attend = (projected: Projected, layer: number): Value => {
    const past = pastInputs(context, layer);
    const selected = selectedAt(layer);
    const count = selected.length > 0 ? 5 : 3;
    const [attended, key, value, ...found] = graph.either(
      scores,
      new Array<DataType>(count).fill(DataType.float),
      () => {
        const probabilities = explicit.probabilities(projected, layer);
        return [
          explicit.attended(probabilities, projected.values, layer),
          past.key,
          past.value,
          ...pooledScores(context, explicit, probabilities, selected, rowWeights),
        ];
      },
      () => {
        const fused = fusedAttention(context, lengths, projected, past, layer);
        return [fused.attended, fused.present.key, fused.present.value, ...noScores(context, selected)];
      },
    );
    output(presentKeyName(layer), key!);
    output(presentValueName(layer), value!);
    keep(found);
    return attended!;
  };
  for (let layer = 0; layer < depth; layer++) x = decoderLayer(context, x, layer, attend);

  // Of the deepest layer a text needs only its keys, and a question only its attention.
  const normed = layerNorm(context, x, depth, 'input_layernorm');
  const keys = projectHeads(context, normed, depth, 'key');
  const past = graph.input(pastKeyName(depth), DataType.float, keyValueDims(config, 'past'));
  const selected = selectedAt(depth);
  const [present, ...found] = graph.either(
    scores,
    [DataType.float, DataType.float, DataType.float],
    () => {
      const queries = projectHeads(context, normed, depth, 'query');
      const probabilities = explicit.probabilities({ queries, keys }, depth);
      return [past, ...pooledScores(context, explicit, probabilities, selected, rowWeights)];
    },
    () => {
      const rotated = rotatedHeads(context, keys, depth, 'key', positions);
      return [graph.op('Concat', [past, rotated], { axis: 2 }), ...noScores(context, selected)];
    },
  );
  output(presentKeyName(depth), present!);
  keep(found);
  graph.output('hidden', x, DataType.float, ['batch', 'sequence', config.hiddenSize]);

  const joined = (parts: readonly Value[]): Value =>
    parts.length === 1 ? parts[0]! : graph.op('Concat', parts, { axis: 1 });
  const scoreDims = ['batch', heads.length, 'score_rows', 'scored'];
  graph.output('scores', joined(pooled.map(({ ofWindow }) => ofWindow)), DataType.float, scoreDims);
  if (options.ownScores) {
    const ownDims = ['batch', heads.length, 'score_rows', 'own_scored'];
    graph.output('own_scores', joined(pooled.map(({ own }) => own)), DataType.float, ownDims);
  }
  return graph.build();
}

/** Attention of a layer's retrieval heads, to the windows' tokens and to the questions' own. */
interface Pooled {
  readonly ofWindow: Value;
  readonly own: Value;
}

/** Attention of the selected heads, pooled by row weights: to the window [B, selected, G, P], to the question. */
function pooledScores(
  { graph, config }: GraphContext,
  { pastLength }: ExplicitAttention,
  probabilities: Value,
  selected: readonly number[],
  rowWeights: Value,
): Value[] {
  if (selected.length === 0) return [];
  const all = selected.length === config.heads && selected.every((head, i) => head === i);
  const chosen = all ? probabilities : graph.op('Gather', [probabilities, graph.ints(selected)], { axis: 1 });
  const pooled = graph.op('MatMul', [rowWeights, chosen]);
  const past = graph.op('Unsqueeze', [pastLength, graph.ints([0])]);
  const end = graph.ints([Number.MAX_SAFE_INTEGER]);
  return [
    graph.op('Slice', [pooled, graph.ints([0]), past, graph.ints([3])]),
    graph.op('Slice', [pooled, past, end, graph.ints([3])]),
  ];
}

/** In place of `pooledScores` where a text is encoded. */
function noScores({ graph }: GraphContext, selected: readonly number[]): Value[] {
  if (selected.length === 0) return [];
  const none = graph.floats(`no_scores_${selected.length}`, new Float32Array(0), [1, selected.length, 0, 0]);
  return [none, none];
}
