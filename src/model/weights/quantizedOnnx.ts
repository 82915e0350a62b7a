import { DataType } from '../onnx/schema.ts';
import { scanModel } from '../onnx/scan.ts';
import type { ScannedTensor } from '../onnx/scan.ts';
import { fileRows } from './fileRows.ts';
import { huggingFaceName } from './names.ts';
import { rowBytes, weightBytes } from './types.ts';
import type { Encoding, Weight, WeightSource } from './types.ts';

/**
 * Opens the weights of a decoder that was exported to ONNX with dynamic quantisation (`MatMulInteger`): integers with
 * one scale per tensor, float32 norms. Only the numbers are used, not the exported graph, whose int8 activations
 * destroy the model's attention.
 * @throws Error for a file that is not an ONNX model
 */
export async function openQuantizedOnnx(path: string): Promise<WeightSource> {
  const { nodes, tensors } = await scanModel(path);
  // Matrices have generated names, so the node that multiplies by a matrix tells its layer.
  const products = new Map<string, string>();
  for (const node of nodes) {
    const layer =
      node.opType === 'MatMulInteger' && /^(?:\/model)?\/(.+)\/MatMul_quant$/.exec(node.name)?.[1];
    if (layer) products.set(layer.replaceAll('/', '.'), node.input[1]!.replace(/_quantized$/, ''));
  }

  const find = (name: string): ScannedTensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The weight "${name}" is not in the model file.`);
    return tensor;
  };
  const stored = (name: string, encoding: Encoding): Weight => {
    const { dims: shape, raw } = find(name);
    const weight = { shape, encoding };
    const bytes = weightBytes(weight);
    if (raw?.bytes !== bytes) throw new Error(`The weight "${name}" does not have the bytes of its shape.`);
    const place = { path, offset: raw.offset, bytes, rowBytes: rowBytes(weight) };
    return { ...weight, rows: () => fileRows(place) };
  };
  const quantized = (base: string): Weight => {
    const scale = find(`${base}_scale`).floatData?.[0];
    const zeroPoint = find(`${base}_zero_point`).int32Data?.[0];
    if (scale === undefined || zeroPoint === undefined) throw new Error(`The weight "${base}" has no scale.`);
    const name = `${base}_quantized`;
    const signed = find(name).dataType !== DataType.uint8;
    return stored(name, { type: 'int8PerTensor', signed, scale, zeroPoint });
  };

  return {
    matrices: 'inOut',
    has(name) {
      const full = huggingFaceName(name, 'model.');
      return products.has(name) || tensors.has(`${full}_quantized`) || tensors.has(full);
    },
    get(name) {
      const product = products.get(name);
      if (product !== undefined) return quantized(product);
      const full = huggingFaceName(name, 'model.');
      return tensors.has(`${full}_quantized`) ? quantized(full) : stored(full, { type: 'f32' });
    },
  };
}
