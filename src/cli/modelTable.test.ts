import { describe, expect, it } from 'vitest';
import type { ListedModel } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import { jsonModel, modelTable } from './modelTable.ts';

const embedded: ListedModel = {
  id: 'tiny',
  name: 'Tiny',
  place: 'embedded',
  path: '/t',
  sizeBytes: 30e6,
  tokensPerSecond: 1432,
  quality: { set: 'HotpotQA', recall: 0.729, recallOfWords: 0.711 },
};
const mine: ListedModel = {
  id: '/m.gguf',
  name: 'm.gguf',
  place: 'added',
  path: '/m.gguf',
  sizeBytes: 1.5e9,
  memory: { readingBytes: 2e9, writingBytes: 3e9 },
  preparedBytes: 700e6,
  licence: 'mit\nforged',
};
const broken: ListedModel = { ...mine, id: '/b.gguf', unusable: message('modelNotAModel', '/b.gguf') };
const hub: ListedModel = { id: 'far', name: 'Far', place: 'hub', sizeBytes: 1e6 };

describe('modelTable', () => {
  it('aligns what is known and marks who fills the roles', () => {
    const table = modelTable({
      models: [embedded, mine, broken, hub],
      inUse: { reader: '/m.gguf', rereader: '/m.gguf' },
    });
    expect(table.split('\n').slice(0, 8)).toEqual([
      'On this machine:',
      '      id       where                 size    memory  prepared  tokens/s  licence     good for',
      '  W   tiny     comes with InfiniAsk  30 MB                     1432                  HotpotQA 0.729 found, 0.711 by words alone',
      '  RA  /m.gguf  added                 1.5 GB  2.0 GB  700 MB              mit\uFFFDforged',
      '      /b.gguf  added                 1.5 GB  2.0 GB  700 MB              mit\uFFFDforged  cannot be used: There is no model at /b.gguf. A model is a GGUF file, or a folder with config.json, tokenizer.json and model.safetensors.',
      '',
      'Could be got, with "infiniask models get ID":',
      '    id   where       size  memory  prepared  tokens/s  licence  good for',
    ]);
  });

  it('tells what all prepared models take, where there are some', () => {
    const prepared = { folder: '/cache', bytes: 1.2e9, limitBytes: 20e9 };
    const told = 'Prepared models take 1.2 GB in /cache, at most 20.0 GB (INFINIASK_MODELS_MB).';
    expect(modelTable({ models: [embedded], inUse: {}, prepared })).toContain(told);
    const none = modelTable({ models: [embedded], inUse: {}, prepared: { ...prepared, bytes: 0 } });
    expect(none).not.toContain('Prepared');
  });

  it('gives programs sentences in place of their ids', () => {
    const { goodFor, unusable, sizeBytes } = jsonModel({ ...broken, goodFor: message('goodForReading') });
    expect(goodFor).toMatch(/^reads/);
    expect(unusable).toContain('/b.gguf');
    expect(sizeBytes).toBe(1.5e9);
  });
});
