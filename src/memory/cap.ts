import { dirname } from 'node:path';
import { nodeDisk } from './disk.ts';

const MOST = 4e9;
const SHARE_OF_FREE = 0.1;
/** Assumed where a file system does not say how much is free. */
const UNKNOWN = 1e9;

/**
 * The store's default cap: 4 GB, or a tenth of what would be free on the disk without the store if that is less.
 * @param folder of the store; it need not be there yet
 * @param storedBytes what the store holds now
 */
export async function defaultCapBytes(
  folder: string,
  storedBytes = 0,
  freeBytes: (path: string) => Promise<number> = nodeDisk.freeBytes,
): Promise<number> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return Math.min(MOST, Math.floor(SHARE_OF_FREE * ((await freeBytes(at)) + storedBytes)));
    } catch {
      if (dirname(at) === at) return UNKNOWN;
    }
  }
}
