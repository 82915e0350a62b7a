import { describe, expect, it } from 'vitest';
import type { AskResult, Evidence } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { remaining } from '../numbers.ts';
import { idleRun, reduce, searchedBy, type RunEvent } from '../session/runState.ts';
import { restoreRun, saveRun } from '../session/savedRun.ts';
import { panelState } from './panelView.ts';
import { linesPlace } from '../../text/index.ts';

const roots = [
  { path: '/p/app', name: 'app', isFile: false },
  { path: '/p/lib', name: 'lib', isFile: false },
];
const evidence: Evidence[] = [
  { root: 1, path: 'src/a.ts', startLine: 3, endLine: 3, place: linesPlace(3, 3), score: 0.5, text: 'x' },
  { root: 0, path: 'b.ts', startLine: 1, endLine: 2, place: linesPlace(1, 2), score: 0.25, text: 'y\nz' },
];
const result: AskResult = {
  question: 'q',
  strategy: 's',
  model: 'm',
  finding: 'clear',
  answer: {
    text: 'It is x [1]. It is red.',
    writer: 'minimind2-small',
    citations: [{ marker: '[1]', starts: [8], evidence: 0 }],
    unsupported: [{ text: 'It is red.', start: 13 }],
  },
  evidence,
  coverage: {
    files: 1204,
    tokens: 5000,
    windows: 3,
    remembered: 0,
    complete: true,
    skipped: Array.from({ length: 130 }, (_, i) => ({
      root: 0,
      path: `f${i}`,
      reason: i ? 'binary' : 'tooLarge',
    })),
  },
  timing: {
    firstEvidenceMs: 600,
    bestEvidenceMs: 900,
    firstAnswerMs: null,
    totalMs: 2000,
    tokensPerSecond: 2500,
  },
  cancelled: false,
};
const run = (...events: RunEvent[]) =>
  [{ type: 'asked', question: 'q', roots } as const, ...events].reduce(reduce, idleRun);
const view = (...events: RunEvent[]) =>
  panelState(untranslated, { run: run(...events), scope: roots, stale: new Set([1]) });
const reading: RunEvent = {
  type: 'progress',
  value: {
    kind: 'read',
    files: 3,
    filesTotal: 12,
    tokens: 2500,
    tokensTotal: 10_000,
    windows: 2,

    tokensPerSecond: 4321,
    remainingMs: 95_000,
    path: 'src/a.ts',
  },
};

describe('panelState', () => {
  it('tells what a question took over from the one before it', () => {
    const carried = {
      from: 'How is a book lent?',
      names: ['take', 'serve'],
      words: ['book'],
      text: 'where is take called?',
    };
    const told: RunEvent = { type: 'progress', value: { kind: 'carried', carried } };
    const line = 'Goes on from “How is a book lent?”; searched by these too: take, serve, book';
    expect(view(told).carried).toBe(line);
    expect(view(told, { type: 'finished', result: { ...result, carried } }).carried).toBe(line);
    expect(view().carried).toBe('');
    expect(searchedBy(run(told))).toBe('where is take called?');
  });

  it('tells where the next question reads', () => {
    expect(view().scope).toBe('Reads app, lib');
    expect(panelState(untranslated, { run: idleRun, scope: [], stale: new Set() })).toMatchObject({
      phase: 'idle',
      scope: 'No folder is open',
      progress: null,
    });
  });

  it('shows progress without a total, then with one', () => {
    expect(view().progress).toMatchObject({ share: null, title: 'Starting…' });
    expect(view(reading).progress).toMatchObject({
      share: 0.25,
      details: ['3 of 12 files', '2.5K of about 10K tokens', '4,321 tokens/s', 'about 2 min left'],
      path: 'src/a.ts',
    });
  });

  it('shows evidence with folder, name, relative score and staleness', () => {
    expect(view({ type: 'finished', result }).evidence).toMatchObject([
      { id: 0, rank: 1, folder: 'lib/src/', name: 'a.ts', score: '0.500', scoreShare: 1, stale: false },
      { id: 1, rank: 2, folder: 'app/', name: 'b.ts', lines: ['y', 'z'], scoreShare: 0.5, stale: true },
    ]);
  });

  it('shows in which function the lines stand', () => {
    const signature = { line: 1, place: linesPlace(1), text: 'function x() {' };
    const [first, second] = view({
      type: 'finished',
      result: { ...result, evidence: [{ ...evidence[0]!, signature }, evidence[1]!] },
    }).evidence;
    expect(first!.signature).toEqual({
      line: 1,
      above: 2,
      text: signature.text,
      label: 'Open lib/src/a.ts, line 1: function x() {',
    });
    expect(second!.signature).toBeNull();
  });

  it('names the writer, links citations and marks what is not supported', () => {
    const { answer } = view({ type: 'finished', result });
    expect(answer?.byline).toContain('minimind2-small');
    expect(answer?.warning).toContain('One sentence is not supported');
    expect(answer?.parts).toEqual([
      { text: 'It is x ', supported: true },
      { text: '[1]', supported: true, evidence: 0, label: 'Open lib/src/a.ts, line 3' },
      { text: '. ', supported: true },
      { text: 'It is red.', supported: false },
    ]);
  });

  it('calls only a small model small', () => {
    const by = (writer: string, isSmall?: boolean) =>
      view({ type: 'finished', result: { ...result, answer: { ...result.answer, writer, isSmall } } }).answer
        ?.byline;
    expect(by('tiny', true)).toBe('Written by tiny, a small model: check it against the evidence.');
    expect(by('large (127.0.0.1:1234)')).toBe(
      'Written by large (127.0.0.1:1234): check it against the evidence.',
    );
  });

  it('says that an answer is a quotation, and why', () => {
    const { answer } = view({
      type: 'finished',
      result: { ...result, answer: { ...result.answer, writer: 'tiny', quoted: true } },
    });
    expect(answer?.byline).toBe(
      'Quoted from the evidence, which supports too little of what tiny, a small model, wrote.',
    );
  });

  it('says why there is no answer, or not all of it, beside the evidence', () => {
    const failure = 'Nothing answers at http://127.0.0.1:1.';
    const none = { text: '', writer: 'none', citations: [], unsupported: [], failure };
    const failed = view({ type: 'finished', result: { ...result, answer: none } });
    expect(failed).toMatchObject({ phase: 'done', error: '', answer: null });
    expect(failed.notice).toBe(`The answer was not written: ${failure}`);
    expect(failed.evidence).toHaveLength(2);
    const partial = view({ type: 'finished', result: { ...result, answer: { ...result.answer, failure } } });
    expect(partial.notice).toBe(`The answer is not complete: ${failure}`);
    expect(partial.answer?.parts[0]?.text).toBe('It is x ');
  });

  it('never shows a growing answer as checked', () => {
    const { answer, progress } = view(reading, { type: 'progress', value: { kind: 'answer', text: 'It' } });
    expect(answer).toMatchObject({ growing: true, byline: 'Being written…' });
    expect(progress?.title).toBe('Writing the answer…');
  });

  it('says how much was known from earlier questions', () => {
    const coverage = { ...result.coverage, windows: 8, remembered: 7 };
    const { summary } = view({ type: 'finished', result: { ...result, coverage } }).coverage!;
    expect(summary).toContain('87 % known from earlier questions');
  });

  it('says what was read and skipped, grouped by reason', () => {
    const { coverage } = view({ type: 'finished', result });
    expect(coverage?.summary).toBe(
      'Read 1,204 files, 5,000 tokens in 2 s; first evidence after 0.6 s, the best after 0.9 s; skipped 130',
    );
    expect(coverage?.groups).toMatchObject([
      { title: 'Not text: 129', more: 'and 29 more' },
      {
        title: 'Larger than the limit in the settings: 1',
        paths: ['app/f0'],
        more: '',
        hint: 'To read them, raise the setting InfiniAsk: Max File Size KB.',
      },
    ]);
  });

  it('says which files were read under a guess', () => {
    const guessed = [{ root: 0, path: 'a.java', encoding: 'gbk' }];
    const coverage = { ...result.coverage, guessed };
    expect(view({ type: 'finished', result: { ...result, coverage } }).coverage?.groups.at(-1)).toEqual({
      title: 'Read as gbk, a guess (the setting InfiniAsk: Encoding names another): 1',
      paths: ['app/a.java'],
      more: '',
      hint: '',
    });
  });

  it('shows heat only where it fits the lines, and what the score was made of', () => {
    const parts = { attention: 0.5, keywords: 0.25 };
    const [first, second] = view({
      type: 'finished',
      result: {
        ...result,
        evidence: [
          { ...evidence[0]!, lineScores: [0.25], parts },
          { ...evidence[1]!, lineScores: [1] },
        ],
      },
    }).evidence;
    expect(first).toMatchObject({
      heat: [0.5],
      scoreParts: [{ label: 'Attention', share: 0.5 }, { value: '0.250' }],
    });
    expect(second).toMatchObject({ heat: [], scoreParts: [] });
  });

  it('previews what would be read', () => {
    const counted = {
      files: 40,
      bytes: 9,
      tokens: 120_000,
      estimatedMs: 61_000,
      skipped: result.coverage.skipped,
    };
    const preview = (pending: boolean, known: boolean, error = '') =>
      panelState(untranslated, {
        run: idleRun,
        scope: roots,
        stale: new Set(),
        preview: { pending, result: known ? counted : null, error },
      }).preview;
    expect(preview(false, true)).toMatchObject({
      details: ['40 files', 'about 120K tokens', 'about 2 min'],
      skipped: 'skips 130',
      groups: [{ title: 'Not text: 129' }, {}],
    });
    expect(preview(true, false)).toMatchObject({ pending: true, details: [] });
    expect(preview(false, false, 'gone')).toMatchObject({ error: 'gone' });
    expect(preview(false, false)).toBeNull();
    expect(view(reading).preview).toBeNull();
  });

  it('offers another answer only when pieces were pinned or dropped and somebody writes', () => {
    const done = run({ type: 'finished', result });
    const text = (event: RunEvent, writes = true) =>
      panelState(untranslated, { run: reduce(done, event), scope: roots, stale: new Set(), writes });
    expect(view({ type: 'finished', result }).answerAgain).toBe('');
    expect(text({ type: 'pin', id: 1, pinned: true })).toMatchObject({
      answerAgain: 'Answer again from the pinned piece',
      keepPinned: 'Keep 1 pinned piece',
      evidence: [{ pinned: false }, { pinned: true }],
    });
    expect(text({ type: 'drop', id: 1 })).toMatchObject({
      answerAgain: 'Answer again from the remaining piece',
      dropped: '1 piece dropped',
    });
    expect(text({ type: 'drop', id: 1 }, false).answerAgain).toBe('');
  });

  it('keeps the evidence and says so when the writer fails', () => {
    const answer = { text: '', writer: 'none', citations: [], unsupported: [], failure: 'Refused.' };
    const shown = view({ type: 'finished', result: { ...result, answer } });
    expect(shown).toMatchObject({ notice: 'The answer was not written: Refused.', answer: null });
    expect(shown.evidence).toHaveLength(2);
    expect(shown.answerAgain).toBe('Write an answer from these 2 pieces');
  });

  it('shows a paused reading without a guess of the time left', () => {
    const { progress } = view(reading, { type: 'paused', paused: true });
    expect(progress).toMatchObject({ title: 'Paused', paused: true, canPause: true });
    expect(progress?.details.join()).not.toContain('left');
  });

  it('still says partial after the answer was written anew', () => {
    const nothing = view({ type: 'failed', error: { id: 'cancelled', message: 'x', skipped: [] } });
    expect(nothing).toMatchObject({ notice: 'Stopped by you before anything was read.', outcome: 'partial' });
    const stopped = { ...result, cancelled: true };
    const anew = view(
      reading,
      { type: 'finished', result: stopped },
      { type: 'drop', id: 1 },
      { type: 'answering' },
      {
        type: 'answered',
        answer: { ...result.answer, text: 'Anew.', citations: [], unsupported: [] },
        from: [0],
      },
    );
    expect(anew).toMatchObject({ phase: 'done', outcome: 'partial', answer: { parts: [{ text: 'Anew.' }] } });
    expect(anew.coverage?.summary).toMatch(/^Partial/);
  });

  it('says so when it was stopped, found nothing, or failed', () => {
    const stopped = { ...result, cancelled: true, answer: { ...result.answer, text: '' } };
    expect(view(reading, { type: 'finished', result: stopped })).toMatchObject({
      phase: 'cancelled',
      notice: 'Partial: stopped by you after 5,000 of about 10,000 tokens.',
      answer: null,
    });
    expect(view({ type: 'finished', result: { ...result, evidence: [] } }).notice).toContain('Nothing found');
    const weak = { ...result, finding: 'weak' as const, answer: { ...result.answer, text: '' } };
    expect(view({ type: 'finished', result: weak }).notice).toContain('No answer was written');
    const failed = view(
      reading,
      { type: 'progress', value: { kind: 'evidence', evidence } },
      {
        type: 'failed',
        error: { id: 'engineStopped', message: 'It stopped.', skipped: [] },
      },
    );
    expect(failed).toMatchObject({ phase: 'failed', error: 'It stopped.', evidence: [{}, {}] });
  });
});

describe('saveRun', () => {
  it('brings the last answer back, and nothing else', () => {
    const done = run({ type: 'finished', result });
    expect(restoreRun(JSON.parse(JSON.stringify(saveRun(done))))).toEqual(done);
    expect(saveRun(run(reading))).toBeUndefined();
    expect(saveRun(idleRun)).toBeUndefined();
    for (const saved of [undefined, 1, {}, { version: 1, run: done }, { version: 3, run: run(reading) }]) {
      expect(restoreRun(saved)).toBeUndefined();
    }
  });
});

describe('remaining', () => {
  it.each([
    [400, 'about 1 s left'],
    [59_100, 'about 1 min left'],
    [61_000, 'about 2 min left'],
    [7_200_000, 'about 2 h left'],
    [Infinity, ''],
  ])('%d ms', (ms, text) => expect(remaining(untranslated, ms)).toBe(text));
});
