import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { builtModelsFolder, builtModelsLimit, memoryOptions } from './cacheFolders.ts';

afterEach(() => void vi.unstubAllEnvs());

describe('what can be made again', () => {
  it('is kept where variables say', () => {
    vi.stubEnv('INFINIASK_MODELS', '/models');
    vi.stubEnv('INFINIASK_MODELS_MB', '5');
    vi.stubEnv('INFINIASK_CACHE', '/cache');
    vi.stubEnv('INFINIASK_CACHE_MB', '7');
    expect([builtModelsFolder(), builtModelsLimit()]).toEqual(['/models', 5e6]);
    expect(memoryOptions()).toEqual({ folder: '/cache', capBytes: 7e6 });
    vi.stubEnv('INFINIASK_CACHE', 'none');
    expect(memoryOptions()).toBeUndefined();
  });

  it('is kept in the user’s folders where they are empty', () => {
    for (const name of ['MODELS', 'MODELS_MB', 'CACHE', 'CACHE_MB']) vi.stubEnv(`INFINIASK_${name}`, '');
    for (const name of ['XDG_CACHE_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, '');
    expect(builtModelsFolder().startsWith(homedir())).toBe(true);
    expect(builtModelsFolder().endsWith(join('infiniask', 'models'))).toBe(true);
    expect(memoryOptions()?.folder.startsWith(homedir())).toBe(true);
    expect(builtModelsLimit()).toBe(20e9);
  });
});
