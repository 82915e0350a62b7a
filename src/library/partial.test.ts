import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Partial } from './partial.ts';

let folder: string;
let partial: Partial;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-partial-'));
  partial = new Partial(join(folder, 'weights.gguf'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('Partial', () => {
  it('has the bytes that were written for its origin', async () => {
    await partial.begin({ etag: '"a"' });
    await writeFile(partial.path, 'abc');
    expect(await partial.state()).toEqual({ bytes: 3, origin: { etag: '"a"' } });
  });

  it('has no byte of the file before when another one was begun and the program ended', async () => {
    await partial.begin({ etag: '"a"' });
    await writeFile(partial.path, 'abc');
    await partial.begin({ etag: '"b"' });
    expect(await partial.state()).toEqual({ bytes: 0, origin: { etag: '"b"' } });
  });

  it('has nothing where the record is missing or half written', async () => {
    await writeFile(partial.path, 'abc');
    expect((await partial.state()).bytes).toBe(0);
    await writeFile(`${partial.path}.json`, '{"etag":"\\"a');
    expect((await partial.state()).bytes).toBe(0);
  });
});
