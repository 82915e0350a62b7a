/**
 * A naive float64 forward pass of a decoder of any of our families: the reference that our graphs are held against. It shares no
 * code with them: loops over scalars, no caching, the whole sequence at once.
 */
import type { ModelConfig } from '../../src/model/index.ts';

export type NaiveWeights = ReadonlyMap<string, { dims: readonly number[]; values: Float64Array }>;

export interface NaiveResult {
  /** Input of each layer, and of the final norm: `hidden[layer][token][i]`. */
  hidden: Float64Array[][];
  /** `attention[layer][head][query][key]`, softmax probabilities. */
  attention: Float64Array[][][];
  /** Rotated keys: `keys[layer][keyValueHead][token][i]`. */
  keys: Float64Array[][][];
  /** `logits[token][id]`. */
  logits: Float64Array[];
}

/**
 * @param positions position of each token
 * @param visible whether the token at index `query` may look at the token at index `key`; causal when not given
 */
export function naiveForward(
  config: ModelConfig,
  weights: NaiveWeights,
  ids: readonly number[],
  positions: readonly number[] = ids.map((_, i) => i),
  visible: (query: number, key: number) => boolean = (query, key) => key <= query,
): NaiveResult {
  const tensor = (name: string): { dims: readonly number[]; values: Float64Array } => {
    const found = weights.get(name);
    if (!found) throw new Error(`no weight ${name}`);
    return found;
  };
  const matrix = (x: Float64Array, name: string): Float64Array => {
    const { dims, values } = tensor(name);
    const [rows, columns] = [dims[0]!, dims[1]!];
    const bias = weights.get(`${name}.bias`)?.values;
    const y = new Float64Array(columns);
    for (let c = 0; c < columns; c++) {
      let sum = bias ? bias[c]! : 0;
      for (let r = 0; r < rows; r++) sum += x[r]! * values[r * columns + c]!;
      y[c] = sum;
    }
    return y;
  };
  const norm = (x: Float64Array, name: string): Float64Array => {
    const gain = tensor(name).values;
    const meanSquare = x.reduce((sum, v) => sum + v * v, 0) / x.length;
    return x.map((v, i) => (v / Math.sqrt(meanSquare + config.normEpsilon)) * gain[i]!);
  };
  const isLocal = (layer: number): boolean =>
    config.local !== undefined && config.local.layers.includes(layer);
  const headsOf = (
    x: Float64Array,
    count: number,
    position: number,
    normName: string,
    layer: number,
  ): Float64Array[] =>
    Array.from({ length: count }, (_, h) => {
      let v: Float64Array = x.slice(h * config.headSize, (h + 1) * config.headSize);
      if (config.queryKeyNorm) v = norm(v, normName);
      const half = config.headSize / 2;
      return v.map((value, i) => {
        const theta = isLocal(layer) ? config.local!.ropeTheta : config.ropeTheta;
        const divisor = isLocal(layer) || !config.ropeDivisors ? 1 : config.ropeDivisors[i % half]!;
        const angle = (position / divisor) * theta ** (-(i % half) / half);
        const partner = i < half ? -v[i + half]! : v[i - half]!;
        return value * Math.cos(angle) + partner * Math.sin(angle);
      });
    });

  const embedding = tensor('embed_tokens');
  let x = ids.map((id) =>
    embedding.values
      .slice(id * config.hiddenSize, (id + 1) * config.hiddenSize)
      .map((value) => value * (config.embeddingScale ?? 1)),
  );
  const result: NaiveResult = { hidden: [], attention: [], keys: [], logits: [] };
  const shared = config.heads / config.keyValueHeads;

  for (let layer = 0; layer < config.layers; layer++) {
    const at = `layers.${layer}`;
    result.hidden.push(x);
    const normed = x.map((v) => norm(v, `${at}.input_layernorm`));
    const q = normed.map((v, t) =>
      headsOf(
        matrix(v, `${at}.self_attn.q_proj`),
        config.heads,
        positions[t]!,
        `${at}.self_attn.q_norm`,
        layer,
      ),
    );
    const k = normed.map((v, t) =>
      headsOf(
        matrix(v, `${at}.self_attn.k_proj`),
        config.keyValueHeads,
        positions[t]!,
        `${at}.self_attn.k_norm`,
        layer,
      ),
    );
    const v = normed.map((value) => matrix(value, `${at}.self_attn.v_proj`));
    result.keys.push(Array.from({ length: config.keyValueHeads }, (_, h) => k.map((token) => token[h]!)));

    const attention = Array.from({ length: config.heads }, (_, h) =>
      ids.map((_id, i) => {
        const logits = ids.map((_key, j) => {
          if (!visible(i, j)) return -Infinity;
          if (isLocal(layer) && positions[i]! - positions[j]! >= config.local!.windowTokens) return -Infinity;
          const [query, key] = [q[i]![h]!, k[j]![Math.floor(h / shared)]!];
          const product = query.reduce((sum, value, d) => sum + value * key[d]!, 0);
          return product * (config.attentionScale ?? config.headSize ** -0.5);
        });
        const top = Math.max(...logits);
        const exp = logits.map((value) => Math.exp(value - top));
        const total = exp.reduce((a, b) => a + b, 0);
        return Float64Array.from(exp, (value) => value / total);
      }),
    );
    result.attention.push(attention);

    x = x.map((residual, i) => {
      const mixed = new Float64Array(config.heads * config.headSize);
      for (let h = 0; h < config.heads; h++) {
        for (let j = 0; j < ids.length; j++) {
          for (let d = 0; d < config.headSize; d++) {
            const source = Math.floor(h / shared) * config.headSize + d;
            mixed[h * config.headSize + d]! += attention[h]![i]![j]! * v[j]![source]!;
          }
        }
      }
      const projected = matrix(mixed, `${at}.self_attn.o_proj`);
      const factor = config.residualScale ?? 1;
      const four = config.outputNorms ?? false;
      const first = four ? norm(projected, `${at}.post_attention_layernorm`) : projected;
      const middle = residual.map((value, d) => value + factor * first[d]!);
      const inner = norm(middle, `${at}.${four ? 'pre_feedforward_layernorm' : 'post_attention_layernorm'}`);
      const up = matrix(inner, `${at}.mlp.up_proj`);
      const gated = matrix(inner, `${at}.mlp.gate_proj`).map((g, d) => activation(config, g) * up[d]!);
      const down = matrix(gated, `${at}.mlp.down_proj`);
      const second = four ? norm(down, `${at}.post_feedforward_layernorm`) : down;
      return middle.map((value, d) => value + factor * second[d]!);
    });
  }
  result.hidden.push(x);
  result.logits = x.map((value) =>
    matrix(norm(value, 'norm'), 'lm_head').map((logit) => logit / (config.logitsDivisor ?? 1)),
  );
  return result;
}

/** SiLU, or GELU by the hyperbolic tangent (arXiv 1606.08415). */
function activation(config: ModelConfig, x: number): number {
  if (config.activation !== 'geluTanh') return x / (1 + Math.exp(-x));
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
