/** Lists folders that other programs fill: with limits, and never outside of them. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';

/** Most names looked at in one folder; a folder of models has fewer. */
const MAX_NAMES = 10_000;

export interface NamedEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * Entries of a folder, by name; none where it is missing or cannot be read. Links count neither as files nor as
 * folders.
 */
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
 * Names of files below a folder, in order, down to a depth. Folders that are links are not entered.
 * @param depth 0: only the files of the folder itself
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
 * The file that a path leads to, if it lies in a folder, after links are followed on both sides.
 * @returns undefined for a path that leads out, or to anything but an ordinary file
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
