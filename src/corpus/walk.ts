import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { reasonOf } from './errors.ts';
import { isExcludedFile, isExcludedFolder, isInstalled, isVersionControl } from './excludes.ts';
import { type Folder, listFolder, subFolder } from './folder.ts';
import { formatOf, skipByName } from './formats.ts';
import { enterFolder, type IgnoreScope, judge, rulesAbove } from './ignoreRules.ts';
import { type OpenRoot, openRoots } from './roots.ts';
import {
  type CorpusFile,
  type CorpusOptions,
  DEFAULT_MAX_FILE_SIZE_BYTES,
  type SkippedFile,
  type SkipReason,
} from './types.ts';

export interface WalkOptions extends CorpusOptions {
  /** Aborting makes the walk throw the signal's reason at its next step. */
  readonly signal?: AbortSignal | undefined;
}

export type WalkEvent =
  | { readonly kind: 'file'; readonly file: CorpusFile }
  | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

/**
 * Everything below the roots: each file that is to be read, and each file or folder that is not, with the reason.
 *
 * Order, the same on every machine: root by root; in a folder first its files, then its sub-folders, each by name in
 * code-unit order; symbolic links after everything else, so that a file is known by its own path wherever it has one
 * below a root. Links are followed wherever they lead. What has been met before, by real path, is a `linkLoop`.
 *
 * A root that is a file is read whatever the ignore rules say. Content is not looked at here: see `readFileSegments`.
 * @throws CorpusError when a root is missing or unreadable, before the first event
 */
export async function* walk(
  roots: readonly string[],
  options: WalkOptions = {},
): AsyncGenerator<WalkEvent, void> {
  options.signal?.throwIfAborted();
  const open = await openRoots(roots);
  const walker = new Walker(options);
  for (const root of open) yield* walker.root(root);
  yield* walker.links();
}

interface Link {
  readonly parent: Folder;
  readonly scope: IgnoreScope;
  readonly name: string;
}

class Walker {
  readonly #maxFileSizeBytes: number;
  readonly #signal: AbortSignal | undefined;
  /** Real paths of the files and folders met so far. */
  readonly #seen = new Set<string>();
  readonly #links: Link[] = [];

  constructor(options: WalkOptions) {
    this.#maxFileSizeBytes = options.maxFileSizeBytes ?? DEFAULT_MAX_FILE_SIZE_BYTES;
    this.#signal = options.signal;
  }

  async *root(root: OpenRoot): AsyncGenerator<WalkEvent, void> {
    const { index, absolutePath, realPath } = root;
    if (!root.isFolder) {
      yield this.#file(index, basename(absolutePath), absolutePath, realPath, root.sizeBytes);
      return;
    }
    yield* this.#folders({
      root: index,
      prefix: '',
      absolutePath,
      realPath,
      rulesPath: realPath,
      outer: await rulesAbove(realPath),
      installed: isInstalled(realPath),
    });
  }

  /** The links put aside so far, and those found behind them. */
  async *links(): AsyncGenerator<WalkEvent, void> {
    for (const link of this.#links) yield* this.#link(link);
  }

  async *#folders(top: Folder): AsyncGenerator<WalkEvent, void> {
    const stack = [top];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      const sub: Folder[] = [];
      yield* this.#folder(folder, sub);
      stack.push(...sub.reverse());
    }
  }

  /** One folder's files; its sub-folders that are to be walked are added to `sub`. */
  async *#folder(folder: Folder, sub: Folder[]): AsyncGenerator<WalkEvent, void> {
    this.#signal?.throwIfAborted();
    if (this.#seen.has(folder.realPath)) {
      yield skipped(folder.root, folder.prefix || './', 'linkLoop');
      return;
    }
    this.#seen.add(folder.realPath);
    let entries;
    try {
      entries = await listFolder(folder.absolutePath, this.#signal);
    } catch (error) {
      this.#signal?.throwIfAborted();
      yield skipped(folder.root, folder.prefix || './', reasonOf(error, folder.absolutePath));
      return;
    }
    const names = new Set(entries.map(({ name }) => name));
    const scope = await enterFolder(folder.outer, folder.rulesPath, (name) => names.has(name));
    for (const entry of entries) {
      const { name } = entry;
      const path = folder.prefix + name;
      if (isIgnored(folder, scope, name, entry.kind === 'folder')) {
        yield skipped(folder.root, entry.kind === 'folder' ? `${path}/` : path, 'ignored');
      } else if (entry.kind === 'folder') {
        sub.push(subFolder(folder, name, scope));
      } else if (entry.kind === 'link') {
        this.#links.push({ parent: folder, scope, name });
      } else if (entry.kind === 'file') {
        const absolutePath = join(folder.absolutePath, name);
        yield this.#file(folder.root, path, absolutePath, join(folder.realPath, name), entry.sizeBytes);
      } else {
        yield skipped(folder.root, path, entry.kind === 'failed' ? entry.reason : 'unsupported');
      }
    }
  }

  async *#link({ parent, scope, name }: Link): AsyncGenerator<WalkEvent, void> {
    this.#signal?.throwIfAborted();
    const path = parent.prefix + name;
    const absolutePath = join(parent.absolutePath, name);
    try {
      const target = await realpath(absolutePath);
      const found = await stat(target);
      if (found.isFile()) {
        yield this.#file(parent.root, path, absolutePath, target, found.size);
      } else if (!found.isDirectory()) {
        yield skipped(parent.root, path, 'unsupported');
      } else if (isIgnored(parent, scope, name, true)) {
        // Unlike git, for which a link is never a folder: `node_modules/` is meant to match a linked one too.
        yield skipped(parent.root, `${path}/`, 'ignored');
      } else {
        yield* this.#folders(subFolder(parent, name, scope, target));
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      yield skipped(parent.root, path, reasonOf(error, absolutePath));
    }
  }

  #file(root: number, path: string, absolutePath: string, realPath: string, sizeBytes: number): WalkEvent {
    const name = basename(path);
    const byName = skipByName(name);
    if (byName !== undefined) return skipped(root, path, byName);
    if (sizeBytes === 0) return skipped(root, path, 'empty');
    if (sizeBytes > this.#maxFileSizeBytes) return skipped(root, path, 'tooLarge');
    if (this.#seen.has(realPath)) return skipped(root, path, 'linkLoop');
    this.#seen.add(realPath);
    return { kind: 'file', file: { root, path, absolutePath, sizeBytes, format: formatOf(name) } };
  }
}

function skipped(root: number, path: string, reason: SkipReason): WalkEvent {
  return { kind: 'skipped', skipped: { root, path, reason } };
}

function isIgnored(folder: Folder, scope: IgnoreScope, name: string, isFolder: boolean): boolean {
  if (isVersionControl(name)) return true;
  const { git, own } = judge(scope, join(folder.rulesPath, name), isFolder);
  const excluded = isFolder ? isExcludedFolder(name, folder.installed) : isExcludedFile(name);
  return own ?? (git || excluded);
}
