import { describe, expect, it } from 'vitest';
import { fitBudget, rank, tokensOf } from './fusion.ts';
import type { Candidate } from './types.ts';

function candidate(position: number, attention: number, keywords: number): Candidate {
  const segment = { ids: new Int32Array(10), position, file: 0, text: '', startLine: 1, endLine: 1 };
  return { segment, attention, keywords };
}

const candidates = [
  candidate(0, 0.02, 1.5),
  candidate(1, 0.01, 3),
  candidate(2, 0.04, 0),
  candidate(3, -0.01, 2),
  candidate(4, 0, 0),
  candidate(5, -0.5, 0),
];

const ranked = (share: number, list: readonly Candidate[] = candidates): [number, number][] =>
  rank(list, share).map(({ segment, score }) => [segment.position, score]);

describe('rank', () => {
  it('adds attention and keywords, each relative to the best, by the share of keywords', () => {
    // Attention: 1/2, 1/4, 1, 0. Keywords: 1/2, 1, 0, 2/3.
    expect(ranked(0.5)).toEqual([
      [1, 0.625],
      [0, 0.5],
      [2, 0.5],
      [3, expect.closeTo(1 / 3, 10)],
    ]);
    expect(ranked(0.25)).toEqual([
      [2, 0.75],
      [0, 0.5],
      [1, 0.4375],
      [3, expect.closeTo(1 / 6, 10)],
    ]);
  });

  it('goes by attention alone or keywords alone, and leaves out what has none', () => {
    expect(ranked(0)).toEqual([
      [2, 1],
      [0, 0.5],
      [1, 0.25],
    ]);
    expect(ranked(1).map(([position]) => position)).toEqual([1, 3, 0]);
  });

  it('goes by attention when no keyword is found, and by keywords when nothing draws attention', () => {
    const strangers = candidates.map((item) => ({ ...item, keywords: 0 }));
    expect(ranked(0.5, strangers).map(([position]) => position)).toEqual([2, 0, 1]);
    const unseen = candidates.map((item) => ({ ...item, attention: -1 }));
    expect(ranked(0.5, unseen).map(([position]) => position)).toEqual([1, 3, 0]);
    expect(ranked(0.5, [candidate(0, -1, 0), candidate(1, 0, 0)])).toEqual([]);
    expect(ranked(0.5, [])).toEqual([]);
  });

  it('puts of equals the one first that stands first', () => {
    const same = [7, 3, 5].map((position) => candidate(position, 0.1, 1));
    expect(ranked(0.5, same).map(([position]) => position)).toEqual([3, 5, 7]);
  });

  it('says what each score is made of, relative to the best of the list', () => {
    const shares = new Map(rank(candidates, 0.5).map((item) => [item.segment.position, item.shares]));
    expect(shares.get(0)).toEqual({ attention: 0.5, keywords: 0.5 });
    expect(shares.get(2)).toEqual({ attention: 1, keywords: 0 });
    expect(shares.get(3)).toEqual({ attention: 0, keywords: expect.closeTo(2 / 3, 10) as number });
  });

  it('keeps what it was given with each', () => {
    expect(rank(candidates, 0.5)[0]).toMatchObject(candidates[1]!);
  });
});

describe('fitBudget', () => {
  it('takes the best that fit, at least one', () => {
    const all = rank(candidates, 0.5);
    expect(fitBudget(all, 20)).toEqual(all.slice(0, 2));
    expect(fitBudget(all, 29)).toEqual(all.slice(0, 2));
    expect(fitBudget(all, 3)).toEqual(all.slice(0, 1));
    expect(fitBudget([], 3)).toEqual([]);
    expect([tokensOf(all), tokensOf([])]).toEqual([40, 0]);
  });
});
