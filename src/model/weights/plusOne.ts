import { halfValue } from '../float16.ts';
import type { NamedWeights, Weight } from './types.ts';

/** Adds 1 to the norms, for files that keep them less one. */
export function withNormsPlusOne(source: NamedWeights): NamedWeights {
  return {
    ...source,
    get(name) {
      const weight = source.get(name);
      return name.endsWith('norm') ? plusOne(weight) : weight;
    },
  };
}

function plusOne(weight: Weight): Weight {
  const widen = wideners[weight.encoding.type];
  if (!widen) throw new RangeError(`a norm is stored as ${weight.encoding.type}`);
  return {
    shape: weight.shape,
    encoding: { type: 'f32' },
    async *rows() {
      for await (const chunk of weight.rows()) {
        yield new Uint8Array(widen(chunk).map((value) => value + 1).buffer);
      }
    },
  };
}

/** Widens bytes to numbers, by stored type. */
const wideners: Partial<
  Record<Weight['encoding']['type'], (bytes: Uint8Array) => Float32Array<ArrayBuffer>>
> = {
  f32: (bytes) => new Float32Array(Uint8Array.from(bytes).buffer),
  f16: (bytes) => Float32Array.from(words(bytes), halfValue),
  bf16: (bytes) => new Float32Array(Uint32Array.from(words(bytes), (word) => word << 16).buffer),
};

function words(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}
