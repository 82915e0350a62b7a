// Drives the built VSIX in the editor as people use it. Usage:
//   node test/drive/drive.mjs [SCENARIO.mjs ...] [--vsix FILE] [--open FOLDER_OR_CODE_WORKSPACE]
// A scenario exports `default async (window, { serverLog }) => …` and perhaps `settings`, `env` and `workspace`; each
// gets an editor of its own. Without one it is newcomer.mjs. Without --vsix the extension is built and packaged first, unless
// dist/ has a package that is newer than everything in it; without --open the scenario's own workspace or else the
// fixture (scripts/host-fixture.mjs) is opened. Where this may cut the network off (root on Linux), it runs without one.
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installHost } from '../../scripts/host.mjs';
import { makeWorkspace, temporaryFolder } from '../../scripts/host-fixture.mjs';
import { RESULTS_DIR, savePicture } from '../../scripts/host-window.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { build } from '../../scripts/prepare.mjs';
import { startEditor } from './editor.mjs';
import { withoutNetwork } from './offline.mjs';

/**
 * @typedef {object} Scenario
 * @property {(window: import('./window.mjs').EditorWindow, tools: { serverLog: () => Promise<string> }) => Promise<void>} default
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {readonly string[]} [extensions] see `EditorOptions`, as what follows
 * @property {boolean} [restricted]
 * @property {(parent: string) => Promise<string>} [workspace] makes what is opened in an empty folder
 */

const STANDARD = join(dirname(fileURLToPath(import.meta.url)), 'newcomer.mjs');

/** The package of what is built now: the one that is there, or a new one when something in it is newer. */
async function currentVsix() {
  build();
  const target = 'linux-x64';
  const vsix = resolve('dist', `infiniask-${target}.vsix`);
  const changed = async (/** @type {string} */ path) =>
    (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
  const made = await changed(vsix);
  const packed = ['package.json', 'package.nls.json', 'README.md'];
  for (const folder of ['dist', 'media', 'models/minimind2-small'])
    for (const name of await readdir(folder)) if (!name.endsWith('.vsix')) packed.push(join(folder, name));
  const newest = Math.max(...(await Promise.all(packed.map(changed))));
  if (made > newest) return vsix;
  console.log(`Packaging ${basename(vsix)} …`);
  return packageExtension(target, { output: vsix });
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
    const {
      default: steps,
      workspace = async (parent) => (await makeWorkspace(parent)).workspaceFile,
      ...options
    } = scenario;
    const target = open ?? (await workspace(scratch.path));
    const editor = await startEditor({ ...options, vsix, open: target });
    try {
      await steps(editor.window, editor);
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
  // What has to be downloaded comes first.
  await installHost();
  withoutNetwork();
  const text = /** @type {const} */ ({ type: 'string' });
  const { values, positionals } = parseArgs({ options: { vsix: text, open: text }, allowPositionals: true });
  try {
    const vsix = values.vsix ?? (await currentVsix());
    // Pictures of an earlier run would pass for this one's.
    await rm(join(RESULTS_DIR, 'screenshots'), { recursive: true, force: true });
    for (const file of positionals.length > 0 ? positionals : [STANDARD]) {
      const name = basename(file, '.mjs');
      const started = Date.now();
      console.log(name);
      await drive(name, await import(pathToFileURL(resolve(file)).href), { vsix, open: values.open });
      console.log(`${name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
