// What a program that is no part of this npm run may know of it: nothing. npm tells its scripts by variables what it is
// and what it was asked for, and takes such variables for the user's wishes where it is called again.
import { delimiter } from 'node:path';

/**
 * npm's settings that say how this machine reaches a registry; only these are passed on. Those of a configuration file
 * need no passing on: npm does not export them and finds the file again.
 */
const REACH = new Set([
  ...[
    'registry',
    'replace_registry_host',
    'userconfig',
    'globalconfig',
    'cache',
    'offline',
    'prefer_offline',
  ],
  ...['ca', 'cafile', 'cert', 'key', 'strict_ssl', 'proxy', 'http_proxy', 'https_proxy', 'noproxy'],
  ...['local_address', 'maxsockets', 'fetch_retries', 'fetch_timeout'],
  ...['fetch_retry_factor', 'fetch_retry_mintimeout', 'fetch_retry_maxtimeout'],
]);

/** Set by npm, by a test runner or by an editor's debugger for the program that they started, not for what it starts. */
const OF_THE_RUN =
  /^(INIT_CWD|PROJECT_CWD|NODE|NODE_ENV|NODE_OPTIONS|NODE_PATH|NODE_CHANNEL_\w+|COLOR|VITEST\w*)$/i;

/** Folders that npm puts before the user's: programs of the repository and of npm itself. */
const FOLDER_OF_THE_RUN = /[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/;

/**
 * The environment for a child that is no part of this npm run: another npm, a package manager, an editor, a browser.
 * @param {NodeJS.ProcessEnv} [env] of this process, when not given
 * @returns {NodeJS.ProcessEnv} without what describes the run; a new object
 */
export function cleanEnvironment(env = process.env) {
  return Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => !describesTheRun(name))
      .map(([name, value]) => [name, /^path$/i.test(name) ? ownFolders(value) : value]),
  );
}

/** Names of variables are the same in any case on Windows, and to npm those of its settings everywhere. */
function describesTheRun(/** @type {string} */ name) {
  const setting = /^npm_config_(.+)$/i.exec(name)?.[1];
  if (setting !== undefined) return !REACH.has(setting.toLowerCase().replaceAll('-', '_'));
  return /^npm_/i.test(name) || OF_THE_RUN.test(name);
}

const ownFolders = (/** @type {string | undefined} */ path) =>
  path
    ?.split(delimiter)
    .filter((folder) => !FOLDER_OF_THE_RUN.test(folder))
    .join(delimiter);
