import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the files below a folder take on the disk. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).blocks * 512, 0);
}
