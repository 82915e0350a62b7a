import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byName, foundModels, modelsAt } from './finding.ts';
import type { Found } from './found.ts';
import type { MachineFacts } from './places.ts';

let home: string;
let around: MachineFacts;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'infiniask-finding-'));
  around = { home, platform: 'darwin', env: {} };
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Writes files by their paths below a folder. */
async function make(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

async function makeLink(folder: string, path: string, to: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await symlink(to, join(folder, path));
}

const named = (models: readonly Found[]): string[] => models.map(({ id }) => id);
const hex = (digit: string): string => digit.repeat(64);

describe('Ollama’s store', () => {
  const layer = (digest: unknown, mediaType = 'application/vnd.ollama.image.model'): string =>
    JSON.stringify({
      schemaVersion: 2,
      layers: [
        { mediaType, digest, size: 4 },
        { mediaType: 'application/vnd.ollama.image.template', digest: 'x' },
      ],
    });
  const library = 'manifests/registry.ollama.ai/library';
  const store = (): string => join(home, '.ollama', 'models');

  it('is read as it lies there', async () => {
    await make(store(), {
      [`${library}/qwen2.5/0.5b`]: layer(`sha256:${hex('a')}`),
      'manifests/registry.ollama.ai/someone/theirs/latest': layer(`sha256:${hex('b')}`),
      'manifests/hf.co/maker/model/Q4_K_M': layer(`sha256:${hex('b')}`),
      [`blobs/sha256-${hex('a')}`]: 'GGUF',
      [`blobs/sha256-${hex('b')}`]: 'GGUF of b',
    });
    expect(await foundModels(around)).toMatchObject([
      { id: 'ollama:hf.co/maker/model:Q4_K_M', sizeBytes: 9, sha256: hex('b') },
      { id: 'ollama:qwen2.5:0.5b', name: 'qwen2.5:0.5b', place: 'ollama', sizeBytes: 4, sha256: hex('a') },
      { id: 'ollama:someone/theirs:latest', sizeBytes: 9 },
    ]);
  });

  it('is where OLLAMA_MODELS says', async () => {
    await make(home, {
      [`other/${library}/a/b`]: layer(`sha256:${hex('a')}`),
      [`other/blobs/sha256-${hex('a')}`]: 'GGUF',
    });
    around = { ...around, env: { OLLAMA_MODELS: join(home, 'other') } };
    expect(named(await foundModels(around))).toEqual(['ollama:a:b']);
  });

  it.each<[string, string]>([
    ['leads out by a path', layer('../../../secret.gguf')],
    ['leads out behind a hash', layer(`sha256:${hex('a')}/../../../../secret.gguf`)],
    ['names a path for a hash', layer(`sha256:${'../'.repeat(21)}a`)],
    ['names no text', layer({ toString: 'x' })],
    ['names what is not there', layer(`sha256:${hex('c')}`)],
    ['is of another kind', layer(`sha256:${hex('a')}`, 'application/vnd.ollama.image.adapter')],
    ['is no JSON', '{'],
    ['is no object', 'null'],
    ['has no layers', '{}'],
    ['has layers of nothing', '{"layers":[null]}'],
    ['is endless', `${layer(`sha256:${hex('a')}`)}${' '.repeat(2 ** 20)}`],
  ])('has no model in a manifest that %s', async (_, manifest) => {
    await make(store(), { [`${library}/a/b`]: manifest, [`blobs/sha256-${hex('a')}`]: 'GGUF' });
    await make(home, { 'secret.gguf': 'GGUF' });
    expect(await foundModels(around)).toEqual([]);
  });

  it('has no model in a blob that is a link out of it, nor in manifests behind links', async () => {
    await make(home, { 'secret.gguf': 'GGUF', [`elsewhere/a/b`]: layer(`sha256:${hex('b')}`) });
    await make(store(), {
      [`${library}/a/b`]: layer(`sha256:${hex('a')}`),
      [`blobs/sha256-${hex('b')}`]: 'GGUF',
    });
    await makeLink(store(), `blobs/sha256-${hex('a')}`, join(home, 'secret.gguf'));
    await makeLink(store(), `${library}/linked`, join(home, 'elsewhere', 'a'));
    expect(await foundModels(around)).toEqual([]);
  });
});

describe('LM Studio’s folders', () => {
  it('are those of its own, old and new, and what their settings name', async () => {
    await make(home, {
      '.lmstudio/models/maker/model/a.gguf': '1',
      '.lmstudio/models/maker/model/mmproj-a.gguf': '1',
      '.lmstudio/models/maker/model/readme.md': '1',
      '.cache/lm-studio/models/maker/old/b.gguf': '22',
      '.lmstudio-home-pointer': join(home, 'moved\n'),
      'moved/settings.json': JSON.stringify({ downloadsFolder: join(home, 'disk') }),
      'disk/maker/far/c.gguf': '333',
    });
    expect(await foundModels(around)).toMatchObject([
      {
        id: 'lmstudio:maker/far/c.gguf',
        place: 'lmStudio',
        sizeBytes: 3,
        path: join(home, 'disk/maker/far/c.gguf'),
      },
      { id: 'lmstudio:maker/model/a.gguf', sizeBytes: 1 },
      { id: 'lmstudio:maker/old/b.gguf', sizeBytes: 2 },
    ]);
  });

  it('may have anything in their settings', async () => {
    await make(home, {
      '.lmstudio-home-pointer': '../relative',
      '.lmstudio/settings.json': '{"downloadsFolder": 7}',
      '.cache/lm-studio/settings.json': 'none',
    });
    expect(await foundModels(around)).toEqual([]);
  });

  it('give the parts of a model as one, if all are there', async () => {
    await make(home, {
      '.lmstudio/models/m/whole/a-00001-of-00002.gguf': '1',
      '.lmstudio/models/m/whole/a-00002-of-00002.gguf': '22',
      '.lmstudio/models/m/half/b-00001-of-00002.gguf': '1',
    });
    expect(await foundModels(around)).toMatchObject([
      { id: 'lmstudio:m/whole/a-00001-of-00002.gguf', sizeBytes: 3 },
    ]);
  });

  it('are not walked in circles', async () => {
    await make(home, { '.lmstudio/models/m/n/a.gguf': '1' });
    await makeLink(home, '.lmstudio/models/m/again', join(home, '.lmstudio/models'));
    expect(named(await foundModels(around))).toEqual(['lmstudio:m/n/a.gguf']);
  });
});

describe('the hub’s cache', () => {
  const cache = '.cache/huggingface/hub';

  it('has files behind links to its blobs, and folders of weights', async () => {
    await make(join(home, cache), {
      [`models--maker--small-GGUF/blobs/${hex('a')}`]: 'GGUF',
      'models--maker--small-GGUF/refs/main': 'c1',
      'models--maker--plain/snapshots/c1/config.json': '{}',
      'models--maker--plain/snapshots/c1/tokenizer.json': '{}',
      'models--maker--plain/snapshots/c1/model.safetensors': '12345',
      'models--maker--bare/snapshots/c1/model.safetensors': '12345',
      'datasets--maker--data/snapshots/c1/x.gguf': '1',
    });
    const link = `../../blobs/${hex('a')}`;
    await makeLink(join(home, cache), 'models--maker--small-GGUF/snapshots/c0/old.gguf', link);
    await makeLink(join(home, cache), 'models--maker--small-GGUF/snapshots/c1/new.gguf', link);
    expect(await foundModels(around)).toMatchObject([
      { id: 'hf:maker/plain', place: 'hubCache', sizeBytes: 9 },
      { id: 'hf:maker/small-GGUF/new.gguf', sizeBytes: 4, sha256: hex('a') },
    ]);
  });

  it('has nothing behind a link that leads out of the model', async () => {
    await make(home, { 'secret.gguf': 'GGUF' });
    await make(join(home, cache), { [`models--maker--other/blobs/${hex('a')}`]: 'GGUF' });
    const snapshot = 'models--maker--model/snapshots/c1';
    await makeLink(join(home, cache), `${snapshot}/a.gguf`, join(home, 'secret.gguf'));
    await makeLink(
      join(home, cache),
      `${snapshot}/b.gguf`,
      `../../../models--maker--other/blobs/${hex('a')}`,
    );
    await makeLink(join(home, cache), `${snapshot}/c.gguf`, '../../blobs/nothing');
    expect(await foundModels(around)).toEqual([]);
  });
});

describe('modelsAt', () => {
  it('takes a file, a folder of the hub’s layout, or the files of another folder', async () => {
    await make(home, {
      'a.gguf': '1',
      'note.txt': 'x',
      'weights/config.json': '{}',
      'weights/model.safetensors': '22',
      'several/b.gguf': '333',
      'several/c-00001-of-00002.gguf': '1',
      'several/below/d.gguf': '1',
    });
    const at = async (path: string): Promise<[string, number][]> =>
      (await modelsAt(join(home, path))).map((found) => [found.path.slice(home.length + 1), found.sizeBytes]);
    expect(await at('a.gguf')).toEqual([['a.gguf', 1]]);
    expect(await at('weights')).toEqual([['weights', 2]]);
    expect(await at('several')).toEqual([[join('several', 'b.gguf'), 3]]);
    expect(await at('note.txt')).toEqual([]);
    expect(await at('nowhere')).toEqual([]);
  });
});

describe('byName', () => {
  const model = (id: string, name: string, place: Found['place']): Found => ({
    id,
    name,
    place,
    path: '/x',
    sizeBytes: 1,
  });
  const models = [
    model('ollama:gemma3:270m', 'gemma3:270m', 'ollama'),
    model('ollama:tiny:latest', 'tiny:latest', 'ollama'),
    model('lmstudio:a/b/one.gguf', 'a/b/one.gguf', 'lmStudio'),
    model('lmstudio:a/b/two.gguf', 'a/b/two.gguf', 'lmStudio'),
    model('hf:c/d/two.gguf', 'c/d/two.gguf', 'hubCache'),
  ];
  it.each([
    ['ollama:gemma3:270m', 'ollama:gemma3:270m'],
    ['gemma3:270m', 'ollama:gemma3:270m'],
    ['tiny', 'ollama:tiny:latest'],
    ['a/b/one.gguf', 'lmstudio:a/b/one.gguf'],
    ['one.gguf', 'lmstudio:a/b/one.gguf'],
    // Two models have a file of that name.
    ['two.gguf', undefined],
    ['gemma3', undefined],
    ['', undefined],
  ])('finds %j as %j', (name, id) => {
    expect(byName(models, name)?.id).toBe(id);
  });
});
