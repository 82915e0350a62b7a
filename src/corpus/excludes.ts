/**
 * Names that are not read where no rule decides. What git tracks below such a folder is read all the same, and
 * `.infiniaskignore` re-includes any name with `!name`, except version control folders. Only names below a root
 * count, never the path of the root itself, so that `node_modules/foo` can be asked about.
 */
import ignore from 'ignore';

const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj', 'CVS', '.bzr', '_darcs', '.fossil']);

const DEPENDENCIES = [
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.pnpm-store',
  '.yarn',
  '.venv',
  'venv',
];

const CACHES = [
  ...['__pycache__', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.hypothesis', '.tox', '.nox', '.eggs'],
  ...['.ipynb_checkpoints', '.cache', '.parcel-cache', '.turbo', '.nx', '.angular', '.gradle', '.dart_tool'],
  ...[
    '.terraform',
    '.direnv',
    '.stack-work',
    '.bundle',
    '.nyc_output',
    '.idea',
    '.vs',
    '.history',
    '.vscode-test',
  ],
];

/** Honest source folders have these names too; published packages keep their code in them. */
const BUILD_OUTPUT = [
  ...['dist', 'out', 'build', 'target', 'coverage', 'htmlcov', 'DerivedData'],
  ...[
    '.next',
    '.nuxt',
    '.output',
    '.svelte-kit',
    '.vercel',
    '.netlify',
    '.docusaurus',
    '.serverless',
    '.aws-sam',
  ],
];

/** Written by machines, also where git tracks them. */
const FILES = [
  ...[
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
  ],
  ...['Cargo.lock', 'poetry.lock', 'Pipfile.lock', 'uv.lock', 'pdm.lock', 'pixi.lock', 'conda-lock.yml'],
  ...['go.sum', 'go.work.sum', 'Gemfile.lock', 'composer.lock', 'mix.lock', 'pubspec.lock', 'Podfile.lock'],
  ...['Package.resolved', 'packages.lock.json', 'gradle.lockfile', 'flake.lock', 'MODULE.bazel.lock'],
  ...['.terraform.lock.hcl', '.DS_Store', 'Thumbs.db', 'desktop.ini'],
];

/** Without `*.map`, which linker scripts and maps of other kinds are called too. */
const PATTERNS = [
  ...['*.js.map', '*.mjs.map', '*.cjs.map', '*.ts.map', '*.css.map'],
  ...['*.min.js', '*.min.mjs', '*.min.cjs', '*.min.css'],
];

const BUILD_FOLDERS: ReadonlySet<string> = new Set(BUILD_OUTPUT.map((name) => `${name}/`));

/** The built-in list: names and patterns as in `.gitignore`, folders with `/`. */
export const DEFAULT_PASS_OVER: readonly string[] = [
  ...[...DEPENDENCIES, ...CACHES, ...BUILD_OUTPUT].map((name) => `${name}/`),
  ...FILES,
  ...PATTERNS,
];

/** Judges names by a list like {@link DEFAULT_PASS_OVER}. */
export class PassOver {
  /**
   * Plain names, kept apart because most of a list are such: matching a pattern for each would cost time for every
   * file.
   */
  readonly #names: ReadonlySet<string>;
  readonly #patterns: ignore.Ignore;

  /** @param installed the root is an installed package, so build output is its code: see {@link isInstalled} */
  constructor(list: readonly string[], installed: boolean) {
    const used = installed ? list.filter((entry) => !BUILD_FOLDERS.has(entry)) : list;
    const isName = (entry: string): boolean => /^[\w.-]+\/?$/.test(entry);
    this.#names = new Set(used.filter(isName));
    this.#patterns = ignore({ ignoreCase: false }).add(used.filter((entry) => !isName(entry)));
  }

  has(name: string, isFolder: boolean): boolean {
    const asFolder = isFolder ? `${name}/` : name;
    return this.#names.has(name) || this.#names.has(asFolder) || this.#patterns.ignores(asFolder);
  }
}

/** True for what no ignore file can re-include; also for a file, since in a worktree `.git` is one. */
export function isVersionControl(name: string): boolean {
  return VERSION_CONTROL.has(name);
}

/** Folders in which package managers put published packages. */
const INSTALLED = new Set(['node_modules', 'site-packages', 'dist-packages']);

/** True for a path in (or of) a folder of installed packages, where `dist` and `build` hold the code itself. */
export function isInstalled(realPath: string): boolean {
  return realPath.split(/[\\/]/).some((name) => INSTALLED.has(name));
}
