import { lstat, readFile } from 'node:fs/promises';

/**
 * Reads a small file that tells of other files, such as `.gitignore`. Follows no link, as git does here, because an
 * untrusted folder must not choose what is opened.
 * @returns nothing for what is not there, is no ordinary file (a pipe would block for ever), cannot be read, or is larger
 */
export async function readPlainFile(path: string, maxBytes: number): Promise<Buffer | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= maxBytes ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}
