import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { projectHeads } from './layers.ts';
import type { GraphContext } from './layers.ts';

/** A layer's cosine and sine tables [maxPositions, D / 2] of the rotary embedding (RoFormer, arXiv 2104.09864, rotate-half layout). */
export function rotaryTables({ graph, config }: GraphContext, layer: number): { cos: Value; sin: Value } {
  const half = config.headSize / 2;
  const local = config.local?.layers.includes(layer) ? config.local : undefined;
  const theta = local?.ropeTheta ?? config.ropeTheta;
  const divisors = local ? undefined : config.ropeDivisors;
  const cos = new Float32Array(config.maxPositions * half);
  const sin = new Float32Array(config.maxPositions * half);
  for (let position = 0; position < config.maxPositions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = (position * theta ** (-i / half)) / (divisors?.[i] ?? 1);
      cos[position * half + i] = Math.cos(angle);
      sin[position * half + i] = Math.sin(angle);
    }
  }
  const dims = [config.maxPositions, half];
  const kind = local ? '_local' : '';
  return {
    cos: graph.floats(`rotary_cos${kind}`, cos, dims),
    sin: graph.floats(`rotary_sin${kind}`, sin, dims),
  };
}

/** A layer's queries or keys, projected from its normed input and rotated to their positions [B, S]: [B, heads, S, D]. */
export function rotatedHeads(
  context: GraphContext,
  normed: Value,
  layer: number,
  which: 'query' | 'key',
  positions: Value,
): Value {
  const { graph, config } = context;
  const heads = which === 'query' ? config.heads : config.keyValueHeads;
  const projected = projectHeads(context, normed, layer, which);
  const { cos, sin } = rotaryTables(context, layer);
  const perHead = splitHeads(graph, projected, heads, config.headSize);
  return graph.msOp('RotaryEmbedding', [perHead, positions, cos, sin], 1, { interleaved: 0 })[0]!;
}

/** [B, S, heads * D] to [B, heads, S, D]. */
export function splitHeads(graph: GraphBuilder, x: Value, heads: number, headSize: number): Value {
  const perHead = graph.op('Reshape', [x, graph.ints([0, 0, heads, headSize])]);
  return graph.op('Transpose', [perHead], { perm: [0, 2, 1, 3] });
}
