import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../src/calibration/random.ts';
import { temporaryFolders } from '../engine/setting.ts';
import {
  FORMAT,
  baseOf,
  filesBelow,
  fill,
  found,
  isValueOf,
  keyOf,
  open,
  valueFiles,
  valueOf,
} from './setting.ts';

const temporary = temporaryFolders();

/** A store with one value of `bytes` bytes, and the path of its file. */
async function one(bytes: number) {
  const folder = temporary();
  const store = await open(folder);
  await store.put(keyOf(0), [valueOf(0, bytes)]);
  return { folder, store, file: valueFiles(folder)[0]! };
}

describe('a value that is damaged', () => {
  it('at any byte is noticed', async () => {
    const { store, file } = await one(200);
    const whole = readFileSync(file);
    expect(whole).toHaveLength(264);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Uint8Array.from(whole);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(file, damaged);
      expect(await store.get(keyOf(0)), `byte ${at}`).toBeUndefined();
      expect(valueFiles(store['layout'].folder), 'dropped').toEqual([]);
    }
    expect(store.stats()).toMatchObject({ damaged: whole.length, misses: whole.length, hits: 0 });
  });

  it('by cutting or lengthening is noticed, at any length', async () => {
    const { store, file } = await one(200);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      expect(await store.get(keyOf(0)), `${length} bytes`).toBeUndefined();
    }
    writeFileSync(file, whole);
    appendFileSync(file, 'x');
    expect(await store.get(keyOf(0))).toBeUndefined();
    writeFileSync(file, whole);
    expect(await store.get(keyOf(0))).toEqual(valueOf(0, 200));
  });

  it('in many places of a large store harms no other', async () => {
    const random = randomOf(7);
    const folder = temporary();
    await fill(folder, 60);
    const damaged = new Set<string>();
    for (const file of valueFiles(folder)) {
      const content = readFileSync(file);
      const kind = random.below(5);
      if (kind === 0) truncateSync(file, random.below(content.length));
      else if (kind === 1) writeFileSync(file, content.fill(0, random.below(content.length)));
      else if (kind === 2) {
        content[random.below(content.length)]! ^= 1 << random.below(8);
        writeFileSync(file, content);
      } else continue;
      damaged.add(file);
    }
    const store = await open(folder);
    const right = await found(store, 60);
    expect(damaged.size).toBeGreaterThan(20);
    expect(right.length).toBe(60 - damaged.size);
    expect(store.stats().damaged).toBe(damaged.size);
    await store.close();
    await fill(folder, 60);
    expect(await found(await open(folder), 60)).toHaveLength(60);
  });

  it('and read by many at once is noticed by each', async () => {
    const { store, file } = await one(50_000);
    truncateSync(file, 30_000);
    const values = await Promise.all(Array.from({ length: 8 }, () => store.get(keyOf(0))));
    expect(values).toEqual(Array.from({ length: 8 }, () => undefined));
  });

  it('while it is read is right or not there', async () => {
    const { store, file } = await one(1_000_000);
    const whole = readFileSync(file);
    const random = randomOf(3);
    for (let round = 0; round < 20; round++) {
      writeFileSync(file, whole);
      const reading = store.get(keyOf(0));
      const damaged = Uint8Array.from(whole);
      damaged[64 + random.below(1_000_000)]! ^= 0x55;
      writeFileSync(file, damaged);
      const value = await reading;
      expect(value === undefined || isValueOf(0, value, 1_000_000)).toBe(true);
    }
  });
});

describe('in the place of a value', () => {
  it('the value of another key is noticed', async () => {
    const folder = temporary();
    await fill(folder, 2);
    const [a, b] = valueFiles(folder) as [string, string];
    copyFileSync(a, b);
    const store = await open(folder);
    expect(await found(store, 2)).toHaveLength(1);
    expect(store.stats().damaged).toBe(1);
  });

  it('a value of another version is noticed', async () => {
    const folder = temporary();
    await fill(folder, 2, { formatVersion: FORMAT + 1 });
    renameSync(join(folder, `windows-1.${FORMAT + 1}`), baseOf(folder));
    const store = await open(folder);
    expect(await found(store, 2)).toEqual([]);
    expect(store.stats().damaged).toBe(2);
  });

  const intruders: readonly (readonly [string, (path: string) => void])[] = [
    ['a folder', (path) => mkdirSync(join(path, 'deep', 'er'), { recursive: true })],
    ['nothing but zeros', (path) => writeFileSync(path, new Uint8Array(10_064))],
    ['an enormous file', (path) => sparse(path, 5e9)],
  ];
  const intrudersElsewhere: typeof intruders = [
    ['a link', (path) => symlinkSync('/etc/passwd', path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ];
  it.each([...intruders, ...(process.platform === 'win32' ? [] : intrudersElsewhere)])(
    '%s is removed, and the value can be kept again',
    async (_, make) => {
      const { store, file } = await one(10_000);
      rmSync(file);
      make(file);
      expect(await store.get(keyOf(0))).toBeUndefined();
      expect(await store.put(keyOf(0), [valueOf(0)])).toBe(true);
      expect(await store.get(keyOf(0))).toEqual(valueOf(0));
      // Also without a read before.
      rmSync(file);
      make(file);
      expect(await store.put(keyOf(0), [valueOf(0)])).toBe(true);
      expect(await store.get(keyOf(0))).toEqual(valueOf(0));
      expect(store.problem).toBeUndefined();
    },
  );
});

describe('what does not belong into the store', () => {
  it('goes when it is opened', async () => {
    const folder = temporary();
    await fill(folder, 3);
    const base = baseOf(folder);
    const shard = dirname(valueFiles(folder)[0]!);
    const name = 'a'.repeat(62);
    writeFileSync(join(base, 'Thumbs.db'), 'x');
    writeFileSync(join(base, 'ff'), 'x');
    mkdirSync(join(base, 'fff/x'), { recursive: true });
    mkdirSync(join(shard, name));
    writeFileSync(join(shard, `${name}.bak`), 'x');
    writeFileSync(join(base, 'unfinished', 'x'), 'x');
    // Of a process with this one's id that has ended, and of one that cannot be.
    writeFileSync(join(base, 'unfinished', `${process.pid}-0123456789ab-0`), 'x');
    writeFileSync(join(base, 'unfinished', `4194305-0123456789ab-0`), 'x');
    // Of one that is running.
    const alive = join(base, 'unfinished', `${process.ppid}-0123456789ab-0`);
    writeFileSync(alive, 'x');
    const store = await open(folder);
    await store.flush();
    expect(filesBelow(base).sort()).toEqual([alive, join(base, 'clock'), ...valueFiles(folder)].sort());
    expect(valueFiles(folder)).toHaveLength(3);
    expect(await found(store, 3)).toEqual([0, 1, 2]);
    expect(store.stats().entries).toBe(3);
  });
});

/** A file that is large without taking room. */
function sparse(path: string, bytes: number): void {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}
