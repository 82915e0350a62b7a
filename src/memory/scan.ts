import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { diskBytes } from './evict.ts';
import type { Entry } from './evict.ts';
import { isLeftBehind, isShard, isStoreFolder, isValue } from './layout.ts';
import type { Layout } from './layout.ts';
import { isFolder } from './mend.ts';
import { noFolder } from './problem.ts';

interface Scanned {
  /** The values, not yet checked. */
  readonly entries: Entry[];
  /** Bytes of unfinished files. */
  readonly unfinishedBytes: number;
  readonly lastTick: number;
}

/** Enough simultaneous requests to keep Node's threads busy. */
const AT_ONCE = 16;

/**
 * Lists every file of the store and, with `mend`, removes what does not belong there.
 * @throws when the store's folder cannot be listed
 */
export async function scan(disk: Disk, layout: Layout, mend: boolean): Promise<Scanned> {
  const entries: Entry[] = [];
  let unfinishedBytes = 0;
  let lastTick = 0;
  const remove = async (path: string): Promise<void> => {
    if (mend) await disk.remove(path).catch(() => undefined);
  };
  const look = async (path: string, isExpected: boolean): Promise<Entry | undefined> => {
    const state = await disk.state(path).catch(() => undefined);
    if (!state) return undefined;
    if (!isExpected || state.kind !== 'file') {
      await remove(path);
      return undefined;
    }
    return { path, bytes: diskBytes(state.bytes), tick: state.tick };
  };

  if (!(await isFolder(disk, layout.base))) throw noFolder(layout.base);
  for (const name of await disk.list(layout.base)) {
    const folder = join(layout.base, name);
    if (folder === layout.clock) continue;
    const isUnfinished = folder === layout.unfinished;
    if (!isUnfinished && !isShard(name)) {
      await remove(folder);
      continue;
    }
    if (!(await isFolder(disk, folder))) {
      await remove(folder);
      continue;
    }
    const names = await disk.list(folder).catch(() => []);
    for (let i = 0; i < names.length; i += AT_ONCE) {
      const found = await Promise.all(
        names
          .slice(i, i + AT_ONCE)
          .map((file) => look(join(folder, file), isUnfinished ? !isLeftBehind(file) : isValue(file))),
      );
      for (const entry of found) {
        if (!entry) continue;
        if (isUnfinished) {
          unfinishedBytes += entry.bytes;
          continue;
        }
        entries.push(entry);
        lastTick = Math.max(lastTick, entry.tick);
      }
    }
  }
  return { entries, unfinishedBytes, lastTick };
}

/** Time without use after which a store of another version counts as given up. */
const UNUSED_MS = 30 * 24 * 3600 * 1000;

/**
 * Removes stores of other versions: all of them, or those unused for 30 days. Another version may still be in use,
 * for example by another editor.
 */
export async function removeOtherVersions(
  disk: Disk,
  layout: Layout,
  which: 'all' | 'unused',
): Promise<void> {
  for (const name of await disk.list(layout.folder)) {
    const other = layout.other(name);
    if (!isStoreFolder(name) || other.base === layout.base) continue;
    // A link is not a store: it is removed, and its target is left alone.
    const isStore = await isFolder(disk, other.base);
    if (isStore && which === 'unused' && Date.now() - (await lastUsedMs(disk, other)) < UNUSED_MS) continue;
    await disk.remove(other.base);
  }
}

/** Time of the last use. Each question touches the clock; without one, the age of the folder counts. */
async function lastUsedMs(disk: Disk, { clock, base }: { clock: string; base: string }): Promise<number> {
  const state = await disk.state(clock).catch(() => disk.state(base));
  return state.changedMs;
}
