import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../system/index.ts';
import { builtModels, makeRoom, removeBuilt, useBuilt } from './builtModels.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'infiniask-built-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

/** A built model that was used so many minutes ago. */
async function built(name: string, minutes: number, bytes = 100): Promise<string> {
  const folder = join(root, `${name}-0123456789ab`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), '{}');
  await writeFile(join(folder, 'weights.bin'), Buffer.alloc(bytes - 2));
  const used = new Date(Date.now() - minutes * 60_000);
  await utimes(join(folder, 'manifest.json'), used, used);
  return folder;
}

async function left(): Promise<string[]> {
  const names = (await builtModels(root)).map(({ folder }) => basename(folder));
  return names.map((name) => name.slice(0, -13)).sort();
}

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid!;
}

const lots = (): Promise<number> => Promise.resolve(1e12);

describe('builtModels', () => {
  it('has the folders of built models, with what they take, and no others', async () => {
    const folder = await built('a', 5, 300);
    await mkdir(join(root, 'downloaded'));
    await mkdir(join(root, 'mine-0123456789ab'));
    await writeFile(join(root, 'notes.txt'), '');
    const [only, ...others] = await builtModels(root);
    expect(only).toMatchObject({ folder, sizeBytes: 300 });
    expect(others).toEqual([]);
    expect(await builtModels(join(root, 'nowhere'))).toEqual([]);
  });
});

describe('useBuilt', () => {
  it('makes it the one that was used last, and keeps it until it is released', async () => {
    const folder = await built('a', 60);
    const use = await useBuilt(folder, root);
    const second = await useBuilt(folder, root);
    expect(Date.now() - (await builtModels(root))[0]!.usedMs).toBeLessThan(30_000);
    expect(await removeBuilt(folder)).toBeUndefined();
    await use.release();
    expect(await removeBuilt(folder)).toBeUndefined();
    await second.release();
    expect(await removeBuilt(folder)).toBe(100);
    expect(await readdir(root)).toEqual([]);
  });

  it('leaves folders alone that are no built models of that place', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'infiniask-else-'));
    await (await useBuilt(elsewhere, root)).release();
    await (await useBuilt(join(root, 'gone-0123456789ab'), root)).release();
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });
});

describe('removeBuilt', () => {
  it('does not count the marks of processes that have ended', async () => {
    const folder = await built('a', 1);
    await writeFile(join(folder, `in-use.${await endedProcess()}.00ff`), hostname());
    expect(await removeBuilt(folder)).toBeGreaterThan(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('believes a mark of another machine for a day', async () => {
    const folder = await built('a', 1);
    const mark = join(folder, 'in-use.1.00ff');
    await writeFile(mark, 'elsewhere');
    expect(await removeBuilt(folder)).toBeUndefined();
    const long = new Date(Date.now() - 48 * 3600_000);
    await utimes(mark, long, long);
    expect(await removeBuilt(folder)).toBeGreaterThan(0);
  });

  it('removes nothing that is being built', async () => {
    const folder = await built('a', 1);
    const { signal } = new AbortController();
    await withLock(`${folder}.lock`, async () => expect(await removeBuilt(folder)).toBeUndefined(), {
      signal,
    });
    expect(await left()).toEqual(['a']);
  });
});

describe('makeRoom', () => {
  beforeEach(async () => {
    await built('new', 1);
    await built('old', 30);
    await built('middle', 10);
  });
  const target = (): string => join(root, 'target-0123456789ab');

  it('removes nothing where there is room', async () => {
    await makeRoom(root, 50, target(), { limitBytes: 350, freeBytes: lots });
    expect(await left()).toEqual(['middle', 'new', 'old']);
  });

  it('removes what was used longest ago until all is below the limit', async () => {
    await makeRoom(root, 150, target(), { limitBytes: 350, freeBytes: lots });
    expect(await left()).toEqual(['middle', 'new']);
    await makeRoom(root, 1000, target(), { limitBytes: 350, freeBytes: lots });
    expect(await left()).toEqual([]);
  });

  it('finishes a removal that was interrupted', async () => {
    await built('gone', 1);
    await rename(join(root, 'gone-0123456789ab'), join(root, 'gone-0123456789ab.removed'));
    await makeRoom(root, 1, target(), { limitBytes: 1e12, freeBytes: lots });
    expect((await readdir(root)).filter((name) => name.startsWith('gone'))).toEqual([]);
  });

  it('passes over what is in use, and over the folder that is to be built', async () => {
    const use = await useBuilt(join(root, 'old-0123456789ab'), root);
    await makeRoom(root, 1000, join(root, 'middle-0123456789ab'), { limitBytes: 350, freeBytes: lots });
    expect(await left()).toEqual(['middle', 'old']);
    await use.release();
  });

  it('removes as much as the disk needs, and says so where that is not enough', async () => {
    const reserve = 64 * 2 ** 20;
    const free = async (): Promise<number> => reserve + 350 - 100 * (await left()).length;
    await makeRoom(root, 150, target(), { limitBytes: 1e12, freeBytes: free });
    expect(await left()).toEqual(['middle', 'new']);
    const much = makeRoom(root, 5e9, target(), { limitBytes: 1e12, freeBytes: free });
    await expect(much).rejects.toThrow(/not enough room in .* 5\.0 GB are needed, 0\.0 GB are free/);
    expect(await left()).toEqual([]);
  });
});
