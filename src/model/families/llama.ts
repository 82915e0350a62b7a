import { ggufShape, huggingFaceShape } from './shape.ts';
import type { Family } from './types.ts';

export const llama: Family = {
  name: 'Llama (SmolLM2, TinyLlama, Llama 3.2)',
  gguf: { architecture: 'llama', config: ggufShape, interleaved: true },
  huggingFace: {
    modelType: 'llama',
    config: (facts, vocabularySize) => {
      facts.expect('attention_bias', false);
      return huggingFaceShape(facts, vocabularySize);
    },
  },
};
