import { describe, expect, it } from 'vitest';
import type { AskResult, FirstAnswer } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { idleRun, type RunState } from '../session/runState.ts';
import { answerStatus, evidenceHint, pendingText, restOf } from './panelExtent.ts';

const answer = { text: 'yes', writer: 'm', citations: [], unsupported: [] };
const first: FirstAnswer = { finding: 'clear', answer, evidence: [], tokens: 8000, tokensTotal: 400_000 };
const result: AskResult = {
  question: 'q',
  strategy: 's',
  model: 'm',
  finding: 'clear',
  answer,
  evidence: [],
  coverage: { files: 1, tokens: 400_000, windows: 9, remembered: 0, complete: true, skipped: [] },
  timing: { firstEvidenceMs: 1, bestEvidenceMs: 1, firstAnswerMs: 1, totalMs: 9, tokensPerSecond: 1000 },
  cancelled: false,
};
const reading: RunState = { ...idleRun, phase: 'read', first };
const done = (over: Partial<AskResult>): RunState => ({
  ...idleRun,
  phase: 'done',
  result: { ...result, ...over },
});
const part = { ...result.coverage, tokens: 10_000, complete: false, unreadTokens: 390_000 };

describe('what is said of an answer', () => {
  it('tells what it was written from while the rest is read', () => {
    expect(answerStatus(untranslated, reading)).toBe(
      'Answer from the first 2 % of the text; the rest is being read.',
    );
    expect(answerStatus(untranslated, { ...reading, rewriting: true })).toContain('written again');
    expect(answerStatus(untranslated, { ...reading, first: null })).toBe('');
    expect(pendingText(untranslated, reading)).toContain('Nothing clear in the first 2 %');
  });

  it('tells what the rest has changed', () => {
    const revision = { answer: true, best: true, added: 1, removed: 2 };
    expect(answerStatus(untranslated, done({ first, revision }))).toBe(
      'Revised: another piece is the best now, 1 piece is new, 2 pieces gave way',
    );
    const same = { answer: false, best: false, added: 0, removed: 0 };
    expect(answerStatus(untranslated, done({ first, revision: same }))).toContain('the answer stands');
    const order = { ...same, answer: true };
    expect(answerStatus(untranslated, done({ first, revision: order }))).toContain('in another order');
    // Results read at once have no history.
    expect(answerStatus(untranslated, done({}))).toBe('');
  });

  it('never rounds to nothing or to all', () => {
    const of = (tokens: number) => answerStatus(untranslated, { ...reading, first: { ...first, tokens } });
    expect(of(1)).toContain('first 1 %');
    expect(of(399_999)).toContain('first 99 %');
  });
});

describe('what was left unread', () => {
  it('is offered with the reason and the time it takes', () => {
    expect(restOf(untranslated, done({ coverage: { ...part, ended: 'settled' } }))).toEqual({
      text: '10K of about 400K tokens were read. What was read last changed nothing, so the reading ended.',
      action: 'Read the rest (about 7 min)',
    });
    expect(restOf(untranslated, done({ coverage: { ...part, ended: 'first' } }))?.text).toContain(
      'The setting',
    );
    expect(restOf(untranslated, done({ coverage: { ...part, ended: 'clear' } }))?.text).toContain(
      'was read closely and answers clearly',
    );
    const slow = { ...result.timing, tokensPerSecond: 0 };
    expect(restOf(untranslated, done({ timing: slow, coverage: { ...part, ended: 'first' } }))?.action).toBe(
      'Read the rest',
    );
  });

  it('is nothing where everything was read, or is being read', () => {
    expect(restOf(untranslated, done({}))).toBeNull();
    expect(restOf(untranslated, reading)).toBeNull();
  });
});

describe('where the evidence comes from', () => {
  it('is the words alone until something was read', () => {
    const hint = (run: RunState) => evidenceHint(untranslated, run);
    expect(hint({ ...idleRun, phase: 'scan' })).toContain('By the words');
    expect(hint(reading)).toContain('attention');
  });
});
