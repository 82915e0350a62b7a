import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { system } from '../system/index.ts';
import type { System } from '../system/index.ts';

const LINUX_PROCESSORS = '/sys/devices/system/cpu';

/**
 * Threads for a run of a model: one for each core that this process may use. Two threads of one core wait for the
 * same units, and every core waits for the slowest thread.
 */
export async function usableCores(): Promise<number | undefined> {
  const physical = await physicalCores();
  return physical && Math.min(physical, availableParallelism());
}

/**
 * Number of physical cores; on a Mac of the fast ones alone, since a run is as slow as its slowest thread. Undefined
 * where it is not known (Windows has no fast program for it).
 */
export async function physicalCores(from: System = system): Promise<number | undefined> {
  try {
    const count =
      from.platform === 'linux'
        ? await linuxCores(from)
        : from.platform === 'darwin'
          ? Number(await from.run('/usr/sbin/sysctl', ['-n', 'hw.perflevel0.physicalcpu']))
          : 0;
    return Number.isInteger(count) && count > 0 ? count : undefined;
  } catch {
    return undefined;
  }
}

/** Processors that share a core have the same list of siblings. */
async function linuxCores({ list, read }: System): Promise<number> {
  const names = (await list(LINUX_PROCESSORS)).filter((name) => /^cpu\d+$/.test(name));
  const siblings = names.map((name) =>
    // A processor that is off has no topology.
    read(join(LINUX_PROCESSORS, name, 'topology', 'thread_siblings_list')).catch(() => ''),
  );
  return new Set((await Promise.all(siblings)).map((text) => text.trim()).filter((text) => text !== '')).size;
}
