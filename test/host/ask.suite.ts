import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import { ask, askFolder, fixture, setWriter, watch } from './support.ts';

/** The line that answers; what belongs to it, such as its doc comment, may stand above. */
const first = ({ evidence }: Snapshot) => {
  const [best] = evidence;
  return best && { root: best.root, path: best.path, bestLine: best.bestLine, endLine: best.endLine };
};

/** Both commands, with the engine and the model that are shipped. */
export function asking(): void {
  describe('A question', () => {
    before(() => setWriter('none'));
    afterEach(() => setWriter('none'));

    it('about the workspace is answered from code in one folder', async () => {
      const state = await ask('What is LOAN_DAYS?');
      assert.equal(state.status, 'done');
      assert.deepEqual(first(state), { root: 0, path: 'src/loans.ts', bestLine: 2, endLine: 2 });
      assert.match(state.evidence[0]!.text, /export const LOAN_DAYS = 28;$/);
      assert.equal(state.panelOpen, true);
      assert.equal(state.panel.evidence[0]?.folder, 'library/src/');
      assert.equal(state.result?.coverage.complete, true);
    });

    it('about the workspace is answered from prose in the other', async () => {
      const state = await ask('When does the ferry to Elba leave?');
      assert.deepEqual(first(state), { root: 1, path: '日记 one.txt', bestLine: 2, endLine: 2 });
      assert.deepEqual(
        state.scope.map(({ path }) => path),
        [fixture().library, fixture().notes],
      );
    });

    it('about one folder reads that folder alone', async () => {
      const state = await askFolder(fixture().library, 'When does the ferry to Elba leave?');
      assert.deepEqual(
        state.scope.map(({ path }) => path),
        [fixture().library],
      );
      assert.ok(state.evidence.every(({ root }) => root === 0));
      assert.ok(state.spans.every(({ file }) => file.startsWith(fixture().library)));
      assert.equal(state.result?.coverage.files, 4);

      const found = await askFolder(fixture().library, 'Where does the archive key hang?');
      assert.deepEqual(first(found), { root: 0, path: 'README.md', bestLine: 4, endLine: 4 });
    });

    it('tells of the walk, the reading and the evidence before its end', async () => {
      const { states, result } = await watch(() => ask('Where does the archive key hang?'));
      const seen = (holds: (state: Snapshot) => boolean) => assert.ok(states.some(holds));
      seen(({ status, scannedFiles }) => status === 'scan' && scannedFiles === 7);
      seen(({ status, reading }) => status === 'read' && reading !== null && reading.tokens > 0);
      seen(({ status, evidence }) => status === 'read' && evidence.length > 0);
      seen(({ panel }) => panel.progress?.details.some((text) => text.includes('of about')) ?? false);
      const tokens = states.map(({ reading }) => reading?.tokens ?? 0);
      assert.deepEqual(
        tokens,
        [...tokens].sort((a, b) => a - b),
        'the count of tokens never goes back',
      );
      assert.ok(result.result && result.result.coverage.tokens >= Math.max(...tokens));
    });

    it('is answered in words that the writer wrote, with links to evidence', async () => {
      await setWriter('embedded');
      const { states, result } = await watch(() => ask('Where does the archive key hang?'));
      assert.equal(result.status, 'done');
      assert.ok(states.some(({ panel }) => panel.answer?.growing));
      const { answer } = result.panel;
      assert.ok(answer && answer.parts.length > 0);
      assert.equal(answer.growing, false);
      assert.equal(answer.parts.map(({ text }) => text).join(''), result.result?.answer.text);
      const ids = new Set(result.panel.evidence.map(({ id }) => id));
      for (const { evidence } of answer.parts) assert.ok(evidence === undefined || ids.has(evidence));
    });

    it('is not asked without words: the command leads to the panel', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.equal(await vscode.commands.executeCommand('infiniask.ask'), undefined);
      const { states } = await watch(() => askFolder(fixture().notes, ''));
      assert.ok(states.every(({ status }) => status !== 'scan'));
    });

    it('is asked anew over a file that has gone since', async () => {
      const { notes } = fixture();
      const file = vscode.Uri.file(`${notes}/short-lived.txt`);
      await vscode.workspace.fs.writeFile(file, Buffer.from('The password of the cellar is hortensia.\n'));
      const found = await askFolder(notes, 'What is the password of the cellar?');
      assert.equal(found.evidence[0]?.path, 'short-lived.txt');
      await rm(file.fsPath);
      const after = await askFolder(notes, 'What is the password of the cellar?');
      assert.equal(after.status, 'done');
      assert.ok(after.evidence.every(({ path }) => path !== 'short-lived.txt'));
    });
  });
}
