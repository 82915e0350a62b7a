/** No folder of the store is listed, read, written or emptied through a link, and nobody else can look into it. */
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inWords } from '../../src/messages/index.ts';
import type { WindowStore } from '../../src/memory/index.ts';
import { temporaryFolders } from '../engine/setting.ts';
import { baseOf, fill, found, keyOf, open, valueFiles, valueOf } from './setting.ts';

const temporary = temporaryFolders();
const posix = process.platform !== 'win32';

/** A folder that has nothing to do with the store, with names as the store has them too. */
function victim(): string {
  const folder = temporary({
    'letters/mine.txt': 'private',
    mine: 'private',
    ['a'.repeat(62)]: 'private',
    clock: 'private',
    'unfinished/mine': 'private',
    'ab/mine': 'private',
  });
  for (const path of pathsBelow(folder)) utimesSync(path, 1e9 + 5, 1e9 + 5);
  return folder;
}

const pathsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .sort();

/** Everything of a folder that a store could change. */
const stateOf = (folder: string): unknown =>
  pathsBelow(folder).map((path) => {
    const { mtimeMs, mode } = lstatSync(path);
    return [path, mtimeMs, mode, statSync(path).isFile() ? readFileSync(path, 'utf8') : ''];
  });

/** Puts a link in the place of something, or where nothing is yet. */
function replace(path: string, target: string): void {
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path, 'junction');
}

/** All that a store does, after which nothing of it may have followed the link. */
async function useAll(store: WindowStore): Promise<void> {
  for (let n = 0; n < 3; n++) {
    await store.get(keyOf(n));
    await store.has(keyOf(n));
    await store.put(keyOf(n), [valueOf(n)]);
  }
  await store.beginPass();
  await store.flush();
}

describe('a link in the place of', () => {
  const places: readonly (readonly [string, (folder: string) => string])[] = [
    ['the store', (folder) => baseOf(folder)],
    ['the store of another version', (folder) => join(folder, 'windows-1.9')],
    ['the folder of unfinished files', (folder) => join(baseOf(folder), 'unfinished')],
    ['a folder of values', (folder) => dirname(valueFiles(folder)[0]!)],
    ['a folder of values that is not there yet', (folder) => join(baseOf(folder), 'ab')],
    ['something that is not ours', (folder) => join(baseOf(folder), 'abc')],
  ];
  it.each(places)('%s leads nowhere, and the store works on', async (_, place) => {
    for (const isOpen of [false, true]) {
      const folder = temporary();
      await fill(folder, 3);
      const before = isOpen ? await open(folder) : undefined;
      await before?.flush();
      const target = victim();
      const untouched = stateOf(target);
      replace(place(folder), target);
      const store = before ?? (await open(folder));
      await useAll(store);
      expect(stateOf(target)).toEqual(untouched);
      await store.clear();
      expect(stateOf(target)).toEqual(untouched);
      await useAll(store);
      expect(await found(store, 3)).toEqual([0, 1, 2]);
      expect(store.problem).toBeUndefined();
      await store.close();
      expect(stateOf(target)).toEqual(untouched);
    }
  });

  it('the store of a folder that is read only leads nowhere either', async () => {
    const [folder, elsewhere] = [temporary(), temporary()];
    await fill(elsewhere, 3);
    symlinkSync(baseOf(elsewhere), baseOf(folder), 'junction');
    const refuse = () => Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS' }));
    const { nodeDisk } = await import('../../src/memory/disk.ts');
    const disk = { ...nodeDisk, write: refuse, touch: refuse, remove: refuse, makeFolder: refuse };
    const store = await open(folder, { disk });
    expect(await found(store, 3)).toEqual([]);
    expect(store.problem).toBeDefined();
  });

  it.runIf(posix)('a value or the clock changes no time of what it leads to', async () => {
    const folder = temporary();
    await fill(folder, 1);
    const target = victim();
    const untouched = stateOf(target);
    const store = await open(folder);
    await store.flush();
    for (const path of [join(baseOf(folder), 'clock'), valueFiles(folder)[0]!]) {
      replace(path, join(target, 'mine'));
      await store.beginPass();
      await useAll(store);
      expect(stateOf(target)).toEqual(untouched);
    }
  });

  it('the folder that the user named is followed: where the store lies is the choice of its user', async () => {
    const [elsewhere, folder] = [temporary(), join(temporary(), 'link')];
    symlinkSync(elsewhere, folder, 'junction');
    await fill(folder, 3);
    expect(readdirSync(elsewhere)).toEqual([basename(baseOf(folder))]);
    expect(await found(await open(folder), 3)).toEqual([0, 1, 2]);
  });
});

describe.runIf(posix)('others', () => {
  it('see nothing of what is kept', async () => {
    const folder = join(temporary(), 'not', 'yet');
    const before = process.umask(0);
    try {
      await fill(folder, 2);
    } finally {
      process.umask(before);
    }
    const made = [dirname(folder), folder, ...pathsBelow(folder)];
    expect(made.length).toBeGreaterThan(7);
    for (const path of made) expect(statSync(path).mode & 0o077, path).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)('cannot put a folder of theirs in its place (as root)', async () => {
    const folder = temporary();
    mkdirSync(baseOf(folder));
    writeFileSync(join(baseOf(folder), 'mine'), 'theirs');
    chownSync(baseOf(folder), 1234, 1234);
    chmodSync(baseOf(folder), 0o777);
    const store = await open(folder);
    expect(inWords(store.problem!)).toMatch(/it belongs to another user.*Name another folder/);
    expect(await store.put(keyOf(0), [valueOf(0)])).toBe(false);
    await store.clear();
    expect(await store.get(keyOf(0))).toBeUndefined();
    expect(readdirSync(baseOf(folder))).toEqual(['mine']);
  });

  it.runIf(process.getuid?.() === 0)('cannot exchange it while it is open (as root)', async () => {
    const folder = temporary();
    await fill(folder, 1);
    const store = await open(folder);
    await store.flush();
    const shard = dirname(valueFiles(folder)[0]!);
    renameSync(shard, `${shard}-away`);
    mkdirSync(shard);
    renameSync(join(`${shard}-away`, basename(readdirSync(`${shard}-away`)[0]!)), join(shard, 'x'));
    chownSync(shard, 1234, 1234);
    expect(await store.get(keyOf(0))).toBeUndefined();
    expect(await store.put(keyOf(0), [valueOf(0)])).toBe(false);
    expect(readdirSync(shard)).toEqual(['x']);
  });
});
