// Evidence in documents: a PDF opens at its page with the passage marked, is used again for the next passage, and is still
// there after a reload.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf } from './panel.mjs';
import { importTypeScript } from './typeScript.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

/** @type {typeof import('./madeDocuments.ts')} */
const { FACT, FACT_PAGE, manual, SECOND, SECOND_PAGE } = await importTypeScript(
  'test/drive/madeDocuments.ts',
);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const NAME = 'Boiler & pump.pdf';
const QUESTION = 'With what must the pump be primed?';
let manualFile = '';
const FOLLOW_UP = 'How is the alarm of the boiler silenced?';

/**
 * A manual, and a note beside it.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'house');
  manualFile = join(folder, 'manuals', NAME);
  await writeFiles(folder, {
    [`manuals/${NAME}`]: manual(40),
    'manuals/shelf.txt': 'The manuals stand on the upper shelf.\n',
  });
  return folder;
}

/** @param {EditorWindow} window */
export default async function documents(window) {
  const { page } = window;
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  const view = () => window.webview('ia-pdf');
  const number = async () => (await view()).locator('.page-number').inputValue();
  const marked = async () =>
    (await view()).locator('.passage-mark').evaluateAll((marks) => marks.map((mark) => mark.dataset.text));
  const tabs = () => page.locator('.tab', { hasText: NAME }).count();
  const isAt = async (/** @type {number} */ wanted, /** @type {readonly string[]} */ lines) => {
    await until(`page ${wanted}`, async () => (await number()) === String(wanted));
    await until(`the marks of ${lines[0]}`, async () => {
      const texts = await marked();
      return lines.every((line) => texts.includes(line));
    });
  };
  const accessible = async () => {
    const frame = await view();
    await frame.evaluate(axe);
    const faults = await frame.evaluate(
      'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))',
    );
    expect(faults.length === 0, `the view is accessible: ${faults.join('\n')}`);
  };

  await window.contextMenu(window.explorerRow('manuals'), 'Ask about this folder');
  await panel.focused();
  await panel.ask(QUESTION);
  await panel.finished(QUESTION);
  const first = await panel.shown('.card');
  expect((await first.innerText()).includes('two litres of distilled'), 'the first evidence has the fact');
  await (await panel.shown('.card .place')).click();
  await isAt(FACT_PAGE, FACT);
  await accessible();
  await picture('70-pdf-light');

  // Words, pages, and another theme.
  const frame = await view();
  await frame.getByLabel('Small pictures of the pages').click();
  await frame.locator('.thumbnails [aria-current] canvas').waitFor();
  await page.keyboard.press('Control+f');
  await frame.locator('form.find input').fill('oiled');
  await until('matches', async () => /^\d+ of \d+$/.test(await frame.locator('.find-count').innerText()));
  await window.theme('dark');
  await picture('71-pdf-dark-search');
  await frame.locator('form.find input').press('Escape');
  await frame.getByLabel('Back to the evidence').click();
  await isAt(FACT_PAGE, FACT);
  await accessible();
  await picture('72-pdf-dark');
  await window.theme('contrast');
  await accessible();
  await picture('73-pdf-contrast');
  await window.theme('light');

  // Another passage of the same document goes into the same tab.
  await window.runCommand('InfiniAsk: Show the panel');
  await panel.askNext(FOLLOW_UP);
  await panel.finished(FOLLOW_UP);
  await (await panel.shown('.card .place')).click();
  await isAt(SECOND_PAGE, SECOND);
  expect((await tabs()) === 1, 'one tab shows the document');
  await picture('74-pdf-second-passage');

  // The next piece of evidence is counted from the one that is shown.
  await window.runCommand('InfiniAsk: Go to the next evidence');
  await until('the next piece', async () => (await number()) !== String(SECOND_PAGE));
  await window.runCommand('InfiniAsk: Go to the previous evidence');
  await isAt(SECOND_PAGE, SECOND);

  // Which passage is marked is stored with the tab.
  await window.stored(SECOND[0] ?? '');
  await page.reload();
  await window.ready('InfiniAsk: Ask the codebase');
  await isAt(SECOND_PAGE, SECOND);
  await picture('75-pdf-reloaded');

  // The file has become longer.
  await writeFile(manualFile, manual(41));
  await (await view()).getByText('of 41').waitFor();
  await isAt(SECOND_PAGE, SECOND);
}
