/** A sentence encoder of the BERT family as an ONNX graph: Devlin et al. 2018 (arXiv 1810.04805), encoder only. */
import { DataType, encodeModel } from '../../../src/model/onnx/schema.ts';
import { GraphBuilder } from '../../../src/model/onnx/graphBuilder.ts';
import type { FloatTensor } from './safetensors.ts';

type Value = string;

export interface BertShape {
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_size: number;
  readonly layer_norm_eps: number;
}

/**
 * Builds the encoder with what sentence-transformers put behind it: the mean over a text's tokens, scaled to length 1.
 *
 * Inputs: `input_ids` int64 [batch, tokens]; `mask` int32 [batch, tokens], 1 for a token and 0 for padding behind it.
 * Output: `embeddings` float32 [batch, hidden].
 * @param weights by the names of the Hugging Face layout; linear layers are [out, in]
 * @throws Error when a weight is missing
 */
export function buildBertEncoder(
  shape: BertShape,
  weights: ReadonlyMap<string, FloatTensor>,
): Promise<Uint8Array> {
  const graph = new GraphBuilder('sentence-encoder', '');
  const { hidden_size: hidden, layer_norm_eps: epsilon } = shape;
  const tensorOf = (name: string): FloatTensor => {
    const tensor = weights.get(name);
    if (!tensor) throw new Error(`The weight ${name} is missing.`);
    return tensor;
  };
  const plain = (name: string): Value => graph.floats(name, tensorOf(name).data, tensorOf(name).dims);
  const linear = (input: Value, name: string): Value => {
    const { data, dims } = tensorOf(`${name}.weight`);
    const [out, inner] = dims as [number, number];
    return graph.op('MatMul', [
      input,
      graph.floats(`${name}.weight`, transposed(data, out, inner), [inner, out]),
    ]);
  };
  const withBias = (input: Value, name: string): Value =>
    graph.op('Add', [linear(input, name), plain(`${name}.bias`)]);
  const normalised = (input: Value, name: string): Value =>
    graph.op('LayerNormalization', [input, plain(`${name}.weight`), plain(`${name}.bias`)], {
      axis: -1,
      epsilon: { float: epsilon },
    });

  const ids = graph.input('input_ids', DataType.int64, ['batch', 'tokens']);
  const mask = graph.input('mask', DataType.int32, ['batch', 'tokens']);

  const length = graph.op('Slice', [graph.op('Shape', [ids]), graph.ints([1]), graph.ints([2])]);
  const count = graph.op('Squeeze', [length]);
  const positions = graph.op('Gather', [
    plain('embeddings.position_embeddings.weight'),
    graph.op('Range', [graph.int(0), count, graph.int(1)]),
  ]);
  const words = graph.op('Gather', [plain('embeddings.word_embeddings.weight'), ids]);
  const type = graph.op('Gather', [plain('embeddings.token_type_embeddings.weight'), graph.int(0)]);
  let states = normalised(
    graph.op('Add', [graph.op('Add', [words, type]), positions]),
    'embeddings.LayerNorm',
  );

  for (let i = 0; i < shape.num_hidden_layers; i++) {
    const layer = `encoder.layer.${i}`;
    const [query, key, value] = ['query', 'key', 'value'].map((part) =>
      withBias(states, `${layer}.attention.self.${part}`),
    ) as [Value, Value, Value];
    const [attended] = graph.msOp('MultiHeadAttention', [query, key, value, '', mask], 1, {
      num_heads: shape.num_attention_heads,
    });
    const output = withBias(attended!, `${layer}.attention.output.dense`);
    states = normalised(graph.op('Add', [states, output]), `${layer}.attention.output.LayerNorm`);
    const inner = graph.op('Gelu', [withBias(states, `${layer}.intermediate.dense`)]);
    const outer = withBias(inner, `${layer}.output.dense`);
    states = normalised(graph.op('Add', [states, outer]), `${layer}.output.LayerNorm`);
  }

  const weight = graph.op('Unsqueeze', [graph.op('Cast', [mask], { to: DataType.float }), graph.ints([2])]);
  // The length of the sum does not matter: the mean over the tokens, scaled to length 1, is the sum scaled to length 1.
  const sum = graph.op('ReduceSum', [graph.op('Mul', [states, weight]), graph.ints([1])], { keepdims: 0 });
  graph.output('embeddings', graph.op('LpNormalization', [sum], { axis: 1, p: 2 }), DataType.float, [
    'batch',
    hidden,
  ]);
  return encodeModel(graph.build());
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) result[c * rows + r] = data[r * columns + c]!;
  return result;
}
