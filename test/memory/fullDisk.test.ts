import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { inWords } from '../../src/messages/index.ts';
import { found, keyOf, open, valueOf } from './setting.ts';

const temporary = temporaryFolders();
const disk = mountSmallDisk();

afterAll(() => {
  if (disk !== undefined) execFileSync('umount', [disk]);
});

// Elsewhere the injected ENOSPC of store.test.ts has to do.
it.skipIf(disk === undefined)(
  'a disk that is full ends the writing, not the reading (needs the right to mount)',
  async () => {
    const store = await open(disk!);
    let written = 0;
    while (await store.put(keyOf(written), [valueOf(written, 100_000)])) written++;
    expect(written).toBeGreaterThan(10);
    expect(written).toBeLessThan(45);
    expect(inWords(store.problem!)).toMatch(/disk is full.*Free some space/);
    expect(await found(store, written + 1, 100_000)).toHaveLength(written);
    await store.close();

    const next = await open(disk!);
    expect(await found(next, written + 1, 100_000)).toHaveLength(written);
    await next.clear();
    expect(await next.put(keyOf(0), [valueOf(0, 100_000)])).toBe(true);
    expect(next.problem).toBeUndefined();
  },
);

it.skipIf(disk === undefined)(
  'by default takes a tenth of what is free (needs the right to mount)',
  async () => {
    const store = await open(disk!, { capBytes: undefined as never });
    await store.clear();
    const { capBytes } = store.stats();
    expect(capBytes).toBeGreaterThan(350_000);
    expect(capBytes).toBeLessThanOrEqual(4 * 1024 * 1024 * 0.1);
  },
);

/** A file system of 4 MB in a temporary folder, where this process may mount one. */
function mountSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = temporary();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}
