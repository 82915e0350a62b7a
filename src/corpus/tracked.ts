import { join } from 'node:path';
import type { GitDir } from './gitDir.ts';
import { type GitIndex, type HashBytes, parseGitIndex } from './gitIndex.ts';
import { readPlainFile } from './plainFile.ts';

/** About two million files; a larger index counts as unknown. */
const MAX_INDEX_BYTES = 256 * 1024 * 1024;
const MAX_CONFIG_BYTES = 1024 * 1024;

/** What git tracks in one working tree; paths are relative to it, with `/`. */
export class Tracked {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** @param paths as in {@link GitIndex} */
  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      const key = keyOf(path);
      if (!key.endsWith('/')) this.#files.add(key);
      for (let end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
        const folder = key.slice(0, end);
        if (this.#folders.has(folder)) break;
        this.#folders.add(folder);
      }
    }
  }

  hasFile(path: string): boolean {
    return this.#files.has(keyOf(path));
  }

  /** True when something below the folder is tracked, or when it is a submodule. */
  hasFolder(path: string): boolean {
    return this.#folders.has(keyOf(path));
  }
}

/** As git compares names on the file systems these systems come with. */
function keyOf(path: string): string {
  if (process.platform === 'darwin') return path.normalize('NFC').toLowerCase();
  return process.platform === 'win32' ? path.toLowerCase() : path;
}

/** @returns nothing when there is no index, or it cannot be understood: then only names and rules decide */
export async function readTracked(gitDir: GitDir): Promise<Tracked | undefined> {
  const config = await readPlainFile(join(gitDir.commonPath, 'config'), MAX_CONFIG_BYTES);
  const hashBytes = /^\s*objectformat\s*=\s*"?sha256/im.test(config?.toString('utf8') ?? '') ? 32 : 20;
  const index = await readIndex(join(gitDir.path, 'index'), hashBytes);
  if (!index) return undefined;
  if (!index.shared) return new Tracked(index.paths);
  const { id, deleted } = index.shared;
  const base = await readIndex(join(gitDir.path, `sharedindex.${id}`), hashBytes);
  if (!base) return undefined;
  const kept = base.paths.filter((_, position) => !deleted.has(position));
  return new Tracked([...kept, ...index.paths.filter((path) => path !== '')]);
}

async function readIndex(path: string, hashBytes: HashBytes): Promise<GitIndex | undefined> {
  const bytes = await readPlainFile(path, MAX_INDEX_BYTES);
  return bytes && parseGitIndex(bytes, hashBytes);
}
