import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import { follow, hoverAt, linkIn } from './links.suite.ts';
import { api, ask, fixture, selected, setWriter, until, untilState } from './support.ts';

const QUESTION = 'How many days may a book be kept?';

const loans = () => vscode.Uri.file(join(fixture().library, 'src', 'loans.ts'));
const boats = () => vscode.Uri.file(join(fixture().notes, 'boats.txt'));
const scopeOf = ({ scope }: Snapshot) => scope.map(({ path }) => path);

async function askFile(...args: unknown[]): Promise<Snapshot> {
  return vscode.commands.executeCommand<Snapshot>('infiniask.askFile', ...args, { question: QUESTION });
}

/** Where the editor and the workbench lead to a question and from its evidence. */
export function workbench(): void {
  describe('A question about files', () => {
    before(() => setWriter('none'));

    it('reads the file of a tab', async () => {
      const state = await askFile(loans(), { groupId: 0, editorIndex: 0 });
      assert.deepEqual(scopeOf(state), [loans().fsPath]);
      assert.equal(state.scope[0]?.isFile, true);
      assert.equal(state.result?.coverage.files, 1);
      assert.match(state.evidence.map(({ text }) => text).join('\n'), /LOAN_DAYS = 28/);
    });

    it('reads all that are selected in the explorer, folders too', async () => {
      const notes = vscode.Uri.file(fixture().notes);
      const state = await askFile(loans(), [loans(), notes, boats()]);
      assert.deepEqual(scopeOf(state).sort(), [loans().fsPath, notes.fsPath].sort());
    });

    it('reads the changes that are selected in source control', async () => {
      const state = await askFile({ resourceUri: loans() }, { resourceUri: boats() });
      assert.deepEqual(scopeOf(state).sort(), [loans().fsPath, boats().fsPath].sort());
    });

    it('reads the file of the active editor when none is named', async () => {
      await vscode.window.showTextDocument(boats());
      const state = await askFile();
      assert.deepEqual(scopeOf(state), [boats().fsPath]);
    });

    it('begins with what is selected', async () => {
      const editor = await vscode.window.showTextDocument(loans());
      editor.selection = new vscode.Selection(1, 13, 1, 22);
      await vscode.commands.executeCommand('infiniask.askSelection');
      const state = await untilState('the panel', ({ panelOpen }) => panelOpen);
      assert.deepEqual(scopeOf(state), [loans().fsPath]);
      assert.notEqual(state.status, 'read');
    });
  });

  describe('Evidence in the workbench', () => {
    let state: Snapshot;
    before(async () => {
      await setWriter('none');
      state = await ask('What is LOAN_DAYS?');
      assert.match(state.evidence[0]!.text, /LOAN_DAYS = 28/);
    });

    it('is named over an identifier elsewhere, with links that lead there', async () => {
      const content = 'const days = LOAN_DAYS;\nconst LOAN_DAYS2 = 1;\n';
      const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
      const text = await hoverAt(document.uri, 0, 15);
      assert.match(text, /evidence with LOAN\\_DAYS/);
      await follow(linkIn(text, String.raw`library/src/loans\\.ts:2`));
      const now = await until('the file', () => selected()?.file === loans().fsPath && selected());
      assert.ok(now.text.includes('LOAN_DAYS = 28'));
      assert.equal(await hoverAt(document.uri, 0, 2), '', 'a keyword names nothing');
      assert.equal(await hoverAt(document.uri, 1, 8), '', 'a longer name is another one');
    });

    it('can be peeked at, with an editor open and without', async () => {
      await vscode.window.showTextDocument(boats());
      assert.equal(await vscode.commands.executeCommand('infiniask.peekEvidence'), true);
      await vscode.commands.executeCommand('closeReferenceSearch');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.equal(await vscode.commands.executeCommand('infiniask.peekEvidence'), true);
      await vscode.commands.executeCommand('closeReferenceSearch');
    });

    it('is listed in the explorer', async () => {
      await vscode.commands.executeCommand('infiniask.evidence.focus');
      assert.equal((await api()).snapshot().spans.length, state.spans.length);
    });

    it('is peeked at no more when it has been cleared', async () => {
      await vscode.commands.executeCommand('infiniask.clear');
      assert.equal(await vscode.commands.executeCommand('infiniask.peekEvidence'), false);
    });
  });
}
