import { describe, expect, it } from 'vitest';
import { clearness, clearnessOf, wordShare } from './verdict.ts';

const rarity = new Map([
  ['ferri', 6],
  ['leav', 3],
  ['harbour', 2],
]);

describe('wordShare', () => {
  it('is the squared rarity of the words that stand there, by that of all', () => {
    // By hand: 36 + 9 of 36 + 9 + 4.
    expect(wordShare('The ferry leaves at six.', rarity)).toBeCloseTo(45 / 49, 12);
    expect(wordShare('Ferries that were leaving the harbour', rarity)).toBe(1);
  });

  it('counts a word once, however often it stands there', () => {
    expect(wordShare('harbour, harbour, harbour', rarity)).toBeCloseTo(4 / 49, 12);
  });

  it('is nothing for a text without the words, and for a question without words', () => {
    expect(wordShare('The train is late.', rarity)).toBe(0);
    expect(wordShare('The ferry leaves at six.', new Map())).toBe(0);
  });

  it('weighs two common words less than a rare one', () => {
    expect(wordShare('leaves the harbour', rarity)).toBeLessThan(wordShare('a ferry', rarity));
  });
});

describe('clearness', () => {
  it('is the attention as a multiple of the limit where nothing else speaks', () => {
    expect(clearness(0.014, 0, 16, 0.01)).toBeCloseTo(1, 12);
    expect(clearness(0.02, 0, 16, 0.01)).toBeCloseTo(clearness(0.01, 0, 16, 0.01) * 2, 12);
    expect(clearness(0.02, 0, 16, 0.01)).toBeCloseTo(clearness(0.04, 0, 16, 0.02), 12);
  });

  it('rises with the words that stand together and falls with the number of windows', () => {
    const at = (words: number, windows: number): number => clearness(0.01, words, windows, 0.01);
    expect(at(0.5, 16)).toBeGreaterThan(at(0, 16));
    expect(at(1, 16)).toBeGreaterThan(at(0.5, 16));
    expect(at(0.5, 160)).toBeLessThan(at(0.5, 16));
    expect(at(0.5, 16_000)).toBeLessThan(at(0.5, 160));
    expect(at(0.5, 1)).toBe(at(0.5, 16));
  });

  it('calls nothing clear that has no attention', () => {
    expect(clearness(0, 1, 1, 0.01)).toBe(0);
    expect(clearness(-0.01, 1, 1, 0.01)).toBeLessThan(0);
  });
});

describe('clearness of a reader that was not calibrated', () => {
  it('goes by the words alone, whatever the attention', () => {
    for (const attention of [0, 0.001, 0.5]) {
      expect(clearness(attention, 0, 16, 0)).toBe(0);
      expect(clearness(attention, 0.5, 16, 0)).toBeLessThan(1);
      expect(clearness(attention, 1, 16_000, 0)).toBeGreaterThan(1);
    }
  });
});

describe('clearnessOf', () => {
  it('judges each piece by its own words and attention', () => {
    const clearnessOfPiece = clearnessOf(rarity, 2000, 0.01, (file) => (file === 1 ? 'ferry.txt' : 'a.txt'));
    const piece = (text: string, attention: number, file = 0): Parameters<typeof clearnessOfPiece>[0] => ({
      segment: { text, file, position: 0, startLine: 1, endLine: 1 },
      attention,
    });
    expect(clearnessOfPiece(piece('The ferry leaves the harbour at six.', 0.03))).toBeGreaterThan(1);
    expect(clearnessOfPiece(piece('The train is late.', 0.013))).toBeLessThan(1);
    expect(clearnessOfPiece(piece('The train is late.', 0.013, 1))).toBeGreaterThan(1);
  });
});
