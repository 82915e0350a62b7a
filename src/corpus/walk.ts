import { readlink, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { choose } from './choice.ts';
import { documentKindOf } from './documents/index.ts';
import { reasonOf } from './errors.ts';
import { DEFAULT_PASS_OVER, isInstalled, isVersionControl, PassOver } from './excludes.ts';
import { type Folder, listFolder, subFolder } from './folder.ts';
import { formatOf, skipByName } from './formats.ts';
import { enterFolder, type IgnoreScope, rulesAbove } from './ignoreRules.ts';
import { maxSizeBytes } from './limits.ts';
import { isNetworkPath, isWithin } from './paths.ts';
import { holdsRepository, Repositories } from './repository.ts';
import { type OpenRoot, openRoots } from './roots.ts';
import type { CorpusSettings, SkipReason, SkippedFile } from '../contract/index.ts';
import type { CorpusFile } from './types.ts';

export interface WalkOptions extends CorpusSettings {
  /** Aborting makes the walk throw the signal's reason at its next step. */
  readonly signal?: AbortSignal | undefined;
}

export type WalkEvent =
  | { readonly kind: 'file'; readonly file: CorpusFile }
  | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

/**
 * Everything below the roots: each file that is to be read, and each file or folder that is not, with the reason.
 *
 * The order is the same on every machine: root by root; in a folder its files, then its sub-folders, each by name in
 * code-unit order; links last, so that a file is known by its own path where it has one below a root. A link out of
 * the roots is skipped as `outside` unless `followLinks` is set, and a real path met before as `linkLoop`.
 *
 * A root that is a file is read whatever the ignore rules say. The walk does not look at contents: see
 * `readFileSegments`.
 * @throws CorpusError when a root is missing or unreadable, before the first event
 */
export async function* walk(
  roots: readonly string[],
  options: WalkOptions = {},
): AsyncGenerator<WalkEvent, void> {
  options.signal?.throwIfAborted();
  const open = await openRoots(roots);
  const walker = new Walker(open, options);
  for (const root of open) yield* walker.root(root);
  yield* walker.links();
}

interface Link {
  readonly parent: Folder;
  readonly scope: IgnoreScope;
  readonly name: string;
}

class Walker {
  readonly #settings: CorpusSettings;
  readonly #followLinks: boolean;
  readonly #passOver: readonly string[];
  readonly #signal: AbortSignal | undefined;
  /** Real paths of the roots. */
  readonly #roots: readonly string[];
  readonly #repositories: Repositories;
  /** Real paths of the files and folders met so far. */
  readonly #seen = new Set<string>();
  readonly #links: Link[] = [];

  constructor(roots: readonly OpenRoot[], options: WalkOptions) {
    this.#settings = options;
    this.#followLinks = options.followLinks ?? false;
    this.#passOver = options.passOver ?? DEFAULT_PASS_OVER;
    this.#signal = options.signal;
    this.#roots = roots.map(({ realPath }) => realPath);
    this.#repositories = new Repositories(this.#roots);
  }

  async *root(root: OpenRoot): AsyncGenerator<WalkEvent, void> {
    const { index, absolutePath, realPath } = root;
    if (!root.isFolder) {
      yield this.#file(index, basename(absolutePath), absolutePath, realPath, root.sizeBytes);
      return;
    }
    const outer = await rulesAbove(realPath, this.#repositories.open);
    if (outer.repository) this.#repositories.reads(outer.repository);
    const passOver = new PassOver(this.#passOver, isInstalled(realPath));
    const top = { root: index, prefix: '', absolutePath, realPath, rulesPath: realPath, outer, passOver };
    yield* this.#folders({ ...top, isChosen: true, untracked: undefined });
  }

  /** The links found so far, and those found behind them. */
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
    const repository = names.has('.git') ? await this.#repositories.open(folder.realPath) : undefined;
    if (repository) {
      const around = folder.outer.repository;
      if (!folder.isChosen && (await this.#repositories.isFurtherWorktree(repository, around))) {
        yield skipped(folder.root, folder.prefix, 'worktree');
        return;
      }
      this.#repositories.reads(repository);
    }
    const scope = await enterFolder(folder.outer, folder.rulesPath, (name) => names.has(name), repository);
    for (const entry of entries) {
      const { name } = entry;
      const path = folder.prefix + name;
      const isFolder = entry.kind === 'folder';
      const choice = choose(folder, scope, { name, isFolder });
      if (typeof choice === 'string') {
        yield isFolder ? await this.#leftOut(folder, name, choice) : skipped(folder.root, path, choice);
      } else if (isFolder) {
        sub.push(subFolder(folder, name, scope, choice));
      } else if (entry.kind === 'link') {
        this.#links.push({ parent: folder, scope, name });
      } else if (entry.kind === 'file') {
        const absolutePath = join(folder.absolutePath, name);
        yield this.#file(folder.root, path, absolutePath, join(folder.realPath, name), entry.sizeBytes);
      } else {
        yield skipped(folder.root, path, entry.kind === 'failed' ? entry.reason : 'special');
      }
    }
  }

  /**
   * Tells of a folder that rules or names leave out. A repository in it is named as such, because nobody expects an
   * ignore rule to hide one.
   */
  async #leftOut(folder: Folder, name: string, reason: SkipReason): Promise<WalkEvent> {
    const { root, prefix, realPath, passOver } = folder;
    const mayHold = reason === 'ignored' && !isVersionControl(name) && !passOver.has(name, true);
    const isRepository = mayHold && (await holdsRepository(join(realPath, name)));
    return skipped(root, `${prefix}${name}/`, isRepository ? 'repository' : reason);
  }

  async *#link({ parent, scope, name }: Link): AsyncGenerator<WalkEvent, void> {
    this.#signal?.throwIfAborted();
    const path = parent.prefix + name;
    const absolutePath = join(parent.absolutePath, name);
    try {
      const target = await this.#targetOf(absolutePath);
      if (target === undefined) {
        // The reason for skipping a linked folder of dependencies matters more than where the link leads.
        const choice = choose(parent, scope, { name, isFolder: true });
        yield skipped(parent.root, path, typeof choice === 'string' ? choice : 'outside');
        return;
      }
      const found = await stat(target);
      if (found.isFile()) {
        yield this.#file(parent.root, path, absolutePath, target, found.size);
        return;
      }
      if (!found.isDirectory()) {
        yield skipped(parent.root, path, 'special');
        return;
      }
      // Git takes no link for a folder; here `node_modules/` is meant to match a linked one too.
      const choice = choose(parent, scope, { name, isFolder: true });
      if (typeof choice === 'string') yield skipped(parent.root, `${path}/`, choice);
      else yield* this.#folders(subFolder(parent, name, scope, choice, target));
    } catch (error) {
      this.#signal?.throwIfAborted();
      yield skipped(parent.root, path, reasonOf(error, absolutePath));
    }
  }

  /** Where a link leads; nothing when it may not be followed. */
  async #targetOf(link: string): Promise<string | undefined> {
    if (!this.#followLinks && isNetworkPath(await readlink(link))) return undefined;
    const target = await realpath(link);
    return this.#followLinks || this.#roots.some((root) => isWithin(target, root)) ? target : undefined;
  }

  #file(root: number, path: string, absolutePath: string, realPath: string, sizeBytes: number): WalkEvent {
    const name = basename(path);
    const byName = skipByName(name);
    if (byName !== undefined) return skipped(root, path, byName);
    if (sizeBytes === 0) return skipped(root, path, 'empty');
    if (sizeBytes > maxSizeBytes(name, this.#settings)) {
      const isDocument = documentKindOf(name) !== undefined;
      const skipped = {
        root,
        path,
        reason: 'tooLarge' as const,
        sizeBytes,
        ...(isDocument && { isDocument }),
      };
      return { kind: 'skipped', skipped };
    }
    if (this.#seen.has(realPath)) return skipped(root, path, 'linkLoop');
    this.#seen.add(realPath);
    return { kind: 'file', file: { root, path, absolutePath, sizeBytes, format: formatOf(name) } };
  }
}

function skipped(root: number, path: string, reason: SkipReason): WalkEvent {
  return { kind: 'skipped', skipped: { root, path, reason } };
}
