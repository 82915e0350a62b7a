/** Cancellation, counted in windows: the engine in this process, so that no message is under way. */
import { afterAll, describe, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import type { AskProgress } from '../../src/contract/index.ts';
import { prose } from '../cli/planted.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const folder = temporary(Object.fromEntries(prose(60_000)));
const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());

/** Cancels at the first progress that the test picks. */
async function cancelAt(pick: (progress: AskProgress) => boolean, path = folder) {
  const cancel = new AbortController();
  const after: AskProgress[] = [];
  const result = await engine.ask(
    { question: 'What did the founders do first?', roots: [{ path }], writer: 'embedded' },
    new Run((progress) => {
      if (cancel.signal.aborted) after.push(progress);
      else if (pick(progress)) cancel.abort();
    }, cancel.signal),
  );
  expect(cancel.signal.aborted).toBe(true);
  expect(result.cancelled).toBe(true);
  return { result, after };
}

describe('a cancelled question', () => {
  it('reads no further section, keeps what was found and writes no answer', async () => {
    let windows = 0;
    const { result, after } = await cancelAt((progress) => {
      if (progress.kind === 'read') windows = progress.windows;
      return windows >= 3;
    });
    expect(result.coverage.windows).toBe(windows);
    expect(result.coverage.complete).toBe(false);
    expect(result.evidence.length).toBeGreaterThan(0);
    expect(result.timing.firstEvidenceMs).not.toBeNull();
    expect(result.answer).toMatchObject({ text: '', writer: 'none' });
    expect(after.filter(({ kind }) => kind === 'answer')).toEqual([]);
  });

  it('reads no window when it is cancelled after the walk', async () => {
    const { result } = await cancelAt(({ kind }) => kind === 'scan');
    expect(result.coverage).toMatchObject({ windows: 0, tokens: 0, complete: false });
    expect(result.evidence).toEqual([]);
  });

  it('keeps the evidence when it is cancelled while the answer is written', async () => {
    const small = temporary({ 'a.txt': 'The founders first painted the office orange, then went home.\n' });
    const { result, after } = await cancelAt(({ kind }) => kind === 'answer', small);
    expect(after).toEqual([]);
    expect(result.evidence[0]).toMatchObject({ path: 'a.txt', startLine: 1 });
    expect(result.coverage.complete).toBe(true);
    expect(result.answer.text).not.toBe('');
  });
});
