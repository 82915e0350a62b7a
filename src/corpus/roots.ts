import { access, constants, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CorpusError, errorCode } from './errors.ts';

/** A root that exists and can be read. */
export interface OpenRoot {
  readonly index: number;
  readonly absolutePath: string;
  /** Without any link in it. */
  readonly realPath: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
}

/**
 * Checks every root before anything is read, so that a typing error does not surface after minutes of reading.
 * @throws CorpusError `rootMissing` or `rootUnreadable`
 */
export async function openRoots(roots: readonly string[]): Promise<OpenRoot[]> {
  const open: OpenRoot[] = [];
  for (const [index, path] of roots.entries()) {
    const absolutePath = resolve(path);
    try {
      const realPath = await realpath(absolutePath);
      const found = await stat(realPath);
      if (!found.isDirectory() && !found.isFile()) throw new CorpusError('rootUnreadable', path);
      const isFolder = found.isDirectory();
      await access(realPath, isFolder ? constants.R_OK | constants.X_OK : constants.R_OK);
      open.push({ index, absolutePath, realPath, isFolder, sizeBytes: found.size });
    } catch (error) {
      if (error instanceof CorpusError) throw error;
      const missing = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
      throw new CorpusError(missing ? 'rootMissing' : 'rootUnreadable', path, error);
    }
  }
  return open;
}
