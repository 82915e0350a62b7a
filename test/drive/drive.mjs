// Drives the built VSIX in the editor as people use it. Usage:
//   node test/drive/drive.mjs [SCENARIO.mjs ...] [--vsix FILE] [--open FOLDER_OR_CODE_WORKSPACE]
// A scenario exports `default async (window, { serverLog }) => …` and perhaps `settings` and `env`; each gets an editor
// of its own. Without one, the window is opened and pictured in every theme. Without --vsix the newest *.vsix of the
// repository or its dist/ is taken, without --open a fixture (scripts/host-fixture.mjs).
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { makeWorkspace, temporaryFolder } from '../../scripts/host-fixture.mjs';
import { savePicture } from '../../scripts/host-window.mjs';
import { startEditor } from './editor.mjs';
import { THEMES } from './window.mjs';

/**
 * @typedef {object} Scenario
 * @property {(window: import('./window.mjs').EditorWindow, tools: { serverLog: () => Promise<string> }) => Promise<void>} default
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {Readonly<Record<string, string>>} [env]
 */

/** @type {Scenario} */
const look = {
  async default(window) {
    for (const theme of /** @type {(keyof typeof THEMES)[]} */ (Object.keys(THEMES))) {
      await window.theme(theme);
      console.log(`  ${await window.screenshot(`window-${theme}`)}`);
    }
  },
};

/** The newest *.vsix of the repository or its dist/. */
async function newestVsix() {
  const found = [];
  for (const folder of ['.', 'dist']) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.endsWith('.vsix')) continue;
      const path = join(folder, name);
      found.push({ path, time: (await stat(path)).mtimeMs });
    }
  }
  const newest = found.sort((a, b) => b.time - a.time)[0];
  if (!newest) throw new Error('There is no *.vsix; package the extension first, or name one by --vsix.');
  return newest.path;
}

/**
 * Runs one scenario in an editor of its own; a failure leaves a picture of the window.
 * @param {string} name
 * @param {Scenario} scenario
 * @param {{ vsix: string, open?: string | undefined }} options
 */
export async function drive(name, scenario, { vsix, open }) {
  const scratch = await temporaryFolder('open');
  try {
    const target = open ?? (await makeWorkspace(scratch.path)).workspaceFile;
    const { settings = {}, env = {} } = scenario;
    const editor = await startEditor({ vsix, open: target, settings, env });
    try {
      await scenario.default(editor.window, editor);
    } catch (error) {
      console.error(`The window at the end: ${await savePicture(editor.window.page, `failed-${name}`)}`);
      throw error;
    } finally {
      await editor.stop();
    }
  } finally {
    await scratch.remove();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values, positionals } = parseArgs({ options: { vsix: text, open: text }, allowPositionals: true });
  try {
    const vsix = values.vsix ?? (await newestVsix());
    const scenarios = positionals.length > 0 ? positionals : [undefined];
    for (const file of scenarios) {
      const name = file ? basename(file, '.mjs') : 'look';
      const started = Date.now();
      console.log(name);
      await drive(name, file ? await import(pathToFileURL(resolve(file)).href) : look, {
        vsix,
        open: values.open,
      });
      console.log(`${name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
