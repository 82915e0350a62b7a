// “Choose a model…”: models of other programs, terms before a download, a download that goes on and is cancelled, failures
// that leave the model in use, and switches while a question is on screen and while one is read. The hub is a stand-in.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf } from './panel.mjs';
import { importTypeScript } from './typeScript.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

/** @type {typeof import('./madeModels.ts')} */
const { answer, makeModels, StandInHub, tinyModel } = await importTypeScript('test/drive/madeModels.ts');
const made = await temporaryFolder('home');
const home = join(made.path, 'Zoë’s 家');
makeModels(home);
const hub = await new StandInHub().start();

/** Everything is looked for in the made home, and got from the stand-in. */
export const env = {
  HOME: home,
  HF_ENDPOINT: hub.origin,
  ...Object.fromEntries(
    ['OLLAMA_MODELS', 'HF_HOME', 'HF_HUB_CACHE', 'XDG_CACHE_HOME'].map((name) => [name, '']),
  ),
};
export const settings = { 'infiniask.reading': 'always' };

const READS = 'The model that reads';
const QUESTION = 'Where is the spare key?';
const FACT = 'We keep the spare key under the third flowerpot.';
const SMOLLM_BYTES = 98_362_432;

/**
 * A letter, and enough text for a question that takes a while.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  const folder = join(parent, 'house');
  await writeFiles(folder, { 'letters/spring.txt': `Dear Ines,\n\nThe river was high again.\n${FACT}\n` });
  await cp('node_modules/commander/lib/command.js', join(folder, 'commander', 'command.js'));
  return folder;
}

/** @param {EditorWindow} window */
export default async function models(window) {
  try {
    await drive(window);
  } finally {
    await hub.stop();
    await made.remove();
  }
}

/** @param {EditorWindow} window */
async function drive(window) {
  const { page } = window;
  const panel = panelOf(window);
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  const dialog = page.locator('.monaco-dialog-box');
  const modelLine = () => panel.text('.facts');
  /** Opens the list of models by the panel's own line. */
  const choose = async (/** @type {string} */ name) => {
    await (await panel.shown('.fact-chooser')).click();
    await window.quickRow('Choose a file…').waitFor();
    await window.pick(name);
  };
  /** What a failure says; the editor shows it in full. */
  const failure = async (/** @type {string} */ name, /** @type {string[]} */ ...said) => {
    const toast = await window.notification('stays in use');
    const text = await toast.innerText();
    for (const part of [...said, 'Choose another model…'])
      expect(text.includes(part), `the failure says “${part}”, not “${text}”`);
    await picture(name);
    return toast;
  };
  const dismissed = async (/** @type {import('./window.mjs').Locator} */ toast) => {
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'hidden' });
    // The editor shows no more than three notifications within 800 ms, progress counted.
    await page.waitForTimeout(1000);
  };

  await window.contextMenu(window.explorerRow('letters'), 'Ask about this folder');
  await panel.focused();
  await panel.ask(QUESTION);
  await panel.finished(QUESTION);
  await until('the model line', async () => (await modelLine()).includes('minimind2-small'));

  await window.runCommand('InfiniAsk: Choose a model…');
  await window.pick(READS);
  await window.quickRow('Choose a file…').waitFor();
  await picture('50-picker');
  for (const found of ['tiny:latest', 'maker/Tiny-GGUF/tiny-Q4_K_M.gguf', 'maker/tiny/tiny.gguf'])
    expect((await window.quickRow(found).count()) === 1, `${found} is found`);
  await window.pick('Gemma 3 270M');
  await dialog.waitFor();
  await picture('51-terms');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(hub.asked.length === 0, 'nothing is downloaded before the terms are accepted');

  // The stand-in has other bytes.
  await choose('Gemma 3 270M');
  await dialog.getByRole('button', { name: 'Accept and download' }).click();
  await dismissed(await failure('52-other-file', 'is not the one that InfiniAsk knows', 'Try again'));

  hub.next.push(answer(404));
  await choose('SmolLM2 135M Instruct');
  const missing = await failure('53-not-found', 'The hub has no', 'Try again');

  // Half of it comes.
  hub.next.push((_, response) => {
    response.writeHead(200, { 'content-length': SMOLLM_BYTES });
    response.write(Buffer.alloc(40_000_000));
    return true;
  });
  await missing.getByRole('button', { name: 'Try again' }).click();
  const toast = await window.notification('Downloading');
  await until('the progress', async () => (await toast.innerText()).includes('41 %'));
  await picture('54-progress');
  await toast.hover();
  await toast.getByRole('button', { name: 'Cancel' }).click();
  await toast.waitFor({ state: 'hidden' });

  hub.next.push((_, response) => {
    response.writeHead(200, { 'content-length': 1e15 }).flushHeaders();
    return true;
  });
  await choose('Download another…');
  await window.answerInput('maker/model/huge.gguf', 'OWNER/NAME/FILE.gguf');
  await dismissed(await failure('55-no-room', 'There is not enough room'));
  expect((await modelLine()).includes('minimind2-small'), 'the model in use stays');

  // A switch while a question is on screen.
  await choose('tiny:latest');
  await window.notification('tiny:latest reads from now on.');
  await until('the model line to change', async () => (await modelLine()).includes('tiny:latest'));
  expect((await (await panel.shown('.card')).innerText()).includes(FACT), 'what was found stays');
  await picture('56-switched');
  await window.clearNotifications();

  // Another one, from the hub, while a question is read.
  await window.contextMenu(window.explorerRow('commander'), 'Ask about this folder');
  await panel.focused();
  const long = 'How are options parsed?';
  await panel.ask(long);
  await panel.shown('.card');
  hub.content = tinyModel({ 'general.name': { type: 8, value: 'Tiny of the hub' } });
  await choose('Download another…');
  await window.answerInput('maker/model/hub.gguf', 'OWNER/NAME/FILE.gguf');
  await window.notification('hub.gguf reads from now on.');
  await picture('57-switched-while-reading');
  await panel.finished(long);
  expect((await (await panel.within('.card')).count()) > 0, 'the question ends with what it began with');
  await panel.askNext(`${long} Again.`);
  await panel.finished(`${long} Again.`);
  await picture('58-read-by-another');

  // Its speed has been measured now.
  await (await panel.shown('.fact-chooser')).click();
  const row = window.quickRow('hub.gguf');
  await row.waitFor();
  expect(/reads [\d,]+ tokens\/s here/.test(await row.innerText()), 'this machine’s speed is told');
  await picture('59-measured');
  await window.closeQuickInput();
}
