import { stat } from 'node:fs/promises';

/** Bytes of all files together, links followed; undefined if one is missing or not an ordinary file. */
export async function sizeOfAll(paths: readonly string[]): Promise<number | undefined> {
  try {
    const found = await Promise.all(paths.map((path) => stat(path)));
    if (found.length === 0 || !found.every((one) => one.isFile())) return undefined;
    return found.reduce((sum, { size }) => sum + size, 0);
  } catch {
    return undefined;
  }
}
