// Takes the pictures of README.md anew: node test/drive/drive.mjs test/drive/readme.mjs
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { panelOf, READ_MS } from './panel.mjs';

const PACKAGE = resolve('node_modules/commander');
const PICTURES = resolve('docs/pictures');
const QUESTION = 'How can I change the version flags?';

/**
 * A package that this repository has installed, without its largest file.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'commander');
  for (const part of ['Readme.md', 'lib/argument.js', 'lib/help.js', 'lib/option.js'])
    await cp(join(PACKAGE, part), join(folder, part), { recursive: true });
  return folder;
}

/** @param {import('./window.mjs').EditorWindow} window */
export default async function readme(window) {
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => {
    await mkdir(PICTURES, { recursive: true });
    const path = join(PICTURES, `${name}.png`);
    await window.page.screenshot({ path, animations: 'disabled' });
    console.log(`  ${path}`);
  };
  await window.runCommand('InfiniAsk: Ask the codebase');
  await panel.focused();
  await panel.ask(QUESTION);
  await panel.finished(QUESTION);
  await picture('panel-answer');

  await window.theme('dark');
  await (await panel.action(1, 'lightbulb')).click();
  await panel.shown('.card .why .words', READ_MS);
  await (await panel.shown('#evidence-heading')).scrollIntoViewIfNeeded();
  await picture('panel-why');
}
