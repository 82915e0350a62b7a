import { describe, expect, it } from 'vitest';
import type { Description } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { factsOf } from './panelFacts.ts';

const description: Description = {
  version: '1',
  model: 'tiny',
  strategy: 'heads',
  windowTokens: 1,
  maxQuestionTokens: 1,
  processId: 1,
};
const embedded = { reader: '', writerModel: '', writer: 'embedded' } as const;
const values = (...args: Parameters<typeof factsOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  factsOf(untranslated, ...args).map(({ value, chooses }) => [value, chooses]);

describe('factsOf', () => {
  it('names the embedded model as the engine does, and lets both roles be filled by another', () => {
    expect(values(embedded, undefined)).toEqual([['the embedded model', 'writer']]);
    expect(values(embedded, description)).toEqual([
      ['tiny', 'reader'],
      ['heads', undefined],
      ['the embedded model', 'writer'],
    ]);
  });

  it('names the chosen models at once, whatever the engine has told of before', () => {
    const chosen = { ...embedded, reader: 'ollama:gemma3:270m', writerModel: '/models/a b.gguf' };
    expect(values(chosen, description)).toEqual([
      ['gemma3:270m', 'reader'],
      ['heads', undefined],
      ['a b.gguf', 'writer'],
    ]);
  });

  it('offers no model where none writes', () => {
    expect(values({ ...embedded, writerModel: 'x', writer: 'endpoint' }, undefined)).toEqual([
      ['your own server', undefined],
    ]);
  });
});
