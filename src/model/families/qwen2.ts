import { ggufShape, huggingFaceShape } from './shape.ts';
import type { Family } from './types.ts';

/** A Llama whose queries, keys and values have biases. */
export const qwen2: Family = {
  name: 'Qwen2 (Qwen2.5, Qwen2.5-Coder)',
  gguf: {
    architecture: 'qwen2',
    config: (facts, vocabularySize) => ({ ...ggufShape(facts, vocabularySize), queryKeyValueBias: true }),
  },
  huggingFace: {
    modelType: 'qwen2',
    config: (facts, vocabularySize) => {
      facts.expect('use_sliding_window', false);
      return { ...huggingFaceShape(facts, vocabularySize), queryKeyValueBias: true };
    },
  },
};
