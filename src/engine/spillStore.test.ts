import { closeSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpillStore, withSpillStore } from './spillStore.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-spill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (seed: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (seed * 31 + i * 7) % 256);

describe('SpillStore', () => {
  it('gives everything back, from memory and from the file, in any order and again', () => {
    const store = new SpillStore(100, folder);
    const kept = [30, 40, 50, 0, 70_000, 1, 20].map((length, i) => bytesOf(i, length));
    const reads = kept.map((bytes) => store.keep(bytes));
    const given = (i: number): Uint8Array => reads[i]!();
    for (const i of [6, 0, 4, 2, 5, 1, 3, 4]) expect(given(i)).toEqual(kept[i]);
    // Numbers are read from the start of the buffer.
    expect(given(4).byteOffset).toBe(0);
    store.close();
  });

  it('keeps what is beyond the limit out of memory', () => {
    const store = new SpillStore(100, folder);
    const bytes = bytesOf(1, 101);
    const read = store.keep(bytes);
    expect(read()).not.toBe(bytes);
    store.close();
    expect(() => read()).toThrow();
  });

  it.skipIf(process.platform === 'win32')('leaves no name in the folder while it is used', () => {
    const store = new SpillStore(0, folder);
    const read = store.keep(bytesOf(1, 10));
    expect(readdirSync(folder)).toEqual([]);
    expect(read()).toEqual(bytesOf(1, 10));
    store.close();
  });

  it('goes on in memory where no file can be written', () => {
    const store = new SpillStore(0, join(folder, 'missing'));
    const reads = [1, 2].map((seed) => store.keep(bytesOf(seed, 10)));
    expect(reads.map((read) => read())).toEqual([bytesOf(1, 10), bytesOf(2, 10)]);
    store.close();
  });

  it('goes on in memory where the file cannot grow', () => {
    const store = new SpillStore(0, folder);
    store.keep(bytesOf(1, 10));
    const { descriptor } = (store as unknown as { file: { descriptor: number } }).file;
    // As on a full disk, every further write fails.
    closeSync(descriptor);
    const read = store.keep(bytesOf(2, 10));
    expect(read()).toEqual(bytesOf(2, 10));
  });

  it('is closed when its use ends, also by a failure', async () => {
    let read: (() => Uint8Array) | undefined;
    const use = withSpillStore((store) => {
      read = store.keep(new Uint8Array(65 * 1024 * 1024));
      return Promise.reject(new Error('no model'));
    });
    await expect(use).rejects.toThrow('no model');
    expect(() => read!()).toThrow();
  });
});
