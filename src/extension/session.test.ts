import { describe, expect, it } from 'vitest';
import type { AskResult } from '../engine/protocol.ts';
import { Session, type Asker } from './session.ts';

const roots = [{ path: '/p', name: 'p', isFile: false }];
const settings = () => ({ writer: 'none' as const, budgetTokens: 10, maxFileSizeBytes: 20 });
const result = (question: string, cancelled: boolean) =>
  ({ question, cancelled, evidence: [], answer: { text: '' } }) as unknown as AskResult;

/** Waits until it is cancelled, unless the question is 'quick' or 'fail'. */
const asked: unknown[] = [];
const asker: Asker = {
  async ask(question, onProgress, signal) {
    asked.push(question);
    onProgress({ kind: 'scan', files: 1, bytes: 1 });
    if (question.question === 'fail') throw new Error('broken');
    if (question.question !== 'quick' && !signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
    return result(question.question, signal.aborted);
  },
};
const session = () =>
  new Session(asker, settings, (error) => ({ id: 'internal', message: String(error), skipped: [] }));

describe('Session', () => {
  it('asks with the settings and tells of every change', async () => {
    const made = session();
    const phases: string[] = [];
    made.onDidChange(({ phase }) => phases.push(phase));
    expect(await made.ask('quick', roots)).toMatchObject({ phase: 'done', question: 'quick' });
    expect(asked.at(-1)).toEqual({ question: 'quick', roots: [{ path: '/p' }], ...settings() });
    expect(phases).toEqual(['scan', 'scan', 'done']);
  });

  it('cancels', async () => {
    const made = session();
    const turn = made.ask('slow', roots);
    await Promise.resolve();
    made.cancel();
    expect(made.state.cancelling).toBe(true);
    expect((await turn).phase).toBe('cancelled');
  });

  it('cancels the running question for a new one and runs one at a time', async () => {
    const made = session();
    const turns = [made.ask('slow', roots), made.ask('slower', roots), made.ask('quick', roots)];
    const states = await Promise.all(turns);
    expect(states.map(({ phase, question }) => `${question} ${phase}`)).toEqual([
      'slow cancelled',
      'slower cancelled',
      'quick done',
    ]);
  });

  it('goes on after a failure', async () => {
    const made = session();
    expect(await made.ask('fail', roots)).toMatchObject({
      phase: 'failed',
      error: { message: 'Error: broken' },
    });
    expect((await made.ask('quick', roots)).phase).toBe('done');
  });
});
