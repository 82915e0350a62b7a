import { dirname, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { readPlainFile } from './plainFile.ts';
import type { OpenRepository, Repository } from './repository.ts';

/**
 * One ignore file. Among `git` files the deepest decides, as in gitignore(5), and so among `own` files; `own`
 * overrules `git`.
 */
interface Layer {
  readonly kind: 'git' | 'own';
  /** Folder of the ignore file, with `/` throughout and at the end. */
  readonly base: string;
  readonly rules: ignore.Ignore;
}

/** What decides inside one folder. Never changed: entering a folder makes a new one. */
export interface IgnoreScope {
  /** The ignore files that apply, shallowest first. */
  readonly layers: readonly Layer[];
  /** The repository to which the folder belongs. */
  readonly repository: Repository | undefined;
}

/** Outside of every repository and ignore file. */
const NO_RULES: IgnoreScope = { layers: [], repository: undefined };

/** What the ignore files and the repository say about one path. */
interface IgnoreVerdict {
  /** The `.gitignore` files (and `info/exclude`) say that it is ignored. */
  readonly git: boolean;
  /** What the `.infiniaskignore` files say; `undefined` when they are silent. Overrules everything else. */
  readonly own: boolean | undefined;
  /** Git tracks the file, or something in the folder. */
  readonly tracked: boolean;
}

const OWN_FILE = '.infiniaskignore';
const GIT_FILE = '.gitignore';

// As git sets core.ignorecase on the usual file systems of these platforms.
const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';

/** Only Windows separates by back slashes; elsewhere a name may contain one. */
function asFolder(path: string): string {
  return `${(sep === '\\' ? path.replaceAll(sep, '/') : path).replace(/\/+$/, '')}/`;
}

const MAX_RULES_BYTES = 1024 * 1024;

/** Empty for a file that is missing, cannot be read, or is too large for an ignore file. */
async function readOrNothing(path: string): Promise<string> {
  return (await readPlainFile(path, MAX_RULES_BYTES))?.toString('utf8') ?? '';
}

function addLayer(layers: Layer[], kind: Layer['kind'], base: string, text: string): void {
  if (text.trim() !== '') layers.push({ kind, base, rules: ignore({ ignoreCase }).add(text) });
}

/**
 * Re-enters a folder that this layer ignores because a stronger layer re-included it. Unlike git, the `ignore`
 * package matches a path by its parents first, so the layer needs a rule that includes the folder.
 */
function reopened(layer: Layer, folder: string): Layer {
  const path = folder.slice(layer.base.length);
  if (path === '' || !layer.rules.test(path).ignored) return layer;
  const literal = path.replace(/[\\*?[\]\s]/g, '\\$&');
  return {
    ...layer,
    rules: ignore({ ignoreCase })
      .add(layer.rules)
      .add([`!/${literal}`]),
  };
}

/**
 * The rules inside `folder`, given those outside. Only `.infiniaskignore` reaches into an inner repository, as with
 * git.
 * @param has whether the folder holds an entry of that name; saves opening what is not there
 * @param repository the one whose working tree the folder is
 */
export async function enterFolder(
  outer: IgnoreScope,
  folder: string,
  has: (name: string) => boolean,
  repository?: Repository,
): Promise<IgnoreScope> {
  const base = asFolder(folder);
  const outside = repository ? outer.layers.filter(({ kind }) => kind === 'own') : outer.layers;
  const layers = outside.map((layer) => reopened(layer, base));
  if (repository?.gitDir) {
    const exclude = resolve(repository.gitDir.commonPath, 'info', 'exclude');
    addLayer(layers, 'git', base, await readOrNothing(exclude));
  }
  if (has(GIT_FILE)) addLayer(layers, 'git', base, await readOrNothing(resolve(folder, GIT_FILE)));
  if (has(OWN_FILE)) addLayer(layers, 'own', base, await readOrNothing(resolve(folder, OWN_FILE)));
  return { layers, repository: repository ?? outer.repository };
}

/** Judges a path inside the folder that `scope` belongs to; both must be in the same notation. */
export function judge({ layers, repository }: IgnoreScope, path: string, isFolder: boolean): IgnoreVerdict {
  const full = isFolder ? asFolder(path) : asFolder(path).slice(0, -1);
  let git = false;
  let own: boolean | undefined;
  for (const layer of layers) {
    const result = layer.rules.test(full.slice(layer.base.length));
    if (!result.ignored && !result.unignored) continue;
    if (layer.kind === 'git') git = result.ignored;
    else own = result.ignored;
  }
  const inTree = repository ? full.slice(asFolder(repository.workTree).length) : '';
  const tracked = repository?.tracked;
  return {
    git,
    own,
    tracked: isFolder ? tracked?.hasFolder(inTree.slice(0, -1)) === true : tracked?.hasFile(inTree) === true,
  };
}

/**
 * The rules that the folders above a root, up to the one with `.git`, impose on it. Empty outside a repository, and
 * when they ignore the root itself, which the user asked for. The user's global excludes file (core.excludesFile) is
 * not read.
 */
export async function rulesAbove(root: string, open: OpenRepository): Promise<IgnoreScope> {
  const above: string[] = [];
  let repository = await open(root);
  // A repository brings its rules when it is entered.
  if (repository) return NO_RULES;
  for (let folder = root; !repository;) {
    const parent = dirname(folder);
    if (parent === folder) return NO_RULES;
    above.unshift(parent);
    folder = parent;
    repository = await open(folder);
  }
  let scope = NO_RULES;
  for (const [i, parent] of above.entries()) {
    scope = await enterFolder(scope, parent, () => true, i === 0 ? repository : undefined);
    const { git, own, tracked } = judge(scope, above[i + 1] ?? root, true);
    if (own ?? (git && !tracked)) return { layers: [], repository };
  }
  return scope;
}
