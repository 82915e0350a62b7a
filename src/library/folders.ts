/** Looking around in folders that others fill: bounded, and never out of them. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';

/** Names that are looked at in one folder; more is no folder of models. */
const MAX_NAMES = 10_000;

export interface NamedEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, by name; nothing where there is none or it cannot be read. Links are neither files nor folders here. */
export async function entriesOf(
  folder: string,
): Promise<readonly (NamedEntry & { readonly isFile: boolean })[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .slice(0, MAX_NAMES)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory(), isFile: entry.isFile() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/**
 * Names of files below a folder, in order, down to a depth. Folders are entered only where they are no links.
 * @param depth 0: only what is in the folder itself
 */
export async function filesBelow(folder: string, depth: number): Promise<string[]> {
  const found: string[] = [];
  for (const { name, isFolder } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (!isFolder) found.push(path);
    else if (depth > 0 && !name.startsWith('.')) found.push(...(await filesBelow(path, depth - 1)));
  }
  return found;
}

/**
 * The file that a path leads to, if that lies in a folder, links followed on both sides.
 * @returns undefined for what leads out of it, is no ordinary file or is not there
 */
export async function fileWithin(
  folder: string,
  path: string,
): Promise<{ readonly path: string; readonly sizeBytes: number } | undefined> {
  try {
    const real = await realpath(path);
    if (!isWithin(await realpath(folder), real)) return undefined;
    const found = await stat(real);
    return found.isFile() ? { path: real, sizeBytes: found.size } : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way.split(/[\\/]/)[0] !== '..' && !isAbsolute(way);
}
