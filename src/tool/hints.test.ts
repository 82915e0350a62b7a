import { describe, expect, it } from 'vitest';
import type { AskResult } from '../contract/index.ts';
import { questionHints } from './hints.ts';

const hints = (of: Partial<AskResult>): string[] =>
  questionHints({ question: 'Why?', finding: 'weak', ...of });
const used = { text: 'Why?\na.py\u202E', isLong: false, frames: 0 };

describe('questionHints', () => {
  it('says nothing of a question that was taken as it is', () => {
    expect(hints({})).toEqual([]);
    expect(hints({ words: { kind: 'shared', unknown: ['pump'] } })).toEqual([]);
  });

  it('names on one line what was searched by, and why not all', () => {
    expect(hints({ used })).toEqual([
      'The question holds what a program printed; searched by: Why? | a.py\uFFFD',
    ]);
    const long = { ...used, isLong: true };
    expect(hints({ used: { ...long, frames: 1 } })[0]).toMatch(
      /^The question is long \(4 characters\), 1 frame;/,
    );
    expect(hints({ used: { ...long, frames: 2 } })[0]).toContain(', 2 frames;');
  });

  it('says of foreign words how the lines were found, where there are any', () => {
    const words = { kind: 'foreign', unknown: ['pumpe'] } as const;
    expect(hints({ words, finding: 'weak' })[0]).toMatch(/What follows is by attention alone\. Try words/);
    expect(hints({ words, finding: 'none' })[0]).toMatch(/or hardly any\. Try words/);
    // Nothing need be tried where it was found.
    expect(hints({ words, finding: 'clear' })[0]).toMatch(/by attention alone\.$/);
  });

  it('asks for a name where there are only common words', () => {
    expect(hints({ words: { kind: 'common', unknown: [] } })[0]).toContain('Name what you look for');
  });
});
