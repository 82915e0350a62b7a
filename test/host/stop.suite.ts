import { strict as assert } from 'node:assert';
import type { Snapshot } from '../../src/extension/api.ts';
import { api, ask, askFolder, fixture, setReading, setWriter, untilState } from './support.ts';
import * as vscode from 'vscode';

const QUESTION = 'What is the lighthouse keeper called?';
/** The window in hand, those that were read while the message was on its way, and progress that is not told. */
const WINDOWS_ON_THE_WAY = 16;

const isReading = ({ status, evidence, reading }: Snapshot) =>
  status === 'read' && evidence.length > 0 && reading !== null && reading.windows > 2;

async function askLarge(): Promise<{ outcome: Promise<Snapshot>; middle: Snapshot }> {
  const outcome = askFolder(fixture().large, QUESTION);
  return { outcome, middle: await untilState('the middle of the reading', isReading) };
}

const foundKeeper = ({ evidence }: Snapshot) =>
  evidence.some(({ path, startLine }) => path === 'a.txt' && startLine === 1);

export function stopping(): void {
  describe('A question over a large folder', () => {
    before(async () => {
      await setWriter('none');
      await setReading('always');
    });
    after(() => setReading('auto'));

    it('stops within a few windows and keeps what it found', async () => {
      const { outcome, middle } = await askLarge();
      assert.ok(foundKeeper(middle));
      await vscode.commands.executeCommand('infiniask.cancel');
      const atCancel = (await api()).snapshot().reading!.windows;
      const state = await outcome;
      assert.equal(state.status, 'cancelled');
      assert.equal(state.result?.cancelled, true);
      assert.equal(state.result.coverage.complete, false);
      assert.ok(state.result.coverage.windows <= atCancel + WINDOWS_ON_THE_WAY, 'it went on reading');
      assert.ok(foundKeeper(state));
      assert.match(state.panel.notice, /^Partial/);
      assert.equal(state.panel.progress, null);
    });

    it('gives way to another question', async () => {
      const { outcome } = await askLarge();
      const next = await ask('What is LOAN_DAYS?');
      await outcome;
      assert.equal(next.status, 'done');
      assert.equal(next.evidence[0]?.path, 'src/loans.ts');
    });

    it('stops from the panel', async () => {
      const { outcome } = await askLarge();
      (await api()).receive({ type: 'cancel' });
      assert.equal((await outcome).status, 'cancelled');
    });

    it('keeps what it found when the engine dies, and the next question starts another', async () => {
      const { outcome, middle } = await askLarge();
      assert.ok(middle.engineProcessId);
      process.kill(middle.engineProcessId, 'SIGKILL');
      const state = await outcome;
      assert.equal(state.status, 'failed');
      assert.equal(state.error?.id, 'engineStopped');
      assert.equal(state.question, QUESTION);
      assert.ok(foundKeeper(state));
      assert.match(state.panel.error, /stopped.*Ask again/);
      assert.notEqual(state.panel.notice, '');
      assert.equal(state.engineProcessId, null);

      const next = await ask('Where does the archive key hang?');
      assert.equal(next.status, 'done');
      assert.equal(next.evidence[0]?.path, 'README.md');
      assert.equal(next.panel.error, '');
      assert.ok(next.engineProcessId);
      assert.notEqual(next.engineProcessId, middle.engineProcessId);
    });
  });
}
