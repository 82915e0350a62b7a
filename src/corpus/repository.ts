import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type GitDir, openDotGit } from './gitDir.ts';
import { isWithin } from './paths.ts';
import { readTracked, type Tracked } from './tracked.ts';

/** What the walk needs to know of a git repository. */
export interface Repository {
  /** Its working tree, a real path. */
  readonly workTree: string;
  /** `undefined` when it lies where nobody may be led. */
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

  /** Notes that this repository is read. */
  reads({ gitDir, worktreeOf }: Repository): void {
    const common = worktreeOf ?? gitDir?.commonPath;
    if (common !== undefined) this.#read.add(common);
  }

  /**
   * Whether another working tree with the same text is read: the repository's own one below a root, one met before,
   * or, where git has forgotten the tree, the one around it.
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

/** A folder that is left out may have very many entries. */
const MAX_LOOKED_AT = 200;

/**
 * Whether a repository of its own begins in the folder or directly below it; a further working tree of another does
 * not count.
 */
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
