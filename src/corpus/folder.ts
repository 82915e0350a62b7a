import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from './errors.ts';
import type { PassOver } from './excludes.ts';
import { type IgnoreScope } from './ignoreRules.ts';
import type { SkipReason } from '../contract/index.ts';

/** A folder that the walk will enter. */
export interface Folder {
  readonly root: number;
  /** Relative to the root, with `/` at the end; empty for the root itself. */
  readonly prefix: string;
  readonly absolutePath: string;
  readonly realPath: string;
  /** What ignore rules are matched against: the real path of the root, then the names as walked. */
  readonly rulesPath: string;
  /** Rules outside this folder; its own are added when it is entered. */
  readonly outer: IgnoreScope;
  /** Of the root. */
  readonly passOver: PassOver;
  /** True when the user named this folder: as a root, or by `!name` in `.infiniaskignore`. */
  readonly isChosen: boolean;
  /** Set when only tracked files of the folder are read: the reason for skipping the others. */
  readonly untracked: SkipReason | undefined;
}

/**
 * The folder of that name inside `parent`.
 * @param outer the rules that hold inside `parent`
 * @param realPath where it is, when `name` is a link
 */
export function subFolder(
  parent: Folder,
  name: string,
  outer: IgnoreScope,
  entered: Pick<Folder, 'isChosen' | 'untracked'>,
  realPath?: string,
): Folder {
  return {
    root: parent.root,
    prefix: `${parent.prefix}${name}/`,
    absolutePath: join(parent.absolutePath, name),
    realPath: realPath ?? join(parent.realPath, name),
    rulesPath: join(parent.rulesPath, name),
    outer,
    passOver: parent.passOver,
    ...entered,
  };
}

/** One name in a folder; `other` is a pipe, socket or device, which must not be opened. */
type FolderEntry =
  | { readonly kind: 'file'; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: 'folder' | 'link' | 'other'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly reason: SkipReason };

// Hides the latency of a network drive and still leaves the thread pool to others.
const STATS_AT_ONCE = 32;

/**
 * Lists a folder sorted by name in code-unit order, which is the same on every machine.
 * @throws the file system's error when the folder itself cannot be listed
 */
export async function listFolder(path: string, signal?: AbortSignal): Promise<FolderEntry[]> {
  const names = await readdir(path);
  names.sort();
  const entries: FolderEntry[] = [];
  for (let i = 0; i < names.length; i += STATS_AT_ONCE) {
    signal?.throwIfAborted();
    entries.push(
      ...(await Promise.all(names.slice(i, i + STATS_AT_ONCE).map((name) => entryOf(path, name)))),
    );
  }
  return entries;
}

async function entryOf(folder: string, name: string): Promise<FolderEntry> {
  const path = join(folder, name);
  try {
    const found = await lstat(path);
    if (found.isFile()) return { kind: 'file', name, sizeBytes: found.size };
    if (found.isDirectory()) return { kind: 'folder', name };
    return { kind: found.isSymbolicLink() ? 'link' : 'other', name };
  } catch (error) {
    return { kind: 'failed', name, reason: reasonOf(error, path) };
  }
}
