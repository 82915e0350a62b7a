import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choicesFile, hubCacheFolder, modelsFolder, ollamaFolders } from './places.ts';
import type { MachineFacts } from './places.ts';

const on = (platform: NodeJS.Platform, env: MachineFacts['env'] = {}): MachineFacts => ({
  platform,
  env,
  home: '/home/a',
});

describe('places', () => {
  it.each<[string, (around: MachineFacts) => string, MachineFacts, string]>([
    ['models', modelsFolder, on('linux'), '/home/a/.local/share/infiniask/models'],
    ['models', modelsFolder, on('linux', { XDG_DATA_HOME: '/data' }), '/data/infiniask/models'],
    ['models', modelsFolder, on('darwin'), '/home/a/Library/Application Support/infiniask/models'],
    ['models', modelsFolder, on('win32', { LOCALAPPDATA: '/local' }), '/local/infiniask/models'],
    ['models', modelsFolder, on('win32', { INFINIASK_MODELS: '/mine' }), '/mine/downloaded'],
    ['choices', choicesFile, on('linux'), '/home/a/.config/infiniask/models.json'],
    ['choices', choicesFile, on('linux', { INFINIASK_CONFIG: '/mine' }), '/mine/models.json'],
    ['the cache', hubCacheFolder, on('linux'), '/home/a/.cache/huggingface/hub'],
    ['the cache', hubCacheFolder, on('linux', { HF_HOME: '/hf' }), '/hf/hub'],
    ['the cache', hubCacheFolder, on('linux', { HF_HOME: '/hf', HF_HUB_CACHE: '/cache' }), '/cache'],
  ])('has %s where the platform and the user want it', (_, place, around, expected) => {
    expect(place(around)).toBe(join(expected));
  });

  it('has Ollama’s models in its folders, or in the one that was named', () => {
    expect(ollamaFolders(on('darwin'))).toEqual([join('/home/a/.ollama/models')]);
    expect(ollamaFolders(on('linux', { OLLAMA_MODELS: '/models' }))).toEqual(['/models']);
  });
});
