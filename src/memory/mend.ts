import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';
import { notOurs } from './problem.ts';

/**
 * Makes the folders and the clock of the store. Whatever else is in their place is removed, a link without its
 * target.
 * @throws as `node:fs` does; `notOurs` when the folder belongs to somebody else
 */
export async function mendBase(disk: Disk, layout: Layout, tick: number): Promise<void> {
  await mendFolder(disk, layout.base);
  await mendFolder(disk, layout.unfinished);
  const clock = await disk.state(layout.clock).catch(() => undefined);
  if (clock?.kind === 'file') return;
  if (clock) await disk.remove(layout.clock);
  // Without the clock, ticks of processes may drift apart; only eviction gets less exact.
  await disk.write(layout.clock, [], tick).catch(() => undefined);
}

/** Makes the folders that a value is written through. @throws as `mendBase` */
export async function mendWay(disk: Disk, layout: Layout, hex: string): Promise<void> {
  for (const folder of [layout.base, layout.unfinished, layout.shard(hex)]) await mendFolder(disk, folder);
}

/** Whether there is a folder of this user; a link to one is none. */
export async function isFolder(disk: Disk, path: string): Promise<boolean> {
  const state = await disk.state(path).catch(() => undefined);
  return state?.kind === 'folder' && state.isOurs;
}

/** Makes the folder of a value and removes anything but a file from its place. */
export async function mendValue(disk: Disk, layout: Layout, hex: string): Promise<void> {
  await mendFolder(disk, layout.shard(hex));
  const path = layout.value(hex);
  const state = await disk.state(path).catch(() => undefined);
  if (state && state.kind !== 'file') await disk.remove(path);
}

async function mendFolder(disk: Disk, path: string): Promise<void> {
  const state = await disk.state(path).catch(() => undefined);
  // In a shared folder such as /tmp, the owner of a folder could change what is read from it.
  if (state && !state.isOurs) throw notOurs(path);
  if (state?.kind === 'folder') return;
  if (state) await disk.remove(path);
  await disk.makeFolder(path);
}
