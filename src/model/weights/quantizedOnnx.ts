import { decodeModel, DataType } from '../onnx/schema.ts';
import type { TensorProto } from '../onnx/schema.ts';
import type { WeightSource, WeightTensor } from './types.ts';

/**
 * Reads the weights out of a decoder exported to ONNX with dynamic quantisation (`MatMulInteger`): integers with one
 * scale per tensor, float32 norms. Only the numbers are taken; the exported graph itself is not used, because its int8
 * activations destroy the model's attention.
 */
export function readQuantizedOnnx(bytes: Uint8Array): WeightSource {
  const { graph } = decodeModel(bytes);
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  // Matrices carry generated names; the node that multiplies by them is named after the layer it stands in.
  const products = new Map<string, string>();
  for (const node of graph.node) {
    const layer =
      node.opType === 'MatMulInteger' && /^(?:\/model)?\/(.+)\/MatMul_quant$/.exec(node.name)?.[1];
    if (layer) products.set(layer.replaceAll('/', '.'), node.input[1]!.replace(/_quantized$/, ''));
  }

  const find = (name: string): TensorProto => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The weight "${name}" is not in the model file.`);
    return tensor;
  };
  const quantized = (base: string): WeightTensor => {
    const tensor = find(`${base}_quantized`);
    const scale = find(`${base}_scale`).floatData?.[0];
    const zeroPoint = find(`${base}_zero_point`).int32Data?.[0];
    if (scale === undefined || zeroPoint === undefined) throw new Error(`The weight "${base}" has no scale.`);
    const type = tensor.dataType === DataType.uint8 ? DataType.uint8 : DataType.int8;
    return { dims: tensor.dims, type, bytes: tensor.rawData!, scale, zeroPoint };
  };

  return {
    get(name) {
      const product = products.get(name);
      if (product !== undefined) return quantized(product);
      const full = `model.${name}.weight`;
      if (tensors.has(`${full}_quantized`)) return quantized(full);
      const tensor = find(full);
      return { dims: tensor.dims, type: DataType.float, bytes: tensor.rawData!, scale: 1, zeroPoint: 0 };
    },
  };
}
