import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inWords } from '../../src/messages/index.ts';
import { nodeDisk } from '../../src/memory/disk.ts';
import type { Disk } from '../../src/memory/disk.ts';
import { temporaryFolders } from '../engine/setting.ts';
import {
  baseOf,
  bytesBelow,
  failure,
  fill,
  filesBelow,
  found,
  keyOf,
  open,
  valueFiles,
  valueOf,
} from './setting.ts';

const temporary = temporaryFolders();

describe('a value', () => {
  it('comes back as its parts were, in this process and the next', async () => {
    const folder = temporary();
    const store = await open(folder);
    const value = valueOf(1);
    expect(await store.get(keyOf(1))).toBeUndefined();
    const parts = [value.subarray(0, 1), new Uint8Array(), value.subarray(1, 6000), value.subarray(6000)];
    expect(await store.put(keyOf(1), parts)).toBe(true);
    expect(await store.get(keyOf(1))).toEqual(value);
    expect(store.stats()).toMatchObject({ hits: 1, misses: 1, entries: 1, written: 1, skipped: 0 });
    await store.close();
    expect(await found(await open(folder), 3)).toEqual([1]);
  });

  it('is found while it waits to be written', async () => {
    const store = await open(temporary());
    const kept = [1, 2, 3].map((n) => store.put(keyOf(n), [valueOf(n)]));
    expect(await found(store, 5)).toEqual([1, 2, 3]);
    expect(await Promise.all(kept)).toEqual([true, true, true]);
  });

  it('may be empty', async () => {
    const store = await open(temporary());
    await store.put(keyOf(1), []);
    expect(await store.get(keyOf(1))).toEqual(new Uint8Array());
  });

  it('is read into memory that is given, if that is large enough, and lies at the start of its own if not', async () => {
    const store = await open(temporary());
    await store.put(keyOf(1), [valueOf(1)]);
    const memory = new Uint8Array(20_000);
    const value = await store.get(keyOf(1), memory);
    expect(value).toEqual(valueOf(1));
    expect(value!.buffer).toBe(memory.buffer);
    const other = await store.get(keyOf(1), new Uint8Array(9_999));
    expect(other).toEqual(valueOf(1));
    expect(other!.byteOffset).toBe(0);
    expect(other!.buffer.byteLength).toBe(10_000);
  });

  it('that is too large for the store is not kept, and the others stay', async () => {
    const folder = temporary();
    const store = await open(folder, { capBytes: 100_000 });
    await store.put(keyOf(0), [valueOf(0)]);
    expect(await store.put(keyOf(1), [new Uint8Array(200_000)])).toBe(false);
    await store.beginPass();
    expect(await store.put(keyOf(2), [new Uint8Array(65 * 1024 * 1024)])).toBe(false);
    expect(store.stats().skipped).toBe(2);
    expect(store.problem).toBeUndefined();
  });

  it('is not kept while 64 MB wait already', async () => {
    const store = await open(temporary());
    const part = new Uint8Array(1024 * 1024);
    const kept = await Promise.all(Array.from({ length: 66 }, (_, n) => store.put(keyOf(n), [part])));
    expect(kept.map(Number).reduce((a, b) => a + b)).toBe(64);
    expect(store.stats()).toMatchObject({ written: 64, skipped: 2 });
    expect(await store.put(keyOf(70), [part])).toBe(true);
  });

  it('needs a key of 32 bytes', async () => {
    const store = await open(temporary());
    await expect(store.get(new Uint8Array(31))).rejects.toThrow(RangeError);
  });
});

describe('a store', () => {
  it('forgets when it is cleared, and goes on', async () => {
    const folder = temporary();
    await fill(folder, 5);
    const store = await open(folder);
    await store.clear();
    expect(valueFiles(folder)).toEqual([]);
    expect(store.stats()).toMatchObject({ entries: 0, bytes: 0 });
    await store.put(keyOf(2), [valueOf(2)]);
    expect(await found(store, 5)).toEqual([2]);
  });

  it('finds and keeps nothing once it is closed', async () => {
    const store = await open(temporary());
    await store.put(keyOf(1), [valueOf(1)]);
    await store.close();
    expect(await store.get(keyOf(1))).toBeUndefined();
    expect(await store.put(keyOf(2), [valueOf(2)])).toBe(false);
  });

  it('does not touch the store of another version that is used too', async () => {
    const folder = temporary();
    await fill(folder, 3);
    await fill(folder, 5, { formatVersion: 4 });
    expect(await found(await open(folder), 5)).toEqual([0, 1, 2]);
    expect(await found(await open(folder, { formatVersion: 4 }), 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('of another version is removed when nobody has used it for a month, and nothing else is', async () => {
    const folder = temporary({ 'windows-1.x/mine.txt': 'x', 'windows.txt': 'x', 'other/ab': 'x' });
    await fill(folder, 3);
    await fill(folder, 1, { formatVersion: 5 });
    mkdirSync(join(folder, 'windows-1.6'));
    const month = 30 * 24 * 3600 * 1000;
    const old = [join(baseOf(folder), 'clock'), join(folder, 'windows-1.6')];
    const disk: Disk = {
      ...nodeDisk,
      async state(path) {
        const state = await nodeDisk.state(path);
        return old.includes(path) ? { ...state, changedMs: state.changedMs - month - 1000 } : state;
      },
    };
    await fill(folder, 1, { formatVersion: 4, disk });
    const left = ['other', 'windows-1.4', 'windows-1.5', 'windows-1.x', 'windows.txt'];
    expect(readdirSync(folder).sort()).toEqual(left);
    expect(await found(await open(folder), 3)).toEqual([]);
  });

  it('goes with those of all versions when it is cleared', async () => {
    const folder = temporary({ 'windows-1.x/mine.txt': 'x' });
    await fill(folder, 3, { formatVersion: 4 });
    const store = await open(folder);
    await store.clear();
    expect(readdirSync(folder).sort()).toEqual(['windows-1.3', 'windows-1.x']);
  });

  it('says what is there without reading it', async () => {
    const folder = temporary();
    await fill(folder, 2);
    const store = await open(folder, {
      disk: { ...nodeDisk, read: () => Promise.reject(failure('EIO')) },
    });
    expect(await store.has(keyOf(1))).toBe(true);
    expect(await store.has(keyOf(2))).toBe(false);
    void store.put(keyOf(2), [valueOf(2)]);
    expect(await store.has(keyOf(2))).toBe(true);
    await store.close();
    expect(await store.has(keyOf(1))).toBe(false);
  });

  it('counts what is there when it is opened', async () => {
    const folder = temporary();
    await fill(folder, 7);
    const store = await open(folder);
    await store.flush();
    expect(store.stats()).toMatchObject({ entries: 7, bytes: bytesBelow(folder) });
  });

  it('has a cap that follows from the disk, what is stored counted as free', async () => {
    const folder = temporary();
    await fill(folder, 5);
    const bytes = bytesBelow(folder);
    const disk: Disk = { ...nodeDisk, freeBytes: () => Promise.resolve(1e6) };
    const store = await open(folder, { disk, capBytes: undefined as never });
    await store.flush();
    expect(store.stats().capBytes).toBe(Math.floor((1e6 + bytes) / 10));
    expect(store.stats().entries).toBeGreaterThan(0);
  });

  it('goes on when its folder is removed or a folder of it replaced by a file', async () => {
    const folder = temporary();
    const store = await open(folder);
    await store.put(keyOf(0), [valueOf(0)]);
    rmSync(baseOf(folder), { recursive: true });
    expect(await found(store, 1)).toEqual([]);
    expect(await store.put(keyOf(0), [valueOf(0)])).toBe(true);
    const shard = join(
      baseOf(folder),
      readdirSync(baseOf(folder)).find((name) => name.length === 2)!,
    );
    rmSync(shard, { recursive: true });
    writeFileSync(shard, 'x');
    expect(await store.put(keyOf(0), [valueOf(0)])).toBe(true);
    expect(await found(store, 1)).toEqual([0]);
    expect(store.problem).toBeUndefined();
  });
});

describe('a disk that fails', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])(
    'with %s while writing ends the writing with a text, and what is there is read',
    async (code) => {
      const folder = temporary();
      let left = 3;
      const disk: Disk = {
        ...nodeDisk,
        write: async (path, parts, tick) => {
          if (parts.length === 0 || left-- > 0) return nodeDisk.write(path, parts, tick);
          // What is left behind when the disk fills up in the middle.
          await nodeDisk.write(path, [parts[0]!], tick);
          throw failure(code);
        },
      };
      const store = await open(folder, { disk });
      const kept = [];
      for (let n = 0; n < 6; n++) kept.push(await store.put(keyOf(n), [valueOf(n)]));
      expect(kept).toEqual([true, true, true, false, false, false]);
      expect(inWords(store.problem!)).toContain(folder);
      expect(inWords(store.problem!)).toMatch(
        code === 'ENOSPC' || code === 'EDQUOT' ? /disk is full.*Free some space/ : /\./,
      );
      expect(await found(store, 6)).toEqual([0, 1, 2]);
      expect(filesBelow(join(baseOf(folder), 'unfinished'))).toEqual([]);
      left = 100;
      await store.clear();
      expect(store.problem).toBeUndefined();
      expect(await store.put(keyOf(5), [valueOf(5)])).toBe(true);
    },
  );

  it('for a while loses what it was given meanwhile; for ever, the writing ends', async () => {
    let fails = true;
    const disk: Disk = {
      ...nodeDisk,
      // As on Windows while a virus scanner looks at the file.
      rename: (from, to) => (fails ? Promise.reject(failure('EPERM')) : nodeDisk.rename(from, to)),
    };
    const store = await open(temporary(), { disk });
    expect(await store.put(keyOf(1), [valueOf(1)])).toBe(false);
    expect(store.problem).toBeUndefined();
    fails = false;
    expect(await store.put(keyOf(1), [valueOf(1)])).toBe(true);
    fails = true;
    for (let n = 2; n < 10; n++) expect(await store.put(keyOf(n), [valueOf(n)])).toBe(false);
    expect(inWords(store.problem!)).toContain('cannot be written to');
    expect(await found(store, 20)).toEqual([1]);
  });

  it('that does not let values be removed or touched is read all the same', async () => {
    const folder = temporary();
    await fill(folder, 4);
    const no = () => Promise.reject(failure('EACCES'));
    const disk: Disk = { ...nodeDisk, remove: no, touch: no };
    const store = await open(folder, { disk, capBytes: 10_000 });
    expect(await found(store, 4)).toEqual([0, 1, 2, 3]);
    expect(await store.put(keyOf(5), [valueOf(5)])).toBe(false);
  });
});

describe('a folder', () => {
  it('that is read only is read, and a text says so', async () => {
    const folder = temporary();
    await fill(folder, 3);
    const before = filesBelow(folder);
    const no = () => Promise.reject(failure('EROFS'));
    const disk: Disk = {
      ...nodeDisk,
      write: no,
      touch: no,
      rename: no,
      remove: no,
      checkWritable: no,
    };
    const store = await open(folder, { disk, capBytes: 10 });
    expect(inWords(store.problem!)).toMatch(/cannot be written to.*permissions/);
    expect(await found(store, 5)).toEqual([0, 1, 2]);
    expect(await store.put(keyOf(4), [valueOf(4)])).toBe(false);
    await store.flush();
    expect(store.stats()).toMatchObject({ entries: 3, evicted: 0 });
    expect(filesBelow(folder)).toEqual(before);
  });

  it('that cannot be made or read remembers nothing, and a text says so', async () => {
    const file = join(temporary({ file: 'mine' }), 'file');
    const store = await open(join(file, 'memory'));
    expect(inWords(store.problem!)).toMatch(/a file is where a folder should be/);
    expect(await store.put(keyOf(4), [valueOf(4)])).toBe(false);
    expect(await store.get(keyOf(4))).toBeUndefined();
    await store.beginPass();
    await store.clear();
    await store.close();
  });

  it('that is a file of the user is left alone', async () => {
    const file = join(temporary({ file: 'mine' }), 'file');
    const store = await open(file);
    expect(inWords(store.problem!)).toMatch(/a file is where a folder should be/);
    expect(filesBelow(join(file, '..'))).toEqual([file]);
  });

  it('may hold anything where the store wants to be', async () => {
    const folder = temporary({ [`windows-1.3`]: 'garbage' });
    await fill(folder, 3);
    expect(await found(await open(folder), 3)).toEqual([0, 1, 2]);
    rmSync(join(baseOf(folder), 'unfinished'), { recursive: true });
    writeFileSync(join(baseOf(folder), 'unfinished'), 'garbage');
    rmSync(join(baseOf(folder), 'clock'));
    mkdirSync(join(baseOf(folder), 'clock'));
    await fill(folder, 5);
    const store = await open(folder);
    expect(await found(store, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(store.problem).toBeUndefined();
  });
});
