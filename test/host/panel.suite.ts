import { strict as assert } from 'node:assert';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../../src/extension/api.ts';
import type { PanelToHost } from '../../src/contract/index.ts';
import { hoverAt } from './links.suite.ts';
import { api, ask, askFolder, fixture, setReading, setWriter, untilState } from './support.ts';

async function send(message: PanelToHost): Promise<void> {
  (await api()).receive(message);
}

const isPaused = ({ panel }: Snapshot) => panel.progress?.paused === true;
const ids = ({ panel }: Snapshot) => panel.evidence.map(({ id }) => id);

/** What the buttons of the panel do beside asking and opening. */
export function panelButtons(): void {
  describe('The panel', () => {
    before(() => setWriter('none'));
    afterEach(() => setWriter('none'));

    it('tells before a question what would be read and what is passed over', async () => {
      await askFolder(fixture().library, 'What is LOAN_DAYS?');
      const counted = ({ panel: { preview } }: Snapshot) =>
        preview !== null && !preview.pending && preview.details.length > 0;
      const { panel } = await untilState('the count', counted);
      assert.match(panel.preview!.details.join(' '), /4 files.*tokens/);
      assert.equal(panel.preview!.skipped, '');
      assert.equal(panel.preview!.error, '');
      assert.deepEqual(
        panel.chips.map(({ label, removable }) => ({ label, removable })),
        [{ label: 'library', removable: true }],
      );
      await send({ type: 'removeScope', id: 0 });
      const whole = await untilState('the whole workspace', (state) => {
        const details = state.panel.preview?.details.join(' ') ?? '';
        return counted(state) && details.includes('7 files');
      });
      assert.equal(whole.scope.length, 2);
    });

    it('pauses a reading and lets it go on', async () => {
      await setReading('always');
      const outcome = askFolder(fixture().large, 'What is the lighthouse keeper called?');
      await untilState('the reading', ({ panel }) => panel.progress?.canPause === true);
      await send({ type: 'pause', paused: true });
      const paused = await untilState('the pause', isPaused);
      assert.equal(paused.status, 'read');
      assert.equal(paused.panel.progress?.title, 'Paused');
      await send({ type: 'pause', paused: false });
      await untilState('it to go on', ({ panel }) => panel.progress?.paused === false);
      const { windows } = paused.reading!;
      await untilState('more windows', ({ reading }) => reading !== null && reading.windows > windows + 20);
      await send({ type: 'cancel' });
      assert.equal((await outcome).status, 'cancelled');
      await setReading('auto');
    });

    it('stops a reading that is paused', async () => {
      const outcome = askFolder(fixture().large, 'What is the lighthouse keeper called?');
      await untilState('the reading', ({ panel }) => panel.progress?.canPause === true);
      await send({ type: 'pause', paused: true });
      await untilState('the pause', isPaused);
      await send({ type: 'cancel' });
      const state = await outcome;
      assert.equal(state.status, 'cancelled');
      assert.match(state.panel.notice, /^Partial/);
    });

    it('has an answer written from what is pinned', async () => {
      await setWriter('embedded');
      const before = await ask('What is LOAN_DAYS?');
      assert.ok(before.panel.evidence.length > 1, 'the fixture gives several pieces');
      assert.equal(before.panel.answerAgain, '');
      const [first] = ids(before);
      await send({ type: 'pin', id: first!, pinned: true });
      const pinned = await untilState('the pin', ({ panel }) => panel.keepPinned !== '');
      assert.match(pinned.panel.answerAgain, /the pinned piece/);
      await send({ type: 'answerAgain' });
      await untilState('the writing', ({ status }) => status === 'answer');
      const after = await untilState('the answer', ({ status }) => status === 'done');
      assert.equal(after.panel.answerAgain, '');
      assert.deepEqual(ids(after), ids(before), 'the evidence stays');
      const { answer } = after.panel;
      assert.ok(answer && answer.parts.length > 0);
      for (const { evidence } of answer.parts) assert.ok(evidence === undefined || evidence === first);
      await send({ type: 'pin', id: first!, pinned: false });
    });

    it('drops a piece from list and marks, and brings it back', async () => {
      const before = await ask('What is LOAN_DAYS?');
      const id = ids(before).at(-1)!;
      await send({ type: 'drop', id });
      const dropped = await untilState('the piece to go', ({ panel }) => panel.dropped !== '');
      assert.ok(!ids(dropped).includes(id));
      await untilState('its mark to go', ({ spans }) => spans.every((span) => span.id !== id));
      await send({ type: 'restore' });
      const restored = await untilState('the piece', ({ panel }) => panel.dropped === '');
      assert.deepEqual(ids(restored).sort(), ids(before).sort());
    });

    it('keeps what is pinned in front of what the next question finds', async () => {
      const before = await ask('What is LOAN_DAYS?');
      const best = before.evidence[0]!;
      await send({ type: 'pin', id: ids(before)[0]!, pinned: true });
      await send({ type: 'ask', question: 'Where does the archive key hang?' });
      const after = await untilState(
        'the next answer',
        ({ status, question }) => status === 'done' && question.includes('archive'),
      );
      assert.equal(after.panel.evidence[0]?.pinned, true);
      assert.equal(after.evidence[0]?.text, best.text);
      assert.ok(after.evidence.some(({ path }) => path === 'README.md'));
      await send({ type: 'pin', id: ids(after)[0]!, pinned: false });
      await untilState('nothing pinned', ({ panel }) => panel.keepPinned === '');
    });

    it('says why: the words of the question against those of the lines', async () => {
      const state = await ask('Where does the archive key hang?');
      const [first] = ids(state);
      await send({ type: 'why', id: first! });
      const told = await untilState('the words', ({ panel }) => panel.evidence[0]?.why?.kind === 'shown');
      const { why } = told.panel.evidence[0]!;
      assert.ok(why?.kind === 'shown');
      assert.ok(why.questionWords.some((word) => word.includes('archive')));
      assert.equal(why.weights.length, why.questionWords.length);
      for (const row of why.weights) assert.equal(row.length, why.textWords.length);
      assert.equal(why.textWords.join(''), state.evidence[0]!.text);
    });
  });

  describe('Names and contents that try to be more than text', () => {
    const name = '<img src=x onerror=alert(1)> [a](command:x).md';
    const content = 'The vault opens with <script>alert(1)</script> \u202Emarmalade\u202C.\n';
    const folder = () => join(dirname(fixture().library), 'hostile');
    before(async () => {
      await setWriter('none');
      await mkdir(folder());
      await writeFile(join(folder(), name), content);
    });
    after(() => rm(folder(), { recursive: true, force: true }));

    it('are found, opened and marked like any others', async () => {
      const state = await askFolder(folder(), 'What does the vault open with?');
      assert.equal(state.status, 'done');
      assert.equal(state.evidence[0]?.path, name);
      assert.equal(state.panel.evidence[0]?.name, name);
      assert.match(state.panel.evidence[0].lines.join('\n'), /<script>alert\(1\)<\/script>/);
      await vscode.commands.executeCommand('infiniask.openEvidence', 0);
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder(), name));
    });

    it('are no markup in the hover of another file', async () => {
      const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'vault\n' });
      const text = await hoverAt(document.uri, 0, 2);
      assert.doesNotMatch(text, /(?<!\\)<img/);
      assert.doesNotMatch(text, /\]\(command:x\)/);
    });
  });
}
