import { describe, expect, it } from 'vitest';
import { answerParts } from './answerParts.ts';

/** @param unsupported places of sentences @param citations places of the marker of each piece of evidence */
const answer = (text: string, unsupported: [number, number][] = [], citations: number[][] = []) => ({
  text,
  writer: 'm',
  unsupported: unsupported.map(([start, end]) => ({ text: text.slice(start, end), start })),
  citations: citations.map((starts, evidence) => ({ marker: `[${evidence + 1}]`, starts, evidence })),
});

describe('answerParts', () => {
  it('finds every citation', () => {
    expect(answerParts(answer('A [1] and [2], see [1].', [], [[2, 19], [10]]))).toEqual([
      { text: 'A ', supported: true },
      { text: '[1]', supported: true, evidence: 0 },
      { text: ' and ', supported: true },
      { text: '[2]', supported: true, evidence: 1 },
      { text: ', see ', supported: true },
      { text: '[1]', supported: true, evidence: 0 },
      { text: '.', supported: true },
    ]);
  });

  it('marks unsupported sentences, citations within them too', () => {
    const parts = answerParts(answer('Yes. It flies [1]. End.', [[5, 18]], [[14]]));
    expect(parts.filter((part) => !part.supported).map((part) => part.text)).toEqual([
      'It flies ',
      '[1]',
      '.',
    ]);
    expect(parts.map((part) => part.text).join('')).toBe('Yes. It flies [1]. End.');
  });

  it('marks a sentence where it stands, not the same words elsewhere', () => {
    expect(answerParts(answer('The end. The', [[9, 12]]))).toEqual([
      { text: 'The end. ', supported: true },
      { text: 'The', supported: false },
    ]);
  });

  it('takes characters that look like a marker for what they are', () => {
    expect(answerParts(answer('See `a[1]` [1]', [], [[11]])).map(({ text }) => text)).toEqual([
      'See `a[1]` ',
      '[1]',
    ]);
  });

  it('survives an empty text', () => {
    expect(answerParts(answer(''))).toEqual([]);
  });
});
