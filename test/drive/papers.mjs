// Documents of many kinds, asked about by right-click: each link lands at the very place with the passage marked, in every
// theme and within the accessibility rules; and the same by keyboard, after a reload and by "Reopen Editor With…".
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf } from './panel.mjs';
import { importTypeScript } from './typeScript.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */
/** @typedef {import('playwright-core').Frame} Frame */

/** @type {typeof import('./madePapers.ts')} */
const { madePapers } = await importTypeScript('test/drive/madePapers.ts');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing is written: places are looked at. */
export const settings = { 'infiniask.writer': 'none', 'infiniask.reading': 'first' };

/** There is room for the list beside a document. */
export const width = 1600;

/** @param {string} parent an empty folder @returns {Promise<string>} what to open */
export async function workspace(parent) {
  const folder = join(parent, 'harbour');
  await writeFiles(folder, madePapers());
  return folder;
}

/** @param {EditorWindow} window */
export default async function documents(window) {
  const { page } = window;
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);

  /** Asks about the folder and follows the first link. @param {string} question */
  const ask = async (question) => {
    await panel.askNext(question);
    await panel.finished(question);
    await (await panel.shown('.card .link.place')).click();
  };
  /** The text that is marked in the view that is shown. @param {string} selector @param {string} text */
  const marked = (selector, text) =>
    until(`${selector} with "${text}"`, async () => {
      for (const frame of page.frames()) {
        const shown = await frame
          .locator(`.page-frame ${selector}`)
          .evaluateAll((all) =>
            all.map((found) => {
              const { top, bottom } = found.getBoundingClientRect();
              return top >= 0 && bottom <= innerHeight && found instanceof HTMLElement ? found.innerText : '';
            }),
          )
          // A page that has been left may go just then.
          .catch(() => []);
        if (shown.some((found) => found.includes(text))) return frame;
      }
      return undefined;
    });

  await window.contextMenu(window.explorerRow('papers'), 'Ask about this folder');
  await panel.focused();

  await ask('What is the lighthouse keeper called?');
  const rules = await marked('.passage.best.current', 'Amalia');
  expect(
    (await rules.locator('nav [aria-current]').innerText()).includes('Duties'),
    'the list says in which chapter the passage stands',
  );
  await inAllThemes('43-word', rules);

  await ask('Which berth has the vessel Ingeborg?');
  const sheet = await marked('tr.passage.best.current', 'Ingeborg');
  expect(
    (await sheet.locator('tr.passage.best.current').first().innerText()).startsWith('43'),
    'the row has the number that the program shows',
  );
  const head = await sheet.locator('thead th').first().boundingBox();
  const bar = await sheet.locator('.bar').boundingBox();
  expect(
    head !== null && bar !== null && Math.abs(head.y - bar.y - bar.height) < 40,
    'the headings stay in view',
  );
  await inAllThemes('44-sheet', sheet);

  await ask('What is the password of the sluice?');
  const chat = await marked('.turn.current', 'marmalade');
  expect((await chat.locator('.turn strong').count()) > 0, 'what assistants say is shown as Markdown');
  for (const selector of ['.turn b', 'a[href^="command:"]', 'img', 'main style', 'main script'])
    expect((await chat.locator(selector).count()) === 0, `no ${selector} from the document`);
  await inAllThemes('45-chat', chat);

  await ask('Who painted the boathouse roof?');
  const mail = await marked('.passage.best.current', 'Wilhelm');
  await inAllThemes('46-mail', mail);

  // To the evidence after and before, by the keys of the editor and by those of the page.
  const at = (/** @type {string} */ place) =>
    until(`the evidence in ${place}`, async () => (await mail.locator('.which').innerText()).includes(place));
  await mail.locator('main').click();
  await page.keyboard.press('n');
  await at('Summer');
  await page.keyboard.press('p');
  await at('The boathouse');
  await window.runCommand('InfiniAsk: Go to the next evidence');
  await at('Summer');

  await ask('How high does the spring tide reach at the lock gate?');
  const cell = page.locator(
    '.notebookOverlay .monaco-list-row.focused, .notebookOverlay .monaco-list-row.selected',
  );
  await until('the cell', async () => (await cell.first().getAttribute('data-index')) === '6');
  await picture('47-notebook');

  // A peek shows the lines of files; of documents alone, the best is opened.
  await window.contextMenu(window.explorerRow('rules.docx'), 'Ask about this file');
  await panel.focused();
  const keeper = 'Who lives in the old mill?';
  await panel.askNext(keeper);
  await panel.finished(keeper);
  await window.runCommand('InfiniAsk: Peek at the evidence');
  await marked('.passage.best.current', 'Amalia');

  // The tab and its place come back after a reload.
  await window.stored('rules.docx');
  await page.reload();
  await window.ready('InfiniAsk: Ask the codebase');
  await marked('.passage.best.current', 'Amalia');

  // Any document opens in this editor, asked about or not; a damaged one says why it does not.
  await window.explorerRow('other').click();
  await window.contextMenu(window.explorerRow('guide.epub'), 'Open With...');
  await window.pick('Text of the document (InfiniAsk)');
  const guide = await window.webview('main.text');
  await until('the chapters', async () => (await guide.locator('nav').innerText()).includes('Moorings'));
  await accessible(guide, 'a book');
  await picture('48-book');
  await window.contextMenu(window.explorerRow('broken.docx'), 'Open With...');
  await window.pick('Text of the document (InfiniAsk)');
  const broken = await window.webview('main.failed');
  await until('the reason', async () =>
    (await broken.locator('main').innerText()).includes('Damaged document'),
  );
  await picture('49-damaged');

  /** @param {string} name @param {Frame} frame */
  async function inAllThemes(name, frame) {
    for (const theme of /** @type {const} */ (['dark', 'light'])) {
      await window.theme(theme);
      await accessible(frame, `${name} in ${theme}`);
      await picture(`${name}-${theme}`);
    }
  }
}

/** @param {Frame} frame @param {string} what */
async function accessible(frame, what) {
  await frame.evaluate(axe);
  /** @type {{ violations: { id: string, nodes: { html: string, failureSummary: string }[] }[] }} */
  const { violations } = await frame.evaluate(`axe.run(document, { resultTypes: ['violations'] })`);
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
  expect(faults.length === 0, `${what} is accessible:\n${faults.join('\n')}`);
}
