// What the panel can do beside answering, by mouse and keyboard: preview, pause, why, lines around, pins, another answer,
// a follow-up, copying, the list in the Explorer, peek, a reload, another language; and files that try to be more than
// text.
import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf, READ_MS } from './panel.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

const PACKAGE = resolve('node_modules/commander');
const QUESTION = 'What are the default option flags?';
const FACT = 'The default option flags are';
/** Who wrote may be said in either way: which it is depends on what the model writes. */
const BYLINES = [
  'Written by {0}, a small model: check it against the evidence.',
  'Quoted from the evidence, which supports too little of what {0}, a small model, wrote.',
];
const FOLLOW_UP = 'How is the version option declared?';

const MARKUP_NAME = '<img src=x onerror=alert(1)>.md';
/** Shown as `vaultexe.txt` where the control is obeyed. */
const BIDI_NAME = 'vault\u202Etxt.exe.md';
const FILES = {
  'project/logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  [`hostile/${MARKUP_NAME}`]:
    '# Notes\n\nThe password of the cellar is <img src=x onerror="document.body.id=\'owned\'"> marmalade.\n' +
    '<script>document.body.id = "owned"</script>\n[open](command:workbench.action.closeWindow)\n',
  [`hostile/${BIDI_NAME}`]:
    '# Vault\n\nThe password of the vault is \u202Eedalamram\u202C and nothing else.\n',
  'photos/river.jpg': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0, 0, 0, 0, 0, 0]),
  'letters/spring.txt':
    'Dear Ines,\n\nThe river was high again and the lower path is closed until June.\n' +
    'We keep the spare key under the third flowerpot.\n',
};

/**
 * A part of a package that this repository has installed, and files with markup and bidirectional controls.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'features');
  await writeFiles(folder, FILES);
  for (const part of ['Readme.md', 'lib/option.js', 'lib/help.js'])
    await cp(join(PACKAGE, part), join(folder, 'project', part), { recursive: true });
  return folder;
}

const readJson = async (/** @type {string} */ path) => JSON.parse(await readFile(path, 'utf8'));

/** @param {EditorWindow} window */
export default async function features(window) {
  const panel = panelOf(window);
  const { page } = window;
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  const cards = () => panel.within('.card');
  const click = async (/** @type {string} */ selector) => (await panel.shown(selector)).click();
  const act = async (/** @type {number} */ rank, /** @type {string} */ icon) =>
    (await panel.action(rank, icon)).click();

  await window.contextMenu(window.explorerRow('project'), 'Ask about this folder');
  await panel.focused();
  await click('details.preview > summary');
  await click('.preview-groups summary');
  await until('the reason for skipping', async () => (await panel.text('.preview')).includes('logo.png'));
  await picture('20-preview');

  // A reading that has to wait, and one that goes on.
  await (await panel.shown('#question')).click();
  await panel.ask(QUESTION);
  await click('.question .pause');
  await until('the pause', async () => (await panel.text('.progress-details')).includes('Paused'));
  await picture('21-paused');
  await click('.question .pause');
  await until('the end of the pause', async () => !(await panel.text('.progress')).includes('Paused'));
  await panel.finished(QUESTION);
  expect((await (await panel.shown('.card')).innerText()).includes(FACT), `the first evidence has "${FACT}"`);

  await act(1, 'lightbulb');
  await panel.shown('.card .why .words', READ_MS);
  const words = await (await panel.within('.card .why .words .word')).allInnerTexts();
  expect(
    ['default', 'option', 'flags'].every((word) => words.some((shown) => shown.includes(word))),
    `the question's words are shown, not ${words.join(' ')}`,
  );
  await picture('22-why');

  const lines = async () => (await cards()).first().locator('.lines > *').count();
  const before = await lines();
  await act(1, 'unfold');
  await until('more lines', async () => (await lines()) > before);
  await picture('23-expanded');
  await act(1, 'lightbulb');

  await act(1, 'copy');
  const copied = await until('the clipboard', async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText()).catch(() => 'not readable');
    return text.includes(FACT) || text === 'not readable' ? text : undefined;
  });
  if (copied === 'not readable') console.log('  (the clipboard cannot be read here)');
  else expect(/^\[project\/Readme\.md:\d+\]\(project\/Readme\.md#L\d+\)/.test(copied), `a link in ${copied}`);

  // Another answer from the pieces that the user has chosen.
  // Of a long list only the best are drawn; the badge counts all.
  const count = Number(await panel.text('.evidence .count'));
  await act(1, 'pin');
  await panel.shown('.card.is-pinned');
  await act(2, 'close');
  await until('the piece to go', async () => Number(await panel.text('.evidence .count')) === count - 1);
  await panel.shown('.again');
  await picture('24-pinned-and-dropped');
  await click('.again vscode-button');
  await until(
    'another answer',
    async () =>
      (await panel.text('.again')) === '' &&
      (await (await panel.within('.question .primary')).isVisible()) &&
      (await panel.text('.answer[aria-busy=false]')) !== '',
    READ_MS,
  );
  await picture('25-answered-again');

  // What is pinned stands in front of what the next question finds.
  await panel.askNext(FOLLOW_UP);
  await panel.finished(FOLLOW_UP);
  expect((await (await panel.shown('.card.is-pinned')).innerText()).includes(FACT), 'the pinned piece stays');
  await picture('26-follow-up');

  // The same evidence in the Explorer and in a peek.
  const view = page.locator('.pane').filter({ has: page.locator('.pane-header', { hasText: 'evidence' }) });
  const header = view.locator('.pane-header');
  if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  // Files are the first level, and only what is in view is drawn.
  await view.locator('.monaco-list-row[aria-level="2"]').first().click();
  await until('the lines', async () => (await window.activeEditor())?.path === 'project/Readme.md');
  await picture('27-evidence-in-the-explorer');
  await window.runCommand('InfiniAsk: Peek at the evidence');
  await page.locator('.peekview-widget .monaco-list-row').first().waitFor();
  await picture('28-peek');
  await page.keyboard.press('Escape');
  await page.locator('.peekview-widget').waitFor({ state: 'hidden' });

  const answer = await panel.text('.answer-text');
  await window.stored(FOLLOW_UP);
  await page.reload();
  await window.ready('InfiniAsk: Ask the codebase');
  await until('the question before the reload', async () => (await panel.text('h1.asked')) === FOLLOW_UP);
  await panel.shown('.card.is-pinned');
  expect((await panel.text('.answer-text')) === answer, 'the answer is there again');
  expect((await panel.text('.chips')).trim() === 'project', 'the next question reads the same folder');
  await picture('29-reloaded');
  await act(1, 'pinned');
  await until('nothing to be pinned', async () => (await panel.text('.card.is-pinned')) === '');

  // Names and contents are text, whatever they look like.
  const password = 'What is the password of the vault?';
  await window.contextMenu(window.explorerRow('hostile'), 'Ask about this folder');
  await panel.focused();
  await panel.ask(password);
  await panel.finished(password);
  const shown = (await (await cards()).allInnerTexts()).join('\n');
  expect(shown.includes(MARKUP_NAME), `the name with markup stands in ${shown}`);
  expect(shown.includes('vaultU+202Etxt.exe.md'), `the control in the name is shown in ${shown}`);
  expect(shown.includes('U+202Eedalamram'), `the control in the text is shown in ${shown}`);
  expect(shown.includes('<img src=x onerror='), `the markup is shown in ${shown}`);
  for (const selector of ['img', '#owned', 'a[href^="command:"]'])
    expect((await (await panel.within(selector)).count()) === 0, `no ${selector} in the panel`);
  await picture('30-hostile');

  // A question about a file from its tab.
  const key = 'Where is the spare key?';
  await window.explorerRow('letters').click();
  await window.explorerRow('spring.txt').dblclick();
  await window.editorAt('letters/spring.txt', 1);
  await window.contextMenu(page.locator('.tab', { hasText: 'spring.txt' }), 'Ask about this file');
  await panel.focused();
  await until('the file to be named', async () => (await panel.text('.chips')).includes('spring.txt'));
  await panel.ask(key);
  await panel.finished(key);
  expect((await (await panel.shown('.card')).innerText()).includes('flowerpot'), 'the key is found');
  await picture('31-file-from-its-tab');

  // Another language: the same answer stands there, and everything around it is in Chinese.
  const [titles, texts] = await Promise.all(
    ['package.nls.zh-cn.json', 'l10n/bundle.l10n.zh-cn.json'].map(readJson),
  );
  await window.stored(key);
  await window.language('zh-cn');
  await window.ready(`InfiniAsk: ${titles['command.ask']}`);
  await until('the panel in Chinese', async () => (await panel.text('.question .primary')) === texts['Ask']);
  expect((await panel.text('h1.asked')) === key, 'the question stays');
  expect((await (await panel.shown('#question')).inputValue()) === key, 'and stands in its box');
  const byline = await panel.text('.answer .byline');
  expect(
    BYLINES.some((text) => byline.startsWith(texts[text].split('{0}')[0])),
    'who wrote is said in Chinese',
  );
  await picture('32-chinese');
  await window.contextMenu(window.explorerRow('photos'), titles['command.askFolder']);
  await panel.focused();
  await panel.ask('图片里有谁?');
  await until('the error in Chinese', async () => /[\u4e00-\u9fff]/.test(await panel.text('.error')));
  await picture('33-chinese-error');
}
