// Runs test/host inside a real extension host and ends with the suite's result. Usage:
//   node scripts/build.mjs --host-tests
//   node scripts/host-suite.mjs [--workspace FOLDER_OR_CODE_WORKSPACE] [--extension FOLDER] [--tests FILE]
//                               [--grep REGEXP] [--minutes 10]
// Without --workspace it opens a fixture of its own (host-fixture.mjs).
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, parseArgs } from 'node:util';
import { openBridge } from './host-bridge.mjs';
import { makeWorkspace, temporaryFolder } from './host-fixture.mjs';
import { freePort, startGroup, tail, waitForHttp } from './host-process.mjs';
import { hostEnvironment, openBrowser, QUIET_SETTINGS, RESULTS_DIR, savePicture } from './host-window.mjs';
import { installHost } from './host.mjs';

/** What the editor's window and the extension host said, `console.log` of the extension included. */
const WINDOW_LOG = join(RESULTS_DIR, 'host', 'window.log');

/**
 * @typedef {object} SuiteOptions
 * @property {string} [extension] folder of the extension under development; default: the repository
 * @property {string} [tests] module that exports `run(): Promise<void>`; default: out/host/index.cjs
 * @property {string} [workspace] folder or .code-workspace file to open; default: a fixture made for this run
 * @property {string} [grep] runs only the tests whose full title matches
 * @property {number} [minutes] time limit of the suite itself; default 10
 * @property {Readonly<Record<string, unknown>>} [settings] user settings beside the quiet ones
 * @property {Readonly<Record<string, string>>} [env] variables for the extension host
 */

/**
 * Installs the host where it is missing, runs the suite in it and prints the suite's log.
 * @param {SuiteOptions} [options]
 * @returns {Promise<number>} 0 when every test passed
 */
export async function runHostSuite(options = {}) {
  const extension = resolve(options.extension ?? '.');
  const tests = resolve(options.tests ?? 'out/host/index.cjs');
  const minutes = options.minutes ?? 10;
  if (!existsSync(tests)) {
    throw new Error(`There is no ${tests}; build it first: node scripts/build.mjs --host-tests`);
  }
  const host = await installHost();
  const port = await freePort();
  const scratch = await temporaryFolder('suite');
  /** Undone in reverse order, whatever happens. @type {(() => Promise<unknown>)[]} */
  const cleanUp = [scratch.remove];
  try {
    const data = join(scratch.path, 'server');
    const settings = { ...QUIET_SETTINGS, ...options.settings };
    await mkdir(join(data, 'data', 'User'), { recursive: true });
    await writeFile(join(data, 'data', 'User', 'settings.json'), JSON.stringify(settings));
    const workspace = options.workspace
      ? resolve(options.workspace)
      : (await makeWorkspace(join(scratch.path, 'workspace'))).workspaceFile;
    const logFile = join(scratch.path, 'server.log');
    const server = startGroup(
      host.node,
      [
        ...[host.serverMain, '--host', '127.0.0.1', '--port', String(port)],
        ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
        ...['--enable-smoke-test-driver', '--disable-workspace-trust'],
        ...['--server-data-dir', data, '--extensions-dir', join(scratch.path, 'extensions')],
      ],
      { cwd: scratch.path, env: hostEnvironment(scratch.path), logFile },
    );
    cleanUp.push(() => server.stop());
    await waitForHttp(`http://127.0.0.1:${port}/version`, server, logFile);

    const { browser, page } = await openBrowser({ chrome: host.chrome });
    cleanUp.push(() => browser.close());
    const bridge = await openBridge(page);
    cleanUp.push(() => bridge.close());
    const result = await watchSuite(page, server, minutes);
    await page.goto(
      suiteUrl(port, extension, tests, workspace, {
        ...options.env,
        INFINIASK_HOST_BRIDGE: bridge.url,
        ...(options.grep ? { INFINIASK_HOST_GREP: options.grep } : {}),
      }),
    );
    const { code, reason } = await result.ended;
    if (code !== 0) {
      const picture = await savePicture(page, 'host-suite-failed', 'host');
      console.error(`The window at the end: ${picture ?? 'no picture'}; its log: ${WINDOW_LOG}`);
      if (reason) console.error(`${reason}\nThe server's last lines:\n${await tail(logFile)}`);
    }
    return code;
  } finally {
    for (const undo of cleanUp.reverse()) await undo().catch((error) => console.error(String(error)));
  }
}

/**
 * The smoke test driver of VS Code for the web reads everything from the address of the page.
 * @param {number} port @param {string} extension @param {string} tests @param {string} workspace
 * @param {Readonly<Record<string, string>>} env
 */
function suiteUrl(port, extension, tests, workspace, env) {
  const remote = (/** @type {string} */ path) =>
    `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
    ['extensionEnvironment', JSON.stringify(env)],
    ['skipWelcome', 'true'],
  ];
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * Waits for the suite's end, the server's end or the time limit. The window's own log goes to a file: the suite
 * prints through the bridge, because the editor mixes its messages in and shows format strings unformatted.
 * @param {import('playwright-core').Page} page
 * @param {{ exited: Promise<number> }} server
 * @param {number} minutes
 * @returns {Promise<{ ended: Promise<{ code: number, reason?: string }> }>}
 */
async function watchSuite(page, server, minutes) {
  await mkdir(dirname(WINDOW_LOG), { recursive: true });
  const log = createWriteStream(WINDOW_LOG);
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      log.write(`${type} ${format(...args)}\n`);
    },
  );
  let exit = (/** @type {number} */ _code) => {};
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => exit(code));
  /** @type {Promise<{ code: number, reason?: string }>} */
  const ended = new Promise((resolve) => {
    exit = (code) => resolve({ code });
    page.on('crash', () => resolve({ code: 1, reason: 'The browser page crashed.' }));
    void server.exited.then((code) => resolve({ code: 1, reason: `The editor server ended with ${code}.` }));
    setTimeout(() => {
      resolve({
        code: 1,
        reason: `The suite did not end within ${minutes} minutes (--minutes sets the limit).`,
      });
    }, minutes * 60_000).unref();
  });
  // In an object: awaiting this function must not wait for the suite.
  return { ended };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { workspace: text, extension: text, tests: text, grep: text, minutes: text },
  });
  try {
    process.exitCode = await runHostSuite({ ...values, minutes: Number(values.minutes ?? 10) });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
