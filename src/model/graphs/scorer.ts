import type { Head } from '../config.ts';
import type { Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import {
  embed,
  feedForward,
  keyValueDims,
  layerNorm,
  pastKeyName,
  pastValueName,
  project,
  projectHeads,
  rotate,
  splitHeads,
} from './layers.ts';
import type { GraphContext } from './layers.ts';

/** Far below any attention logit, yet finite: a row that sees nothing must not become NaN. */
const MASKED = -1e9;

export interface ScorerOptions {
  /** Adds the output `own_scores` [B, heads, G, S]: the same for the questions' own tokens. */
  readonly ownScores?: boolean;
}

/**
 * The `scorer`: runs questions after windows that the reader has encoded, and returns the attention that the question's
 * tokens pay to each token of the window.
 *
 * Several questions share one pass: every token belongs to a group and sees the past and the earlier tokens of its own
 * group only.
 *
 * Inputs: `input_ids` int64 [B, S]; `past_lengths` int64 [B], valid tokens of each window; `offsets` int64 [S], position
 * of each token after its window; `groups` int64 [S]; `row_weights` float32 [G, S], how much each token's attention
 * counts for each output row; `past_key_l` for layers 0..depth and `past_value_l` below depth, float16 [B, K, P, D], widened inside.
 * Output: `scores` float32 [B, heads.length, G, P] = sum over rows of row weight times softmax probability; the heads by
 * layer, those of one layer as given.
 */
export function buildScorer(
  context: GraphContext,
  heads: readonly Head[],
  options: ScorerOptions = {},
): Uint8Array {
  const { graph, config } = context;
  const depth = Math.max(...heads.map((head) => head.layer));
  const inputIds = graph.input('input_ids', DataType.int64, ['batch', 'sequence']);
  const pastLengths = graph.input('past_lengths', DataType.int64, ['batch']);
  const offsets = graph.input('offsets', DataType.int64, ['sequence']);
  const groups = graph.input('groups', DataType.int64, ['sequence']);
  const rowWeights = graph.input('row_weights', DataType.float, ['rows', 'sequence']);

  const pastKeys = Array.from({ length: depth + 1 }, (_, layer) => pastInput(context, pastKeyName(layer)));
  const positions = graph.op('Add', [graph.op('Unsqueeze', [pastLengths, graph.ints([1])]), offsets]);
  const bias = attentionBias(context, pastKeys[0]!, pastLengths, offsets, groups);

  const scores: Value[] = [];
  const ownScores: Value[] = [];
  let x = embed(context, inputIds);
  for (let layer = 0; layer <= depth; layer++) {
    const normed = layerNorm(context, x, layer, 'input_layernorm');
    const queries = rotate(context, projectHeads(context, normed, layer, 'query'), config.heads, positions);
    const keys = rotate(
      context,
      projectHeads(context, normed, layer, 'key'),
      config.keyValueHeads,
      positions,
    );
    const allKeys = graph.op('Concat', [pastKeys[layer]!, keys], { axis: 2 });
    const probabilities = attentionProbabilities(context, queries, allKeys, bias);

    const selected = heads.filter((head) => head.layer === layer).map((head) => head.head);
    if (selected.length > 0) {
      const pooled = pooledScores(context, probabilities, selected, rowWeights);
      const past = graph.op('Unsqueeze', [lengthOf(graph, pastKeys[0]!), graph.ints([0])]);
      scores.push(graph.op('Slice', [pooled, graph.ints([0]), past, graph.ints([3])]));
      const end = graph.ints([Number.MAX_SAFE_INTEGER]);
      ownScores.push(graph.op('Slice', [pooled, past, end, graph.ints([3])]));
    }
    if (layer === depth) break;

    const values = splitHeads(
      graph,
      project(context, normed, layer, 'v_proj'),
      config.keyValueHeads,
      config.headSize,
    );
    const pastValues = pastInput(context, pastValueName(layer));
    const attended = attend(context, probabilities, graph.op('Concat', [pastValues, values], { axis: 2 }));
    x = feedForward(context, graph.op('Add', [x, project(context, attended, layer, 'o_proj')]), layer);
  }
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

/** States come in half the bytes that they are computed with. */
function pastInput({ graph, config }: GraphContext, name: string): Value {
  const halves = graph.input(name, DataType.float16, keyValueDims(config, 'past'));
  return graph.op('Cast', [halves], { to: DataType.float });
}

/** float32 [B, 1, S, P + S]: 0 where a token may look, MASKED elsewhere. */
function attentionBias(
  { graph }: GraphContext,
  pastKeys: Value,
  pastLengths: Value,
  offsets: Value,
  groups: Value,
): Value {
  const past = lengthOf(graph, pastKeys);
  const columns = graph.op('Range', [graph.int(0), past, graph.int(1)]);
  const valid = graph.op('Less', [columns, graph.op('Unsqueeze', [pastLengths, graph.ints([1, 2, 3])])]);
  const asRow = (v: Value): Value => graph.op('Unsqueeze', [v, graph.ints([0])]);
  const asColumn = (v: Value): Value => graph.op('Unsqueeze', [v, graph.ints([1])]);
  const sameGroup = graph.op('Equal', [asColumn(groups), asRow(groups)]);
  const notLater = graph.op('LessOrEqual', [asRow(offsets), asColumn(offsets)]);
  const own = graph.op('And', [sameGroup, notLater]);
  const toBias = (allowed: Value): Value => graph.op('Where', [allowed, graph.float(0), graph.float(MASKED)]);

  const rows = graph.op('Shape', [offsets]);
  const batch = graph.op('Shape', [pastLengths]);
  const one = graph.ints([1]);
  const pastDims = graph.op('Concat', [batch, one, rows, graph.op('Unsqueeze', [past, graph.ints([0])])], {
    axis: 0,
  });
  const ownDims = graph.op('Concat', [batch, one, rows, rows], { axis: 0 });
  return graph.op(
    'Concat',
    [graph.op('Expand', [toBias(valid), pastDims]), graph.op('Expand', [toBias(own), ownDims])],
    { axis: 3 },
  );
}

/** Scalar int64: number of tokens in keys [B, K, P, D]. */
function lengthOf(graph: GraphContext['graph'], keys: Value): Value {
  return graph.op('Gather', [graph.op('Shape', [keys]), graph.int(2)], { axis: 0 });
}

/** Softmax of scaled, biased query-key products: [B, H, S, T]. Query heads that share keys are one matrix product. */
function attentionProbabilities(
  { graph, config }: GraphContext,
  queries: Value,
  keys: Value,
  bias: Value,
): Value {
  const scaled = graph.op('Mul', [queries, graph.float(1 / Math.sqrt(config.headSize))]);
  const grouped = graph.op('Reshape', [scaled, graph.ints([0, config.keyValueHeads, -1, config.headSize])]);
  const products = graph.op('MatMul', [grouped, graph.op('Transpose', [keys], { perm: [0, 1, 3, 2] })]);
  // [B, K, (H / K) * S, T] to [B, H, S, T]: the shape of the queries, with the last axis left open.
  const front = graph.op('Slice', [graph.op('Shape', [queries]), graph.ints([0]), graph.ints([3])]);
  const perHead = graph.op('Reshape', [products, graph.op('Concat', [front, graph.ints([-1])], { axis: 0 })]);
  return graph.op('Softmax', [graph.op('Add', [perHead, bias])], { axis: -1 });
}

/** Probabilities [B, H, S, T] times values [B, K, T, D], back to [B, S, H * D]. */
function attend({ graph, config }: GraphContext, probabilities: Value, values: Value): Value {
  const shape = graph.op('Shape', [probabilities]);
  const total = graph.op('Slice', [shape, graph.ints([3]), graph.ints([4])]);
  const batch = graph.op('Slice', [shape, graph.ints([0]), graph.ints([1])]);
  const groupedShape = graph.op('Concat', [batch, graph.ints([config.keyValueHeads, -1]), total], {
    axis: 0,
  });
  const attended = graph.op('MatMul', [graph.op('Reshape', [probabilities, groupedShape]), values]);
  const front = graph.op('Slice', [shape, graph.ints([0]), graph.ints([3])]);
  const headShape = graph.op('Concat', [front, graph.ints([config.headSize])], { axis: 0 });
  const perHead = graph.op('Reshape', [attended, headShape]);
  const rows = graph.op('Transpose', [perHead], { perm: [0, 2, 1, 3] });
  return graph.op('Reshape', [rows, graph.ints([0, 0, config.heads * config.headSize])]);
}

/** Rows pooled by weight, selected heads: [B, selected, G, T]. */
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
