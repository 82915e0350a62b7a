import { describe, expect, it } from 'vitest';
import { fitBudget, rank, Scale, sizeOf } from './fusion.ts';
import type { FusionParameters } from './fusion.ts';
import type { Candidate } from './types.ts';

function candidate(position: number, attention: number, keywords: number): Candidate {
  const segment = { position, file: 0, text: '', startLine: 1, endLine: 1 };
  return { segment, tokens: 10, attention, keywords };
}

const candidates = [
  candidate(0, 0.02, 1.5),
  candidate(1, 0.01, 3),
  candidate(2, 0.04, 0),
  candidate(3, -0.01, 2),
  candidate(4, 0, 0),
  candidate(5, -0.5, 0),
];

/** All segments may stand out. */
const joined = (keywordShare: number): FusionParameters => ({ keywordShare, outstandingSegments: 100 });

const ranked = (share: number, list: readonly Candidate[] = candidates): [number, number][] =>
  rank(list, joined(share)).map(({ segment, score }) => [segment.position, score]);

describe('rank', () => {
  it('adds attention and keywords, each relative to the best, by the share of keywords', () => {
    // Attention: 1/2, 1/4, 1, 0. Keywords: 1/2, 1, 0, 2/3.
    expect(ranked(0.5)).toEqual([
      [1, 0.625],
      [2, 0.5],
      [0, 0.5],
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

  it('counts attention from that of the first one that does not stand out, relative to the best', () => {
    const third = expect.closeTo(1 / 3, 10) as number;
    const outstanding = (outstandingSegments: number): [number, number][] =>
      rank(candidates, { keywordShare: 0.5, outstandingSegments }).map(({ segment, score }) => [
        segment.position,
        score,
      ]);
    // Floor .01. Attention: .25, 0, .75, 0. Keywords: 1/2, 1, 0, 2/3.
    expect(outstanding(2)).toEqual([
      [1, 0.5],
      [2, 0.375],
      [0, 0.375],
      [3, third],
    ]);
    // Floor .02. Attention: 0, 0, .5, 0.
    expect(outstanding(1)).toEqual([
      [1, 0.5],
      [3, third],
      [2, 0.25],
      [0, 0.25],
    ]);
    // Floor .04: only keywords give a score; segments found by attention alone come last.
    expect(outstanding(0)).toEqual([
      [1, 0.5],
      [3, third],
      [0, 0.25],
      [2, 0],
    ]);
  });

  it('takes nothing off where keywords do not count', () => {
    const all = rank(candidates, { keywordShare: 0, outstandingSegments: 1 });
    expect(all.map(({ segment, score }) => [segment.position, score])).toEqual(ranked(0));
  });

  it('ranks as the formula says, in any order of reading and in portions', () => {
    // Values spread evenly over 0 to 1, without order, no two the same.
    const spread = (i: number, step: number): number => ((i * step) % 1009) / 1009;
    for (const outstandingSegments of [0, 1, 5, 40, 200]) {
      const parameters = { keywordShare: 0.7, outstandingSegments };
      const list = Array.from({ length: 120 }, (_, i) =>
        candidate(i, (spread(i, 211) - 0.2) ** 3, Math.max(0, spread(i, 457) - 0.5)),
      );
      const attention = list.map((item) => Math.max(0, item.attention)).sort((a, b) => b - a);
      const floor = attention[outstandingSegments] ?? 0;
      const keywords = Math.max(...list.map((item) => item.keywords));
      const naive = list.map(
        (item) =>
          (0.3 * Math.max(0, item.attention - floor)) / attention[0]! + (0.7 * item.keywords) / keywords,
      );
      const scale = new Scale(parameters);
      const shuffled = [...list].sort(
        (a, b) => ((a.segment.position * 67) % 120) - ((b.segment.position * 67) % 120),
      );
      for (let at = 0; at < shuffled.length; at += 17) scale.add(shuffled.slice(at, at + 17));
      for (const result of [rank(list, parameters), rank(shuffled, parameters, scale)]) {
        expect(result).toHaveLength(list.filter((item) => item.attention > 0 || item.keywords > 0).length);
        for (const [i, { segment, score }] of result.entries()) {
          expect(score).toBeCloseTo(naive[segment.position]!, 12);
          if (i > 0) expect(score).toBeLessThanOrEqual(result[i - 1]!.score);
        }
      }
    }
  });

  it('measures a part by the scale of the whole', () => {
    const parameters = joined(0.5);
    const scale = new Scale(parameters);
    scale.add(candidates);
    const whole = rank(candidates, parameters).filter(({ segment }) => segment.position < 2);
    expect(rank(candidates.slice(0, 2), parameters, scale)).toEqual(whole);
    expect(rank(candidates.slice(0, 2), parameters)).not.toEqual(whole);
  });

  it('puts of equals the one first that draws more attention, then the one that stands first', () => {
    const parameters = { keywordShare: 0.5, outstandingSegments: 1 };
    const equal = [candidate(1, 0.1, 1), candidate(2, 0.2, 1), candidate(3, 0.4, 0), candidate(4, 0.3, 0)];
    expect(rank(equal, parameters).map(({ segment }) => segment.position)).toEqual([2, 1, 3, 4]);
    const same = [7, 3, 5].map((position) => candidate(position, 0.1, 1));
    expect(ranked(0.5, same).map(([position]) => position)).toEqual([3, 5, 7]);
  });

  it('says what each score is made of, relative to the best of the list', () => {
    const shares = new Map(rank(candidates, joined(0.5)).map((item) => [item.segment.position, item.shares]));
    expect(shares.get(0)).toEqual({ attention: 0.5, keywords: 0.5 });
    expect(shares.get(2)).toEqual({ attention: 1, keywords: 0 });
    expect(shares.get(3)).toEqual({ attention: 0, keywords: expect.closeTo(2 / 3, 10) as number });
  });

  it('keeps what it was given with each', () => {
    expect(rank(candidates, joined(0.5))[0]).toMatchObject(candidates[1]!);
  });
});

describe('fitBudget', () => {
  it('takes the best that fit, at least one', () => {
    const all = rank(candidates, joined(0.5));
    expect(fitBudget(all, 20)).toEqual(all.slice(0, 2));
    expect(fitBudget(all, 29)).toEqual(all.slice(0, 2));
    expect(fitBudget(all, 3)).toEqual(all.slice(0, 1));
    expect(fitBudget([], 3)).toEqual([]);
    expect([sizeOf(all), sizeOf([])]).toEqual([40, 0]);
  });
});
