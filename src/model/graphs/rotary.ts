import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { DataType } from '../onnx/schema.ts';
import type { GraphContext } from './layers.ts';

/**
 * A layer's cosine and sine tables [maxPositions, D / 2] of the rotary embedding (RoFormer, arXiv 2104.09864,
 * rotate-half layout). Stored with the weights, so that the runtime reads only the rows that a run needs.
 */
export function rotaryTables(
  { graph, config, weights }: GraphContext,
  layer: number,
): { cos: Value; sin: Value } {
  const local = config.local?.layers.includes(layer) ? config.local : undefined;
  const theta = local?.ropeTheta ?? config.ropeTheta;
  const divisors = local ? undefined : config.ropeDivisors;
  const half = config.headSize / 2;
  const dims = [config.maxPositions, half];
  const table = (name: string, of: (angle: number) => number): Value => {
    const values = (): Float32Array<ArrayBuffer> =>
      Float32Array.from({ length: config.maxPositions * half }, (_, at) => {
        const [position, i] = [Math.floor(at / half), at % half];
        return of((position * theta ** (-i / half)) / (divisors?.[i] ?? 1));
      });
    return graph.external(name, DataType.float, dims, weights.made(name, dims, values).at);
  };
  const kind = local ? '_local' : '';
  return { cos: table(`rotary_cos${kind}`, Math.cos), sin: table(`rotary_sin${kind}`, Math.sin) };
}

/** A layer's projected queries or keys [B, S, heads * D], rotated to their positions [B, S]: [B, heads, S, D]. */
export function rotatedHeads(
  context: GraphContext,
  projected: Value,
  layer: number,
  which: 'query' | 'key',
  positions: Value,
): Value {
  const { graph, config } = context;
  const heads = which === 'query' ? config.heads : config.keyValueHeads;
  const { cos, sin } = rotaryTables(context, layer);
  const perHead = splitHeads(graph, projected, heads, config.headSize);
  return graph.msOp('RotaryEmbedding', [perHead, positions, cos, sin], 1, { interleaved: 0 })[0]!;
}

/** [B, S, heads * D] to [B, heads, S, D]. */
export function splitHeads(graph: GraphBuilder, x: Value, heads: number, headSize: number): Value {
  const perHead = graph.op('Reshape', [x, graph.ints([0, 0, heads, headSize])]);
  return graph.op('Transpose', [perHead], { perm: [0, 2, 1, 3] });
}
