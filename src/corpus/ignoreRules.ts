import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import ignore from 'ignore';

/** One ignore file. Among `git` the deeper one decides, as in gitignore(5); among `own` likewise; `own` overrules `git`. */
interface Layer {
  readonly kind: 'git' | 'own';
  /** Folder of the ignore file, with `/` throughout and at the end. */
  readonly base: string;
  readonly rules: ignore.Ignore;
}

/** The ignore files that apply in one folder, shallowest first. Never changed: sub-folders get a new list. */
export type IgnoreScope = readonly Layer[];

/** What the ignore files say about one path. */
export interface IgnoreVerdict {
  /** The `.gitignore` files (and `info/exclude`) say that it is ignored. */
  readonly git: boolean;
  /** What the `.infiniaskignore` files say; `undefined` when they are silent. Overrules everything else. */
  readonly own: boolean | undefined;
}

const OWN_FILE = '.infiniaskignore';
const GIT_FILE = '.gitignore';

// As git's core.ignorecase is set on the file systems these systems come with.
const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';

/** A back slash separates on Windows only; elsewhere it may be part of a name. */
function asFolder(path: string): string {
  return `${(sep === '\\' ? path.replaceAll(sep, '/') : path).replace(/\/+$/, '')}/`;
}

const MAX_RULES_BYTES = 1024 * 1024;

/** Empty for what is not there, cannot be read, or is no reasonable text file (a pipe would block for ever). */
async function readOrNothing(path: string): Promise<string> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= MAX_RULES_BYTES ? await readFile(path, 'utf8') : '';
  } catch {
    return '';
  }
}

/** The repository's `info/exclude`; in a worktree or submodule `.git` is a file that says where it is. */
async function readInfoExclude(folder: string): Promise<string> {
  const dotGit = resolve(folder, '.git');
  const pointer = /^gitdir: (.+)$/m.exec(await readOrNothing(dotGit))?.[1];
  if (pointer === undefined) return readOrNothing(resolve(dotGit, 'info', 'exclude'));
  const gitDir = resolve(folder, pointer.trim());
  const common = (await readOrNothing(resolve(gitDir, 'commondir'))).trim();
  return readOrNothing(resolve(gitDir, common, 'info', 'exclude'));
}

function addLayer(layers: Layer[], kind: Layer['kind'], base: string, text: string): void {
  if (text.trim() !== '') layers.push({ kind, base, rules: ignore({ ignoreCase }).add(text) });
}

/**
 * A folder that this layer ignores is entered all the same, because a stronger layer re-included it. The `ignore`
 * package hides a path's own match behind that of its parents, git does not: so the layer learns that the folder is in.
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
 * The rules inside `folder`, given those outside it.
 * @param has whether the folder holds an entry of that name; saves opening what is not there
 */
export async function enterFolder(
  outer: IgnoreScope,
  folder: string,
  has: (name: string) => boolean,
): Promise<IgnoreScope> {
  const base = asFolder(folder);
  const layers = outer.map((layer) => reopened(layer, base));
  if (has('.git')) addLayer(layers, 'git', base, await readInfoExclude(folder));
  if (has(GIT_FILE)) addLayer(layers, 'git', base, await readOrNothing(resolve(folder, GIT_FILE)));
  if (has(OWN_FILE)) addLayer(layers, 'own', base, await readOrNothing(resolve(folder, OWN_FILE)));
  return layers;
}

/** Judges a path inside the folder that `scope` belongs to; both must be in the same notation. */
export function judge(scope: IgnoreScope, path: string, isFolder: boolean): IgnoreVerdict {
  const full = isFolder ? asFolder(path) : asFolder(path).slice(0, -1);
  let git = false;
  let own: boolean | undefined;
  for (const layer of scope) {
    const result = layer.rules.test(full.slice(layer.base.length));
    if (!result.ignored && !result.unignored) continue;
    if (layer.kind === 'git') git = result.ignored;
    else own = result.ignored;
  }
  return { git, own };
}

/**
 * The rules that the folders above a root impose on it, up to the folder that contains `.git`; none outside a
 * repository, and none when they ignore the root itself, for the user asked for it.
 * The user's global excludes file (core.excludesFile) is not read.
 */
export async function rulesAbove(root: string): Promise<IgnoreScope> {
  const above: string[] = [];
  let folder = root;
  while (!(await holdsGit(folder))) {
    const parent = dirname(folder);
    if (parent === folder) return [];
    above.unshift(parent);
    folder = parent;
  }
  let scope: IgnoreScope = [];
  for (const [i, parent] of above.entries()) {
    scope = await enterFolder(scope, parent, () => true);
    const { git, own } = judge(scope, above[i + 1] ?? root, true);
    if (own ?? git) return [];
  }
  return scope;
}

async function holdsGit(folder: string): Promise<boolean> {
  const dotGit = resolve(folder, '.git');
  return (await readOrNothing(resolve(dotGit, 'HEAD'))) !== '' || (await readOrNothing(dotGit)) !== '';
}
