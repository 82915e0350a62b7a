import { describe, expect, it } from 'vitest';
import type { AskResult, Evidence, FirstAnswer } from '../../contract/index.ts';
import {
  answerBasis,
  basisChanged,
  idleRun,
  isRunning,
  keptEvidence,
  reduce,
  type RunEvent,
  type RunState,
  unfinished,
} from './runState.ts';
import { linesPlace } from '../../text/index.ts';

const roots = [{ path: '/p', name: 'p', isFile: false }];
const span = (path: string, startLine: number, score = 0.5): Evidence => ({
  root: 0,
  path,
  startLine,
  endLine: startLine + 1,
  place: linesPlace(startLine, startLine + 1),
  score,
  text: 'a\nb',
});
const result = (evidence: readonly Evidence[], cancelled = false, text = ''): AskResult => ({
  question: 'q',
  strategy: 's',
  model: 'm',
  finding: 'clear',
  answer: { text, writer: 'm', citations: [], unsupported: [] },
  evidence,
  coverage: { files: 1, tokens: 10, windows: 1, remembered: 0, complete: !cancelled, skipped: [] },
  timing: { firstEvidenceMs: 1, bestEvidenceMs: 9, firstAnswerMs: null, totalMs: 2, tokensPerSecond: 3 },
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

  describe('with a first answer', () => {
    const answer = (text: string) => ({ text, writer: 'm', citations: [], unsupported: [] });
    const first: FirstAnswer = {
      finding: 'clear',
      answer: answer('first'),
      evidence: [span('a', 1), span('b', 1)],
      tokens: 8,
      tokensTotal: 90,
    };
    const told: RunEvent = { type: 'progress', value: { kind: 'first', first } };
    const growing: RunEvent = { type: 'progress', value: { kind: 'answer', text: 'ano' } };

    it('shows it while the rest is read and another is written, whole', () => {
      const state = run(evidence(span('b', 1)), told, evidence(span('c', 1), span('a', 1)), growing);
      expect(state).toMatchObject({ phase: 'read', answerText: 'first', rewriting: true, kept: [2, 1] });
      expect(state.written?.from).toEqual([1, 0]);
      const done = reduce(state, { type: 'finished', result: result([span('c', 1)], false, 'last') });
      expect(done).toMatchObject({ phase: 'done', answerText: 'last', rewriting: false });
    });

    it('knows what is left of a text that was read in part, and reads on with what is there', () => {
      const part = (over: Partial<AskResult['coverage']>, cancelled = false): RunState => {
        const { coverage, ...rest } = result([span('a', 1)], cancelled, 'first');
        return run({ type: 'finished', result: { ...rest, coverage: { ...coverage, ...over } } });
      };
      expect(unfinished(part({}))).toBeUndefined();
      const settled = part({ ended: 'settled', unreadTokens: 90 });
      expect(unfinished(settled)).toMatchObject({ tokens: 10, tokensTotal: 100, answer: { text: 'first' } });
      const onward = reduce(settled, { type: 'readingOn', first });
      expect(onward).toMatchObject({ phase: 'scan', answerText: 'first', kept: [0], result: null, first });
      expect(reduce(onward, { type: 'readingOn', first })).toBe(onward);
      expect(unfinished(onward)).toBeUndefined();
      // Where the rest cannot be read, the first part and the offer stay, with what was found until then.
      const error = { id: 'internal', message: 'x', skipped: [] } as const;
      const more = reduce(onward, evidence(span('b', 1), span('a', 1)));
      const failed = reduce(more, { type: 'failed', error });
      expect(failed).toMatchObject({
        phase: 'failed',
        error,
        kept: [1, 0],
        answerText: 'first',
        earlier: null,
      });
      expect(failed.result).toBe(settled.result);
      expect(unfinished(failed)).toMatchObject({ tokens: 10, tokensTotal: 100 });
      const again = reduce(failed, { type: 'readingOn', first });
      expect(again).toMatchObject({ phase: 'scan', error: null, result: null });
      expect(reduce(again, { type: 'failed', error }).result).toBe(settled.result);
      // Of a question that fails before it has anything nobody reads the rest of the one before.
      const next = reduce(reduce(settled, { type: 'asked', question: 'next', roots }), {
        type: 'failed',
        error,
      });
      expect([next.result, unfinished(next)]).toEqual([settled.result, undefined]);
      // Before the first number of tokens nobody knows how many there are.
      expect(unfinished(part({ complete: false }, true))).toBeUndefined();
    });
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

  it('ends a question without an error that was stopped while its model was prepared', () => {
    const error = { id: 'cancelled', message: 'x', skipped: [] } as const;
    const done = run({ type: 'finished', result: result([span('a', 1)], false, 'yes') });
    const stopped = reduce(reduce(done, { type: 'asked', question: 'next', roots }), {
      type: 'failed',
      error,
    });
    expect(stopped).toMatchObject({
      phase: 'cancelled',
      error: null,
      kept: [0],
      answerText: 'yes',
      cancelling: false,
    });
    expect(run({ type: 'failed', error })).toMatchObject({ phase: 'cancelled', error: null, result: null });
  });

  it('brings the results before back when a question fails before it has any', () => {
    const done = run({ type: 'finished', result: result([span('a', 1)], false, 'yes') });
    const asked = reduce(done, { type: 'asked', question: 'next', roots });
    const error = { id: 'rootMissing', message: 'x', skipped: [] } as const;
    const failed = reduce(asked, { type: 'failed', error });
    const next = { question: 'next', roots, pinned: [] };
    expect(failed).toEqual({ ...done, phase: 'failed', asked: next, error });
    const again = reduce(reduce(failed, { type: 'asked', question: 'third', roots }), {
      type: 'finished',
      result: result([]),
    });
    expect(again).toMatchObject({ question: 'third', kept: [], error: null, earlier: null });
  });

  it('changes nothing but the error when a question is refused, and nothing at all while one runs', () => {
    const done = run({ type: 'finished', result: result([span('a', 1)]) });
    const error = { id: 'questionEmpty', message: 'x', skipped: [] } as const;
    expect(reduce(done, { type: 'refused', error })).toEqual({ ...done, phase: 'failed', error });
    expect(reduce(run(), { type: 'refused', error })).toEqual(run());
  });

  it('empties the list when the finished question kept nothing', () => {
    expect(run(evidence(span('a', 1)), { type: 'finished', result: result([]) }).kept).toEqual([]);
  });

  it('keeps what is pinned in front of what is found, and out what was dropped', () => {
    const pinned = [span('p', 5)];
    const asked = reduce(idleRun, { type: 'asked', question: 'q', roots, pinned });
    const state = [
      evidence(span('a', 1), span('b', 1)),
      { type: 'drop', id: 1 } as const,
      evidence(span('a', 1)),
    ].reduce(reduce, asked);
    expect(state).toMatchObject({ kept: [0], pinned: [0], dropped: [1] });
    expect(reduce(state, evidence(span('p', 5), span('b', 1))).kept).toEqual([0, 2]);
  });

  it('brings the results before back when a follow-up with pinned pieces fails at once', () => {
    const done = run({ type: 'finished', result: result([span('a', 1)], false, 'yes') });
    const asked = reduce(done, { type: 'asked', question: 'next', roots, pinned: [span('a', 1)] });
    const failed = reduce(asked, { type: 'failed', error: { id: 'internal', message: 'x', skipped: [] } });
    expect(failed).toMatchObject({ question: 'q', answerText: 'yes', phase: 'failed' });
  });

  it('puts back what was dropped where its score belongs', () => {
    const list = [span('a', 1, 0.9), span('b', 1, 0.5), span('c', 1, 0.1)];
    const done = run({ type: 'finished', result: result(list) });
    const state = [{ type: 'drop', id: 1 } as const, { type: 'drop', id: 0 } as const].reduce(reduce, done);
    expect(state.kept).toEqual([2]);
    expect(reduce(state, { type: 'restore' })).toMatchObject({ kept: [0, 1, 2], dropped: [] });
  });

  it('knows when another answer would be written from other pieces', () => {
    const done = run({ type: 'finished', result: result([span('a', 1), span('b', 1)], false, 'yes') });
    expect(basisChanged(done)).toBe(false);
    const pinned = reduce(done, { type: 'pin', id: 1, pinned: true });
    expect(answerBasis(pinned)).toEqual([1]);
    expect(basisChanged(pinned)).toBe(true);
    const answer = { text: 'anew', writer: 'm', citations: [], unsupported: [] };
    const anew = [{ type: 'answering' } as const, { type: 'answered', answer, from: [1] } as const].reduce(
      reduce,
      pinned,
    );
    expect(basisChanged(anew)).toBe(false);
    const dropped = reduce(done, { type: 'drop', id: 0 });
    expect(answerBasis(dropped)).toEqual([1]);
    expect(basisChanged(dropped)).toBe(true);
  });

  it('takes an answer back that was stopped before its first word', () => {
    const done = run({ type: 'finished', result: result([span('a', 1)], false, 'yes') });
    const answer = { text: '', writer: 'm', citations: [], unsupported: [] };
    const stopped = [
      { type: 'answering' } as const,
      { type: 'cancelRequested' } as const,
      { type: 'answered', answer, from: [0] } as const,
    ].reduce(reduce, done);
    expect(stopped).toMatchObject({ phase: 'done', answerText: 'yes', cancelling: false });
  });

  it('tells of an engine that was started again', () => {
    const error = { id: 'engineStopped', message: 'x', skipped: [] } as const;
    const again = reduce(run({ type: 'failed', error }), { type: 'asked', question: 'q', roots });
    expect(again.restarted).toBe(true);
    expect(run().restarted).toBe(false);
  });
});
