import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelError } from './errors.ts';
import { readerDepth, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';

const shipped = join(import.meta.dirname, '../../models/minimind2-small');
const folder = await mkdtemp(join(tmpdir(), 'infiniask-manifest-'));
afterAll(() => rm(folder, { recursive: true }));

async function failureOf(text: string): Promise<ModelError> {
  await writeFile(join(folder, 'manifest.json'), text);
  const error: unknown = await readManifest(folder).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

describe('readManifest', () => {
  it('reads the manifest that is shipped', async () => {
    const manifest = await readManifest(shipped);
    expect(manifest.id).toBe('minimind2-small');
    expect(manifest.config).toMatchObject({ layers: 8, heads: 8, keyValueHeads: 2, vocabularySize: 6400 });
    for (const { layer, head } of manifest.reader.heads) {
      expect(layer).toBeLessThan(manifest.config.layers);
      expect(head).toBeLessThan(manifest.config.heads);
    }
    const { maxPositions } = manifest.config;
    expect(maxPositions).toBeGreaterThan(manifest.reader.windowTokens * 1.5);
    expect(maxPositions).toBeGreaterThan(manifest.writer.maxContextTokens + manifest.writer.maxAnswerTokens);
  });

  it('says that there is no model, and where it looked', async () => {
    const nowhere = join(folder, 'nowhere');
    await expect(readManifest(nowhere)).rejects.toMatchObject({ id: 'modelMissing' });
    await expect(readManifest(nowhere)).rejects.toThrow(nowhere);
  });

  it('says which description is not usable, and why', async () => {
    const text = await readFile(join(shipped, 'manifest.json'), 'utf8');
    const changed = (change: (manifest: Manifest) => object): string =>
      JSON.stringify(change(JSON.parse(text) as Manifest));

    const cut = await failureOf(text.slice(0, 200));
    expect(cut.id).toBe('modelCorrupt');
    expect(cut.message).toContain(join(folder, 'manifest.json'));
    const heads = await failureOf(changed((m) => ({ ...m, reader: { ...m.reader, heads: [] } })));
    expect(heads).toMatchObject({ id: 'modelCorrupt' });
    expect(heads.message).toContain('reader.heads is empty');
    const groups = await failureOf(changed((m) => ({ ...m, config: { ...m.config, keyValueHeads: 3 } })));
    expect(groups.message).toContain('multiple of keyValueHeads');
    const size = await failureOf(changed((m) => ({ ...m, config: { ...m.config, headSize: 20 } })));
    expect(size.message).toContain('multiple of 16');
    const layers = await failureOf(changed((m) => ({ ...m, config: { ...m.config, layers: 0 } })));
    expect(layers.message).toContain('layers must be positive');
  });
});

describe('readerDepth', () => {
  it('is the deepest layer with a retrieval head', () => {
    expect(
      readerDepth([
        { layer: 2, head: 7 },
        { layer: 5, head: 0 },
        { layer: 3, head: 1 },
      ]),
    ).toBe(5);
  });
});
