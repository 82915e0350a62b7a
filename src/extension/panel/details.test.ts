import { describe, expect, it } from 'vitest';
import type { WhyResult } from '../../contract/index.ts';
import type { Span } from '../evidence/spans.ts';
import { remember, restoreHistory } from '../session/history.ts';
import { Details } from './details.ts';
import { linesPlace } from '../../text/index.ts';

const evidence = {
  root: 0,
  path: 'a',
  startLine: 3,
  endLine: 4,
  place: linesPlace(3, 4),
  score: 1,
  text: 'three\nfour',
};
const span: Span = {
  id: 0,
  rank: 1,
  score: 1,
  file: '/p/a',
  startLine: 2,
  endLine: 3,
  place: linesPlace(3, 4),
  lines: ['three', 'four'],
  stale: false,
};
const why: WhyResult = {
  questionWords: ['q'],
  found: [true],
  textWords: ['three\n', 'four'],
  weights: [[1, 0]],
};

function made(lines: readonly string[], answer: () => Promise<WhyResult> = () => Promise.resolve(why)) {
  let asked = 0;
  const details = new Details({
    asker: {
      why: () => {
        asked++;
        return answer();
      },
    },
    readLines: () => Promise.resolve(lines),
    toText: (error) => (error as Error).message,
    changed: () => 'changed',
    onChange: () => undefined,
  });
  return { details, asked: () => asked };
}

describe('Details', () => {
  it('asks why once, and again after a failure', async () => {
    let fails = true;
    const { details, asked } = made([], () =>
      fails ? Promise.reject(new Error('busy')) : Promise.resolve(why),
    );
    await details.why(0, { question: 'q', evidence });
    expect(details.of(0).why).toEqual({ kind: 'failed', message: 'busy' });
    fails = false;
    await Promise.all([
      details.why(0, { question: 'q', evidence }),
      details.why(0, { question: 'q', evidence }),
    ]);
    await details.why(0, { question: 'q', evidence });
    expect(details.of(0).why).toEqual({ kind: 'shown', ...why });
    expect(asked()).toBe(2);
  });

  it('forgets what belongs to another question, also what comes late', async () => {
    const { details } = made([]);
    const late = details.why(0, { question: 'q', evidence });
    details.clear();
    await late;
    expect(details.of(0).why).toBeNull();
  });

  it('shows more and more lines around, to the ends of the file', async () => {
    const file = ['one', 'two', 'three', 'four', ...Array.from({ length: 15 }, (_, i) => `line ${i}`)];
    const { details } = made(file);
    await details.expand(0, span);
    expect(details.of(0)).toMatchObject({ before: ['one', 'two'], canExpand: true });
    expect(details.of(0).after).toHaveLength(10);
    await details.expand(0, span);
    expect(details.of(0)).toMatchObject({ canExpand: false, expandError: '' });
    expect(details.of(0).after).toHaveLength(15);
  });

  it('shows no lines of a file that is not the one that was read', async () => {
    const { details } = made(['something', 'else']);
    await details.expand(0, span);
    expect(details.of(0)).toMatchObject({ before: [], after: [], canExpand: false, expandError: 'changed' });
  });
});

describe('history', () => {
  it('has each question once, the last in front, and not too many', () => {
    expect(remember(['b', 'a'], 'a')).toEqual(['a', 'b']);
    const many = Array.from({ length: 60 }, (_, i) => `q${i}`).reduce<string[]>(
      (list, one) => remember(list, one),
      [],
    );
    expect(many).toHaveLength(50);
    expect(many[0]).toBe('q59');
  });

  it('takes only questions from the storage', () => {
    expect(restoreHistory(['a', 1, null, 'b'])).toEqual(['a', 'b']);
    expect(restoreHistory('a')).toEqual([]);
    expect(restoreHistory(undefined)).toEqual([]);
  });
});
