import { describe, expect, it } from 'vitest';
import type { ListedModel } from '../../contract/index.ts';
import { message, untranslated } from '../../messages/index.ts';
import { modelChoices, sizeText } from './modelChoices.ts';

const embedded: ListedModel = {
  id: 'tiny',
  name: 'Tiny',
  place: 'embedded',
  path: '/tiny',
  sizeBytes: 30e6,
  licence: 'MIT',
  tokensPerSecond: 1432,
  quality: { set: 'HotpotQA', recall: 0.729, recallOfWords: 0.715 },
};
const found: ListedModel = {
  id: 'ollama:qwen:1b',
  name: 'qwen:1b',
  place: 'ollama',
  path: '/blobs/x',
  sizeBytes: 1.26e9,
  memory: { readingBytes: 2e9, writingBytes: 3.5e9 },
};
const broken: ListedModel = { ...found, id: 'b', path: '/b', name: 'b\u202e', unusable: message('modelNotAModel', '/b') };
const bound: ListedModel = {
  id: 'bound',
  name: 'Bound',
  place: 'hub',
  sizeBytes: 253_113_024,
  licence: 'Terms',
  goodFor: message('goodForReading'),
  terms: { name: 'Terms', url: 'https://terms.example', accepted: false },
};
const models = [embedded, broken, found, bound];

const choices = (role: 'reader' | 'writer', chosen: string) =>
  modelChoices({ models, inUse: {} }, role, chosen, untranslated, 'en');

describe('modelChoices', () => {
  it('has what is here, what could be got, and what cannot be used', () => {
    expect(choices('reader', '').map(({ label, action }) => [label, action?.kind])).toEqual([
      ['On this machine', undefined],
      ['$(check) Tiny', 'use'],
      ['qwen:1b', 'use'],
      ['Choose a file…', 'file'],
      ['Could be downloaded', undefined],
      ['Bound', 'get'],
      ['Download another…', 'hub'],
      ['Cannot be used', undefined],
      ['b\uFFFD', undefined],
    ]);
  });

  it('says where each is, its size, memory in the role, purpose and licence', () => {
    const [, , reading, , , bound] = choices('reader', '');
    expect(reading?.description).toBe('Ollama · 1.3 GB · about 2 GB of memory');
    expect(choices('writer', '')[2]?.description).toBe('Ollama · 1.3 GB · about 3.5 GB of memory');
    expect(bound).toMatchObject({
      description: 'Hugging Face · 254 MB · terms to accept',
      detail: 'reads many languages and paraphrases · Terms',
    });
  });

  it('says how fast this machine read with it, and how well it finds beside words alone', () => {
    const [, embedded] = choices('reader', '');
    expect(embedded).toMatchObject({
      description: 'comes with InfiniAsk · 30 MB · reads 1,432 tokens/s here',
      detail: 'HotpotQA 73 % (words 72 %) · MIT',
    });
    expect(choices('writer', '')[1]?.detail).toBe('MIT');
  });

  it('names what cannot be used in place of its path, so that the reason is seen', () => {
    expect(choices('reader', '').at(-1)?.detail).toMatch(/^There is no model at b\uFFFD\. /);
  });

  it.each(['ollama:qwen:1b', '/blobs/x'])('marks what was chosen as %s', (chosen) => {
    const marked = choices('reader', chosen).filter(({ label }) => label.startsWith('$(check)'));
    expect(marked.map(({ label }) => label)).toEqual(['$(check) qwen:1b']);
  });
});

it('tells sizes in the user’s locale', () => {
  expect([sizeText(98_362_432, 'en'), sizeText(1, 'en'), sizeText(1.26e9, 'de')]).toEqual([
    '99 MB',
    '1 MB',
    '1,3 GB',
  ]);
});
