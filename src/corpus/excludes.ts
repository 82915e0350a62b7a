/**
 * Names that are not read even where no ignore file says so. Only names below a root count, never the root's own
 * path: whoever asks about `node_modules/foo` gets it. An `.infiniaskignore` may re-include any of them with `!name`,
 * except version control folders.
 */

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

/** Also names of honest source folders; published packages keep their code in them. */
const BUILD_OUTPUT = new Set([
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
]);

const FOLDERS = new Set([...DEPENDENCIES, ...CACHES]);

const FILES = new Set([
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
]);

const SUFFIXES = ['.map', '.min.js', '.min.mjs', '.min.cjs', '.min.css'];

/** Folders in which package managers put published packages. */
const INSTALLED = new Set(['node_modules', 'site-packages', 'dist-packages']);

/** True for what no ignore file can re-include. A file counts too: in a worktree `.git` is one. */
export function isVersionControl(name: string): boolean {
  return VERSION_CONTROL.has(name);
}

/**
 * True when a folder of this name is passed over.
 * @param installed the root is an installed package, so build output is its code: see {@link isInstalled}
 */
export function isExcludedFolder(name: string, installed: boolean): boolean {
  return FOLDERS.has(name) || (!installed && BUILD_OUTPUT.has(name));
}

/** True when a file of this name is passed over: lock files, source maps, minified bundles. */
export function isExcludedFile(name: string): boolean {
  return FILES.has(name) || SUFFIXES.some((suffix) => name.endsWith(suffix));
}

/** True for a path in (or of) a folder of installed packages, where `dist` and `build` hold the code itself. */
export function isInstalled(realPath: string): boolean {
  return realPath.split(/[\\/]/).some((name) => INSTALLED.has(name));
}
