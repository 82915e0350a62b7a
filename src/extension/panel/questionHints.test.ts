import { describe, expect, it } from 'vitest';
import type { AskResult } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { questionHints } from './questionHints.ts';

const hints = (of: Partial<AskResult>): string =>
  questionHints(untranslated, { question: 'Why?', finding: 'weak', ...of } as AskResult);
const used = { text: 'Why?\na.py\u202E', isLong: false, frames: 1 };

describe('questionHints', () => {
  it('says nothing of a question that was taken as it is', () => {
    expect(hints({})).toBe('');
    expect(hints({ words: { kind: 'shared', unknown: ['pump'] } })).toBe('');
  });

  it('names on one line what was searched by', () => {
    expect(hints({ used })).toBe('The question holds what a program printed; searched by: Why? | a.py\uFFFD');
    expect(hints({ used: { ...used, isLong: true } })).toMatch(/^The question is long \(4 characters\);/);
  });

  it('says of foreign words how the lines were found, where there are any', () => {
    const words = { kind: 'foreign', unknown: ['pumpe'] } as const;
    expect(hints({ words, finding: 'weak' })).toMatch(/What follows is by attention alone\. Try words/);
    expect(hints({ words, finding: 'none' })).toMatch(/or hardly any\. Try words/);
    // Nothing need be tried where it was found.
    expect(hints({ words, finding: 'clear' })).toMatch(/by attention alone\.$/);
  });

  it('says everything there is to say', () => {
    expect(hints({ used, words: { kind: 'common', unknown: [] } })).toMatch(/searched by: .*Name what/);
  });
});
