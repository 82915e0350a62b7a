import { utimesSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { bytesBelow, fill, found, keyOf, open, valueFiles, valueOf } from './setting.ts';

const temporary = temporaryFolders();

/** What one of the values takes: 10,000 bytes and the header, in whole blocks. */
const SIZE = 12_288;

afterEach(() => {
  vi.useRealTimers();
});

describe('the cap', () => {
  it('is respected after every write', async () => {
    const folder = temporary();
    const capBytes = 40 * SIZE;
    const store = await open(folder, { capBytes });
    for (let n = 0; n < 150; n++) {
      if (n % 10 === 0) await store.beginPass();
      expect(await store.put(keyOf(n), [valueOf(n)])).toBe(true);
      expect(bytesBelow(folder)).toBeLessThanOrEqual(capBytes);
    }
    const { entries, bytes, evicted } = store.stats();
    expect(entries).toBe(valueFiles(folder).length);
    expect(bytes).toBe(bytesBelow(folder));
    expect(entries + evicted).toBe(150);
    expect(entries).toBeGreaterThan(35);
    // The newest are there.
    expect((await found(store, 150)).slice(-30)).toEqual(Array.from({ length: 30 }, (_, i) => 120 + i));
  });

  it('is obeyed when a store is opened with a smaller one', async () => {
    const folder = temporary();
    await fill(folder, 20);
    const store = await open(folder, { capBytes: 8 * SIZE });
    await store.flush();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(8 * SIZE);
    expect(store.stats().entries).toBeGreaterThanOrEqual(7);
  });
});

describe('what was used last', () => {
  /** Ten values; then, in two more passes, three of them are read; then a process with a smaller cap comes. */
  async function useThree(): Promise<number[]> {
    const folder = temporary();
    await fill(folder, 10);
    const store = await open(folder);
    await store.get(keyOf(3));
    await store.get(keyOf(0));
    await store.beginPass();
    await store.get(keyOf(7));
    await store.close();
    const next = await open(folder, { capBytes: 4 * SIZE });
    await next.flush();
    return found(next, 10);
  }

  it('stays', async () => {
    expect(await useThree()).toEqual([0, 3, 7]);
  });

  it.each([
    ['back', '2031-01-01', '1999-01-01'],
    ['ahead', '1970-01-02', '2040-01-01'],
  ])('stays when the clock jumps %s', async (_, first, second) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(first) });
    const folder = temporary();
    await fill(folder, 6);
    vi.setSystemTime(new Date(second));
    const store = await open(folder);
    await store.get(keyOf(5));
    await store.get(keyOf(2));
    vi.setSystemTime(new Date(first));
    await store.beginPass();
    await store.put(keyOf(10), [valueOf(10)]);
    await store.close();
    const next = await open(folder, { capBytes: 4 * SIZE });
    await next.flush();
    expect(await found(next, 20)).toEqual([2, 5, 10]);
  });

  it('is known to other processes', async () => {
    const folder = temporary();
    await fill(folder, 4);
    const often = await open(folder);
    for (let pass = 0; pass < 100; pass++) await often.beginPass();
    await often.get(keyOf(1));
    // Opened before, and a hundred passes behind.
    const seldom = await open(folder, { capBytes: 2 * SIZE });
    await seldom.beginPass();
    await seldom.get(keyOf(2));
    await often.beginPass();
    await often.get(keyOf(1));
    await seldom.beginPass();
    await seldom.put(keyOf(3), [valueOf(3)]);
    expect(await found(seldom, 4)).not.toContain(0);
  });

  it('may have a time that we did not set', async () => {
    const folder = temporary();
    await fill(folder, 6);
    valueFiles(folder).forEach((file, i) => utimesSync(file, 0, i % 2 === 0 ? 0 : 9e9));
    const store = await open(folder, { capBytes: 4 * SIZE });
    await store.flush();
    await store.beginPass();
    expect(await store.put(keyOf(10), [valueOf(10)])).toBe(true);
    expect(await found(store, 20)).toContain(10);
  });
});

describe('a text that is larger than the cap', () => {
  it('read again and again in the same order is remembered in part', async () => {
    const folder = temporary();
    const store = await open(folder, { capBytes: 20 * SIZE });
    const hits: number[] = [];
    for (let pass = 0; pass < 5; pass++) {
      await store.beginPass();
      const before = store.stats().hits;
      for (let n = 0; n < 50; n++) {
        if (!(await store.get(keyOf(n)))) await store.put(keyOf(n), [valueOf(n)]);
      }
      hits.push(store.stats().hits - before);
    }
    expect(hits[0]).toBe(0);
    for (const count of hits.slice(1)) expect(count).toBeGreaterThanOrEqual(18);
    expect(bytesBelow(folder)).toBeLessThanOrEqual(20 * SIZE);
  });

  it('gives way to another one', async () => {
    const store = await open(temporary(), { capBytes: 20 * SIZE });
    for (const from of [0, 100]) {
      await store.beginPass();
      for (let n = from; n < from + 50; n++) await store.put(keyOf(n), [valueOf(n)]);
    }
    expect((await found(store, 200)).filter((n) => n >= 100).length).toBeGreaterThanOrEqual(18);
  });
});

describe('a pass that may not evict', () => {
  it('fills the store up to the share that stays free, says so, and leaves all others there', async () => {
    const folder = temporary();
    const capBytes = 32 * SIZE;
    await fill(folder, 20, { capBytes });
    const store = await open(folder, { capBytes });
    await store.beginPass(false);
    const kept: boolean[] = [];
    for (let n = 20; n < 40; n++) kept.push(await store.put(keyOf(n), [valueOf(n)]));
    expect(store.isFull).toBe(true);
    expect(kept.lastIndexOf(true)).toBe(kept.indexOf(false) - 1);
    expect(store.stats()).toMatchObject({ entries: 30, evicted: 0 });
    await store.close();
    // Nor does the next one to be opened.
    const next = await open(folder, { capBytes });
    await next.flush();
    expect(next.stats()).toMatchObject({ entries: 30, evicted: 0 });
    // A question may.
    await next.beginPass();
    expect(next.isFull).toBe(false);
    expect(await next.put(keyOf(40), [valueOf(40)])).toBe(true);
    await next.beginPass();
    for (let n = 41; n < 50; n++) expect(await next.put(keyOf(n), [valueOf(n)])).toBe(true);
    expect(next.stats().evicted).toBeGreaterThan(0);
  });

  it('counts what it meets as used', async () => {
    const folder = temporary();
    await fill(folder, 10);
    const store = await open(folder);
    await store.beginPass(false);
    expect(await store.has(keyOf(2))).toBe(true);
    await store.close();
    const next = await open(folder, { capBytes: 4 * SIZE });
    await next.flush();
    expect(await found(next, 10)).toContain(2);
  });
});
