import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtFolder } from './userModels.ts';

const empty = mkdtempSync(join(tmpdir(), 'infiniask-models-'));
const built = mkdtempSync(join(tmpdir(), 'infiniask-models-'));
writeFileSync(join(built, 'manifest.json'), '{}');
afterAll(() => {
  for (const folder of [empty, built]) rmSync(folder, { recursive: true });
});

describe('builtFolder', () => {
  const options = { folder: join(empty, 'kept'), embedded: empty };

  it('leaves what is built, and what comes with the program even when it is missing, as it is', async () => {
    expect(await builtFolder(built, false, options)).toBe(built);
    expect(await builtFolder(empty, false, options)).toBe(empty);
  });

  it('takes another folder for a model of the user, and an id for what the list has under it', async () => {
    await expect(builtFolder(empty, false, { folder: options.folder })).rejects.toMatchObject({
      id: 'modelMissing',
    });
    expect(await builtFolder('small', false, { ...options, locate: () => Promise.resolve(built) })).toBe(
      built,
    );
  });
});
