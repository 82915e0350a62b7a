import type { Head } from '../config.ts';
import type { Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import type { ModelProto } from '../onnx/schema.ts';
import { explicitAttention } from './explicitAttention.ts';
import { decoderLayer, embeddedInput, layerNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';

export interface ScorerOptions {
  /** Adds the output `own_scores` [B, heads, G, S]: the attention to the questions' own tokens. */
  readonly ownScores?: boolean;
}

/**
 * The `scorer`: runs questions after encoded windows, and returns the attention that the questions' tokens pay to each
 * token of the window.
 *
 * Several questions share one pass: every token belongs to a group and sees the past and the earlier tokens of its own
 * group only.
 *
 * Inputs: `embeddings` float32 [B, S, hidden]; `past_lengths` int64 [B], valid tokens of each window; `offsets` int64 [S],
 * position of each token after its window; `groups` int64 [S]; `row_weights` float32 [G, S], weight of each token's
 * attention in each output row; `past_key_l` for layers 0..depth and `past_value_l` below depth, float16 [B, K, P, D],
 * widened inside.
 * Output: `scores` float32 [B, heads.length, G, P] = sum over tokens of row weight times softmax probability; the heads
 * by layer, those of one layer as given.
 */
export function buildScorer(
  context: GraphContext,
  heads: readonly Head[],
  options: ScorerOptions = {},
): ModelProto {
  const { graph } = context;
  const depth = Math.max(...heads.map((head) => head.layer));
  const pastLengths = graph.input('past_lengths', DataType.int64, ['batch']);
  const offsets = graph.input('offsets', DataType.int64, ['sequence']);
  const groups = graph.input('groups', DataType.int64, ['sequence']);
  const rowWeights = graph.input('row_weights', DataType.float, ['rows', 'sequence']);

  const attention = explicitAttention(context, depth, { pastLengths, offsets, groups });

  const scores: Value[] = [];
  const ownScores: Value[] = [];
  const look = (normed: Value, layer: number): Value => {
    const probabilities = attention.probabilities(normed, layer);
    const selected = heads.filter((head) => head.layer === layer).map((head) => head.head);
    if (selected.length > 0) {
      const pooled = pooledScores(context, probabilities, selected, rowWeights);
      const past = graph.op('Unsqueeze', [attention.pastLength(), graph.ints([0])]);
      scores.push(graph.op('Slice', [pooled, graph.ints([0]), past, graph.ints([3])]));
      const end = graph.ints([Number.MAX_SAFE_INTEGER]);
      ownScores.push(graph.op('Slice', [pooled, past, end, graph.ints([3])]));
    }
    return probabilities;
  };
  let x = embeddedInput(context);
  for (let layer = 0; layer < depth; layer++)
    x = decoderLayer(context, x, layer, (normed) => attention.attended(look(normed, layer), normed, layer));
  // Only the probabilities of the deepest layer are needed, not its output.
  look(layerNorm(context, x, depth, 'input_layernorm'), depth);

  const joined = (parts: readonly Value[]): Value =>
    parts.length === 1 ? parts[0]! : graph.op('Concat', parts, { axis: 1 });
  graph.output('scores', joined(scores), DataType.float, ['batch', heads.length, 'rows', 'past']);
  if (options.ownScores) {
    graph.output('own_scores', joined(ownScores), DataType.float, [
      'batch',
      heads.length,
      'rows',
      'sequence',
    ]);
  }
  return graph.build();
}

/** Attention of the selected heads, pooled by row weights: [B, selected, G, T]. */
function pooledScores(
  { graph, config }: GraphContext,
  probabilities: Value,
  selected: readonly number[],
  rowWeights: Value,
): Value {
  const all = selected.length === config.heads && selected.every((head, i) => head === i);
  const chosen = all ? probabilities : graph.op('Gather', [probabilities, graph.ints(selected)], { axis: 1 });
  return graph.op('MatMul', [rowWeights, chosen]);
}
