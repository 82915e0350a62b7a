import { describe, expect, it } from 'vitest';
import { knownShare, scoringFor } from './knownWords.ts';

const scoring = {
  lengthExponent: 1,
  lengthOffsetTokens: 0,
  headerCredit: 0,
  keywordShare: 0.6,
  outstandingSegments: 20,
};

describe('knownShare', () => {
  it('is the share of the terms that occur, however rare', () => {
    const rarity = new Map([
      ['uhr', 9],
      ['museum', 4],
      ['tarnhalle', 5],
    ]);
    expect(knownShare(rarity, new Set(['uhr']))).toBeCloseTo(2 / 3);
    expect(knownShare(rarity, new Set())).toBe(1);
    expect(knownShare(rarity, new Set(rarity.keys()))).toBe(0);
    expect(knownShare(new Map(), new Set())).toBe(1);
  });
});

describe('scoringFor', () => {
  const terms = (known: number, all: number): Parameters<typeof scoringFor>[1] => {
    const names = Array.from({ length: all }, (_, i) => `t${i}`);
    return { rarity: [new Map(names.map((name) => [name, 2]))], absent: [new Set(names.slice(known))] };
  };

  it('leaves keywords their weight where half of the question occurs', () => {
    expect(scoringFor(scoring, terms(3, 6), 0)).toBe(scoring);
    expect(scoringFor(scoring, terms(6, 6), 0)).toBe(scoring);
  });

  it('takes up to half of it from them as less occurs', () => {
    expect(scoringFor(scoring, terms(3, 8), 0).keywordShare).toBeCloseTo(0.45);
    expect(scoringFor(scoring, terms(0, 6), 0).keywordShare).toBeCloseTo(0.3);
  });

  it('does not judge a question that tells a story', () => {
    expect(scoringFor(scoring, terms(1, 50), 0)).toBe(scoring);
  });
});
