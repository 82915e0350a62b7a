import { strict as assert } from 'node:assert';
import type { Snapshot } from '../../src/extension/api.ts';
import { api, ask, askFolder, fixture, setWriter, untilState } from './support.ts';

const EARLIER = 'What is LOAN_DAYS?';

/** The next question starts another engine. */
async function endEngine(): Promise<void> {
  const { engineProcessId } = (await api()).snapshot();
  if (engineProcessId === null) return;
  process.kill(engineProcessId, 'SIGKILL');
  await untilState('the engine to be gone', (state) => state.engineProcessId !== engineProcessId);
}

/** The message stands in the panel, and below it what the question before has found. */
function assertFailed(state: Snapshot, id: string, message: RegExp, asked: string): void {
  assert.equal(state.status, 'failed');
  assert.equal(state.error?.id, id);
  assert.match(state.panel.error, message);
  assert.equal(state.panel.phase, 'failed');
  assert.equal(state.panel.progress, null);
  assert.equal(state.panel.asked, asked);
  assert.equal(state.panel.question, EARLIER);
  assert.equal(state.panel.evidence[0]?.name, 'loans.ts');
  assert.equal(state.spans[0]?.rank, 1);
  assert.notEqual(state.panel.notice, '');
}

export function errors(): void {
  describe('An error is told, and the evidence of the question before stays', () => {
    before(async () => {
      await setWriter('none');
      assert.equal((await ask(EARLIER)).status, 'done');
    });

    it('when the folder has vanished', async () => {
      const state = await askFolder(fixture().gone, 'Who is there?');
      assertFailed(state, 'rootMissing', /gone/, 'Who is there?');
    });

    it('when the folder is empty', async () => {
      const state = await askFolder(fixture().empty, 'Who is there?');
      assertFailed(state, 'nothingToRead', /nothing to read.*empty/, 'Who is there?');
    });

    it('when the folder has binary files only, which are listed', async () => {
      const state = await askFolder(fixture().pictures, 'Who is there?');
      assertFailed(state, 'nothingToRead', /nothing to read.*one\.png, two\.bin: not text/, 'Who is there?');
      const paths = state.panel.coverage?.groups.flatMap((group) => group.paths);
      assert.deepEqual([...(paths ?? [])].sort(), ['one.png', 'two.bin']);
    });

    it('when the question is too long', async () => {
      const question = 'why '.repeat(60_000).trim();
      const state = await askFolder(fixture().library, question);
      assertFailed(state, 'questionTooLong', /characters.*Save it/, question);
    });

    it('when the question is empty', async () => {
      const { asked } = (await api()).snapshot().panel;
      (await api()).receive({ type: 'ask', question: ' \n' });
      const state = await untilState('the message', ({ error }) => error?.id === 'questionEmpty');
      assertFailed(state, 'questionEmpty', /empty.*Type/, asked);
    });

    it('when there is no model, and the one after is answered when it is back', async () => {
      await endEngine();
      process.env['INFINIASK_MODEL'] = fixture().empty;
      try {
        const state = await askFolder(fixture().library, 'Who is there?');
        assertFailed(state, 'modelMissing', /empty.*config\.json.*GGUF/, 'Who is there?');
      } finally {
        delete process.env['INFINIASK_MODEL'];
        await endEngine();
      }
      assert.equal((await ask(EARLIER)).status, 'done');
    });

    it('and the next question is answered as if nothing had been', async () => {
      const state = await ask('Where does the archive key hang?');
      assert.equal(state.status, 'done');
      assert.equal(state.panel.error, '');
      assert.equal(state.evidence[0]?.path, 'README.md');
    });
  });
}
