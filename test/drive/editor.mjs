// The editor as people use it: code-server with the built VSIX in an otherwise clean profile.
import { createVSIX } from '@vscode/vsce';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../scripts/host-fixture.mjs';
import { freePort, runToEnd, startGroup, waitForHttp } from '../../scripts/host-process.mjs';
import { hostEnvironment, openBrowser, QUIET_SETTINGS } from '../../scripts/host-window.mjs';
import { installHost } from '../../scripts/host.mjs';
import { EditorWindow } from './window.mjs';

/**
 * @typedef {object} EditorOptions
 * @property {string} vsix the built extension
 * @property {string} open folder or .code-workspace file
 * @property {Readonly<Record<string, unknown>>} [settings] user settings beside the quiet ones
 * @property {readonly string[]} [extensions] folders of further extensions to install
 * @property {boolean} [restricted] whether the folder is not trusted until the user says so
 * @property {Readonly<Record<string, string>>} [env] variables for the server and thereby the extension
 * @property {number} [width] of the window in CSS pixels; default 1280
 * @property {number} [height] default 800
 */

/**
 * Starts a server of its own with the extension installed and opens a window on it. End it by `stop`.
 * @param {EditorOptions} options
 * @returns {Promise<{ window: EditorWindow, serverLog: () => Promise<string>, stop: () => Promise<void> }>}
 */
export async function startEditor(options) {
  const { vsix, open, extensions = [], restricted = false } = options;
  const { settings = {}, env = {}, width = 1280, height = 800 } = options;
  const host = await installHost();
  const scratch = await temporaryFolder('drive');
  /** @type {(() => Promise<unknown>)[]} */
  const cleanUp = [scratch.remove];
  const stop = async () => {
    for (const undo of cleanUp.splice(0).reverse())
      await undo().catch((error) => console.error(String(error)));
  };
  try {
    const logFile = join(scratch.path, 'server.log');
    const settingsFile = join(scratch.path, 'data', 'User', 'settings.json');
    await mkdir(join(scratch.path, 'data', 'User'), { recursive: true });
    await writeFile(settingsFile, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
    const profile = [
      ...[
        '--user-data-dir',
        join(scratch.path, 'data'),
        '--extensions-dir',
        join(scratch.path, 'extensions'),
      ],
      // Otherwise both are looked for in the user's own configuration.
      ...[
        '--config',
        join(scratch.path, 'config.yaml'),
        '--session-socket',
        join(scratch.path, 'session.sock'),
      ],
    ];
    const run = { cwd: scratch.path, env: { ...hostEnvironment(scratch.path), ...env }, logFile };
    await writeFile(join(scratch.path, 'config.yaml'), 'auth: none\n');
    const packages = [resolve(vsix)];
    for (const [i, folder] of extensions.entries()) {
      const packagePath = join(scratch.path, `extension-${i}.vsix`);
      await createVSIX({ cwd: folder, packagePath, dependencies: false, skipLicense: true });
      packages.push(packagePath);
    }
    const install = packages.flatMap((path) => ['--install-extension', path]);
    await runToEnd(host.node, [host.entry, ...profile, ...install], run);

    const port = await freePort();
    const server = startGroup(
      host.node,
      [
        ...[host.entry, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', ...profile],
        ...['--disable-telemetry', '--disable-update-check'],
        ...(restricted ? [] : ['--disable-workspace-trust']),
        ...['--disable-getting-started-override'],
      ],
      run,
    );
    cleanUp.push(() => server.stop());
    await waitForHttp(`http://127.0.0.1:${port}/healthz`, server, logFile);

    const { browser, page } = await openBrowser({ chrome: host.chrome, width, height });
    cleanUp.push(() => browser.close());
    const url = new URL(`http://127.0.0.1:${port}/`);
    url.searchParams.set(open.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(open));
    await page.goto(url.href);
    const window = new EditorWindow(page);
    await window.ready(await firstCommand(join(scratch.path, 'extensions')));
    return { window, serverLog: () => readFile(logFile, 'utf8'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The palette title of a command that the installed extension shows unconditionally. @param {string} extensions */
async function firstCommand(extensions) {
  for (const folder of await readdir(extensions)) {
    const json = async (/** @type {string} */ name) =>
      JSON.parse(await readFile(join(extensions, folder, name), 'utf8').catch(() => '{}'));
    const { commands = [], menus = {} } = (await json('package.json')).contributes ?? {};
    const texts = await json('package.nls.json');
    // `%key%` stands for a text of package.nls.json, which may have a comment for translators.
    const resolved = (/** @type {string} */ text) => {
      const found = text.startsWith('%') && text.endsWith('%') ? texts[text.slice(1, -1)] : undefined;
      return found?.message ?? found ?? text;
    };
    const conditional = new Set(
      (menus.commandPalette ?? []).map((/** @type {{ command: string }} */ m) => m.command),
    );
    const first = commands.find(
      (/** @type {{ command: string, enablement?: string }} */ c) =>
        !conditional.has(c.command) && !c.enablement,
    );
    if (first) return [first.category, first.title].filter(Boolean).map(resolved).join(': ');
  }
  return undefined;
}
