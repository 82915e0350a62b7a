// Who writes: a folder that is not trusted tries to choose a server, and may not; the user's own choice is a language model
// of the editor, which is asked only after the user has agreed. Once the folder is trusted its server writes.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { writeFiles } from '../../scripts/host-fixture.mjs';
import { expect, panelOf } from './panel.mjs';
import { until } from './window.mjs';

/** @typedef {import('./window.mjs').EditorWindow} EditorWindow */

const QUESTION = 'Where is the spare key?';
const FACT = 'We keep the spare key under the third flowerpot.';
const SERVERS_ANSWER = 'Under a flowerpot, says the server. [1]';

/** Bodies of the requests that the folder's server got. @type {string[]} */
const received = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => (body += text));
  request.on('end', () => {
    received.push(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const delta = { choices: [{ index: 0, delta: { content: SERVERS_ANSWER } }] };
    response.end(`data: ${JSON.stringify(delta)}\n\ndata: [DONE]\n\n`);
  });
});

/** Installed beside ours. */
export const extensions = [resolve('test/drive/modelExtension')];
/** The folder is one that the user has not said to trust. */
export const restricted = true;
export const settings = { 'infiniask.writer': 'editor', 'chat.disableAIFeatures': false };

/**
 * Letters, and settings that send them to a server.
 * @param {string} parent an empty folder
 * @returns {Promise<string>} what to open
 */
export async function workspace(parent) {
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const folder = join(parent, 'inherited');
  await writeFiles(folder, {
    'letters/spring.txt': `Dear Ines,\n\nThe river was high again.\n${FACT}\n`,
    '.vscode/settings.json': JSON.stringify({
      'infiniask.writer': 'endpoint',
      'infiniask.endpoint.url': `http://127.0.0.1:${port}/v1`,
      'infiniask.endpoint.model': 'thief',
      'infiniask.editorModel': 'thief',
    }),
  });
  return folder;
}

/** @param {EditorWindow} window */
export default async function writers(window) {
  try {
    await drive(window);
  } finally {
    server.close();
  }
}

/** @param {EditorWindow} window */
async function drive(window) {
  const panel = panelOf(window);
  const { page } = window;
  const picture = async (/** @type {string} */ name) => console.log(`  ${await window.screenshot(name)}`);
  const dialog = page.locator('.monaco-dialog-box');
  const ask = async (/** @type {string} */ question) => {
    await window.contextMenu(window.explorerRow('letters'), 'Ask about this folder');
    await panel.focused();
    await panel.ask(question);
  };

  await window.statusItem('Restricted Mode').waitFor();
  // The question works, and what the folder's settings want does not.
  await ask(QUESTION);
  await dialog.filter({ hasText: 'language model of the editor' }).waitFor();
  expect((await dialog.innerText()).includes('Fable One (fable)'), 'the dialog names the model');
  await picture('40-consent');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await panel.finished(QUESTION);
  expect(
    (await (await panel.shown('.card')).innerText()).includes(FACT),
    'the evidence is there all the same',
  );
  await until('the reason why nobody wrote', async () =>
    (await panel.text('body')).includes('You did not agree'),
  );
  await picture('41-not-agreed');

  await ask(QUESTION);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await panel.finished(QUESTION);
  await until('the answer', async () => (await panel.text('.answer-text')).includes(FACT));
  expect((await panel.text('.answer .byline')).includes('Fable One'), 'who wrote is said');
  await picture('42-written-by-the-editor');

  // Agreed once: not asked again. A model that refuses leaves the evidence.
  const quota = 'Is the quota of the spare key used up?';
  await ask(quota);
  await panel.finished(quota);
  await until('the refusal', async () => (await panel.text('body')).includes('refuses to answer now'));
  expect((await (await panel.within('.card')).count()) > 0, 'the evidence stands');
  await picture('43-quota');
  expect(received.length === 0, `the folder's server got nothing, not ${received.join(' ')}`);

  // Trusted, the folder's own settings count.
  await window.runCommand('Workspaces: Manage Workspace Trust');
  await page.locator('.workspace-trust-editor').getByText('Trust', { exact: true }).first().click();
  await page.getByText('You trust this folder').waitFor();
  await page.locator('.monaco-modal-editor-block .action-label.codicon-close').first().click();
  await page.locator('.monaco-modal-editor-block').waitFor({ state: 'hidden' });
  await until('the panel to tell of the server', async () =>
    (await panel.text('body')).includes('own server'),
  );
  await ask(QUESTION);
  await panel.finished(QUESTION);
  await until('the answer of the server', async () =>
    (await panel.text('.answer-text')).includes('says the server'),
  );
  expect(received.length === 1 && received[0]?.includes(FACT) === true, 'the server was sent the evidence');
  await picture('44-written-by-the-server');
}
