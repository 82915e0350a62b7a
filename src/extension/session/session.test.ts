import { describe, expect, it, vi } from 'vitest';
import type { AskResult } from '../../contract/index.ts';
import { Session, type Asker } from './session.ts';
import { linesPlace } from '../../text/index.ts';

const roots = [{ path: '/p', name: 'p', isFile: false }];
const settings = () => ({
  writer: 'none' as const,
  budgetTokens: 10,
  reading: 'auto' as const,
  corpus: { maxFileSizeBytes: 20 },
});
const evidence = [
  { root: 0, path: 'a', startLine: 1, endLine: 1, place: linesPlace(1, 1), score: 0.9, text: 'a' },
  { root: 0, path: 'b', startLine: 2, endLine: 2, place: linesPlace(2, 2), score: 0.5, text: 'b' },
];
const result = (question: string, cancelled: boolean) =>
  ({
    question,
    cancelled,
    evidence: cancelled ? [] : evidence,
    answer: { text: '', writer: 'none', citations: [], unsupported: [] },
  }) as unknown as AskResult;

/** Waits until it is cancelled, unless the question is 'quick' or 'fail'. */
const asked: unknown[] = [];
const asker: Pick<Asker, 'ask' | 'pause' | 'answer'> = {
  async ask(question, onProgress, signal) {
    asked.push(question);
    onProgress({ kind: 'scan', files: 1, bytes: 1 });
    if (question.question === 'fail') throw new Error('broken');
    if (question.question !== 'quick' && !signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
    return result(question.question, signal.aborted);
  },
  pause: (paused) => Promise.resolve(paused),
  answer(params, onProgress, signal) {
    asked.push(params);
    onProgress({ kind: 'answer', text: 'half' });
    if (params.evidence.length === 1) return Promise.reject(new Error('no writer'));
    const text = signal.aborted ? '' : 'anew [1]';
    return Promise.resolve({
      text,
      writer: 'm',
      citations: [{ marker: '[1]', starts: [5], evidence: 0 }],
      unsupported: [],
    });
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

  it('sends the question before, and begins anew without it', async () => {
    const made = session();
    const before = { question: 'a?', evidence };
    await made.ask('quick', roots, [], before);
    expect(asked.at(-1)).toMatchObject({ before });
    expect(made.state.asked.before).toEqual(before);
    made.beginAnew();
    expect(made.state).toMatchObject({ phase: 'idle', question: '', kept: [] });
    await made.ask('quick', roots);
    expect(asked.at(-1)).not.toHaveProperty('before');
  });

  it('ends a question that runs when it begins anew', async () => {
    const made = session();
    const running = made.ask('slow', roots);
    await vi.waitFor(() => expect(made.state.phase).toBe('scan'));
    made.beginAnew();
    expect((await running).phase).toBe('idle');
    expect(made.state.kept).toEqual([]);
  });

  it('reads the rest of what was read in part, whatever the settings say, and only then', async () => {
    const before = await session().ask('quick', roots);
    const readOn = async (more: Partial<AskResult['coverage']>): Promise<number> => {
      const part = { files: 1, tokens: 5, windows: 1, remembered: 0, complete: false, skipped: [] };
      const made = session();
      made.restore({ ...before, result: { ...before.result!, coverage: { ...part, ...more } } });
      const count = asked.length;
      await made.readRest();
      return asked.length - count;
    };
    expect(await readOn({ complete: true })).toBe(0);
    expect(await readOn({ ended: 'settled', unreadTokens: 5 })).toBe(1);
    expect(asked.at(-1)).toMatchObject({
      question: 'quick',
      reading: 'always',
      first: { tokens: 5, tokensTotal: 10 },
    });
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

  it('goes on when somebody who is told throws: others are told, and the next question is asked', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const made = session();
    made.onDidChange(() => {
      throw new Error('a listener');
    });
    const phases: string[] = [];
    made.onDidChange(({ phase }) => phases.push(phase));
    expect((await made.ask('quick', roots)).phase).toBe('done');
    expect((await made.ask('quick', roots)).phase).toBe('done');
    expect(phases).toEqual(['scan', 'scan', 'done', 'scan', 'scan', 'done']);
    expect(logged).toHaveBeenCalledTimes(6);
    logged.mockRestore();
  });

  it('asks the next question when one ended in a way that nobody foresaw', async () => {
    let broken = true;
    const made = new Session(asker, settings, (error) => {
      if (broken) throw new Error('not even a message');
      return { id: 'internal', message: String(error), skipped: [] };
    });
    await expect(made.ask('fail', roots)).rejects.toThrow('not even a message');
    broken = false;
    expect((await made.ask('quick', roots)).phase).toBe('done');
  });

  it('pauses only what runs, and only when the engine has done so', async () => {
    const made = session();
    await made.pause(true);
    expect(made.state.paused).toBe(false);
    const turn = made.ask('slow', roots);
    await Promise.resolve();
    await made.pause(true);
    expect(made.state.paused).toBe(true);
    made.cancel();
    expect((await turn).paused).toBe(false);
  });

  it('hands over what is pinned', async () => {
    const made = session();
    await made.ask('quick', roots, [evidence[1]!]);
    expect(asked.at(-1)).toMatchObject({ question: 'quick', pinned: [evidence[1]] });
    expect(made.state).toMatchObject({ kept: [1, 0], pinned: [0] });
  });

  it('says which pieces an earlier question found, when it answers anew', async () => {
    const made = session();
    await made.ask('quick', roots, [evidence[1]!]);
    await made.answerAgain();
    expect(asked.at(-1)).toMatchObject({ evidence: [evidence[1]], pinned: [0] });
  });

  it('answers anew the part of a long question that was used', async () => {
    const used = { text: 'Where?', isLong: true, frames: 0 };
    const ask = () => Promise.resolve({ ...result('quick', false), used });
    const made = new Session({ ...asker, ask }, settings, (error) => ({
      id: 'internal',
      message: String(error),
      skipped: [],
    }));
    await made.ask('quick', roots);
    await made.answerAgain();
    expect(asked.at(-1)).toMatchObject({ question: 'Where?' });
  });

  it('answers anew from the pinned pieces, or else from those that are left', async () => {
    const made = session();
    await made.ask('quick', roots);
    expect((await made.answerAgain()).answerText).toBe('anew [1]');
    expect(asked.at(-1)).toEqual({ question: 'quick', writer: 'none', evidence, pinned: [] });
    expect(made.state).toMatchObject({ phase: 'done', written: { from: [0, 1] } });

    made.pin(1, true);
    const failed = await made.answerAgain();
    expect(asked.at(-1)).toMatchObject({ evidence: [evidence[1]] });
    // The writer failed: the answer before is still the answer.
    expect(failed).toMatchObject({ phase: 'failed', answerText: 'anew [1]', kept: [0, 1] });
    expect(failed.error?.message).toContain('no writer');
  });
});
