import { ggufShape, huggingFaceShape } from './shape.ts';
import type { Family } from './types.ts';

/** A Llama with norms of each head's queries and keys, and an independent head size. */
export const qwen3: Family = {
  name: 'Qwen3',
  gguf: {
    architecture: 'qwen3',
    config: (facts, vocabularySize) => ({ ...ggufShape(facts, vocabularySize), queryKeyNorm: true }),
  },
  huggingFace: {
    modelType: 'qwen3',
    config: (facts, vocabularySize) => {
      facts.expect('attention_bias', false);
      facts.expect('use_sliding_window', false);
      return { ...huggingFaceShape(facts, vocabularySize), queryKeyNorm: true };
    },
  },
};
