import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type GitDir, openDotGit } from './gitDir.ts';
import { isWithin } from './paths.ts';
import { readTracked, type Tracked } from './tracked.ts';

/** A git repository, as far as it matters for what is read. */
export interface Repository {
  /** Its working tree, a real path. */
  readonly workTree: string;
  /** `undefined` when it is not followed, because it lies where a stranger may not lead. */
  readonly gitDir: GitDir | undefined;
  readonly tracked: Tracked | undefined;
  /** See `DotGit`. */
  readonly worktreeOf: string | undefined;
}

/** @returns the repository whose working tree begins in this folder */
export type OpenRepository = (workTree: string) => Promise<Repository | undefined>;

/** The repositories met on one walk. */
export class Repositories {
  readonly #roots: readonly string[];
  /** Their common git folders. */
  readonly #read = new Set<string>();

  /** @param roots real paths of what the user asked about */
  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  readonly open: OpenRepository = async (workTree) => {
    const found = await openDotGit(workTree, this.#roots);
    if (!found) return undefined;
    const tracked = found.gitDir && (await readTracked(found.gitDir));
    return { workTree, ...found, tracked };
  };

  /** Notes that this one is read. */
  reads({ gitDir, worktreeOf }: Repository): void {
    const common = worktreeOf ?? gitDir?.commonPath;
    if (common !== undefined) this.#read.add(common);
  }

  /**
   * Whether the same text is read in another working tree: the repository's own one below a root, one met before, or, for
   * a working tree that git has forgotten, the one around it.
   */
  async isFurtherWorktree(
    { worktreeOf, gitDir }: Repository,
    around: Repository | undefined,
  ): Promise<boolean> {
    if (worktreeOf === undefined) return false;
    if (this.#read.has(worktreeOf)) return true;
    if (gitDir === undefined) return around !== undefined;
    const main = dirname(worktreeOf);
    const isRead = basename(worktreeOf) === '.git' && this.#roots.some((root) => isWithin(main, root));
    return isRead && (await exists(worktreeOf));
  }
}

/** Looked at below a folder that is left out; there may be very many. */
const MAX_LOOKED_AT = 200;

/** Whether a repository of its own begins in the folder or in one directly below it. Working trees of others do not count. */
export async function holdsRepository(folder: string): Promise<boolean> {
  if (await beginsRepository(folder)) return true;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.slice(0, MAX_LOOKED_AT)) {
    if (await beginsRepository(join(folder, name))) return true;
  }
  return false;
}

async function beginsRepository(folder: string): Promise<boolean> {
  const found = await openDotGit(folder, []);
  return found !== undefined && found.worktreeOf === undefined;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
