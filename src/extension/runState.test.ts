import { describe, expect, it } from 'vitest';
import type { AskResult, Evidence } from '../engine/protocol.ts';
import { idleRun, isRunning, keptEvidence, reduce, type RunEvent, type RunState } from './runState.ts';

const roots = [{ path: '/p', name: 'p', isFile: false }];
const span = (path: string, startLine: number, score = 0.5): Evidence => ({
  root: 0,
  path,
  startLine,
  endLine: startLine + 1,
  score,
  text: 'a\nb',
});
const result = (evidence: readonly Evidence[], cancelled = false, text = ''): AskResult => ({
  question: 'q',
  strategy: 's',
  model: 'm',
  answer: { text, writer: 'm', citations: [], unsupported: [] },
  evidence,
  coverage: { files: 1, tokens: 10, windows: 1, complete: !cancelled, skipped: [] },
  timing: { firstEvidenceMs: 1, totalMs: 2, tokensPerSecond: 3 },
  cancelled,
});
const run = (...events: RunEvent[]): RunState =>
  [{ type: 'asked', question: 'q', roots } as const, ...events].reduce(reduce, idleRun);
const evidence = (...list: Evidence[]): RunEvent => ({
  type: 'progress',
  value: { kind: 'evidence', evidence: list },
});

describe('reduce', () => {
  it('starts empty at every question', () => {
    const before = run(evidence(span('a', 1)), { type: 'finished', result: result([span('a', 1)]) });
    const after = reduce(before, { type: 'asked', question: 'next', roots });
    expect(after).toMatchObject({ phase: 'scan', question: 'next', known: [], kept: [], result: null });
  });

  it('keeps the id of the same lines and every span ever shown', () => {
    const state = run(
      evidence(span('a', 1), span('b', 1)),
      evidence(span('c', 9), span('b', 1, 0.9)),
      evidence(span('b', 1, 0.95), span('a', 1)),
    );
    expect(state.kept).toEqual([1, 0]);
    expect(state.known.map((known) => known.path)).toEqual(['a', 'b', 'c']);
    expect(keptEvidence(state)[0]).toMatchObject({ id: 1, evidence: { score: 0.95 } });
  });

  it('shows the same lines once', () => {
    expect(run(evidence(span('a', 1), span('a', 1))).kept).toEqual([0]);
  });

  it('ends done, cancelled or failed, and then stays', () => {
    const done = run({ type: 'finished', result: result([span('a', 1)], false, 'yes') });
    expect(done).toMatchObject({ phase: 'done', answerText: 'yes', kept: [0] });
    expect(isRunning(done)).toBe(false);
    expect(reduce(done, evidence())).toBe(done);
    const failed = run(evidence(span('a', 1)), {
      type: 'failed',
      error: { id: 'engineStopped', message: 'x', skipped: [] },
    });
    expect(failed).toMatchObject({ phase: 'failed', kept: [0], error: { id: 'engineStopped' } });
  });

  it('never takes back what was shown before a cancellation', () => {
    const state = run(
      evidence(span('a', 1)),
      { type: 'progress', value: { kind: 'answer', text: 'half' } },
      { type: 'cancelRequested' },
      { type: 'finished', result: result([], true) },
    );
    expect(state).toMatchObject({ phase: 'cancelled', kept: [0], answerText: 'half', cancelling: false });
  });

  it('empties the list when the finished question kept nothing', () => {
    expect(run(evidence(span('a', 1)), { type: 'finished', result: result([]) }).kept).toEqual([]);
  });
});
