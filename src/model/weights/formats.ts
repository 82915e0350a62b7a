import { message } from '../../messages/index.ts';
import { ModelError } from '../errors.ts';
import { openGguf } from './gguf.ts';
import { openQuantizedOnnx } from './quantizedOnnx.ts';
import { openSafetensors } from './safetensors.ts';
import type { WeightSource } from './types.ts';

const formats = {
  'quantized-onnx': openQuantizedOnnx,
  safetensors: openSafetensors,
  gguf: openGguf,
} as const satisfies Record<string, (path: string) => Promise<WeightSource>>;

/** The weight formats that a manifest may name. */
export type WeightFormat = keyof typeof formats;

/** @throws ModelError for an unknown format, or a file of another format */
export function openWeights(format: WeightFormat, path: string): Promise<WeightSource> {
  // A manifest is JSON and may name anything.
  if (!Object.hasOwn(formats, format)) {
    const known = Object.keys(formats).join(', ');
    throw new ModelError('modelCorrupt', message('weightsFormat', path, format, known));
  }
  return formats[format](path);
}
