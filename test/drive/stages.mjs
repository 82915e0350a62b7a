// A question from the words' evidence to its last answer, and why: about the sources of a package that is not ours.
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, panelOf, READ_MS } from './panel.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

const PACKAGE = resolve('node_modules/commander');
const QUESTION = 'How are the similar commands found that are suggested for an unknown one?';

export const settings = { 'infiniask.reading': 'always' };

/**
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'stages');
  for (const part of ['Readme.md', 'lib'])
    await cp(join(PACKAGE, part), join(folder, 'commander', part), { recursive: true });
  return folder;
}

/** @param {EditorWindow} window */
export default async function stages(window) {
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  await window.contextMenu(window.explorerRow('commander'), 'Ask about this folder');
  await panel.focused();
  await until('example questions', async () => (await panel.text('.examples')).includes('?'));
  await picture('40-examples');

  const status = async () => (await panel.text('.answer-status')).trim();
  const asked = Date.now();
  const seconds = () => ((Date.now() - asked) / 1000).toFixed(1);
  await panel.ask(QUESTION);
  await panel.shown('.card', READ_MS);
  console.log(`  evidence after ${seconds()} s`);
  await picture('41-by-the-words');
  await until('the first answer', async () => (await status()).startsWith('Answer from'), READ_MS);
  console.log(`  first answer after ${seconds()} s`);
  await picture('42-first-answer');
  const title = (await panel.text('.progress strong')).trim();
  expect(title.startsWith('Reading the rest'), `the rest is read, not ${title}`);
  await panel.finished(QUESTION);
  console.log(`  last answer after ${seconds()} s`);
  const became = await status();
  expect(/^(Revised|Written from the first)/.test(became), `the answer says what became of it: ${became}`);
  await picture('43-last-answer');

  await (await panel.action(1, 'lightbulb')).click();
  await panel.shown('.card .why .words', READ_MS);
  expect((await panel.text('.why .bars')).includes('Keywords'), 'why has bars');
  await picture('44-why');
}
