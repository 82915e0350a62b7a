import type { Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import { keyValueDims } from './layers.ts';
import type { GraphContext, Projected } from './layers.ts';
import { rotatedHeads, splitHeads } from './rotary.ts';

/** Far below any attention logit, yet finite, because a row that sees nothing must not become NaN. */
const MASKED = -1e9;

/** Position of questions, and whom their tokens see: inputs that `buildReader` documents. */
export interface QuestionInputs {
  readonly pastLengths: Value;
  readonly offsets: Value;
  readonly groups: Value;
}

/** Names of the inputs for the states of windows. */
export const windowKeyName = (layer: number): string => `window_key_${layer}`;
export const windowValueName = (layer: number): string => `window_value_${layer}`;

/** Attention as single operators, in two steps, because the fused operator does not return its probabilities. */
export interface ExplicitAttention {
  /** Scalar int64: P. */
  readonly pastLength: Value;
  /** [B, H, S, T]. */
  probabilities(projected: Pick<Projected, 'queries' | 'keys'>, layer: number): Value;
  /** The values weighted by `probabilities`, as an `Attention` returns them. */
  attended(probabilities: Value, values: Value, layer: number): Value;
}

/**
 * Declares the inputs of window keys up to layer `depth`, and those of window values below it. What layers share is
 * computed here, so that they may be in different parts of the graph.
 */
export function explicitAttention(
  context: GraphContext,
  depth: number,
  { pastLengths, offsets, groups }: QuestionInputs,
): ExplicitAttention {
  const { graph, config } = context;
  const pastKeys = Array.from({ length: depth + 1 }, (_, layer) =>
    windowInput(context, windowKeyName(layer)),
  );
  const pastValues = Array.from({ length: depth }, (_, layer) =>
    windowInput(context, windowValueName(layer)),
  );
  const positions = graph.op('Add', [graph.op('Unsqueeze', [pastLengths, graph.ints([1])]), offsets]);
  const { local } = config;
  const seenAt = (layer: number): number | undefined =>
    local?.layers.includes(layer) ? local.windowTokens : undefined;
  const biases = new Map<number | undefined, Value>();
  for (let layer = 0; layer <= depth; layer++) {
    const seen = seenAt(layer);
    if (biases.has(seen)) continue;
    biases.set(seen, attentionBias(context, pastKeys[0]!, { pastLengths, offsets, groups }, seen));
  }
  // Widens the states, which come as float16.
  const widened = (halves: Value): Value => graph.op('Cast', [halves], { to: DataType.float });
  return {
    pastLength: lengthOf(graph, pastKeys[0]!),
    probabilities({ queries, keys }, layer) {
      const rotatedQueries = rotatedHeads(context, queries, layer, 'query', positions);
      const rotatedKeys = rotatedHeads(context, keys, layer, 'key', positions);
      const allKeys = graph.op('Concat', [widened(pastKeys[layer]!), rotatedKeys], { axis: 2 });
      return softmaxOfProducts(context, rotatedQueries, allKeys, biases.get(seenAt(layer))!);
    },
    attended(probabilities, values, layer) {
      const own = splitHeads(graph, values, config.keyValueHeads, config.headSize);
      const all = graph.op('Concat', [widened(pastValues[layer]!), own], { axis: 2 });
      return weightedValues(context, probabilities, all);
    },
  };
}

function windowInput({ graph, config }: GraphContext, name: string): Value {
  return graph.input(name, DataType.float16, keyValueDims(config, 'window'));
}

/**
 * float32 [B, 1, S, P + S]: 0 where a token may look, MASKED elsewhere.
 * @param seen how many tokens a token sees, itself included; default: all
 */
function attentionBias(
  { graph }: GraphContext,
  pastKeys: Value,
  { pastLengths, offsets, groups }: QuestionInputs,
  seen: number | undefined,
): Value {
  const past = lengthOf(graph, pastKeys);
  const columns = graph.op('Range', [graph.int(0), past, graph.int(1)]);
  const lengths = graph.op('Unsqueeze', [pastLengths, graph.ints([1, 2, 3])]);
  const isThere = graph.op('Less', [columns, lengths]);
  const isNear = (distances: Value): Value => graph.op('Less', [distances, graph.int(seen!)]);
  const asRow = (v: Value): Value => graph.op('Unsqueeze', [v, graph.ints([0])]);
  const asColumn = (v: Value): Value => graph.op('Unsqueeze', [v, graph.ints([1])]);
  const sameGroup = graph.op('Equal', [asColumn(groups), asRow(groups)]);
  const notLater = graph.op('LessOrEqual', [asRow(offsets), asColumn(offsets)]);
  const earlier = graph.op('And', [sameGroup, notLater]);
  let [valid, own] = [isThere, earlier];
  if (seen !== undefined) {
    const places = graph.op('Add', [graph.op('Unsqueeze', [offsets, graph.ints([0, 1, 3])]), lengths]);
    valid = graph.op('And', [isThere, isNear(graph.op('Sub', [places, columns]))]);
    own = graph.op('And', [earlier, isNear(graph.op('Sub', [asColumn(offsets), asRow(offsets)]))]);
  }
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
function softmaxOfProducts({ graph, config }: GraphContext, queries: Value, keys: Value, bias: Value): Value {
  const scaled = graph.op('Mul', [
    queries,
    graph.float(config.attentionScale ?? 1 / Math.sqrt(config.headSize)),
  ]);
  const grouped = graph.op('Reshape', [scaled, graph.ints([0, config.keyValueHeads, -1, config.headSize])]);
  const products = graph.op('MatMul', [grouped, graph.op('Transpose', [keys], { perm: [0, 1, 3, 2] })]);
  // [B, K, (H / K) * S, T] to [B, H, S, T]: the shape of the queries with an open last axis.
  const front = graph.op('Slice', [graph.op('Shape', [queries]), graph.ints([0]), graph.ints([3])]);
  const perHead = graph.op('Reshape', [products, graph.op('Concat', [front, graph.ints([-1])], { axis: 0 })]);
  return graph.op('Softmax', [graph.op('Add', [perHead, bias])], { axis: -1 });
}

/** Probabilities [B, H, S, T] times values [B, K, T, D], back to [B, S, H * D]. */
function weightedValues({ graph, config }: GraphContext, probabilities: Value, values: Value): Value {
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
