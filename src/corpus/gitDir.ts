import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isNetworkPath, isWithin } from './paths.ts';
import { readPlainFile } from './plainFile.ts';

/** Where git keeps what it knows of a working tree. */
export interface GitDir {
  /** Folder of the index. */
  readonly path: string;
  /** Folder of the configuration and of `info/exclude`; differs from `path` in a linked working tree only. */
  readonly commonPath: string;
}

/** What the `.git` in a folder is. */
export interface DotGit {
  /** `undefined` when it leads to where nobody may be led. */
  readonly gitDir: GitDir | undefined;
  /** Set in a further working tree: the common folder of its repository, which need not exist any more. */
  readonly worktreeOf: string | undefined;
}

const MAX_POINTER_BYTES = 8 * 1024;
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * Opens the `.git` of a folder. Whoever made the folder chose the path in a `.git` file, so the path is followed only
 * below a root, or to a git folder that names this working tree in turn.
 * @param workTree a real path
 * @param roots real paths of what the user asked about
 * @returns nothing when there is no repository here
 */
export async function openDotGit(workTree: string, roots: readonly string[]): Promise<DotGit | undefined> {
  const dotGit = join(workTree, '.git');
  try {
    const found = await lstat(dotGit);
    if (found.isDirectory()) return await openFolder(dotGit);
    if (found.isSymbolicLink()) return await openLink(dotGit, roots);
    return found.isFile() ? await openPointer(workTree, roots) : undefined;
  } catch {
    return undefined;
  }
}

async function openFolder(path: string): Promise<DotGit> {
  await lstat(join(path, 'HEAD'));
  return { gitDir: { path, commonPath: path }, worktreeOf: undefined };
}

async function openLink(dotGit: string, roots: readonly string[]): Promise<DotGit> {
  const closed: DotGit = { gitDir: undefined, worktreeOf: undefined };
  if (isNetworkPath(await readlink(dotGit))) return closed;
  const target = await realpath(dotGit);
  return roots.some((root) => isWithin(target, root)) ? openFolder(target) : closed;
}

async function openPointer(workTree: string, roots: readonly string[]): Promise<DotGit | undefined> {
  const pointer = /^gitdir: (.+)/
    .exec(await readText(join(workTree, '.git'), MAX_POINTER_BYTES))?.[1]
    ?.trim();
  if (pointer === undefined) return undefined;
  const path = resolve(workTree, pointer);
  const isInside = roots.some((root) => isWithin(path, root));
  const isFollowed = isInside || (!isNetworkPath(pointer) && (await pointsBack(path, workTree)));
  if (!isFollowed) return { gitDir: undefined, worktreeOf: mainOf(path) };
  const main = mainOf(path);
  const common = (await readText(join(path, 'commondir'), MAX_POINTER_BYTES)).trim();
  // A submodule may be called `worktrees/NAME` too: it has a HEAD, but shares nothing.
  if (main === undefined || (common === '' && (await exists(join(path, 'HEAD'))))) {
    return { gitDir: { path, commonPath: path }, worktreeOf: undefined };
  }
  // Accepts only the folder that git itself would write here, because a stranger may have written this file too.
  const commonPath = resolve(path, common) === main ? main : path;
  return { gitDir: { path, commonPath }, worktreeOf: main };
}

/** The main git folder, which a linked working tree tells by its own path alone: `…/worktrees/NAME`. */
function mainOf(gitDir: string): string | undefined {
  return /[\\/]worktrees[\\/][^\\/]+$/.test(gitDir) ? dirname(dirname(gitDir)) : undefined;
}

/** Whether a git folder outside the roots names this working tree as its own, as git writes it. */
async function pointsBack(gitDir: string, workTree: string): Promise<boolean> {
  if (mainOf(gitDir) !== undefined) {
    const back = (await readText(join(gitDir, 'gitdir'), MAX_POINTER_BYTES)).trim();
    if (back !== '' && resolve(gitDir, back) === join(workTree, '.git')) return true;
  }
  if (!/[\\/]modules[\\/]/.test(gitDir)) return false;
  const config = await readText(join(gitDir, 'config'), MAX_CONFIG_BYTES);
  const back = /^\s*worktree\s*=\s*"?(.*?)"?\s*$/m.exec(config)?.[1];
  return back !== undefined && resolve(gitDir, back) === workTree;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function readText(path: string, maxBytes: number): Promise<string> {
  return (await readPlainFile(path, maxBytes))?.toString('utf8') ?? '';
}
