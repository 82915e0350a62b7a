import { ggufShape, huggingFaceShape } from './shape.ts';
import type { Family } from './types.ts';

/** A Llama with four factors: of embeddings, of attention, of the blocks' results, and of logits. */
export const granite: Family = {
  name: 'Granite (3.x)',
  gguf: {
    architecture: 'granite',
    config: (facts, vocabularySize) => ({
      ...ggufShape(facts, vocabularySize),
      embeddingScale: facts.number('embedding_scale'),
      attentionScale: facts.number('attention.scale'),
      residualScale: facts.number('residual_scale'),
      logitsDivisor: facts.number('logit_scale'),
    }),
    interleaved: true,
  },
  huggingFace: {
    modelType: 'granite',
    config: (facts, vocabularySize) => {
      facts.expect('attention_bias', false);
      return {
        ...huggingFaceShape(facts, vocabularySize),
        embeddingScale: facts.number('embedding_multiplier'),
        attentionScale: facts.number('attention_multiplier'),
        residualScale: facts.number('residual_multiplier'),
        logitsDivisor: facts.number('logits_scaling'),
      };
    },
  },
};
