import { describe, expect, it } from 'vitest';
import { askedQuestion, focusedText, questionText, usedQuestion } from './question.ts';
import type { QuestionReader } from './question.ts';

/** Counts words where a model counts tokens. */
const reader: QuestionReader = {
  windowTokens: 512,
  tokensOf: (text) => Int32Array.from(text.split(/\s+/).filter((word) => word !== '')),
};
const told = 'We are glad of it. The pump is new. '.repeat(80);
const long = `Where is the valve opened? The valve sticks under pressure. ${told}`;

describe('questionText', () => {
  it('is spelled as the text is read', () => {
    expect(questionText('  Cafe\u0301? ')).toBe('Café?');
  });

  it.each([
    [' \n', 'questionEmpty'],
    ['?!', 'questionEmpty'],
    ['a'.repeat(200_001), 'questionTooLong'],
  ])('refuses what cannot be asked', (question, id) => {
    expect(() => questionText(question)).toThrow(expect.objectContaining({ id }));
  });
});

describe('askedQuestion', () => {
  it.each(['Where is the valve?', 'Which port listens on 8080? It was 80.', 'valve {\n  open;\n}'])(
    'takes an ordinary question as it is: %j',
    (text) => {
      const asked = askedQuestion(reader, text);
      expect(asked).toEqual({ text, isLong: false, parts: [], keywords: text });
      expect(focusedText(reader, asked)).toBe(text);
      expect(usedQuestion(asked, text)).toBeUndefined();
    },
  );

  it('takes one apart that holds what a program printed, however short', () => {
    const asked = askedQuestion(reader, 'KeyError: 4711\n    at take (/srv/stock.js:3:1)');
    const text = focusedText(reader, asked);
    expect(text).toBe('KeyError: …\ntake stock.js');
    expect(usedQuestion(asked, text)).toEqual({ text, isLong: false, frames: 1 });
  });

  it('takes one apart that is longer than the model takes', () => {
    const asked = askedQuestion(reader, long);
    expect(asked.isLong).toBe(true);
    const text = focusedText(reader, asked);
    expect(text).toContain('Where is the valve opened?');
    expect(reader.tokensOf(text).length).toBeLessThanOrEqual(128);
  });
});

describe('focusedText', () => {
  it('prefers sentences whose words occur in the text', () => {
    // One that leaves no room for others besides what asks.
    const filled = (word: string): string => `The ${word} ${'is old and '.repeat(40)}loud.`;
    const asked = askedQuestion(reader, `Where is it opened? ${filled('pump')} ${filled('valve')} ${told}`);
    const focusOn = (absent: string): string =>
      focusedText(reader, asked, {
        rarity: new Map([
          ['pump', 3],
          ['valv', 3],
        ]),
        absent: new Set([absent]),
      });
    expect(focusOn('pump')).toContain('valve');
    expect(focusOn('valv')).not.toContain('valve');
  });
});
