// What the tests use of a Debian system, and its installation. Usage: node scripts/debian.mjs [--fast]
// --fast leaves out what only an editor needs.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from './environment.mjs';
import { runToEnd } from './host-process.mjs';
import { findChrome, findProgram } from './programs.mjs';

/**
 * @typedef {object} Need
 * @property {readonly string[]} packages names in Debian
 * @property {() => boolean} present whether the machine has what is needed, from wherever
 * @property {boolean} [editor] only the tests in an editor use it
 */

/**
 * `mount`, `unshare` and `mkfifo` are in every Debian.
 * @type {readonly Need[]}
 */
const NEEDS = [
  // Oracle of the ignore rules; makes the repositories that tests read.
  { packages: ['git'], present: () => findProgram('git') !== undefined },
  // The window of the editor, and the panel's tests; the font is for pictures of Chinese, Japanese and Korean text.
  { packages: ['chromium', 'fonts-droid-fallback'], present: () => findChrome() !== undefined, editor: true },
  // `ip` switches the loopback on where the drives have no other network.
  { packages: ['iproute2'], present: () => findProgram('ip') !== undefined, editor: true },
  // The editor's native modules are compiled; Kerberos is one of them.
  { packages: ['python3'], present: () => findProgram('python3') !== undefined, editor: true },
  { packages: ['make'], present: () => findProgram('make') !== undefined, editor: true },
  { packages: ['g++'], present: () => findProgram('g++') !== undefined, editor: true },
  { packages: ['libkrb5-dev'], present: () => existsSync('/usr/include/gssapi/gssapi.h'), editor: true },
];

/** Whether this is Debian or a system made from it. */
export const isDebian = () => existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined;

/**
 * Installs the packages that are missing.
 * @param {{ fast?: boolean, log?: (line: string) => void }} [options] `fast`: without what only an editor needs
 * @throws with the way to install them, where this may not; with the last lines of the log, where it fails
 */
export async function installDebianPackages({ fast = false, log = console.error } = {}) {
  const missing = NEEDS.filter(({ present, editor }) => !(fast && editor) && !present()).flatMap(
    ({ packages }) => packages,
  );
  if (missing.length === 0) return;
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(
      `The tests need ${missing.join(', ')}. On Debian or Ubuntu: ` +
        `sudo sh -c 'apt-get update && apt-get install -y ${missing.join(' ')}'. ` +
        'A Chrome that is already there is named by CHROME_PATH.',
    );
  }
  log(`Installing ${missing.join(', ')} from the system's packages …`);
  const scratch = await mkdtemp(join(tmpdir(), 'infiniask-apt-'));
  try {
    const logFile = join(scratch, 'apt.log');
    const env = { ...cleanEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
    // A source that has nothing to do with these packages may be out of reach: the installation decides.
    await runToEnd('apt-get', ['update'], { env, logFile }).catch((error) => log(error.message));
    // Another apt-get may be at work on a build machine: wait for it.
    const wait = ['-o', 'DPkg::Lock::Timeout=300'];
    await runToEnd('apt-get', ['install', '-y', ...wait, ...missing], { env, logFile });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await installDebianPackages({ fast: process.argv.includes('--fast') });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
