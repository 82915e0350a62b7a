import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';

/** Makes the store's folders and its clock; whatever else is in their place goes. */
export async function mendBase(disk: Disk, layout: Layout, tick: number): Promise<void> {
  await mendFolder(disk, layout.base);
  await mendFolder(disk, layout.unfinished);
  const clock = await disk.state(layout.clock).catch(() => undefined);
  if (clock?.kind === 'file') return;
  if (clock) await disk.remove(layout.clock);
  // Without it the ticks of processes may drift apart, which makes eviction less exact and nothing else.
  await disk.write(layout.clock, [], tick).catch(() => undefined);
}

/** Makes the folder of one value, and its place in it free of anything but a file. */
export async function mendValue(disk: Disk, layout: Layout, hex: string): Promise<void> {
  await mendFolder(disk, layout.shard(hex));
  const path = layout.value(hex);
  const state = await disk.state(path).catch(() => undefined);
  if (state && state.kind !== 'file') await disk.remove(path);
}

async function mendFolder(disk: Disk, path: string): Promise<void> {
  const state = await disk.state(path).catch(() => undefined);
  if (state?.kind === 'folder') return;
  if (state) await disk.remove(path);
  await disk.makeFolder(path);
}
