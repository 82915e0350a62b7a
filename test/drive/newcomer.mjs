// A newcomer's first hour with somebody else's project, by mouse and keyboard: asks about a folder, reads, follows a
// link, hovers, stops a question, makes mistakes. Every state of the panel is pictured; see test-results/screenshots.
import { cp, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { filler, writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf, READ_MS } from './panel.mjs';
import { THEMES, until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

const PACKAGE = resolve('node_modules/commander');
const QUESTION = 'What are the default option flags?';
const FACT = 'The default option flags are';

const LETTERS = {
  'letters/2019 spring.txt':
    'Dear Ines,\n\nThe river was high again and the lower path is closed until June. Thomas has repaired the pump. ' +
    'We keep the spare key under the third flowerpot, in case you come while we are away.\n\nThe cat sends her regards.\n',
  'letters/2020 autumn.txt':
    'Dear Ines,\n\nThe apples were small this year but very sweet.\nYour book arrived on Friday. I have read it twice, ' +
    'and I still do not know who wrote the last letter in it.\n\nCome for the new year if the trains allow.\n',
  // Nothing in it can answer a question.
  'numbers/table.csv': '0.1, 0.2\n0.3, 0.4\n',
  'commander/logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  'photos/river.jpg': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0, 0, 0, 0, 0, 0]),
  // Nothing asked before may have read it: what is known is read faster than a person stops a question.
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`inventory/part ${i + 1}.txt`, filler(300, i + 30)]),
  ),
};

/**
 * A workspace that is not ours: a package that this repository has installed, and letters.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'project');
  const { name } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  // Without its largest file, which alone takes as long to read as all the others.
  const filter = (/** @type {string} */ path) => basename(path) !== 'command.js';
  for (const part of ['Readme.md', 'package.json', 'lib'])
    await cp(join(PACKAGE, part), join(folder, name, part), { recursive: true, filter });
  await writeFiles(folder, LETTERS);
  return folder;
}

/** @param {EditorWindow} window */
export default async function newcomer(window) {
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  const askAbout = async (/** @type {string} */ folder) => {
    await window.contextMenu(window.explorerRow(folder), 'Ask about this folder');
    await panel.focused();
  };

  await askAbout('commander');
  await panel.shown('.welcome');
  expect((await panel.text('.chips')).trim() === 'commander', 'the panel names the folder');
  await picture('01-empty');

  await panel.ask(QUESTION);
  await panel.shown('.bar');
  await picture('02-reading');
  await panel.shown('.card', READ_MS);
  await panel.shown('.progress-path bdi:not(:empty)');
  await picture('03-evidence-while-reading');

  await panel.finished(QUESTION);
  await panel.shown('.answer');
  await picture('04-answer');
  const best = await panel.shown('.card');
  expect((await best.innerText()).includes(FACT), `the first evidence has "${FACT}"`);
  await (await panel.shown('.coverage summary')).click();
  await (await panel.shown('.coverage details details summary')).click();
  await (await panel.shown('.coverage li')).scrollIntoViewIfNeeded();
  await picture('05-answer-end');

  // The link opens the lines beside the panel.
  const place = (await best.locator('.place').innerText()).replace(/\s/g, '');
  const line = Number(/:(\d+)/.exec(place)?.[1]);
  await best.locator('.place').click();
  const editor = await window.editorAt('commander/Readme.md', line);
  expect(editor.selectedCharacters > 0, 'the lines are selected');
  await picture('06-link-opened');

  await window.page.keyboard.press('ArrowLeft');
  await window.page.keyboard.press('Control+K');
  await window.page.keyboard.press('Control+I');
  const hover = window.page.locator('.monaco-hover').filter({ hasText: 'InfiniAsk: evidence 1 of' }).first();
  await hover.waitFor();
  await picture('07-hover');
  await hover.getByText('Next', { exact: true }).click();
  await until('the next evidence', async () => {
    const now = await window.activeEditor();
    return now !== undefined && (now.line !== line || now.path !== editor.path);
  });
  await picture('08-next-evidence');

  for (const theme of /** @type {(keyof typeof THEMES)[]} */ (['dark', 'contrast', 'contrastLight'])) {
    await window.theme(theme);
    await picture(`09-${theme}`);
  }
  await window.theme('light');
  await window.runCommand('View: Close Editor');

  // A question that takes too long.
  await askAbout('inventory');
  await panel.ask('Where is the ivory umbrella?');
  // Of this question: the cards of the one before stay until it is taken up.
  await until(
    'its first evidence',
    async () =>
      (await panel.text('h1.asked')) === 'Where is the ivory umbrella?' &&
      (await (await panel.within('.card')).count()) > 0,
    READ_MS,
  );
  await (await panel.shown('.question .secondary')).click();
  await panel.finished('Where is the ivory umbrella?');
  expect((await panel.text('.notice-text')).startsWith('Partial'), 'a stopped question says so');
  await picture('10-cancelled');

  // Mistakes: the results before them stay.
  await (await panel.shown('#question')).click();
  await window.page.keyboard.press('Control+A');
  await panel.ask(' ');
  await panel.shown('.error');
  expect((await panel.text('.error')).includes('empty'), 'an empty question is refused');
  expect((await (await panel.within('.card')).count()) > 0, 'the evidence stays');
  await picture('11-error-empty-question');
  await askAbout('photos');
  await panel.ask('Who is in the picture?');
  await until('the error', async () => (await panel.text('.error')).includes('nothing to read'));
  await picture('12-error-nothing-to-read');

  await askAbout('numbers');
  await panel.ask('Who painted the ceiling?');
  await panel.finished('Who painted the ceiling?');
  // Whether numbers draw attention is up to the model; that an empty list is explained is not.
  const isEmpty = (await (await panel.within('.card')).count()) === 0;
  expect(
    isEmpty === (await panel.text('.notice-text')).startsWith('Nothing found'),
    'finding nothing is said',
  );
  await picture(isEmpty ? '13-nothing-found' : '13-found-in-numbers');

  // The whole workspace through the palette, in the dark, in a narrow panel.
  await window.theme('dark');
  await window.runCommand('InfiniAsk: Ask the codebase');
  await panel.focused();
  await until('the workspace to be named', async () => (await panel.text('.chips')).trim() === 'project');
  const key = 'Where is the spare key?';
  await panel.ask(key);
  await panel.finished(key);
  expect((await (await panel.shown('.card')).innerText()).includes('flowerpot'), 'the key is found');
  await picture('14-prose-dark');
  await (await panel.shown('.card .place')).click();
  await window.editorAt('letters/2019 spring.txt', 3);
  await picture('15-prose-editor-dark');
  await window.page.setViewportSize({ width: 760, height: 800 });
  await picture('16-narrow-dark');
  await window.page.setViewportSize({ width: 1280, height: 800 });
}
