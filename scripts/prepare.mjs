// Makes a clone ready to run: installs, builds, prepares the embedded model; does each only when needed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './environment.mjs';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(`infiniask: this needs Node ${OLDEST_NODE.join('.')} or newer; here is ${process.version}.`);
  process.exit(1);
}

/** Runs a program with its output on stderr, so that stdout stays for the answer. @throws when it fails */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (status !== 0) {
    throw new Error(`"${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : ''}.`);
  }
}

const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

/** Installs packages when the lock file is newer than what is installed. */
export function install() {
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  console.error('Installing packages (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
    // Another npm's wishes, such as NODE_ENV=production, would leave out what builds and tests.
    env: cleanEnvironment(),
  });
}

const sourceFiles = () =>
  readdirSync(join(root, 'src'), { recursive: true }).map((path) => join('src', path));

/** Bundles the programs when a source is newer, and builds the model when it is missing or its manifest changed. */
export function build() {
  const sources = ['package.json', 'scripts/build.mjs', ...sourceFiles()];
  if (modified('dist/cli.cjs') < Math.max(...sources.map(modified))) {
    console.error('Building …');
    run(process.execPath, ['scripts/build.mjs']);
  }
  run(process.execPath, ['dist/cli.cjs', 'build-model']);
}
