import { lstat, readFile } from 'node:fs/promises';

/**
 * A small file that says something about other files, such as `.gitignore`. Links are not followed, as git does not
 * follow them here: an untrusted folder must not name what is opened.
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
