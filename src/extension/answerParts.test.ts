import { describe, expect, it } from 'vitest';
import { answerParts } from './answerParts.ts';

const answer = (text: string, unsupported: string[] = [], citations: [string, number][] = []) => ({
  text,
  writer: 'm',
  unsupported,
  citations: citations.map(([marker, evidence]) => ({ marker, evidence })),
});

describe('answerParts', () => {
  it('finds every citation', () => {
    expect(
      answerParts(
        answer(
          'A [1] and [2], see [1].',
          [],
          [
            ['[1]', 0],
            ['[2]', 1],
          ],
        ),
      ),
    ).toEqual([
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
    const parts = answerParts(answer('Yes. It flies [1]. End.', ['It flies [1].'], [['[1]', 0]]));
    expect(parts.filter((part) => !part.supported).map((part) => part.text)).toEqual([
      'It flies ',
      '[1]',
      '.',
    ]);
    expect(parts.map((part) => part.text).join('')).toBe('Yes. It flies [1]. End.');
  });

  it('survives sentences that are not in the text and an empty text', () => {
    expect(answerParts(answer('Yes.', ['No.', '']))).toEqual([{ text: 'Yes.', supported: true }]);
    expect(answerParts(answer(''))).toEqual([]);
  });
});
