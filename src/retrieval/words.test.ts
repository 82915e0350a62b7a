import { describe, expect, it } from 'vitest';
import { piecesOf, wordsOf } from './words.ts';

describe('wordsOf', () => {
  it('finds words and identifiers, Chinese by character, each with its place', () => {
    const text = 'Where is parse_header2? 问周瑜。';
    const words = wordsOf(text);
    expect(words.map((word) => word.text)).toEqual(['Where', 'is', 'parse_header2', '问', '周', '瑜']);
    for (const word of words) expect(text.slice(word.start, word.end)).toBe(word.text);
  });

  it('keeps accents and invisible characters in the word, each at its place', () => {
    const text = 'Du\u0308sseldorf con\u00ADfig e\u0301.';
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Du\u0308sseldorf',
      'con\u00ADfig',
      'e\u0301',
    ]);
  });

  it('finds none in signs and white space', () => {
    expect(wordsOf(' …?! \n')).toEqual([]);
  });
});

describe('piecesOf', () => {
  it.each([
    '',
    '  "The key," he said.\n',
    '内事不决可问张昭;外事',
    'x = f(y_1) ?? -2;\n\n}',
    '…',
    '\u{20000}𠀁 a',
  ])('cuts %j without loss', (text) => {
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces).not.toContain('');
    expect(pieces.length).toBe(Math.max(wordsOf(text).length, text === '' ? 0 : 1));
  });

  it('puts signs and spaces with the word before them, those in front with the first', () => {
    expect(piecesOf('"The key," he')).toEqual(['"The ', 'key," ', 'he']);
  });
});
